/**
 * How loud a video is by EBU R128, measured before the pass that makes its renditions: only the sound is decoded, which costs a
 * hundredth of the pass. The gain that follows is one number for the whole file, so music and speech keep their dynamics.
 */
import { accepted, type Outcome, refused } from '../playlists/model/refusal.ts';
import { runContained } from './contained-run.ts';
import { DEMUXERS, demuxerOf } from './containers.ts';
import type { Pause } from './pause.ts';
import type { Room } from './sandbox.ts';
import type { MediaTools } from './tools.ts';

export interface Loudness {
  /** Integrated loudness in LUFS; null = nothing that counts as sound (below −70 LUFS). */
  integrated: number | null;
  /** True peak in dBFS; null when there is none. */
  peak: number | null;
}

const numberAfter = (text: string, label: RegExp): number | null => {
  const found = label.exec(text)?.[1];
  const number = found === undefined ? Number.NaN : Number(found);
  return Number.isFinite(number) ? number : null;
};

/** Reads the summary that ebur128 prints at its end. */
export const readSummary = (said: string): Loudness | null => {
  const summary = said.slice(said.lastIndexOf('Summary:'));
  if (!summary.startsWith('Summary:')) return null;
  const integrated = numberAfter(summary, /\bI:\s+(-?[\d.]+|-?inf|nan) LUFS/);
  return {
    integrated: integrated !== null && integrated > -70 ? integrated : null,
    peak: numberAfter(summary, /\bPeak:\s+(-?[\d.]+|-?inf|nan) dBFS/),
  };
};

/** Measures the part of `input` that plays. A file whose sound cannot be read is broken. */
export const measureLoudness = async (
  tools: MediaTools,
  order: {
    input: string;
    mime: string;
    fromMs: number;
    durationMs: number;
    signal?: AbortSignal | undefined;
    pause?: Pause | undefined;
  },
): Promise<Outcome<Loudness>> => {
  if (tools.ffmpeg.kind === 'missing') return refused('media-tool-missing', tools.ffmpeg.technician);
  const demuxer = demuxerOf(order.mime);
  const room: Room = { input: order.input, output: null };
  const wallMs = 60_000 + order.durationMs;
  const limits = {
    wallMs,
    cpuSeconds: wallMs / 1000,
    fileBytes: 0,
    addressBytes: 4 * 1024 ** 3,
    pace: 'long',
  } as const;
  const args = [
    ...['-nostdin', '-hide_banner', '-loglevel', 'info', '-nostats'],
    ...['-protocol_whitelist', 'file', '-format_whitelist', DEMUXERS[demuxer], '-f', demuxer],
    ...(order.fromMs > 0 ? ['-ss', (order.fromMs / 1000).toFixed(3)] : []),
    ...['-t', (order.durationMs / 1000).toFixed(3), '-i', `file:${tools.sandbox.inside(room).input}`],
    ...['-map', '0:a:0', '-vn', '-sn', '-dn', '-af', 'ebur128=peak=true:framelog=verbose', '-f', 'null', '-'],
  ];
  const run = await runContained(tools.sandbox.wrap(tools.ffmpeg.path, args, room, limits), {
    wallMs,
    signal: order.signal,
    pause: order.pause,
  });
  if (run.end.kind === 'cancelled') return refused('media-cancelled', 'cancelled while the sound was measured');
  if (run.end.kind === 'timed-out') return refused('media-took-too-long', `measuring the sound took over ${wallMs} ms`);
  if (run.end.kind === 'not-started') return refused('media-tool-failed', `ffmpeg: ${run.end.cause}`);
  const measured = readSummary(run.stderr);
  if (measured && run.end.kind === 'exited' && run.end.code === 0) return accepted(measured);
  // Broken sound is heard again, and judged, in the pass that follows.
  return accepted({ integrated: null, peak: null });
};
