/**
 * Somebody else's stream → ours, without an end: ffmpeg in the sandbox, fed through a pipe at the pace of the clock, so that the players
 * get nothing but our own re-encode, however the stream is made. It opens no file and no address: bytes in, fragments of about a second out.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPartReader, type RelayPart } from '../playlists/wire/relay-stream.ts';
import { pipeContained } from './contained-run.ts';
import { DEMUXERS } from './containers.ts';
import type { Limits, Room } from './sandbox.ts';
import type { MediaTools } from './tools.ts';

/** Larger pictures are made smaller: LED walls have fewer pixels, and it must keep up on two cores. */
const MOST_WIDTH = 1280;
const MOST_HEIGHT = 720;
const MOST_FRAMES_PER_SECOND = 30;
const SHOT_NAME = 'shot.jpg';
const SHOT_WIDTH = 480;

/** How the stream is packed. */
export type RelayContainer = 'mpegts' | 'mov';

/** A relay ends with its slot, so none runs longer than a day. */
const LIMITS: Limits = {
  wallMs: 25 * 3_600_000,
  cpuSeconds: 48 * 3_600,
  fileBytes: 4_000_000,
  addressBytes: 4 * 1024 ** 3,
  pace: 'live',
};

/** The command line; `folder` is where the sandbox shows the one folder that may be written. */
export const relayCommand = (container: RelayContainer, folder: string): string[] => {
  const size = `scale=w='min(${MOST_WIDTH},iw)':h='min(${MOST_HEIGHT},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2`;
  return [
    ...['-nostdin', '-hide_banner', '-y', '-loglevel', 'warning', '-nostats'],
    ...['-protocol_whitelist', 'pipe', '-format_whitelist', DEMUXERS[container], '-codec_whitelist', 'h264,aac'],
    ...['-max_pixels', String(4096 * 2304), '-probesize', '2000000', '-analyzeduration', '3000000'],
    ...['-fflags', '+discardcorrupt', '-re', '-f', container, '-i', 'pipe:0'],
    ...['-map', '0:v:0', '-map', '0:a:0?', '-sn', '-dn'],
    ...[
      '-vf',
      `yadif=deint=interlaced,${size},setsar=1,fps=fps='min(${MOST_FRAMES_PER_SECOND},source_fps)',format=yuv420p`,
    ],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-crf', '23', '-bf', '0', '-threads', '2'],
    ...['-maxrate', '4M', '-bufsize', '4M', '-sc_threshold', '0', '-force_key_frames', 'expr:gte(t,n_forced)'],
    ...['-c:a', 'aac', '-b:a', '128k', '-ar', '48000', '-ac', '2', '-af', 'aresample=async=1000'],
    ...['-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-f', 'mp4', 'pipe:1'],
    ...['-map', '0:v:0', '-frames:v', '1', '-vf', `scale=w='min(${SHOT_WIDTH},iw)':h=-2,setsar=1,format=yuvj420p`],
    // One thread: several keep pictures back until more come.
    ...['-c:v', 'mjpeg', '-threads', '1', '-q:v', '5', '-f', 'image2', '-update', '1', `${folder}/${SHOT_NAME}`],
  ];
};

export interface RelayEncoder {
  /** Gives it a piece of the stream; resolves when it wants more. */
  write(bytes: Uint8Array): Promise<void>;
  /** No more will come: it ends when it has shown what it was given. */
  finish(): void;
  stop(): void;
  /** Why it ended, in technician's words; settles once it is gone. */
  ended: Promise<string>;
  /** The first picture as a JPEG; null while there is none. */
  shot(): Promise<Buffer | null>;
}

/** Starts to re-encode. `folder` is an existing, empty folder of this run. Throws where there is no ffmpeg (`tools` says so). */
export const startRelayEncoder = (
  tools: MediaTools,
  { container, folder, onPart }: { container: RelayContainer; folder: string; onPart: (part: RelayPart) => void },
): RelayEncoder => {
  if (tools.ffmpeg.kind === 'missing') throw new Error(tools.ffmpeg.technician);
  const room: Room = { input: null, output: folder };
  const args = relayCommand(container, tools.sandbox.inside(room).output);
  const reader = createPartReader(onPart);
  let broken: string | null = null;
  const pipe = pipeContained(tools.sandbox.wrap(tools.ffmpeg.path, args, room, LIMITS), {
    wallMs: LIMITS.wallMs,
    onBytes: (bytes) => {
      try {
        if (broken === null) reader.push(bytes);
      } catch (thrown) {
        broken = String(thrown);
        pipe.stop();
      }
    },
  });
  return {
    write: pipe.write,
    finish: pipe.finish,
    stop: pipe.stop,
    ended: pipe.ended.then(({ end, stderr }) => `${broken ?? JSON.stringify(end)}: ${stderr.trim().slice(-1_000)}`),
    shot: () => readFile(join(folder, SHOT_NAME)).catch(() => null),
  };
};
