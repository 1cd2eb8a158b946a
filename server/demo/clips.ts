/**
 * Makes the demo's two different videos with sound from a poster: a slow move over the picture, a running light, a chord.
 * The input is our own picture, so this stays outside the sandbox that guards uploads; the result goes through the front
 * door like any upload and is probed and transcoded there for real.
 */
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Seconds, frames a second and the two notes (Hz) that tell the clips apart. */
const CLIPS = [
  { seconds: 8, rate: 25, notes: [262, 392], direction: 1 },
  { seconds: 6, rate: 30, notes: [330, 494], direction: -1 },
] as const;

const runFfmpeg = (ffmpeg: string, args: string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(ffmpeg, ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2_000);
    });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`ffmpeg ended with ${code}: ${said}`))));
  });

/** One MP4 per poster (at most two), 1280×640. Throws with ffmpeg's words when it fails. */
export const makeClips = async (ffmpeg: string, posters: readonly Buffer[], folder: string): Promise<Buffer[]> => {
  const made: Buffer[] = [];
  for (const [i, poster] of posters.entries()) {
    const clip = CLIPS[i];
    if (!clip) throw new RangeError('the demo has two clips');
    const picture = join(folder, `poster-${i}.png`);
    const video = join(folder, `clip-${i}.mp4`);
    await writeFile(picture, poster);
    const frames = clip.seconds * clip.rate;
    const slide = clip.direction === 1 ? `on/${frames}` : `(1-on/${frames})`;
    const light = `x='mod(t*${clip.direction === 1 ? 320 : 420},1400)-120':y=622`;
    await runFfmpeg(ffmpeg, [
      ...['-loop', '1', '-framerate', String(clip.rate), '-t', String(clip.seconds), '-i', picture],
      ...['-f', 'lavfi', '-i', `color=c=0xffd98a:s=120x18:r=${clip.rate}:d=${clip.seconds}`],
      ...clip.notes.flatMap((note) => [
        '-f',
        'lavfi',
        '-i',
        `sine=frequency=${note}:sample_rate=48000:duration=${clip.seconds}`,
      ]),
      ...[
        '-filter_complex',
        `[0:v]zoompan=z=1.04:x='(iw-iw/zoom)*${slide}':y='(ih-ih/zoom)/2':d=1:s=1280x640:fps=${clip.rate}[moving];` +
          `[moving][1:v]overlay=${light}:shortest=1[picture];` +
          `[2:a][3:a]amix=inputs=2,volume=0.4,afade=t=out:st=${clip.seconds - 0.5}:d=0.5[sound]`,
      ],
      ...[
        '-map',
        '[picture]',
        '-map',
        '[sound]',
        '-c:v',
        'libx264',
        '-preset',
        'veryfast',
        '-crf',
        '20',
        '-pix_fmt',
        'yuv420p',
      ],
      ...['-c:a', 'aac', '-b:a', '128k', '-t', String(clip.seconds), video],
    ]);
    made.push(await readFile(video));
  }
  return made;
};
