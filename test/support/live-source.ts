/**
 * A broadcaster: a real ffmpeg that writes a live HLS stream into a folder, a coloured ground with a mark that moves and a tone, and a real
 * HTTP server on the loopback that hands the folder out. Both can go and come back.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { findTools } from '../../media/tools.ts';
import { COLOURS, type Colour } from './made-media.ts';
import { scratchFolder } from './media-samples.ts';
import { until } from './until.ts';

export interface LiveSource {
  url: string;
  port: number;
  /** Begins to send and to answer; resolves when a stream can be fetched. */
  start(): Promise<void>;
  /** The encoder is killed and the server answers nobody any more. */
  kill(): Promise<void>;
  drop(): Promise<void>;
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** `segmentS`: length of its segments; `kind`: how they are packed. */
export const openLiveSource = async (
  colour: Colour,
  { width = 384, height = 192, segmentS = 1, kind = 'mpegts' as 'mpegts' | 'fmp4' } = {},
): Promise<LiveSource> => {
  const { path: folder, drop } = await scratchFolder();
  const tools = await findTools({});
  if (tools.ffmpeg.kind === 'missing') throw new Error(tools.ffmpeg.technician);
  const program = tools.ffmpeg.path;
  let encoder: ChildProcess | null = null;
  let server: Server | null = null;
  let port = 0;
  const hex = COLOURS[colour].map((part) => part.toString(16).padStart(2, '0')).join('');

  const kill = async (): Promise<void> => {
    const running = encoder;
    encoder = null;
    if (running) {
      const gone = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGKILL');
      await gone;
    }
    if (server) await close(server);
    server = null;
  };
  const start = async (): Promise<void> => {
    await kill();
    await rm(join(folder, 'live.m3u8'), { force: true });
    const mark = Math.round(height / 6);
    encoder = spawn(
      program,
      [
        ...['-nostdin', '-loglevel', 'error', '-re', '-f', 'lavfi', '-i', `color=c=0x${hex}:s=${width}x${height}:r=25`],
        ...['-f', 'lavfi', '-i', `color=c=white:s=${mark}x${mark}:r=25`, '-f', 'lavfi', '-i', 'sine=frequency=440'],
        ...['-filter_complex', `[0][1]overlay=x='mod(t*${width / 2},W)':y=H*2/3[v]`, '-map', '[v]', '-map', '2:a'],
        ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', String(25 * segmentS)],
        ...['-sc_threshold', '0', '-c:a', 'aac', '-f', 'hls', '-hls_time', String(segmentS), '-hls_list_size', '6'],
        ...['-hls_flags', 'delete_segments+temp_file', '-hls_segment_type', kind],
        ...['-start_number', String(Math.floor(performance.now())), join(folder, 'live.m3u8')],
      ],
      { stdio: 'ignore' },
    );
    const serving = createServer((request, response) => {
      readFile(join(folder, basename(new URL(request.url ?? '/', 'http://x').pathname))).then(
        (bytes) => response.end(bytes),
        () => response.writeHead(404).end(),
      );
    });
    server = serving;
    await new Promise<void>((resolve) => serving.listen(port, '127.0.0.1', resolve));
    port = (serving.address() as AddressInfo).port;
    await until('a playlist of the broadcaster', () => readFile(join(folder, 'live.m3u8')).catch(() => null), 20_000);
  };
  await start();
  return {
    url: `http://127.0.0.1:${port}/live.m3u8`,
    port,
    start,
    kill,
    drop: async () => {
      await kill();
      await drop();
    },
  };
};
