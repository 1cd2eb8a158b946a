/** Moving and still pictures that a test can tell apart by one pixel: a known ground colour each, a white mark that moves. */
import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { MediaFile } from '../../player/core/stage.ts';
import { Digest } from '../../playlists/model/ids.ts';
import { openSamples } from './media-samples.ts';

export interface MadeMedia {
  digest: Digest;
  file: MediaFile;
}

/** Colours far enough from each other, from black and from the player's own ground to survive JPEG and video levels. */
export const COLOURS = {
  red: [210, 30, 40],
  blue: [40, 70, 220],
  green: [20, 160, 60],
  yellow: [230, 200, 30],
  magenta: [200, 40, 190],
} as const;
export type Colour = keyof typeof COLOURS;

const hex = (colour: Colour): string => COLOURS[colour].map((part) => part.toString(16).padStart(2, '0')).join('');

export interface MediaMaker {
  /** H.264 with sound, as a rendition is; a white mark crosses its lower half. */
  video(colour: Colour, seconds: number): Promise<MadeMedia>;
  still(colour: Colour): Promise<MadeMedia>;
  /** A file that is named an mp4 and is one only in its first bytes. */
  brokenVideo(): Promise<MadeMedia>;
  /** A video whose bytes stop being pictures in the middle. */
  rottingVideo(colour: Colour, seconds: number): Promise<MadeMedia>;
  drop(): Promise<void>;
}

export const openMediaMaker = async (width: number, height: number): Promise<MediaMaker> => {
  const samples = await openSamples();
  const made = async (path: string, type: MediaFile['type']): Promise<MadeMedia> => {
    const digest = Digest.parse(
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    );
    return { digest, file: { path, bytes: (await stat(path)).size, type } };
  };
  const encode = async (colour: Colour, seconds: number): Promise<string> => {
    const path = join(samples.folder, `${colour}-${seconds}.mp4`);
    const mark = Math.round(height / 6);
    await samples.ffmpeg([
      ...['-f', 'lavfi', '-i', `color=c=0x${hex(colour)}:s=${width}x${height}:r=30:d=${seconds}`],
      ...['-f', 'lavfi', '-i', `color=c=white:s=${mark}x${mark}:r=30:d=${seconds}`],
      ...['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`],
      ...['-filter_complex', `[0][1]overlay=x='mod(t*${width / 2},W)':y=H*2/3`],
      ...['-c:v', 'libx264', '-profile:v', 'high', '-pix_fmt', 'yuv420p', '-g', '30', '-preset', 'veryfast'],
      ...['-c:a', 'aac', '-movflags', '+faststart', '-t', String(seconds), path],
    ]);
    return path;
  };
  return {
    video: async (colour, seconds) => made(await encode(colour, seconds), 'video/mp4'),
    still: async (colour) => {
      const path = join(samples.folder, `${colour}.png`);
      const [r, g, b] = COLOURS[colour];
      await sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
        .png()
        .toFile(path);
      return made(path, 'image/png');
    },
    brokenVideo: async () => {
      const path = join(samples.folder, 'broken.mp4');
      await writeFile(
        path,
        Buffer.concat([Buffer.from('\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41', 'latin1'), Buffer.alloc(4096, 7)]),
      );
      return made(path, 'video/mp4');
    },
    rottingVideo: async (colour, seconds) => {
      const bytes = await readFile(await encode(colour, seconds));
      bytes.fill(0xaa, Math.floor(bytes.length * 0.5));
      const path = join(samples.folder, `${colour}-rotting.mp4`);
      await writeFile(path, bytes);
      return made(path, 'video/mp4');
    },
    drop: samples.drop,
  };
};
