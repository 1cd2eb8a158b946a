/** Thumbnails on the disk of a server's media store, so that content put straight into the tables has a picture. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

/** Makes a plain picture of each shade in the store below `dataFolder`; returns their digests. */
export const storeThumbnails = (dataFolder: string, shades: readonly number[]): Promise<string[]> =>
  Promise.all(
    shades.map(async (shade) => {
      const background = { r: shade, g: 90, b: 140 };
      const bytes = await sharp({ create: { width: 192, height: 96, channels: 3, background } })
        .webp()
        .toBuffer();
      const digest = createHash('sha256').update(bytes).digest('hex');
      const folder = join(dataFolder, 'media', 'files', digest.slice(0, 2));
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, digest), bytes);
      return digest;
    }),
  );
