/**
 * What a picture looks like, in 64 bits: the signs of its coarse cosine waves, which scaling, recompression, brightness and
 * moderate blur leave alone. A wall may cut the edges of a picture off, so what is kept of a rendition is the hash of the whole
 * frame and of windows of it; what was seen is hashed whole and held against all of them.
 */

/** Side of the small grey picture that is hashed. */
export const SEEN_SIDE = 64;
const SAMPLES = 32;
/** Waves a side that are looked at; 64 of them, without the flat one, give the bits. */
const WAVES = 9;

/** A part of a frame, as shares of its sides. */
export interface Window {
  x: number;
  y: number;
  width: number;
  height: number;
}

const cornersAndMiddle = (size: number): Window[] =>
  [
    [0.5, 0.5],
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ].map(([x = 0, y = 0]) => ({ x: x * (1 - size), y: y * (1 - size), width: size, height: size }));

/** The whole frame, and what is left of it when a tenth of one side, or up to a fifth of two, is cut off. */
export const WINDOWS: readonly Window[] = [
  { x: 0, y: 0, width: 1, height: 1 },
  ...cornersAndMiddle(0.9),
  ...cornersAndMiddle(0.8),
  { x: 0.1, y: 0, width: 0.9, height: 1 },
  { x: 0, y: 0, width: 0.9, height: 1 },
  { x: 0, y: 0.1, width: 1, height: 0.9 },
  { x: 0, y: 0, width: 1, height: 0.9 },
];

/** Bits in two halves: numbers of 32 bits are what engines are fast at. */
export interface FrameHash {
  high: number;
  low: number;
}

/** A frame as it is kept: how much there is to see in it, and its windows in the order of `WINDOWS`. */
export interface SeenFrame {
  /** Standard deviation of its brightness, 0..127; a black or plain frame has nearly none and is like any other plain frame. */
  contrast: number;
  hashes: FrameHash[];
}

/** cos table: WAVES × SAMPLES. */
const COSINES = Float64Array.from({ length: WAVES * SAMPLES }, (_, i) =>
  Math.cos((Math.PI * Math.floor(i / SAMPLES) * ((i % SAMPLES) + 0.5)) / SAMPLES),
);

/** The waves that give the bits, from the coarsest; the flat one is left out. */
const CHOSEN = Array.from({ length: WAVES * WAVES }, (_, i) => ({ u: i % WAVES, v: Math.floor(i / WAVES) }))
  .sort((a, b) => a.u + a.v - (b.u + b.v) || a.v - b.v)
  .slice(1, 65)
  .map(({ u, v }) => v * WAVES + u);

const EDGE = SEEN_SIDE + 1;
/** Sums of all pixels above and left of a corner; whatever lies within a rectangle is then four look-ups. */
const sumsOf = (pixels: Uint8Array, into: Float64Array): void => {
  for (let y = 1; y < EDGE; y += 1) {
    let row = 0;
    for (let x = 1; x < EDGE; x += 1) {
      row += pixels[(y - 1) * SEEN_SIDE + x - 1] as number;
      into[y * EDGE + x] = (into[(y - 1) * EDGE + x] as number) + row;
    }
  }
};

/** Means of a window over a grid of `SAMPLES`², from the sums. Corners between pixels are taken in proportion. */
const sampleWindow = (sums: Float64Array, { x, y, width, height }: Window, into: Float64Array): void => {
  const across = (width * SEEN_SIDE) / SAMPLES;
  const down = (height * SEEN_SIDE) / SAMPLES;
  for (let row = 0; row <= SAMPLES; row += 1) {
    const top = Math.min(y * SEEN_SIDE + row * down, SEEN_SIDE);
    const v = Math.min(Math.floor(top), SEEN_SIDE - 1);
    for (let column = 0; column <= SAMPLES; column += 1) {
      const left = Math.min(x * SEEN_SIDE + column * across, SEEN_SIDE);
      const u = Math.min(Math.floor(left), SEEN_SIDE - 1);
      const place = v * EDGE + u;
      const upperLeft = sums[place] as number;
      const lowerLeft = sums[place + EDGE] as number;
      const upper = upperLeft + ((sums[place + 1] as number) - upperLeft) * (left - u);
      const lower = lowerLeft + ((sums[place + EDGE + 1] as number) - lowerLeft) * (left - u);
      corners[row * (SAMPLES + 1) + column] = upper + (lower - upper) * (top - v);
    }
  }
  for (let row = 0; row < SAMPLES; row += 1)
    for (let column = 0; column < SAMPLES; column += 1) {
      const place = row * (SAMPLES + 1) + column;
      const upper = (corners[place + 1] as number) - (corners[place] as number);
      const lower = (corners[place + SAMPLES + 2] as number) - (corners[place + SAMPLES + 1] as number);
      into[row * SAMPLES + column] = (lower - upper) / (across * down);
    }
};

const corners = new Float64Array((SAMPLES + 1) ** 2);
const sums = new Float64Array(EDGE * EDGE);
const rows = new Float64Array(SAMPLES * WAVES);
const waves = new Float64Array(WAVES * WAVES);
const samples = new Float64Array(SAMPLES * SAMPLES);

const hashSums = (window: Window): FrameHash => {
  sampleWindow(sums, window, samples);
  for (let row = 0; row < SAMPLES; row += 1)
    for (let u = 0; u < WAVES; u += 1) {
      let sum = 0;
      for (let i = 0; i < SAMPLES; i += 1)
        sum += (samples[row * SAMPLES + i] as number) * (COSINES[u * SAMPLES + i] as number);
      rows[row * WAVES + u] = sum;
    }
  for (let v = 0; v < WAVES; v += 1)
    for (let u = 0; u < WAVES; u += 1) {
      let sum = 0;
      for (let row = 0; row < SAMPLES; row += 1)
        sum += (rows[row * WAVES + u] as number) * (COSINES[v * SAMPLES + row] as number);
      waves[v * WAVES + u] = sum;
    }
  let high = 0;
  let low = 0;
  for (let bit = 0; bit < CHOSEN.length; bit += 1) {
    if ((waves[CHOSEN[bit] as number] as number) <= 0) continue;
    if (bit < 32) low |= 1 << bit;
    else high |= 1 << (bit - 32);
  }
  return { high: high >>> 0, low: low >>> 0 };
};

/** Hash of one window of a grey picture of `SEEN_SIDE`² pixels; the whole of it unless said. */
export const hashWindow = (pixels: Uint8Array, window: Window = WINDOWS[0] as Window): FrameHash => {
  sumsOf(pixels, sums);
  return hashSums(window);
};

/** How much there is to see. */
export const contrastOf = (pixels: Uint8Array): number => {
  let [sum, squares] = [0, 0];
  for (const pixel of pixels) {
    sum += pixel;
    squares += pixel * pixel;
  }
  const mean = sum / pixels.length;
  return Math.sqrt(Math.max(0, squares / pixels.length - mean * mean));
};

/** A frame of a rendition as it is kept. `pixels` = `SEEN_SIDE`² bytes, row by row. */
export const hashFrame = (pixels: Uint8Array): SeenFrame => {
  sumsOf(pixels, sums);
  return { contrast: contrastOf(pixels), hashes: WINDOWS.map(hashSums) };
};

const bitsOf = (number: number): number => {
  let n = number - ((number >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
};

/** Bits in which two hashes differ, 0..64; unlike pictures differ in some 32. */
export const distanceOf = (a: FrameHash, b: FrameHash): number => bitsOf(a.high ^ b.high) + bitsOf(a.low ^ b.low);
