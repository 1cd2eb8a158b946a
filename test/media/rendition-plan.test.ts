import { describe, expect, test } from 'vitest';
import {
  chooseFrameRate,
  NO_WISH,
  type PassWish,
  planStill,
  planVideo,
  type VideoPlan,
} from '../../media/rendition-plan.ts';
import { commandLine, limitsOf } from '../../media/transcoder.ts';
import type { Canvas } from '../../playlists/model/canvas.ts';
import type { MediaFacts } from '../../playlists/model/media.ts';

const facts = (parts: Partial<MediaFacts> = {}): MediaFacts => ({
  kind: 'video',
  mime: 'video/mp4',
  width: 1920,
  height: 1080,
  durationMs: 10_000,
  framesPerSecond: 30,
  videoCodec: 'avc',
  audioCodec: 'aac',
  rotation: 0,
  ...parts,
});
const WALL = { width: 768, height: 384 };
const CONTAIN = { fit: 'contain' as const, crop: null };
const plan = (of: MediaFacts, canvases: Canvas[], wish: Partial<PassWish> = {}): VideoPlan =>
  planVideo(of, { ...NO_WISH, outputs: canvases.map((canvas) => ({ canvas, framing: CONTAIN })), ...wish });

describe('frame rate', () => {
  test.each([
    [null, 30],
    [25, 25],
    [30, 30],
    [50, 50],
    [60, 60],
    [29.97, 30],
    [59.94, 60],
    [23.976, 25],
    [24, 25],
    [12.5, 25],
    [15, 30],
    [10, 30],
    [29.83, 30],
    [48, 50],
    [120, 60],
    [240, 60],
    [Number.NaN, 30],
    [0, 30],
  ])('%s frames a second play at %s', (source, played) => {
    expect(chooseFrameRate(source)).toBe(played);
  });
});

describe('plan', () => {
  test('C4: both whitelists and the demuxer stand before the input, and nothing is read from stdin', () => {
    const line = commandLine(plan(facts({ mime: 'video/webm' }), [WALL]), '/in/src', '/out');
    const input = line.indexOf('-i');
    expect(line[input + 1]).toBe('file:/in/src');
    for (const [option, value] of [
      ['-protocol_whitelist', 'file'],
      ['-format_whitelist', 'matroska,webm'],
      ['-f', 'matroska'],
      ['-max_pixels', String(4096 * 4096)],
    ] as const) {
      const at = line.indexOf(option);
      expect(at).toBeGreaterThan(-1);
      expect(at).toBeLessThan(input);
      expect(line[at + 1]).toBe(value);
    }
    expect(line.indexOf('-nostdin')).toBeLessThan(input);
    expect(line).toContain('file:/out/0-768x384.mp4');
  });

  test('G11: whatever is wanted of a source comes out of one pass over it', () => {
    const wish = { storyboard: true, poster: null };
    const line = commandLine(plan(facts(), [WALL, { width: 640, height: 360 }], wish), '/in/src', '/out');
    expect(line.filter((part) => part === '-i')).toHaveLength(1);
    expect(line.filter((part) => part.startsWith('file:/out/'))).toEqual([
      'file:/out/0-768x384.mp4',
      'file:/out/0-768x384.gray',
      'file:/out/1-640x360.mp4',
      'file:/out/1-640x360.gray',
      'file:/out/storyboard.jpg',
      'file:/out/poster.png',
    ]);
  });

  test('every rendition has the same tracks and one codec configuration for its canvas, whatever the source has', () => {
    const encodings = [facts(), facts({ audioCodec: null }), facts({ framesPerSecond: 30, videoCodec: 'hevc' })].map(
      (of) => plan(of, [WALL]).renditions[0]?.args.join(' '),
    );
    expect(new Set(encodings).size).toBe(1);
    const levels = [24, 25, 50, 60].map((framesPerSecond) => {
      const args = plan(facts({ framesPerSecond }), [WALL]).renditions[0]?.args ?? [];
      return args[args.indexOf('-level:v') + 1];
    });
    expect(new Set(levels)).toEqual(new Set(['3.1']));
  });

  test('sound is brought to the target by one gain, and held below its ceiling only where it would pass it', () => {
    const graphOf = (integrated: number | null, peak: number): string =>
      plan(facts(), [WALL], { sound: { measured: { integrated, peak }, target: -23 } }).graph;
    expect(graphOf(-13, -1)).toContain('volume=-10.00dB');
    expect(graphOf(-13, -1)).not.toContain('alimiter');
    expect(graphOf(-33, -3)).toContain('volume=10.00dB,alimiter');
    expect(graphOf(null, -80)).toContain('volume=0.00dB');
    // Noise is not blown up without bound.
    expect(graphOf(-68, -60)).toContain('volume=20.00dB');
    expect(plan(facts(), [WALL]).graph).toContain('anullsrc');
  });

  test('HDR goes through our own cube, SDR never does; the path of the cube is escaped', () => {
    const hdr = plan(facts({ colour: { matrix: 'bt2020-ncl', transfer: 'hlg' } }), [WALL]);
    expect(hdr).toMatchObject({ cube: 'hlg' });
    expect(commandLine(hdr, '/in/src', "/it's: a [folder]").join(' ')).toContain(
      String.raw`lut3d=file=/it\\\'s\\: a \[folder\]/hdr.cube`,
    );
    expect(plan(facts(), [WALL]).cube).toBeNull();
    expect(plan(facts(), [WALL]).graph).not.toContain('lut3d');
  });

  test('a part is sought, not decoded up to', () => {
    const { inputArgs, durationMs } = plan(facts(), [WALL], { trim: { fromMs: 4_000, untilMs: 6_500 } });
    expect(inputArgs.join(' ')).toContain('-ss 4.000');
    expect(durationMs).toBe(2_500);
  });

  test('limits grow with length and size and end somewhere', () => {
    const short = limitsOf(plan(facts({ durationMs: 1_000 }), [WALL]));
    const long = limitsOf(plan(facts({ durationMs: 4 * 3_600_000 }), [{ width: 3840, height: 2160 }]));
    expect(short.wallMs).toBeGreaterThanOrEqual(120_000);
    expect(short.wallMs).toBeLessThan(300_000);
    expect(long.wallMs).toBe(12 * 3_600_000);
    expect(short.fileBytes).toBeLessThan(20_000_000);
  });

  test('drawings keep every pixel, photographs are compressed', () => {
    expect(planStill(facts({ kind: 'image', mime: 'image/png' }), WALL, CONTAIN).lossless).toBe(true);
    expect(planStill(facts({ kind: 'image', mime: 'image/jpeg' }), WALL, CONTAIN).lossless).toBe(false);
  });
});
