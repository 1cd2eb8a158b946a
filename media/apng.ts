/**
 * Animated PNG, read and written chunk by chunk. Our picture library sees only the first frame of one, and our video tool cannot read
 * animated WebP: what one of them unfolds is folded into this for the other.
 */
import { crc32 } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
};

/** Chunks of a PNG up to where it stops being one. */
function* chunksOf(bytes: Buffer): Generator<{ type: string; data: Buffer }> {
  for (let at = SIGNATURE.length; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (at + 12 + length > bytes.length) return;
    yield { type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

/** How long each frame stands, in ms; null for what is no animated PNG. A delay of nothing counts as browsers count it: 100 ms. */
export const delaysOf = (bytes: Buffer): number[] | null => {
  const delays: number[] = [];
  let isAnimated = false;
  for (const { type, data } of chunksOf(bytes)) {
    if (type === 'acTL') isAnimated = true;
    if (type !== 'fcTL' || data.length < 26) continue;
    const [parts, whole] = [data.readUInt16BE(20), data.readUInt16BE(22) || 100];
    delays.push(Math.round((parts / whole) * 1_000) || 100);
  }
  return isAnimated && delays.length > 0 ? delays : null;
};

/** Begins the file: every frame is a PNG of this size with eight bits each of red, green, blue and alpha. */
export const apngStart = (width: number, height: number, frames: number): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const control = Buffer.alloc(8);
  control.writeUInt32BE(frames, 0);
  control.writeUInt32BE(1, 4);
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('acTL', control)]);
};

/** One frame; `place` counts from 0. */
export const apngFrame = (png: Buffer, place: number, delayMs: number): Buffer => {
  const chunks = [...chunksOf(png)];
  const header = chunks.find(({ type }) => type === 'IHDR')?.data as Buffer;
  if (header[8] !== 8 || header[9] !== 6) throw new Error('the frame is not of eight bits and four channels');
  const pixels = Buffer.concat(chunks.flatMap(({ type, data }) => (type === 'IDAT' ? [data] : [])));
  // Numbers go up by one for each fcTL and fdAT; the first frame has only the former.
  const number = place === 0 ? 0 : place * 2 - 1;
  const control = Buffer.alloc(26);
  control.writeUInt32BE(number, 0);
  header.copy(control, 4, 0, 8);
  control.writeUInt16BE(Math.min(delayMs, 65_535), 20);
  control.writeUInt16BE(1_000, 22);
  if (place === 0) return Buffer.concat([chunk('fcTL', control), chunk('IDAT', pixels)]);
  const next = Buffer.alloc(4);
  next.writeUInt32BE(number + 1);
  return Buffer.concat([chunk('fcTL', control), chunk('fdAT', Buffer.concat([next, pixels]))]);
};

export const apngEnd = (): Buffer => chunk('IEND', Buffer.alloc(0));
