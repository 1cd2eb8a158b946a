/** Walls that wards really buy: size on the wall and module pitch give the pixel grid (P5 board is the usual one). */
import { type Canvas, canvasName } from '../../../../playlists/model/canvas.ts';

export type PresetWord = 'presetBoard' | 'presetLarge' | 'presetBanner' | 'presetGate' | 'presetLcd';
export interface CanvasPreset {
  word: PresetWord;
  /** What distinguishes presets of one word: wall size and pitch, or orientation. */
  size: string;
  canvas: Canvas;
  /** From lamp to lamp; absent on what has no lamps. */
  pitchMm?: number;
}

const board = (word: PresetWord, wall: string, sizes: readonly [string, number, number][]): CanvasPreset[] =>
  sizes.map(([pitch, width, height]) => ({
    word,
    size: `${wall} ${pitch} · ${width}×${height}`,
    canvas: { width, height },
    pitchMm: Number(pitch.slice(1)),
  }));

export const CANVAS_PRESETS: readonly CanvasPreset[] = [
  ...board('presetBoard', '3,84×1,92 m', [
    ['P5', 768, 384],
    ['P10', 384, 192],
    ['P4', 960, 480],
    ['P2.5', 1536, 768],
  ]),
  ...board('presetLarge', '6,4×3,2 m', [
    ['P10', 640, 320],
    ['P5', 1280, 640],
    ['P4', 1600, 800],
    ['P2.5', 2560, 1280],
  ]),
  ...board('presetBanner', '9,6×1,92 m', [
    ['P10', 960, 192],
    ['P5', 1920, 384],
    ['P4', 2400, 480],
  ]),
  ...board('presetGate', '6,4×0,48 m', [
    ['P10', 640, 48],
    ['P5', 1280, 96],
  ]),
  { word: 'presetLcd', size: '1920×1080', canvas: { width: 1920, height: 1080 } },
  { word: 'presetLcd', size: '1080×1920', canvas: { width: 1080, height: 1920 } },
];

export const presetOf = (canvas: Canvas): CanvasPreset | undefined =>
  CANVAS_PRESETS.find((preset) => canvasName(preset.canvas) === canvasName(canvas));
