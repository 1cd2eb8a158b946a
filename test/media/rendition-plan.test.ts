import { describe, expect, test } from 'vitest';
import { chooseFrameRate, planStill, planVideo, renditionKey, videoFilters } from '../../media/rendition-plan.ts';
import { commandLine, limitsOf } from '../../media/transcoder.ts';
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
  test('a rendition key depends on bytes, canvas and fit, and on nothing else', () => {
    const key = renditionKey('a'.repeat(64), WALL, 'contain');
    expect(renditionKey('a'.repeat(64), { ...WALL }, 'contain')).toBe(key);
    expect(renditionKey('b'.repeat(64), WALL, 'contain')).not.toBe(key);
    expect(renditionKey('a'.repeat(64), { width: 384, height: 768 }, 'contain')).not.toBe(key);
    expect(renditionKey('a'.repeat(64), WALL, 'cover')).not.toBe(key);
  });

  test('C4: both whitelists and the demuxer stand before the input, and nothing is read from stdin', () => {
    const line = commandLine(planVideo(facts({ mime: 'video/webm' }), [WALL], 'contain', true), '/in/src', '/out');
    const input = line.indexOf('-i');
    expect(line[input + 1]).toBe('file:/in/src');
    for (const [option, value] of [
      ['-protocol_whitelist', 'file'],
      ['-format_whitelist', 'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm'],
      ['-f', 'matroska'],
      ['-max_pixels', String(4096 * 4096)],
    ] as const) {
      const at = line.indexOf(option);
      expect(at).toBeGreaterThan(-1);
      expect(at).toBeLessThan(input);
      expect(line[at + 1]).toBe(value);
    }
    expect(line.indexOf('-nostdin')).toBeLessThan(input);
    expect(line.at(-1)).toBe('file:/out/768x384.mp4');
  });

  test('G11: several canvases are several outputs of one pass', () => {
    const line = commandLine(planVideo(facts(), [WALL, { width: 640, height: 360 }], 'cover', true), '/in/src', '/out');
    expect(line.filter((part) => part === '-i')).toHaveLength(1);
    expect(line.filter((part) => part.startsWith('file:/out/'))).toEqual([
      'file:/out/768x384.mp4',
      'file:/out/640x360.mp4',
    ]);
  });

  test('sound is made only from sound', () => {
    expect(planVideo(facts(), [WALL], 'contain', true).outputs[0]?.args).toContain('aac');
    const silent = planVideo(facts({ audioCodec: null }), [WALL], 'contain', true).outputs[0]?.args;
    expect(silent).not.toContain('aac');
    expect(silent).toContain('-an');
  });

  test('HDR is tone-mapped where zscale is there, SDR never is', () => {
    const hdr = facts({ colour: { matrix: 'bt2020-ncl', transfer: 'pq' } });
    expect(videoFilters(hdr, WALL, 'contain', true)).toContain('tonemap');
    expect(videoFilters(hdr, WALL, 'contain', false)).not.toContain('tonemap');
    expect(videoFilters(facts(), WALL, 'contain', true)).not.toContain('tonemap');
  });

  test('limits grow with length and size and end somewhere', () => {
    const short = limitsOf(planVideo(facts({ durationMs: 1_000 }), [WALL], 'contain', true));
    const long = limitsOf(
      planVideo(facts({ durationMs: 4 * 3_600_000 }), [{ width: 3840, height: 2160 }], 'contain', true),
    );
    expect(short.wallMs).toBeGreaterThanOrEqual(120_000);
    expect(short.wallMs).toBeLessThan(300_000);
    expect(long.wallMs).toBe(12 * 3_600_000);
    expect(short.fileBytes).toBeLessThan(20_000_000);
  });

  test('drawings keep every pixel, photographs are compressed', () => {
    expect(planStill(facts({ kind: 'image', mime: 'image/png' }), WALL, 'contain').lossless).toBe(true);
    expect(planStill(facts({ kind: 'image', mime: 'image/jpeg' }), WALL, 'contain').lossless).toBe(false);
  });
});
