/**
 * How often fingerprints are wrong: generated clips (and the real ones of the machine, where there are any) seen cut, small, dim,
 * bright, blurred, noisy, and all of it; each sighting held against its own film and against all others. The yardstick is the
 * usual hash of the whole frame alone, at the same threshold.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { distanceOf, hashFrame, SEEN_SIDE, type SeenFrame } from '../../playlists/fingerprint/frame-hash.ts';
import {
  compareFrame,
  compareShowing,
  LEAST_CONTRAST,
  SAME_AT_MOST,
  type Sighting,
  sight,
} from '../../playlists/fingerprint/likeness.ts';
import { openSamples, type Samples } from '../support/media-samples.ts';
import { type BenchLine, lineOf } from './bench-line.ts';

/** Where a machine may keep real clips; nothing depends on them. */
const REAL_CLIPS = process.env.SAMPLE_CLIPS;
const SECONDS = 12;
const SOURCES = [
  'testsrc2=size=640x360:rate=2',
  'mandelbrot=size=640x360:rate=2',
  'life=size=160x90:rate=2:mold=10:ratio=0.3:seed=3,scale=640:360:flags=neighbor',
  'sierpinski=size=640x360:rate=2:seed=2',
  'gradients=size=640x360:rate=2:nb_colors=5:speed=0.05',
  'smptehdbars=size=640x360:rate=2',
  'yuvtestsrc=size=640x360:rate=2',
];
const HARMS = [
  'crop=iw*0.95:ih*0.95',
  'crop=iw*0.9:ih*0.9:0:0',
  'crop=iw*0.8:ih*0.8:iw*0.2:ih*0.2',
  'crop=iw*0.9:ih:0:0',
  'scale=192:96:flags=area',
  'eq=brightness=0.12:contrast=0.8:gamma=1.4',
  'eq=brightness=-0.1:gamma=0.7',
  'gblur=sigma=6',
  'noise=alls=40:allf=t:all_seed=7',
  'crop=iw*0.92:ih*0.95:iw*0.05:0,scale=256:128,eq=gamma=1.3,noise=alls=20:all_seed=3',
];

const pixelsOf = async (samples: Samples, clip: string, harm: string): Promise<Uint8Array[]> => {
  const raw = join(samples.folder, 'seen.gray');
  const small = `fps=1:start_time=0,${harm},scale=${SEEN_SIDE}:${SEEN_SIDE}:flags=area,format=gray`;
  await samples.ffmpeg(['-i', clip, '-an', '-t', String(SECONDS), '-vf', small, '-f', 'rawvideo', raw]);
  const bytes = await readFile(raw);
  const size = SEEN_SIDE * SEEN_SIDE;
  return Array.from(
    { length: Math.floor(bytes.length / size) },
    (_, i) => new Uint8Array(bytes.subarray(i * size, (i + 1) * size)),
  );
};
const percent = (some: number, all: number): number => (all === 0 ? 0 : (some / all) * 100);

/** Figures of fingerprints. */
export const benchFingerprints = async (): Promise<BenchLine[]> => {
  const samples = await openSamples();
  try {
    const made: string[] = [];
    for (const [i, source] of SOURCES.entries()) {
      const clip = join(samples.folder, `${i}.mp4`);
      await samples.ffmpeg(['-f', 'lavfi', '-i', source, '-t', String(SECONDS), '-pix_fmt', 'yuv420p', clip]);
      made.push(clip);
    }
    const real = REAL_CLIPS ? (await readdir(REAL_CLIPS)).filter((name) => /\.(mp4|mkv|mov)$/.test(name)) : [];
    const clips = [...made, ...real.map((name) => join(REAL_CLIPS ?? '', name))];
    const films: SeenFrame[][] = [];
    for (const clip of clips) films.push((await pixelsOf(samples, clip, 'null')).map(hashFrame));
    const count = {
      seen: 0,
      missed: 0,
      missedPlain: 0,
      strange: 0,
      mistaken: 0,
      mistakenPlain: 0,
      showings: 0,
      wrongShowings: 0,
    };
    const isPlainMatch = (one: Sighting, frame: SeenFrame | undefined): boolean =>
      frame !== undefined && distanceOf(one.hash, frame.hashes[0] as never) <= SAME_AT_MOST;
    for (const harm of HARMS)
      for (const [n, clip] of clips.entries()) {
        const film = films[n] as SeenFrame[];
        const seen = (await pixelsOf(samples, clip, harm)).map((pixels, second) => sight(second, pixels));
        for (const one of seen.filter(({ contrast }) => contrast >= LEAST_CONTRAST)) {
          count.seen += 1;
          if (compareFrame(one, film) !== 'same') count.missed += 1;
          if (!isPlainMatch(one, film[one.second])) count.missedPlain += 1;
          for (const [m, other] of films.entries()) {
            if (m === n || one.second >= other.length) continue;
            count.strange += 1;
            if (compareFrame(one, other) === 'same') count.mistaken += 1;
            if (isPlainMatch(one, other[one.second])) count.mistakenPlain += 1;
          }
        }
        for (const [m, other] of films.entries()) {
          count.showings += 1;
          if ((compareShowing(seen, other) === 'same') !== (m === n)) count.wrongShowings += 1;
        }
      }
    const on = `${clips.length} clips (${real.length} real), ${HARMS.length} harms`;
    const plain = 'hash of the whole frame alone, same threshold';
    return [
      lineOf({
        figure: `frames not known again, ${on}, ${count.seen} sightings`,
        value: percent(count.missed, count.seen),
        unit: '%',
        yardstick: plain,
        yardstickValue: percent(count.missedPlain, count.seen),
        goal: '≤ 5 %',
      }),
      lineOf({
        figure: `frames taken for those of another film, ${on}, ${count.strange} pairs`,
        value: percent(count.mistaken, count.strange),
        unit: '%',
        yardstick: 'of 100 pairs',
        yardstickValue: 100,
        goal: '≤ 1 %',
      }),
      lineOf({
        figure: `showings judged wrongly, ${on}, ${count.showings} pairs`,
        value: percent(count.wrongShowings, count.showings),
        unit: '%',
        yardstick: 'of 100 pairs',
        yardstickValue: 100,
        goal: '≤ 1 %',
      }),
    ];
  } finally {
    await samples.drop();
  }
};
