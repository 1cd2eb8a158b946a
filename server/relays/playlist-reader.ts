/** The text of an HLS playlist → what is to be fetched. Only plain live streams are taken: whole files, not encrypted, H.264 and AAC where it is said. */
import { parse, setOptions, type types } from 'hls-parser';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';

setOptions({ silent: true });

/** Most lines of a playlist; a live one has some dozens. */
const MOST_LINES = 5_000;
const MOST_SEGMENTS = 1_000;
/** Streams of more are made smaller anyway, and cost more to fetch. */
const MOST_BITS_PER_SECOND = 12_000_000;
const MOST_SEGMENT_MS = 30_000;

export interface Segment {
  url: string;
  /** Counted by the source; rises by one from each to the next. */
  number: number;
  durationMs: number;
  /** What must come before it (fMP4); null where it stands alone (TS). */
  map: string | null;
  /** Its times do not go on from those before. */
  isBreak: boolean;
}

export type SourcePlaylist =
  | { kind: 'choice'; media: string }
  | { kind: 'segments'; segments: Segment[]; targetMs: number; isOver: boolean };

const wrong = (detail: string) => refused('relay-not-a-stream', detail);

const isPlayable = ({ codecs, bandwidth, isIFrameOnly }: types.Variant): boolean =>
  !isIFrameOnly &&
  bandwidth <= MOST_BITS_PER_SECOND &&
  (codecs === undefined ||
    (/avc[13]/.test(codecs) && codecs.split(',').every((one) => /^\s*(avc[13]|mp4a)/.test(one))));

/** The best of several that is not larger than needed. */
const choose = ({ variants }: types.MasterPlaylist, from: string): Outcome<SourcePlaylist> => {
  const [best] = variants
    .filter(isPlayable)
    .sort(
      (a, b) =>
        Number((a.resolution?.height ?? 0) > 1080) - Number((b.resolution?.height ?? 0) > 1080) ||
        b.bandwidth - a.bandwidth,
    );
  if (!best) return wrong(`none of ${variants.length} variants is H.264 of at most ${MOST_BITS_PER_SECOND} bit/s`);
  if (!URL.canParse(best.uri, from)) return wrong(`a variant at ${best.uri.slice(0, 200)}`);
  return accepted({ kind: 'choice', media: new URL(best.uri, from).href });
};

const readSegments = ({ segments, targetDuration, endlist }: types.MediaPlaylist, from: string) => {
  if (segments.length > MOST_SEGMENTS) return wrong(`${segments.length} segments`);
  const found: Segment[] = [];
  for (const segment of segments) {
    const { uri, duration, mediaSequenceNumber: number, discontinuity, key, map, byterange } = segment;
    if (key && key.method !== 'NONE') return wrong(`encrypted by ${key.method}`);
    if (byterange || map?.byterange) return wrong('segments that are parts of files');
    const durationMs = Math.round(duration * 1_000);
    if (!(durationMs > 0 && durationMs <= MOST_SEGMENT_MS)) return wrong(`a segment of ${duration} s`);
    if (!URL.canParse(uri, from) || (map && !URL.canParse(map.uri, from))) return wrong('a segment without address');
    const at = (relative: string): string => new URL(relative, from).href;
    found.push({ url: at(uri), number, durationMs, map: map ? at(map.uri) : null, isBreak: Boolean(discontinuity) });
  }
  if (!(targetDuration > 0 && targetDuration * 1_000 <= MOST_SEGMENT_MS)) return wrong(`target of ${targetDuration} s`);
  return accepted<SourcePlaylist>({
    kind: 'segments',
    segments: found,
    targetMs: targetDuration * 1_000,
    isOver: endlist,
  });
};

/** Reads a playlist that was fetched from `from`. Never throws. */
export const readSource = (text: string, from: string): Outcome<SourcePlaylist> => {
  if (!/^\uFEFF?#EXTM3U\s*?(\r?\n|$)/.test(text)) return wrong(`no HLS playlist: ${JSON.stringify(text.slice(0, 60))}`);
  if (text.split('\n', MOST_LINES + 1).length > MOST_LINES) return wrong(`more than ${MOST_LINES} lines`);
  try {
    const read = parse(text.replace(/^\uFEFF/, ''));
    return read.isMasterPlaylist
      ? choose(read as types.MasterPlaylist, from)
      : readSegments(read as types.MediaPlaylist, from);
  } catch (thrown) {
    return wrong(`not understood: ${String(thrown).slice(0, 300)}`);
  }
};
