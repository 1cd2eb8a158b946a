/** Real media for tests, made by the same ffmpeg that the product found and by sharp; small, so that a test takes seconds. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { MediaTools } from '../../media/tools.ts';
import { foundTools } from './media-tools.ts';

/** A folder that goes away with `drop()`. */
export const scratchFolder = async (): Promise<{ path: string; drop: () => Promise<void> }> => {
  const path = await mkdtemp(join(tmpdir(), 'bang-tin-media-'));
  return { path, drop: () => rm(path, { recursive: true, force: true }) };
};

const run = (command: string, args: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let said = '';
    child.stdout.on('data', (text) => {
      out += text;
    });
    child.stderr.on('data', (text) => {
      said += text;
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`${command}: ${code}: ${said}`))));
  });

export interface ClipWish {
  width: number;
  height: number;
  seconds: number;
  rate?: number | string;
  sound?: boolean;
  /** Further output arguments. */
  args?: string[];
  /** Filters after the test picture. */
  filters?: string;
  name: string;
}

export interface Samples {
  tools: MediaTools;
  folder: string;
  clip(wish: ClipWish): Promise<string>;
  ffmpeg(args: string[]): Promise<string>;
  picture(name: string, paint: (picture: Sharp) => Sharp): Promise<string>;
  write(name: string, bytes: Buffer | string): Promise<string>;
  drop(): Promise<void>;
}

export const openSamples = async (): Promise<Samples> => {
  const tools = await foundTools();
  if (tools.ffmpeg.kind === 'missing') throw new Error(tools.ffmpeg.technician);
  const program = tools.ffmpeg.path;
  const { path: folder, drop } = await scratchFolder();
  const ffmpeg = (args: string[]): Promise<string> =>
    run(program, ['-hide_banner', '-nostdin', '-y', '-loglevel', 'error', ...args]);
  return {
    tools,
    folder,
    ffmpeg,
    drop,
    clip: async ({ width, height, seconds, rate = 30, sound = false, args = [], filters, name }) => {
      const path = join(folder, name);
      const picture = `testsrc2=size=${width}x${height}:rate=${rate}:duration=${seconds}`;
      await ffmpeg([
        ...['-f', 'lavfi', '-i', picture],
        ...(sound ? ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`, '-c:a', 'aac'] : []),
        ...(filters ? ['-vf', filters] : []),
        ...(args.includes('-c:v') ? [] : ['-c:v', 'libx264', '-preset', 'ultrafast']),
        ...(args.includes('-pix_fmt') ? [] : ['-pix_fmt', 'yuv420p']),
        ...args,
        path,
      ]);
      return path;
    },
    picture: async (name, paint) => {
      const path = join(folder, name);
      // Left half red, right half blue, a white corner at the top left.
      const halves = sharp({ create: { width: 300, height: 200, channels: 3, background: '#d00' } }).composite([
        { input: { create: { width: 150, height: 200, channels: 3, background: '#00d' } }, left: 150, top: 0 },
        { input: { create: { width: 40, height: 40, channels: 3, background: '#fff' } }, left: 0, top: 0 },
      ]);
      await paint(halves).toFile(path);
      return path;
    },
    write: async (name, bytes) => {
      const path = join(folder, name);
      await writeFile(path, bytes);
      return path;
    },
  };
};

/** One four-character box of an ISO file: where its payload begins. Searches the whole file; -1 = absent. */
export const boxAt = (bytes: Buffer, name: string): number => {
  const at = bytes.indexOf(name, 0, 'latin1');
  return at < 0 ? -1 : at + 4;
};

/** The same file (movie header of version 0) with other lengths: in its headers, and in the time of each picture. */
export const withLength = async (path: string, seconds: number, where: 'headers' | 'pictures'): Promise<Buffer> => {
  const bytes = Buffer.from(await readFile(path));
  const movie = boxAt(bytes, 'mvhd');
  const scale = bytes.readUInt32BE(movie + 12);
  const media = boxAt(bytes, 'mdhd');
  const mediaScale = bytes.readUInt32BE(media + 12);
  bytes.writeUInt32BE(scale * seconds, movie + 16);
  bytes.writeUInt32BE(scale * seconds, boxAt(bytes, 'tkhd') + 20);
  // 32 bits end at some 70 hours for the usual scale.
  bytes.writeUInt32BE(Math.min(mediaScale * seconds, 0xffff_ffff), media + 16);
  if (where === 'pictures') {
    const times = boxAt(bytes, 'stts');
    bytes.writeUInt32BE(Math.floor((mediaScale * seconds) / bytes.readUInt32BE(times + 8)), times + 12);
  }
  return bytes;
};

export interface Probed {
  format: { duration: string; start_time: string };
  streams: Record<string, string | number>[];
}

/** What ffprobe says of a file. */
export const probe = async (tools: MediaTools, path: string): Promise<Probed> =>
  JSON.parse(
    await run(tools.ffprobe as string, ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', path]),
  ) as Probed;

/** Presentation times (s) and key-frame flags of all pictures, in order. */
export const probeFrames = async (tools: MediaTools, path: string): Promise<{ time: number; key: boolean }[]> => {
  const out = await run(tools.ffprobe as string, [
    ...['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'packet=pts_time,flags', '-of', 'csv=p=0', path],
  ]);
  return out
    .trim()
    .split('\n')
    .map((line) => ({ time: Number(line.split(',')[0]), key: line.includes('K') }))
    .sort((a, b) => a.time - b.time);
};
