/**
 * A relay on its way to the glass: a fragmented MP4 without an end, cut into its parts so that whoever comes late gets the beginning
 * and what came last, and then all that comes. Only the heads of boxes are read; nothing in them is believed but their length.
 */

/** `init`: how to read the rest, comes first. `fragment`: some pictures and their sound, begins with a whole picture. */
export interface RelayPart {
  kind: 'init' | 'fragment';
  bytes: Uint8Array;
}

/** A part that is longer is no part of ours. */
export const MOST_PART_BYTES = 16_000_000;
/** How many fragments are kept for those who come late: each is about a second. */
const KEPT_FRAGMENTS = 3;

/** Boxes that belong to a part, the last of which ends it. */
const PARTS: readonly { kind: RelayPart['kind']; last: string }[] = [
  { kind: 'init', last: 'moov' },
  { kind: 'fragment', last: 'mdat' },
];

const joined = (pieces: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
};

/** Cuts bytes, in whatever pieces they come, into parts. `push` throws a RangeError on what is no MP4 of ours. */
export const createPartReader = (take: (part: RelayPart) => void): { push(bytes: Uint8Array): void } => {
  let pieces: Uint8Array[] = [];
  let held = 0;
  /** Where the next box begins, counted from the first byte held. */
  let boxAt = 0;
  /** How many bytes must be here before there is anything to read. */
  let wanted = 8;
  return {
    push: (bytes) => {
      pieces.push(bytes);
      held += bytes.length;
      if (held > MOST_PART_BYTES) throw new RangeError(`a part is longer than ${MOST_PART_BYTES} bytes`);
      while (held >= wanted) {
        const whole = pieces.length === 1 ? (pieces[0] as Uint8Array) : joined(pieces);
        pieces = [whole];
        const view = new DataView(whole.buffer, whole.byteOffset, whole.length);
        const size = view.getUint32(boxAt);
        if (size < 8 || size > MOST_PART_BYTES) throw new RangeError(`a box of ${size} bytes`);
        wanted = boxAt + size;
        if (held < wanted) return;
        const name = String.fromCharCode(...whole.subarray(boxAt + 4, boxAt + 8));
        boxAt = wanted;
        const part = PARTS.find(({ last }) => last === name);
        if (part) {
          take({ kind: part.kind, bytes: whole.slice(0, boxAt) });
          pieces = [whole.subarray(boxAt)];
          held -= boxAt;
          boxAt = 0;
        }
        wanted = boxAt + 8;
      }
    },
  };
};

/** The newest parts, for any number of followers. */
export interface RelayWindow {
  take(part: RelayPart): void;
  /** The parts there are, now, then each that comes. Returns how to stop. */
  follow(listener: (bytes: Uint8Array) => void): () => void;
  followers(): number;
}

export const createRelayWindow = (): RelayWindow => {
  let init: Uint8Array | null = null;
  let fragments: Uint8Array[] = [];
  const listeners = new Set<(bytes: Uint8Array) => void>();
  return {
    take: ({ kind, bytes }) => {
      if (kind === 'init') {
        init = bytes;
        fragments = [];
      } else fragments = [...fragments, bytes].slice(-KEPT_FRAGMENTS);
      for (const listener of listeners) listener(bytes);
    },
    follow: (listener) => {
      if (init) listener(init);
      for (const fragment of fragments) listener(fragment);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    followers: () => listeners.size,
  };
};
