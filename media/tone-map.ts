/**
 * HDR pictures for SDR screens, by a look-up cube that we compute: BT.2020 PQ or HLG in, BT.709 for a reference display out. The
 * same for every build of ffmpeg (`lut3d` is in all of them, zscale is not), and cheaper than arithmetic in floats. The white
 * of HDR pages (203 cd/m², BT.2408) and all below stay nearly as they are; highlights up to 1,000 cd/m² roll off by the curve of
 * BT.2390; brightness is held, colours that BT.709 cannot show are brought in towards their grey.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';

export type HdrTransfer = 'pq' | 'hlg';

/** Steps of each side of the cube. */
export const CUBE_SIZE = 41;
/** Some 3 ms of arithmetic at a time. */
const ROWS_A_PART = 8;

/** Brightest highlight that is told apart, and the light that becomes the screen's white; cd/m². */
const SOURCE_PEAK = 1_000;
const TARGET_PEAK = 300;

const [M1, M2, C1, C2, C3] = [2610 / 16384, (2523 / 4096) * 128, 3424 / 4096, (2413 / 4096) * 32, (2392 / 4096) * 32];
/** SMPTE ST 2084: signal 0..1 → cd/m². */
export const pqToLight = (signal: number): number => {
  const power = signal ** (1 / M2);
  return 10_000 * (Math.max(power - C1, 0) / (C2 - C3 * power)) ** (1 / M1);
};
/** cd/m² → signal 0..1. */
export const lightToPq = (light: number): number => {
  const power = (Math.max(light, 0) / 10_000) ** M1;
  return ((C1 + C2 * power) / (1 + C3 * power)) ** M2;
};

/** ARIB STD-B67 (BT.2100): signal → light of the scene, 0..1. */
const hlgToScene = (signal: number): number => {
  const [a, b, c] = [0.17883277, 0.28466892, 0.55991073];
  return signal <= 0.5 ? signal ** 2 / 3 : (Math.exp((signal - c) / a) + b) / 12;
};

type Triple = [number, number, number];
const luminance = ([r, g, b]: Triple): number => 0.2627 * r + 0.678 * g + 0.0593 * b;

/** Light of a display of 1,000 cd/m², BT.2020 primaries. */
const toLight = (signal: Triple, transfer: HdrTransfer): Triple => {
  if (transfer === 'pq') return signal.map(pqToLight) as Triple;
  const scene = signal.map(hlgToScene) as Triple;
  const gain = SOURCE_PEAK * luminance(scene) ** 0.2;
  return scene.map((part) => part * gain) as Triple;
};

/** The curve of BT.2390: straight up to its knee, then a spline that meets the target's peak at the source's. */
const rollOff = (light: number): number => {
  const peak = lightToPq(SOURCE_PEAK);
  const most = lightToPq(TARGET_PEAK) / peak;
  const knee = 1.5 * most - 0.5;
  const signal = Math.min(lightToPq(light) / peak, 1);
  if (signal < knee) return light;
  const t = (signal - knee) / (1 - knee);
  const curve =
    (2 * t ** 3 - 3 * t ** 2 + 1) * knee + (t ** 3 - 2 * t ** 2 + t) * (1 - knee) + (-2 * t ** 3 + 3 * t ** 2) * most;
  return pqToLight(curve * peak);
};

/** BT.2020 → BT.709, linear light. */
const toBt709 = ([r, g, b]: Triple): Triple => [
  1.660491 * r - 0.587641 * g - 0.07285 * b,
  -0.12455 * r + 1.1329 * g - 0.008349 * b,
  -0.018151 * r - 0.100579 * g + 1.11873 * b,
];

/** Pulls a colour towards the grey of its own brightness until every part is within 0..1. */
const intoGamut = (colour: Triple): Triple => {
  const grey = Math.min(Math.max(0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2], 0), 1);
  let keep = 1;
  for (const part of colour) {
    if (part < 0) keep = Math.min(keep, grey / (grey - part));
    if (part > 1) keep = Math.min(keep, (1 - grey) / (part - grey));
  }
  return colour.map((part) => Math.min(Math.max(grey + (part - grey) * keep, 0), 1)) as Triple;
};

/** One colour: R′G′B′ of BT.2020 (0..1, full range) → R′G′B′ of BT.709 for a display of BT.1886. */
export const toneMap = (signal: Triple, transfer: HdrTransfer): Triple => {
  const light = toLight(signal, transfer);
  const brightest = Math.max(...light);
  const share = brightest > 0 ? rollOff(brightest) / brightest / TARGET_PEAK : 0;
  return intoGamut(toBt709(light.map((part) => part * share) as Triple)).map((part) => part ** (1 / 2.4)) as Triple;
};

/** The cube as a `.cube` file, in parts, so that nobody waits for all of it. */
export async function* cubeText(transfer: HdrTransfer): AsyncGenerator<string> {
  yield `LUT_3D_SIZE ${CUBE_SIZE}\n`;
  const at = (step: number): number => step / (CUBE_SIZE - 1);
  for (let b = 0; b < CUBE_SIZE; b += 1)
    for (let g = 0; g < CUBE_SIZE; g += ROWS_A_PART) {
      const lines: string[] = [];
      for (let row = g; row < Math.min(g + ROWS_A_PART, CUBE_SIZE); row += 1)
        for (let r = 0; r < CUBE_SIZE; r += 1)
          lines.push(
            toneMap([at(r), at(row), at(b)], transfer)
              .map((part) => part.toFixed(5))
              .join(' '),
          );
      yield `${lines.join('\n')}\n`;
      await nextTurn();
    }
}
