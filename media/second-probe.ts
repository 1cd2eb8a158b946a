/**
 * ffprobe as the second opinion, only for containers that mediabunny cannot read; in the sandbox, with both whitelists and the
 * demuxer forced. Answers null when it knows nothing either.
 */
import { z } from 'zod';
import { MediaFacts } from '../playlists/model/media.ts';
import { runContained } from './contained-run.ts';
import { DEMUXERS, demuxerOf } from './containers.ts';
import type { MediaTools } from './tools.ts';

const Stream = z.object({
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  width: z.int().positive().optional(),
  height: z.int().positive().optional(),
  sample_aspect_ratio: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  duration: z.coerce.number().positive().optional(),
  color_space: z.string().optional(),
  color_transfer: z.string().optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
});
const Report = z.object({
  streams: z.array(Stream).max(100),
  format: z.object({ duration: z.coerce.number().positive().optional() }),
});

const rateOf = (text: string | undefined): number | null => {
  const [over, under] = (text ?? '').split('/').map(Number);
  const rate = (over ?? 0) / (under ?? 0);
  return Number.isFinite(rate) && rate > 0 ? rate : null;
};

/** Facts of a video, or null: no ffprobe, or nothing readable. */
export const probeAgain = async (tools: MediaTools, input: string, mime: string): Promise<MediaFacts | null> => {
  if (!tools.ffprobe) return null;
  const room = { input, output: null };
  const limits = { cpuSeconds: 20, fileBytes: 0, addressBytes: 4 * 1024 ** 3, wallMs: 20_000 };
  const demuxer = demuxerOf(mime);
  const args = [
    ...['-v', 'error', '-protocol_whitelist', 'file', '-format_whitelist', DEMUXERS[demuxer], '-f', demuxer],
    ...['-show_streams', '-show_format', '-of', 'json', `file:${tools.sandbox.inside(room).input}`],
  ];
  const run = await runContained(tools.sandbox.wrap(tools.ffprobe, args, room, limits), { wallMs: limits.wallMs });
  if (run.end.kind !== 'exited' || run.end.code !== 0) return null;
  let report: z.infer<typeof Report>;
  try {
    report = Report.parse(JSON.parse(run.stdout));
  } catch {
    return null;
  }
  const video = report.streams.find((stream) => stream.codec_type === 'video');
  const audio = report.streams.find((stream) => stream.codec_type === 'audio');
  const seconds = video?.duration ?? report.format.duration;
  if (!video?.width || !video.height || !seconds) return null;
  const turn = (((-(video.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? 0) % 360) + 360) %
    360) as number;
  const upright = turn % 180 === 0;
  const [across, down] = (video.sample_aspect_ratio ?? '1:1').split(':').map(Number);
  const square = Math.max(1, Math.round(video.width * (across && down ? across / down : 1)));
  const facts = MediaFacts.safeParse({
    kind: 'video',
    mime,
    width: upright ? square : video.height,
    height: upright ? video.height : square,
    durationMs: Math.round(seconds * 1000),
    framesPerSecond: rateOf(video.avg_frame_rate),
    videoCodec: video.codec_name ?? null,
    audioCodec: audio ? (audio.codec_name ?? 'unknown') : null,
    rotation: turn,
    colour: { matrix: video.color_space ?? null, transfer: video.color_transfer ?? null },
  });
  return facts.success ? facts.data : null;
};
