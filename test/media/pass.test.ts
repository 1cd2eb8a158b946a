/** What one pass over a video makes besides its renditions' form: sound, colours, frames, parts, storyboard, fingerprints. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Ingest, openIngest, type Prepared, type PrepareOrder } from '../../media/ingest.ts';
import { measureLoudness } from '../../media/loudness.ts';
import { type MediaStore, openDiskStore } from '../../media/store.ts';
import { lightToPq, toneMap } from '../../media/tone-map.ts';
import { readFingerprint } from '../../playlists/fingerprint/fingerprint.ts';
import { SEEN_SIDE } from '../../playlists/fingerprint/frame-hash.ts';
import { compareShowing, sight } from '../../playlists/fingerprint/likeness.ts';
import type { Digest } from '../../playlists/model/ids.ts';
import { openSamples, probe, type Samples } from '../support/media-samples.ts';

/** Each test runs ffmpeg several times; on a busy machine that takes its time. */
vi.setConfig({ testTimeout: 180_000 });
const WALL = { width: 192, height: 96 };
let samples: Samples;
let files: MediaStore;
let ingest: Ingest;

beforeAll(async () => {
  samples = await openSamples();
  files = await openDiskStore(join(samples.folder, 'files'));
  ingest = await openIngest({ workFolder: join(samples.folder, 'work'), files, tools: samples.tools, reserveBytes: 0 });
});
afterAll(() => samples.drop());

const prepare = async (path: string, order: Partial<PrepareOrder> = {}): Promise<Prepared> => {
  const facts = await ingest.inspect(path);
  if (!facts.ok) throw new Error(JSON.stringify(facts.refusal));
  const made = await ingest.prepare({
    source: path,
    facts: facts.value,
    outputs: [{ canvas: WALL, framing: { fit: 'stretch', crop: null } }],
    trim: { fromMs: 0, untilMs: null },
    loudness: -23,
    storyboard: false,
    ...order,
  });
  if (!made.ok) throw new Error(JSON.stringify(made.refusal));
  return made.value;
};
const fileOf = (made: Prepared): string => files.localPath(made.files[0]?.digest as Digest);
/** The picture at a moment, as raw RGB. */
const frameAt = async (path: string, at: number): Promise<(x: number, y: number) => number[]> => {
  const frame = join(samples.folder, 'frame.png');
  await samples.ffmpeg(['-ss', String(at), '-i', path, '-frames:v', '1', frame]);
  const { data, info } = await sharp(frame).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return (x, y) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
};
const loudnessOf = async (path: string): Promise<number | null> => {
  const order = { input: path, mime: 'video/mp4', fromMs: 0, durationMs: 60_000 };
  const measured = await measureLoudness(samples.tools, order);
  if (!measured.ok) throw new Error(JSON.stringify(measured.refusal));
  return measured.value.integrated;
};
/** A clip with sound of a given source. */
const heard = async (name: string, sound: string, args: string[] = []): Promise<string> => {
  const path = join(samples.folder, name);
  await samples.ffmpeg([
    ...['-f', 'lavfi', '-i', 'testsrc2=size=192x96:rate=25:duration=6', '-f', 'lavfi', '-i', sound],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '192k', ...args],
    path,
  ]);
  return path;
};

describe('sound', () => {
  test.each([
    ['loud', 'sine=frequency=997:duration=6,volume=6dB'],
    ['quiet', 'sine=frequency=997:duration=6,volume=-14dB'],
  ])(
    '%s comes out at the loudness of the ward, whichever that is',
    async (name, sound) => {
      const path = await heard(`${name}.mp4`, sound);
      for (const loudness of [-23, -18])
        expect(await loudnessOf(fileOf(await prepare(path, { loudness })))).toBeCloseTo(loudness, 0);
    },
    120_000,
  );

  test('a quiet source with sharp peaks is made loud without clipping', async () => {
    const knocks = "aevalsrc='0.02*sin(2*PI*440*t)+0.7*lt(mod(t\\,1)\\,0.0002)':s=48000:d=6";
    const made = fileOf(await prepare(await heard('knocks.mp4', knocks), { loudness: -18 }));
    const order = { input: made, mime: 'video/mp4', fromMs: 0, durationMs: 60_000 };
    const measured = await measureLoudness(samples.tools, order);
    expect(measured.ok && measured.value.peak).toBeLessThan(0.5);
    expect(measured.ok && measured.value.integrated).toBeGreaterThan(-21);
  });

  test('5.1 becomes stereo in which every channel is heard', async () => {
    const path = join(samples.folder, 'surround.mp4');
    const tones = [300, 500, 700, 60, 900, 1_100].map((hz) => `0.2*sin(2*PI*${hz}*t)`).join('|');
    await samples.ffmpeg([
      ...['-f', 'lavfi', '-i', 'testsrc2=size=192x96:rate=25:duration=3'],
      ...['-f', 'lavfi', '-i', `aevalsrc='${tones}':c=5.1:s=48000:d=3`],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', path],
    ]);
    const made = fileOf(await prepare(path));
    expect((await probe(samples.tools, made)).streams.find((one) => one.codec_type === 'audio')).toMatchObject({
      channels: 2,
      channel_layout: 'stereo',
    });
    // The centre, where speech is, is in both.
    const levels = join(samples.folder, 'levels.txt');
    const band = `bandpass=f=700:width_type=h:w=20,astats=metadata=1,ametadata=print:file=${levels}`;
    await samples.ffmpeg(['-i', made, '-vn', '-af', band, '-f', 'null', '-']);
    const said = await readFile(levels, 'utf8');
    for (const channel of [1, 2]) {
      const last = [...said.matchAll(new RegExp(`astats\\.${channel}\\.RMS_level=(-?[\\d.]+)`, 'g'))].at(-1)?.[1];
      expect(Number(last)).toBeGreaterThan(-45);
    }
  });

  test('muted, or without sound: a track of silence, so that one run of a MediaSource can follow another', async () => {
    const path = await heard('talk.mp4', 'sine=frequency=440:duration=6');
    const silent = await samples.clip({ width: 192, height: 96, seconds: 2, name: 'silent.mp4' });
    for (const made of [await prepare(path, { loudness: null }), await prepare(silent)]) {
      const { streams } = await probe(samples.tools, fileOf(made));
      expect(streams.map((one) => one.codec_type)).toEqual(['video', 'audio']);
      expect(await loudnessOf(fileOf(made))).toBeNull();
    }
  });
});

describe('colours of HDR', () => {
  const CASES = [
    ['white of a page, 203 cd/m²', [203, 203, 203]],
    ['mid grey, 26 cd/m²', [26, 26, 26]],
    ['highlight, 1,000 cd/m²', [1_000, 1_000, 1_000]],
    ['a red of BT.2020', [120, 8, 4]],
  ] as const;
  test.each(CASES)('PQ: %s comes out as the curve says, through ffmpeg', async (_, light) => {
    const signal = light.map(lightToPq) as [number, number, number];
    const [r, g, b] = signal.map((part) => Math.round(part * 65_535));
    const path = join(samples.folder, 'pq.mkv');
    await samples.ffmpeg([
      ...['-f', 'lavfi', '-i', 'color=black:size=192x96:rate=25:duration=1,format=gbrp16le'],
      // Planes of gbrp are G, B, R.
      ...['-vf', `geq=g=${g}:b=${b}:r=${r},scale=out_color_matrix=bt2020:out_range=tv,format=yuv420p10le`],
      ...['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params'],
      'log-level=none:crf=4:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc',
      ...['-color_primaries', 'bt2020', '-color_trc', 'smpte2084', '-colorspace', 'bt2020nc', path],
    ]);
    const seen = (await frameAt(fileOf(await prepare(path)), 0))(96, 48);
    const wanted = toneMap(signal, 'pq').map((part) => part * 255);
    for (const [i, value] of seen.entries()) expect(Math.abs(value - (wanted[i] ?? 0))).toBeLessThan(10);
  });

  test('the curve rises, keeps greys grey, and never leaves the screen', () => {
    for (const transfer of ['pq', 'hlg'] as const) {
      let before = -1;
      for (let step = 0; step <= 50; step += 1) {
        const [r, g, b] = toneMap([step / 50, step / 50, step / 50], transfer);
        expect(r).toBeGreaterThanOrEqual(before);
        expect(Math.max(Math.abs(r - g), Math.abs(g - b))).toBeLessThan(0.002);
        before = r;
      }
      expect(before).toBeCloseTo(1, 1);
      for (const corner of [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [1, 1, 0],
      ] as [number, number, number][])
        for (const part of toneMap(corner, transfer)) expect(part >= 0 && part <= 1).toBe(true);
    }
  });
});

describe('frames and parts', () => {
  /** Each second of another grey, a red field in the right half's upper part. */
  const film = async (): Promise<string> => {
    const path = join(samples.folder, 'film.mp4');
    await samples.ffmpeg([
      ...[
        '-f',
        'lavfi',
        '-i',
        "color=black:size=400x200:rate=25:duration=6,format=yuv420p,geq=lum='40+30*floor(T)':cb=128:cr=128",
      ],
      ...['-vf', 'drawbox=x=240:y=20:w=80:h=80:color=red:t=fill', '-c:v', 'libx264', '-crf', '10', path],
    ]);
    return path;
  };

  test('a frame that somebody drew fills the canvas', async () => {
    const crop = { x: 0.6, y: 0.1, width: 0.2, height: 0.2 };
    const made = await prepare(await film(), { outputs: [{ canvas: WALL, framing: { fit: 'crop', crop } }] });
    const at = await frameAt(fileOf(made), 0);
    for (const [x, y] of [
      [6, 6],
      [185, 6],
      [6, 88],
      [185, 88],
    ] as const)
      expect(at(x, y)[0]).toBeGreaterThan(180);
  });

  test('a part begins at its frame, lasts as long as it says, and is heard in time', async () => {
    const made = await prepare(await film(), { trim: { fromMs: 2_000, untilMs: 4_500 } });
    // Whole frames: 62 and a half of them are 63.
    expect(made.files[0]?.durationMs).toBe(2_520);
    const grey = async (second: number): Promise<number> => (await frameAt(fileOf(made), second))(20, 80)[0] ?? 0;
    // Limited range 100 and 160 as full range.
    expect(Math.abs((await grey(0)) - ((100 - 16) * 255) / 219)).toBeLessThan(4);
    expect(Math.abs((await grey(2.3)) - ((160 - 16) * 255) / 219)).toBeLessThan(4);
    const short = await ingest.prepare({
      source: await film(),
      facts: {
        kind: 'video',
        mime: 'video/mp4',
        width: 400,
        height: 200,
        durationMs: 6_000,
        framesPerSecond: 25,
      } as never,
      outputs: [],
      trim: { fromMs: 5_500, untilMs: null },
      loudness: null,
      storyboard: false,
    });
    expect(short).toMatchObject({ ok: false, refusal: { code: 'media-too-short' } });
  });

  test('storyboard, thumbnail and renditions come from one pass; tiles show their moments', async () => {
    let thumbnail = '';
    const made = await prepare(await film(), {
      storyboard: true,
      posterAtMs: 3_500,
      onThumbnail: (file) => {
        thumbnail = file.digest;
      },
    });
    const board = made.storyboard;
    expect(board).toMatchObject({ columns: 8, tiles: 12, everyMs: 500, tileWidth: 320, tileHeight: 160 });
    const sheet = await sharp(files.localPath(board?.digest as Digest))
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([sheet.info.width, sheet.info.height]).toEqual([8 * 320, 2 * 160]);
    for (const tile of [1, 5, 9]) {
      const [x, y] = [(tile % 8) * 320 + 20, Math.floor(tile / 8) * 160 + 130];
      const wanted = ((40 + 30 * Math.floor(tile / 2) - 16) * 255) / 219;
      expect(Math.abs((sheet.data[y * sheet.info.width + x] ?? 0) - wanted)).toBeLessThan(8);
    }
    const poster = await sharp(files.localPath(thumbnail as Digest))
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const grey = poster.data[(poster.info.height - 20) * poster.info.width + 20] ?? 0;
    expect(Math.abs(grey - ((130 - 16) * 255) / 219)).toBeLessThan(8);
  });

  test('the fingerprint has a frame of each second and knows the film again, cut and small', async () => {
    const path = await samples.clip({ width: 400, height: 200, seconds: 5, name: 'known.mp4' });
    const other = await samples.clip({
      ...{ width: 400, height: 200, seconds: 5, name: 'other.mp4' },
      filters: 'transpose=1,scale=400:200,hue=h=90,negate',
    });
    const [known, unlike] = [await prepare(path), await prepare(other)];
    const frames = readFingerprint(known.files[0]?.fingerprint as Uint8Array) ?? [];
    expect(frames).toHaveLength(5);
    const seenIn = async (file: string, filters: string) => {
      const raw = join(samples.folder, 'seen.gray');
      const small = `${filters},select='not(mod(n,30))',fps=1,scale=${SEEN_SIDE}:${SEEN_SIDE}:flags=area,format=gray`;
      await samples.ffmpeg(['-i', file, '-an', '-vf', small, '-f', 'rawvideo', raw]);
      const bytes = await readFile(raw);
      const size = SEEN_SIDE * SEEN_SIDE;
      return Array.from({ length: bytes.length / size }, (_, i) =>
        sight(i, new Uint8Array(bytes.subarray(i * size, (i + 1) * size))),
      );
    };
    const damaged = 'crop=iw*0.9:ih*0.95:0:0,scale=96:48,eq=gamma=1.3,noise=alls=15:all_seed=1';
    expect(compareShowing(await seenIn(fileOf(known), damaged), frames)).toBe('same');
    expect(compareShowing(await seenIn(fileOf(unlike), 'null'), frames)).toBe('other');
  });
});

describe('containers of cameras and of earlier days', () => {
  test.each([
    ['old.avi', ['-c:v', 'mpeg4', '-c:a', 'mp3'], 'video/vnd.avi'],
    ['camera.mts', ['-c:v', 'libx264', '-f', 'mpegts', '-c:a', 'ac3'], 'video/mp2t'],
    ['disc.mpg', ['-c:v', 'mpeg2video', '-c:a', 'mp2', '-f', 'dvd'], 'video/MP2P'],
    ['office.wmv', ['-c:v', 'wmv2', '-c:a', 'wmav2'], 'video/x-ms-asf'],
    ['web.flv', ['-c:v', 'flv', '-c:a', 'mp3', '-ar', '44100'], 'video/x-flv'],
  ])('%s', async (name, args, mime) => {
    const path = join(samples.folder, name);
    await samples.ffmpeg([
      ...['-f', 'lavfi', '-i', 'testsrc2=size=352x288:rate=25:duration=2', '-f', 'lavfi', '-i', 'sine=duration=2'],
      ...args,
      path,
    ]);
    const facts = await ingest.inspect(path);
    expect(facts).toMatchObject({ ok: true, value: { kind: 'video', mime, framesPerSecond: 25 } });
    const made = await prepare(path, { storyboard: true });
    expect(Math.abs((made.files[0]?.durationMs ?? 0) - 2_000)).toBeLessThan(120);
  });
});
