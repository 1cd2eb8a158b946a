import { readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { measureFacts } from '../../media/facts.ts';
import { type Ingest, openIngest, type PreparedFile, type PrepareOrder } from '../../media/ingest.ts';
import { type MediaStore, openDiskStore } from '../../media/store.ts';
import type { Canvas } from '../../playlists/model/canvas.ts';
import type { Fit, Framing } from '../../playlists/model/framing.ts';
import type { MediaFacts } from '../../playlists/model/media.ts';
import { openSamples, probe, probeFrames, type Samples } from '../support/media-samples.ts';

const WALL = { width: 384, height: 192 };
let samples: Samples;
let files: MediaStore;
let ingest: Ingest;

beforeAll(async () => {
  samples = await openSamples();
  files = await openDiskStore(join(samples.folder, 'files'));
  ingest = await openIngest({ workFolder: join(samples.folder, 'work'), files, tools: samples.tools, reserveBytes: 0 });
});
afterAll(() => samples.drop());

/** Also of clips that are too short to be taken: half a second shows as much and is made sooner. */
const measure = async (path: string): Promise<MediaFacts> => {
  const facts = await measureFacts(samples.tools, path);
  if (!facts.ok) throw new Error(JSON.stringify(facts.refusal));
  return facts.value;
};
/** Nothing but renditions of the whole file. */
const PLAIN = { trim: { fromMs: 0, untilMs: null }, loudness: -23, storyboard: false } as const;
const framed = (canvases: Canvas[], framing: Framing | Fit): PrepareOrder['outputs'] =>
  canvases.map((canvas) => ({ canvas, framing: typeof framing === 'string' ? { fit: framing, crop: null } : framing }));
const make = async (
  path: string,
  canvases: Canvas[],
  framing: Framing | Fit,
  order: Partial<PrepareOrder> = {},
): Promise<PreparedFile[]> => {
  const outputs = framed(canvases, framing);
  const made = await ingest.prepare({ source: path, facts: await measure(path), outputs, ...PLAIN, ...order });
  if (!made.ok) throw new Error(JSON.stringify(made.refusal));
  expect(readdirSync(join(samples.folder, 'work'))).toEqual([]);
  return made.value.files;
};

/** Everything that a rendition promises, read back by ffprobe. */
const expectPlayable = async (file: PreparedFile, rate: number, seconds: number): Promise<void> => {
  const path = files.localPath(file.digest);
  const { streams, format } = await probe(samples.tools, path);
  const video = streams.find((stream) => stream.codec_type === 'video');
  expect(video).toMatchObject({
    codec_name: 'h264',
    profile: 'High',
    pix_fmt: 'yuv420p',
    color_range: 'tv',
    color_space: 'bt709',
    width: file.canvas.width,
    height: file.canvas.height,
    r_frame_rate: `${rate}/1`,
    avg_frame_rate: `${rate}/1`,
    has_b_frames: 0,
    field_order: 'progressive',
  });
  expect([undefined, '1:1']).toContain(video?.sample_aspect_ratio);
  // Only the sound's lead-in lies before the picture, which begins at 0.
  expect(Number(format.start_time)).toBeCloseTo(-1024 / 48_000, 5);
  expect(Number(video?.start_time)).toBe(0);
  const audio = streams.find((stream) => stream.codec_type === 'audio');
  expect(audio).toMatchObject({ codec_name: 'aac', profile: 'LC', sample_rate: '48000', channels: 2 });
  expect(Math.abs(Number(video?.duration) - seconds)).toBeLessThan(0.15);
  expect(Math.abs((file.durationMs ?? 0) / 1000 - Number(video?.duration))).toBeLessThan(0.002);
  const frames = await probeFrames(samples.tools, path);
  expect(frames[0]).toEqual({ time: 0, key: true });
  frames.forEach((frame, i) => {
    expect(Math.abs(frame.time - i / rate)).toBeLessThan(0.001);
    expect(frame.key).toBe(i % (rate * 2) === 0);
  });
  const bytes = await readFile(path);
  // An empty head, an index, and then one fragment for each GOP.
  const boxes: string[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readUInt32BE(at))
    boxes.push(bytes.toString('latin1', at + 4, at + 8));
  expect(boxes.slice(0, 4)).toEqual(['ftyp', 'moov', 'sidx', 'sidx']);
  expect(boxes.filter((box) => box === 'moof')).toHaveLength(Math.ceil(frames.length / (rate * 2)));
  expect(boxes.filter((box) => box !== 'moof' && box !== 'mdat').slice(4)).toEqual(['mfra']);
  expect(bytes.toString('latin1')).not.toMatch(/Lav[cf]\d/);
};

/** Colours of the first picture at some places, as numbers. */
const look = async (file: PreparedFile, places: [number, number][]): Promise<number[][]> => {
  let path = files.localPath(file.digest);
  if (file.type === 'video/mp4') {
    const frame = join(samples.folder, `${file.digest}.png`);
    await samples.ffmpeg(['-i', path, '-frames:v', '1', frame]);
    path = frame;
  }
  const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return places.map(([x, y]) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)]);
};
const isNear = (colour: number[] | undefined, wanted: number[]): boolean =>
  wanted.every((value, i) => Math.abs((colour?.[i] ?? -999) - value) < 40);

describe('videos', () => {
  test('as phones film them: portrait by rotation, with sound; upright on the wall', async () => {
    const flat = await samples.clip({ width: 320, height: 180, seconds: 1.2, sound: true, name: 'flat.mp4' });
    const path = join(samples.folder, 'phone.mp4');
    await samples.ffmpeg(['-i', flat, '-c', 'copy', '-metadata:s:v:0', 'rotate=90', path]);
    // ffmpeg counts against the clock, our facts with it.
    const facts = await measure(path);
    expect(facts).toMatchObject({
      kind: 'video',
      width: 180,
      height: 320,
      rotation: 270,
      videoCodec: 'avc',
      audioCodec: 'aac',
    });
    const [file] = await make(path, [WALL], 'contain');
    await expectPlayable(file as PreparedFile, 30, 1.2);
    // A tall picture on a wide wall: black at the sides, picture in the middle.
    const [left, middle] = await look(file as PreparedFile, [
      [10, 96],
      [192, 96],
    ]);
    expect(isNear(left, [0, 0, 0])).toBe(true);
    expect(isNear(middle, [0, 0, 0])).toBe(false);
  });

  test.each(['contain', 'cover', 'stretch'] as const)('odd sizes and no sound, %s: exactly the canvas', async (fit) => {
    const path = await samples.clip({
      width: 322,
      height: 182,
      seconds: 0.8,
      filters: 'crop=321:181',
      args: ['-pix_fmt', 'yuv444p'],
      name: `odd-${fit}.mkv`,
    });
    const made = await make(path, [WALL, { width: 160, height: 240 }], fit);
    expect(made).toHaveLength(2);
    for (const file of made) await expectPlayable(file, 30, 0.8);
  });

  test('full range becomes limited range: white stays white, black stays black', async () => {
    const path = join(samples.folder, 'full.mp4');
    await samples.ffmpeg([
      ...['-f', 'lavfi', '-i', 'color=white:size=192x192:rate=25:duration=0.6'],
      ...['-f', 'lavfi', '-i', 'color=black:size=192x192:rate=25:duration=0.6'],
      ...[
        '-filter_complex',
        '[0][1]hstack,scale=out_range=pc,format=yuvj420p',
        '-c:v',
        'libx264',
        '-color_range',
        'pc',
        path,
      ],
    ]);
    const [file] = await make(path, [WALL], 'contain');
    await expectPlayable(file as PreparedFile, 25, 0.6);
    const [white, black] = await look(file as PreparedFile, [
      [96, 96],
      [288, 96],
    ]);
    expect(Math.min(...(white ?? []))).toBeGreaterThan(248);
    expect(Math.max(...(black ?? [255]))).toBeLessThan(8);
  });

  test('a variable frame rate becomes a constant one of the same length', async () => {
    const path = await samples.clip({
      width: 192,
      height: 96,
      seconds: 2,
      rate: 30,
      filters: "select='not(mod(n,3))+lt(n,20)'",
      args: ['-vsync', 'vfr'],
      name: 'vfr.mp4',
    });
    const times = (await probeFrames(samples.tools, path)).map((frame) => frame.time);
    expect(new Set(times.slice(1).map((time, i) => Math.round((time - (times[i] ?? 0)) * 1000))).size).toBeGreaterThan(
      1,
    );
    const [file] = await make(path, [WALL], 'stretch');
    const rate = Number(
      String(
        (await probe(samples.tools, files.localPath((file as PreparedFile).digest))).streams[0]?.r_frame_rate,
      ).split('/')[0],
    );
    expect([25, 30]).toContain(rate);
    await expectPlayable(file as PreparedFile, rate, 2);
  });

  test('pixels that are not square are made square', async () => {
    const path = await samples.clip({ width: 180, height: 144, seconds: 0.5, filters: 'setsar=2/1', name: 'wide.mp4' });
    expect(await measure(path)).toMatchObject({ width: 360, height: 144 });
    const [file] = await make(path, [{ width: 360, height: 144 }], 'contain');
    // Fills the whole canvas: no bars at the sides.
    const [left, right] = await look(file as PreparedFile, [
      [4, 30],
      [355, 30],
    ]);
    expect(isNear(left, [0, 0, 0]) && isNear(right, [0, 0, 0])).toBe(false);
  });

  test('interlaced, VP9 in WebM and HEVC in MOV all come out the same', async () => {
    const interlaced = await samples.clip({
      width: 192,
      height: 96,
      seconds: 0.6,
      rate: 25,
      args: ['-flags', '+ilme+ildct', '-x264opts', 'tff=1'],
      name: 'fields.mp4',
    });
    const webm = await samples.clip({
      width: 192,
      height: 96,
      seconds: 0.6,
      rate: 25,
      args: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime'],
      name: 'v.webm',
    });
    const mov = await samples.clip({
      width: 192,
      height: 96,
      seconds: 0.6,
      rate: 25,
      args: ['-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1'],
      name: 'h.mov',
    });
    for (const path of [interlaced, webm, mov]) {
      const [file] = await make(path, [WALL], 'contain');
      await expectPlayable(file as PreparedFile, 25, 0.6);
    }
  });

  test('HDR is brought down to SDR', async () => {
    const path = await samples.clip({
      width: 192,
      height: 96,
      seconds: 0.4,
      rate: 25,
      args: [
        '-c:v',
        'libx265',
        '-preset',
        'ultrafast',
        '-pix_fmt',
        'yuv420p10le',
        '-x265-params',
        'log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc',
        '-color_primaries',
        'bt2020',
        '-color_trc',
        'smpte2084',
        '-colorspace',
        'bt2020nc',
        '-tag:v',
        'hvc1',
      ],
      name: 'hdr.mp4',
    });
    expect((await measure(path)).colour?.transfer).toBe('pq');
    const [file] = await make(path, [WALL], 'contain');
    await expectPlayable(file as PreparedFile, 25, 0.4);
  });

  test('the same source gives the same bytes, and progress rises to 1', async () => {
    const path = await samples.clip({ width: 192, height: 96, seconds: 1, name: 'same.mp4' });
    const shares: number[] = [];
    const facts = await measure(path);
    const order = { source: path, facts, outputs: framed([WALL], 'contain'), ...PLAIN };
    const first = await ingest.prepare({ ...order, onProgress: (share) => shares.push(share) });
    const second = await ingest.prepare(order);
    expect(first).toEqual(second);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeGreaterThan(0.9);
  });

  test('how far it is is told long before the storyboard can be written', async () => {
    const path = await samples.clip({ width: 192, height: 96, seconds: 8, name: 'told.mp4' });
    const shares: number[] = [];
    let thumbnails = 0;
    const made = await ingest.prepare({
      source: path,
      facts: await measure(path),
      outputs: framed([WALL], 'contain'),
      ...PLAIN,
      storyboard: true,
      posterAtMs: null,
      onProgress: (share) => shares.push(share),
      onThumbnail: () => {
        thumbnails += 1;
      },
    });
    expect(made.ok).toBe(true);
    expect(shares.filter((share) => share > 0.1 && share < 0.9).length).toBeGreaterThan(3);
    expect(shares.at(-1)).toBe(1);
    expect(thumbnails).toBe(1);
  });

  test('a thumbnail is a WebP 480 wide that shows something', async () => {
    const path = await samples.clip({ width: 640, height: 360, seconds: 2, name: 'thumb.mp4' });
    const made = await ingest.thumbnail(path, await measure(path), null);
    if (!made.ok) throw new Error(JSON.stringify(made.refusal));
    const picture = sharp(files.localPath(made.value.digest));
    expect(await picture.metadata()).toMatchObject({ format: 'webp', width: 480, height: 270 });
    expect((await picture.stats()).entropy).toBeGreaterThan(1);
  });

  test('cancel stops at once and leaves nothing', async () => {
    const path = await samples.clip({ width: 1280, height: 720, seconds: 20, name: 'long.mp4' });
    const facts = await measure(path);
    const before = (await files.list(Number.MAX_SAFE_INTEGER)).length;
    const control = new AbortController();
    const startedAt = performance.now();
    const ended = await ingest.prepare({
      source: path,
      facts,
      outputs: framed([{ width: 1920, height: 1080 }], 'contain'),
      ...PLAIN,
      signal: control.signal,
      onProgress: () => control.abort(),
    });
    expect(ended).toMatchObject({ ok: false, refusal: { code: 'media-cancelled' } });
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect((await files.list(Number.MAX_SAFE_INTEGER)).length).toBe(before);
    expect(readdirSync(join(samples.folder, 'work'))).toEqual([]);
  });
});

describe('stills', () => {
  const RED = [221, 0, 0];
  const BLUE = [0, 0, 221];
  const WHITE = [255, 255, 255];
  const BLACK = [0, 0, 0];

  test.each(['image/png', 'image/jpeg', 'image/webp'])(
    '%s: letterboxed on black at exactly the canvas',
    async (mime) => {
      const kind = mime.slice(6) as 'png' | 'jpeg' | 'webp';
      const path = await samples.picture(`still.${kind}`, (picture) => picture.toFormat(kind));
      expect(await measure(path)).toMatchObject({ kind: 'image', mime, width: 300, height: 200, durationMs: null });
      const [file] = await make(path, [WALL], 'contain');
      expect(file).toMatchObject({ type: 'image/webp', durationMs: null });
      expect(await sharp(files.localPath((file as PreparedFile).digest)).metadata()).toMatchObject({
        ...WALL,
        format: 'webp',
        space: 'srgb',
      });
      const [bar, left, right] = await look(file as PreparedFile, [
        [10, 96],
        [120, 150],
        [280, 150],
      ]);
      expect([isNear(bar, BLACK), isNear(left, RED), isNear(right, BLUE)]).toEqual([true, true, true]);
    },
  );

  test('colours of a picture with a profile of its own come out as they are meant', async () => {
    const meant = [215, 40, 25];
    const [r, g, b] = meant as [number, number, number];
    const flat = sharp({ create: { width: 64, height: 64, channels: 3, background: { r, g, b } } });
    // A phone writes the same red in other numbers, which taken as they are would come out pale.
    const path = await samples.write('phone.jpg', await flat.withIccProfile('p3').jpeg({ quality: 100 }).toBuffer());
    const written = await sharp(path, { ignoreIcc: true }).raw().toBuffer();
    expect(Math.abs((written[0] ?? 0) - r)).toBeGreaterThan(8);
    const [file] = await make(path, [WALL], 'stretch');
    const [seen] = await look(file as PreparedFile, [[100, 100]]);
    for (const [i, part] of meant.entries()) expect(Math.abs((seen?.[i] ?? 0) - part), `${seen}`).toBeLessThan(5);
  });

  test('a picture for print (CMYK) comes out in the colours of screens', async () => {
    const flat = sharp({ create: { width: 64, height: 64, channels: 3, background: '#d00' } });
    const path = await samples.write('print.jpg', await flat.toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer());
    expect((await sharp(path).metadata()).space).toBe('cmyk');
    const [file] = await make(path, [WALL], 'stretch');
    const [seen] = await look(file as PreparedFile, [[100, 100]]);
    expect([(seen?.[0] ?? 0) > 180, (seen?.[1] ?? 255) < 70, (seen?.[2] ?? 255) < 70], `${seen}`).toEqual([
      true,
      true,
      true,
    ]);
  });

  // Where the white corner of the upright picture lies once the EXIF orientation is obeyed.
  test.each([
    [1, 0, 300, 200, [8, 8]],
    [3, 180, 300, 200, [376, 184]],
    [6, 90, 200, 300, [376, 8]],
    [8, 270, 200, 300, [8, 184]],
  ] as const)('EXIF orientation %i is obeyed', async (orientation, rotation, width, height, corner) => {
    const path = await samples.picture(`turned-${orientation}.jpg`, (picture) =>
      picture.jpeg({ quality: 95 }).withMetadata({ orientation }),
    );
    expect(await measure(path)).toMatchObject({ rotation, width, height });
    const [file] = await make(path, [WALL], 'stretch');
    const [seen] = await look(file as PreparedFile, [corner as [number, number]]);
    expect(isNear(seen, WHITE)).toBe(true);
    expect((await sharp(files.localPath((file as PreparedFile).digest)).metadata()).orientation).toBeUndefined();
  });

  test('cover fills the canvas, transparency becomes black', async () => {
    const path = join(samples.folder, 'clear.png');
    await sharp({ create: { width: 200, height: 200, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } } })
      .png()
      .toFile(path);
    const [file] = await make(path, [WALL], 'cover');
    const [corner, middle] = await look(file as PreparedFile, [
      [2, 2],
      [192, 96],
    ]);
    expect([isNear(corner, BLACK), isNear(middle, BLACK)]).toEqual([true, true]);
  });
});

test('F3 a work folder that is swept while ffmpeg runs is our fault, never the file of somebody', async () => {
  const path = await samples.clip({ width: 1280, height: 720, seconds: 10, name: 'swept.mp4' });
  const facts = await measure(path);
  const work = join(samples.folder, 'work');
  let isSwept = false;
  const made = await ingest.prepare({
    source: path,
    facts,
    outputs: framed([{ width: 1280, height: 720 }], 'contain'),
    ...PLAIN,
    onProgress: () => {
      if (isSwept) return;
      isSwept = true;
      for (const name of readdirSync(work)) rmSync(join(work, name), { recursive: true });
    },
  });
  expect(isSwept).toBe(true);
  expect(made).toMatchObject({ ok: false, refusal: { code: 'media-tool-failed' } });
});

test('M4 a video shorter than one second is refused in both voices; one of a second is taken', async () => {
  const flash = await ingest.inspect(await samples.clip({ width: 192, height: 96, seconds: 0.04, name: 'flash.mp4' }));
  expect(flash).toMatchObject({
    ok: false,
    refusal: {
      code: 'media-too-short',
      staff: { vi: expect.stringContaining('1 giây'), en: expect.stringContaining('1 second') },
    },
  });
  const second = await ingest.inspect(await samples.clip({ width: 192, height: 96, seconds: 1, name: 'second.mp4' }));
  expect(second).toMatchObject({ ok: true });
});
