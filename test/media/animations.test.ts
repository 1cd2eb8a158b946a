/** Pictures that move become videos of their own length, or stand still by their first frame. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apngEnd, apngFrame, apngStart } from '../../media/apng.ts';
import { type Ingest, openIngest } from '../../media/ingest.ts';
import { type MediaStore, openDiskStore } from '../../media/store.ts';
import type { MediaFacts } from '../../playlists/model/media.ts';
import { openSamples, probeFrames, type Samples } from '../support/media-samples.ts';

const WALL = { width: 192, height: 96 };
let samples: Samples;
let files: MediaStore;
let sources: MediaStore;
let ingest: Ingest;

beforeAll(async () => {
  samples = await openSamples();
  files = await openDiskStore(join(samples.folder, 'files'));
  sources = await openDiskStore(join(samples.folder, 'sources'));
  ingest = await openIngest({ workFolder: join(samples.folder, 'work'), files, tools: samples.tools, reserveBytes: 0 });
});
afterAll(() => samples.drop());

/** Frames of one colour each, the left half of it seen through. */
const frame = (red: number, green: number, blue: number): Promise<Buffer> =>
  sharp({ create: { width: 192, height: 96, channels: 4, background: { r: red, g: green, b: blue, alpha: 1 } } })
    .composite([
      {
        input: { create: { width: 96, height: 96, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 1 } } },
        left: 0,
        top: 0,
        blend: 'dest-out',
      },
    ])
    .png()
    .toBuffer();
const DELAYS = [400, 800, 1_200];
const colours = (): Promise<Buffer[]> => Promise.all([frame(220, 0, 0), frame(0, 200, 0), frame(0, 0, 220)]);
const made = async (kind: 'gif' | 'webp' | 'apng'): Promise<string> => {
  const frames = await colours();
  if (kind === 'apng') {
    const bytes = [apngStart(192, 96, 3), ...frames.map((png, i) => apngFrame(png, i, DELAYS[i] ?? 0)), apngEnd()];
    return samples.write('moving.png', Buffer.concat(bytes));
  }
  const joined = sharp(frames, { join: { animated: true } });
  return samples.write(
    `moving.${kind}`,
    await (kind === 'gif' ? joined.gif({ delay: DELAYS }) : joined.webp({ delay: DELAYS, lossless: true })).toBuffer(),
  );
};
const admit = async (path: string): Promise<{ facts: MediaFacts; source: string }> => {
  const admitted = await ingest.admit(path, sources);
  if (!admitted.ok) throw new Error(admitted.refusal.technician);
  const { facts, converted } = admitted.value;
  return { facts, source: converted ? sources.localPath(converted.digest) : path };
};
const render = async (source: string, facts: MediaFacts): Promise<string> => {
  const order = {
    source,
    facts,
    trim: { fromMs: 0, untilMs: null },
    loudness: -23,
    storyboard: facts.kind === 'video',
  };
  const outputs = [{ canvas: WALL, framing: { fit: 'contain' as const, crop: null } }];
  const prepared = await ingest.prepare({ ...order, outputs, posterAtMs: null });
  if (!prepared.ok) throw new Error(prepared.refusal.technician);
  return files.localPath(prepared.value.files[0]?.digest as never);
};
const colourAt = async (path: string, ms: number, x: number): Promise<number[]> => {
  const out = join(samples.folder, `at-${ms}.png`);
  await samples.ffmpeg(['-i', path, '-ss', String(ms / 1_000), '-frames:v', '1', out]);
  const { data, info } = await sharp(out).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return [...data.subarray((48 * info.width + x) * 3, (48 * info.width + x) * 3 + 3)];
};

describe.each(['gif', 'webp', 'apng'] as const)('a %s that moves', (kind) => {
  test('becomes a video in which every frame stands as long as it says, on black', async () => {
    const { facts, source } = await admit(await made(kind));
    expect(facts).toMatchObject({ kind: 'video', isAnimation: true, width: 192, height: 96, durationMs: 2_400 });
    const video = await render(source, facts);
    const frames = await probeFrames(samples.tools, video);
    expect(frames.length / chosenRate(frames)).toBeCloseTo(2.4, 1);
    for (const [ms, strong] of [
      [200, 0],
      [800, 1],
      [1_300, 2],
      [2_300, 2],
    ] as const) {
      const seen = await colourAt(video, ms, 150);
      expect(seen.indexOf(Math.max(...seen)), `${ms} ms: ${seen}`).toBe(strong);
      expect(Math.max(...seen)).toBeGreaterThan(150);
      expect(Math.max(...(await colourAt(video, ms, 40))), `${ms} ms, seen through`).toBeLessThan(30);
    }
  });

  test('stands still by its first frame where that is chosen', async () => {
    const { facts, source } = await admit(await made(kind));
    const still = await render(source, { ...facts, kind: 'image', durationMs: null });
    const { data, info } = await sharp(still).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject(WALL);
    const at = (48 * info.width + 150) * 3;
    expect(data[at]).toBeGreaterThan(180);
    expect(data[at + 2]).toBeLessThan(40);
  });
});
const chosenRate = (frames: { time: number }[]): number =>
  Math.round(1 / ((frames[1]?.time ?? 1) - (frames[0]?.time ?? 0)));

test('a GIF of one frame, and one that is over at once, are pictures', async () => {
  const [first, second] = await colours();
  const one = await samples.write('one.gif', await sharp(first).gif().toBuffer());
  expect(await ingest.inspect(one)).toMatchObject({ ok: true, value: { kind: 'image', mime: 'image/gif' } });
  const blink = await sharp([first, second] as Buffer[], { join: { animated: true } })
    .gif({ delay: [100, 100] })
    .toBuffer();
  const facts = await ingest.inspect(await samples.write('blink.gif', blink));
  expect(facts).toMatchObject({ ok: true, value: { kind: 'image' } });
});

describe('C3: pictures that do not come out', () => {
  /** A GIF whose screen is as large as it can say, and nothing in it. */
  const screen = (width: number, height: number): Buffer => {
    const head = Buffer.from('474946383961000000008000000000000000ffffff', 'hex');
    head.writeUInt16LE(width, 6);
    head.writeUInt16LE(height, 8);
    return head;
  };
  const block = Buffer.from('2c00000000ffffffff000202440100', 'hex');
  test.each([
    ['gif-bomb.gif', async () => Buffer.concat([screen(65_535, 65_535), block, Buffer.from('3b', 'hex')])],
    ['gif-cut.gif', async () => (await readFile(await made('gif'))).subarray(0, 40)],
    ['webp-cut.webp', async () => (await readFile(await made('webp'))).subarray(0, 60)],
    [
      'webp-bomb.webp',
      async () => {
        // A header that says 16,383 × 16,383 before nothing.
        const bytes = Buffer.from(
          await sharp({ create: { width: 8, height: 8, channels: 3, background: '#000' } })
            .webp({ lossless: true })
            .toBuffer(),
        );
        const at = bytes.indexOf('VP8L') + 9;
        bytes.writeUInt32LE(((16_382 << 14) | 16_382) >>> 0, at);
        return bytes;
      },
    ],
    [
      'apng-lies.png',
      async () => {
        const [first] = await colours();
        const many = [
          apngStart(192, 96, 2_000_000),
          apngFrame(first as Buffer, 0, 60_000),
          apngFrame(first as Buffer, 1, 60_000),
        ];
        return Buffer.concat([...many, Buffer.from('00ffffff66644154', 'hex')]);
      },
    ],
  ])('%s', async (name, make) => {
    const path = await samples.write(name, await make());
    const before = (await files.list(Number.MAX_SAFE_INTEGER)).length;
    const admitted = await ingest.admit(path, sources);
    const spoken = admitted.ok
      ? await ingest.prepare({
          ...{ source: path, facts: admitted.value.facts, trim: { fromMs: 0, untilMs: null }, loudness: null },
          ...{ storyboard: false, outputs: [{ canvas: WALL, framing: { fit: 'contain', crop: null } }] },
        })
      : admitted;
    expect(spoken.ok ? 'made' : spoken.refusal.code).toBeOneOf([
      'media-broken',
      'media-too-big-picture',
      'media-unsupported',
      'media-too-long',
    ]);
    expect((await files.list(Number.MAX_SAFE_INTEGER)).length).toBe(before);
  });
});
