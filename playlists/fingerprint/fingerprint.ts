/** The fingerprint of a rendition as it is kept: a frame of each second, each as contrast and hashes, in bytes of fixed size. */
import { type SeenFrame, WINDOWS } from './frame-hash.ts';

/** First byte; another number = frames that were hashed another way, which nothing here can be held against. */
export const FINGERPRINT_VERSION = 1;
const FRAME_BYTES = 1 + WINDOWS.length * 8;

export const writeFingerprint = (frames: readonly SeenFrame[]): Uint8Array => {
  const bytes = new Uint8Array(1 + frames.length * FRAME_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = FINGERPRINT_VERSION;
  frames.forEach(({ contrast, hashes }, i) => {
    const at = 1 + i * FRAME_BYTES;
    bytes[at] = Math.min(255, Math.round(contrast));
    hashes.forEach(({ high, low }, place) => {
      view.setUint32(at + 1 + place * 8, high);
      view.setUint32(at + 5 + place * 8, low);
    });
  });
  return bytes;
};

/** The frames, one of each second; null for bytes of another version or length. */
export const readFingerprint = (bytes: Uint8Array): SeenFrame[] | null => {
  if (bytes[0] !== FINGERPRINT_VERSION || (bytes.length - 1) % FRAME_BYTES !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: (bytes.length - 1) / FRAME_BYTES }, (_, i) => {
    const at = 1 + i * FRAME_BYTES;
    return {
      contrast: bytes[at] as number,
      hashes: WINDOWS.map((_window, place) => ({
        high: view.getUint32(at + 1 + place * 8),
        low: view.getUint32(at + 5 + place * 8),
      })),
    };
  });
};
