/**
 * Hình kiểm tra: what an installer needs to see that every lamp shows the pixel it should. Drawn at the wall's own grid, so any
 * scaling greys the checkerboard and thickens the border; then full colours in turn; a line of one pixel runs over all of it.
 */
import type { Canvas } from '../../playlists/model/canvas.ts';

/** Modules as they are sold, in pixels, the likeliest first. */
const MODULES: readonly Canvas[] = [
  { width: 64, height: 32 },
  { width: 32, height: 16 },
  { width: 64, height: 64 },
  { width: 128, height: 64 },
];
const SAMPLE = 'ẪẰẾ Ặ Ự Đ ƯỜNG NGHỊ gjpqy';
const SAMPLE_SIZES = [40, 28, 20, 14, 11];
const BARS = ['#ffffff', '#ffff00', '#00ffff', '#00ff00', '#ff00ff', '#ff0000', '#0000ff', '#000000'];
const FACE = '"Be Vietnam Pro", sans-serif';

export interface TestPageFacts {
  canvas: Canvas;
  screenName: string;
  /** Device pixels per page pixel; anything but 1 is a fault. */
  scale: number;
  /** Size of the output that the page has, device pixels. */
  output: Canvas;
  /** Frames a second as measured; null = not measured yet. */
  refreshHz: number | null;
}

/** The composite first, then each full colour. */
export const SCENES: readonly { colour: string | null; ms: number }[] = [
  { colour: null, ms: 12_000 },
  ...['#ff0000', '#00ff00', '#0000ff', '#ffffff', '#808080'].map((colour) => ({ colour, ms: 2_000 })),
];
const ROUND_MS = SCENES.reduce((sum, { ms }) => sum + ms, 0);

/** Which scene stands at a moment of the round, counted from its begin. */
export const sceneAt = (sinceMs: number): (typeof SCENES)[number] => {
  let left = sinceMs % ROUND_MS;
  for (const scene of SCENES) {
    if (left < scene.ms) return scene;
    left -= scene.ms;
  }
  return SCENES[0] as (typeof SCENES)[number];
};

/** The module that the wall is most likely made of; null = it is no whole number of any. */
export const moduleOf = ({ width, height }: Canvas): Canvas | null =>
  MODULES.find((module) => width % module.width === 0 && height % module.height === 0) ?? null;

const drawGrid = (pen: CanvasRenderingContext2D, { width, height }: Canvas, module: Canvas): void => {
  pen.fillStyle = '#1d6b45';
  for (let x = module.width; x < width; x += module.width) pen.fillRect(x, 0, 1, height);
  for (let y = module.height; y < height; y += module.height) pen.fillRect(0, y, width, 1);
  if (module.width < 64 || module.height < 32) return;
  pen.fillStyle = '#7fd0a5';
  pen.font = `10px ${FACE}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'top';
  for (let row = 0; row * module.height < height; row += 1)
    for (let column = 0; column * module.width < width; column += 1)
      pen.fillText(`${column + 1}·${row + 1}`, column * module.width + 4, row * module.height + 4);
};

const drawChecks = (pen: CanvasRenderingContext2D, left: number, top: number, side: number): void => {
  pen.fillStyle = '#000';
  pen.fillRect(left, top, side, side);
  pen.fillStyle = '#fff';
  for (let y = 0; y < side; y += 1) for (let x = y % 2; x < side; x += 2) pen.fillRect(left + x, top + y, 1, 1);
};

const drawBands = (pen: CanvasRenderingContext2D, { width, height }: Canvas, band: number): void => {
  for (const [place, colour] of BARS.entries()) {
    const from = Math.round((place * width) / BARS.length);
    pen.fillStyle = colour;
    pen.fillRect(from, 0, Math.round(((place + 1) * width) / BARS.length) - from, band);
  }
  for (let x = 0; x < width; x += 1) {
    const grey = Math.round((x * 255) / Math.max(1, width - 1));
    pen.fillStyle = `rgb(${grey}, ${grey}, ${grey})`;
    pen.fillRect(x, height - band, 1, band);
  }
};

/** Lines of text in the middle, as large as the room lets them be, on black. */
const drawWords = (
  pen: CanvasRenderingContext2D,
  facts: TestPageFacts,
  room: { left: number; top: number } & Canvas,
): void => {
  const { canvas, output, scale, refreshHz, screenName } = facts;
  const size = `${canvas.width}×${canvas.height}`;
  const out = `${output.width}×${output.height}`;
  const hz = refreshHz === null ? '' : ` · ${Math.round(refreshHz)} Hz`;
  const module = moduleOf(canvas);
  const lines = [
    { text: screenName, px: 26, weight: 700, colour: '#ffffff' },
    {
      text: `${size} · ngõ ra ${out} · tỷ lệ ${scale}${hz}`,
      px: 15,
      weight: 400,
      colour: scale === 1 ? '#b9c6d8' : '#ff6b6b',
    },
    ...(module ? [] : [{ text: 'Không chia hết cho module nào', px: 13, weight: 400, colour: '#ffcf4a' }]),
    ...SAMPLE_SIZES.map((px) => ({ text: SAMPLE, px, weight: 600, colour: '#ffffff' })),
  ];
  let y = room.top;
  const middle = room.left + room.width / 2;
  pen.textAlign = 'center';
  pen.textBaseline = 'top';
  for (const { text, px, weight, colour } of lines) {
    // Vietnamese needs half as much again above and below its capitals.
    const high = Math.ceil(px * 1.5);
    if (y + high > room.top + room.height) continue;
    pen.font = `${weight} ${px}px ${FACE}`;
    const wide = pen.measureText(text).width;
    const isName = text === screenName;
    const fits = wide <= room.width;
    if (!fits && !isName) continue;
    if (!fits) pen.font = `${weight} ${Math.max(9, Math.floor((px * room.width) / wide))}px ${FACE}`;
    const drawn = Math.min(room.width, Math.ceil(wide) + 12);
    pen.fillStyle = '#000';
    pen.fillRect(Math.floor(middle - drawn / 2), y, drawn, high);
    pen.fillStyle = colour;
    pen.fillText(text, middle, y + px * 0.2, room.width);
    y += high;
  }
};

const drawBorder = (pen: CanvasRenderingContext2D, { width, height }: Canvas): void => {
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, 1);
  pen.fillRect(0, height - 1, width, 1);
  pen.fillRect(0, 0, 1, height);
  pen.fillRect(width - 1, 0, 1, height);
};

/** Draws one scene whole; `pen` is of a canvas as large as the wall. */
export const drawTestPage = (
  pen: CanvasRenderingContext2D,
  facts: TestPageFacts,
  { colour }: (typeof SCENES)[number],
): void => {
  const { width, height } = facts.canvas;
  pen.fillStyle = colour ?? '#000';
  pen.fillRect(0, 0, width, height);
  if (colour) return;
  drawGrid(pen, facts.canvas, moduleOf(facts.canvas) ?? { width: 64, height: 64 });
  const band = Math.max(4, Math.round(height * 0.1));
  drawBands(pen, facts.canvas, band);
  const side = Math.floor(Math.min(height * 0.32, width * 0.12));
  const top = Math.round((height - side) / 2);
  const gap = Math.max(2, Math.round(width * 0.01));
  drawChecks(pen, gap, top, side);
  drawChecks(pen, width - side - gap, top, side);
  const beside = side + 2 * gap;
  drawWords(pen, facts, { left: beside, top: band + 4, width: width - 2 * beside, height: height - 2 * band - 8 });
  drawBorder(pen, facts.canvas);
};
