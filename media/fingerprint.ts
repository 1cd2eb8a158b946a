/** Reads the small grey frames that a pass wrote, one of each second, and hashes them in slices so that nobody waits for long. */
import { open } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { writeFingerprint } from '../playlists/fingerprint/fingerprint.ts';
import { hashFrame, SEEN_SIDE, type SeenFrame } from '../playlists/fingerprint/frame-hash.ts';

const FRAME_BYTES = SEEN_SIDE * SEEN_SIDE;
/** Some 5 ms of arithmetic. */
const FRAMES_A_SLICE = 8;

/** Fingerprint of at most `seconds` frames of the file at `path`. */
export const takeFingerprint = async (path: string, seconds: number): Promise<Uint8Array> => {
  const frames: SeenFrame[] = [];
  const file = await open(path, 'r');
  try {
    const slice = new Uint8Array(FRAME_BYTES * FRAMES_A_SLICE);
    while (frames.length < seconds) {
      const { bytesRead } = await file.read(slice, 0, slice.length, frames.length * FRAME_BYTES);
      const whole = Math.min(Math.floor(bytesRead / FRAME_BYTES), seconds - frames.length);
      for (let i = 0; i < whole; i += 1) frames.push(hashFrame(slice.subarray(i * FRAME_BYTES, (i + 1) * FRAME_BYTES)));
      if (whole === 0) break;
      await nextTurn();
    }
  } finally {
    await file.close();
  }
  return writeFingerprint(frames);
};
