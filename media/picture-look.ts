/**
 * How a picture looks on a wall: its mean light, exactly, and the height of the smallest text in it, estimated from its pixels without
 * reading them. Text is a band of rows, neither too low nor too high, in which a line crosses many strokes that are thinner than the
 * band is high, between rows where it crosses few. That finds lines of print on a calm ground. It does not find text over photographs,
 * slanted or vertical text, single words of few letters, or text in a column beside other text of another height; what it says may be
 * off by a third. So it is advice, and "none found" says nothing. Pure.
 */

/** Raised when the measure changes, so that everything is looked at anew. */
export const LOOK_METHOD = 1;

export interface RawPicture {
  width: number;
  height: number;
  /** Red, green, blue, 8 bits each, row by row. */
  data: Uint8Array;
}

/** sRGB byte → linear light. */
const LINEAR = Float64Array.from({ length: 256 }, (_, byte) => {
  const share = byte / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});
const lightAt = (data: Uint8Array, at: number): number =>
  0.2126 * (LINEAR[data[at] ?? 0] ?? 0) +
  0.7152 * (LINEAR[data[at + 1] ?? 0] ?? 0) +
  0.0722 * (LINEAR[data[at + 2] ?? 0] ?? 0);

/** Difference of brightness, as eyes see it (0 to 255), that is the edge of a stroke. */
const EDGE = 72;
/** Strokes that a line of print crosses at least, counted by their edges. */
const LEAST_EDGES = 14;
/** Lowest band that can be print, and the highest as a share of the picture. */
const LEAST_BAND = 4;
const MOST_BAND_SHARE = 0.3;
/** Rows of a band have at least this share of the edges of its fullest row. */
const BAND_SHARE = 0.3;

const brightnessAt = (data: Uint8Array, at: number): number =>
  0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);

/** For each row, how many edges a horizontal line crosses, and the mean distance between neighbours of them. */
const edgesOf = ({ width, height, data }: RawPicture): { count: number; apart: number }[] =>
  Array.from({ length: height }, (_, row) => {
    let [count, first, last] = [0, -1, -1];
    /** Brightness since the last edge: slow slopes are no edges. */
    let before = brightnessAt(data, row * width * 3);
    let before2 = before;
    let gaps = 0;
    for (let x = 1; x < width; x += 1) {
      const now = brightnessAt(data, (row * width + x) * 3);
      if (Math.abs(now - before) >= EDGE || (Math.abs(now - before2) >= EDGE && Math.abs(before - before2) < EDGE)) {
        if (last < x - 1) {
          if (last >= 0 && x - last < width / 8) gaps += x - last;
          if (first < 0) first = x;
          count += 1;
        }
        last = x;
      }
      before2 = before;
      before = now;
    }
    return { count, apart: count > 1 ? gaps / (count - 1) : 0 };
  });

/** Rows of a capital of the smallest text that was found; null = none was. */
export const findTextRows = (picture: RawPicture): number | null => {
  const rows = edgesOf(picture);
  const most = Math.max(LEAST_BAND, Math.floor(picture.height * MOST_BAND_SHARE));
  let smallest: number | null = null;
  for (let from = 0; from < rows.length; ) {
    if ((rows[from]?.count ?? 0) < LEAST_EDGES) {
      from += 1;
      continue;
    }
    let until = from;
    while (until < rows.length && (rows[until]?.count ?? 0) >= LEAST_EDGES) until += 1;
    const band = rows.slice(from, until);
    const peak = Math.max(...band.map(({ count }) => count));
    const body = band.filter(({ count }) => count >= BAND_SHARE * peak);
    const apart = body.reduce((sum, row) => sum + row.apart, 0) / Math.max(1, body.length);
    if (body.length >= LEAST_BAND && band.length <= most && apart < body.length * 1.2)
      smallest = Math.min(smallest ?? Number.POSITIVE_INFINITY, body.length);
    from = until;
  }
  return smallest;
};

/** Mean light as a share of a white picture's. */
export const meanLight = ({ width, height, data }: RawPicture): number => {
  let sum = 0;
  for (let at = 0; at < data.length; at += 3) sum += lightAt(data, at);
  return Math.min(1, sum / Math.max(1, width * height));
};
