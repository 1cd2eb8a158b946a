/**
 * Follows a live HLS stream: asks for its playlist again and again and fetches each new segment once, in order, from three before the
 * newest on. Passing faults are tried again; whoever holds the feed decides when the signal counts as lost. What is no plain stream, or
 * leads to a host that is not allowed, ends it at once.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { accepted, type Outcome, type Refusal, type RefusalCode, refused } from '../../playlists/model/refusal.ts';
import type { RelayHost } from '../../playlists/model/relay.ts';
import { fetchOutside, type Resolve } from './outside.ts';
import { readSource, type Segment } from './playlist-reader.ts';

const PLAYLIST = { maxBytes: 512_000, timeoutMs: 8_000 };
/** Ten seconds of 12 Mbit/s, and a little. */
const SEGMENT = { maxBytes: 16_000_000, timeoutMs: 15_000 };
/** How far before the newest segment one begins: enough to bridge a late one. */
const SEGMENTS_BEHIND = 3;
const RETRY_MS = 1_000;

/** Faults of the line or of the moment. */
const PASSING: ReadonlySet<RefusalCode> = new Set(['relay-unreachable']);

export type Container = 'mpegts' | 'mov';
export interface SourcePiece {
  container: Container;
  /** With what must come before it, where that is new. */
  bytes: Buffer;
  durationMs: number;
}

/** What a segment is packed in; null = in nothing that is taken. */
export const containerOf = (bytes: Uint8Array, map: Uint8Array | null): Container | null => {
  const name = (of: Uint8Array): string => String.fromCharCode(...of.subarray(4, 8));
  if (map) return name(map) === 'ftyp' && ['styp', 'moof', 'sidx', 'prft', 'emsg'].includes(name(bytes)) ? 'mov' : null;
  return bytes[0] === 0x47 && (bytes.length === 188 || bytes[188] === 0x47) ? 'mpegts' : null;
};

export interface FeedPorts {
  url: string;
  hosts: () => readonly RelayHost[];
  signal: AbortSignal;
  resolve?: Resolve | undefined;
  /** A segment has come; resolves when the next is wanted. */
  take: (piece: SourcePiece) => Promise<void>;
  /** A fault that is tried again. */
  stumbled: (refusal: Refusal) => void;
}

/** Runs until the source ends, breaks (its times begin anew) or is refused. `null` = ended or broke: one may begin anew. */
export const followSource = async (ports: FeedPorts): Promise<Refusal | null> => {
  const { signal, take } = ports;
  let media = ports.url;
  let last: number | null = null;
  let mapAt: string | null = null;
  let map: Buffer | null = null;

  const fetched = (url: string, limits: { maxBytes: number; timeoutMs: number }) =>
    fetchOutside(url, { ...limits, hosts: ports.hosts(), signal, resolve: ports.resolve });

  const fetchSegment = async (segment: Segment): Promise<Outcome<SourcePiece>> => {
    let before: Buffer = Buffer.alloc(0);
    if (segment.map !== mapAt) {
      const found = segment.map === null ? null : await fetched(segment.map, SEGMENT);
      if (found && !found.ok) return found;
      map = found ? found.value.bytes : null;
      mapAt = segment.map;
      before = map ?? before;
    }
    const found = await fetched(segment.url, SEGMENT);
    if (!found.ok) {
      if (before.length > 0) mapAt = null;
      return found;
    }
    const container = containerOf(found.value.bytes, map);
    if (!container)
      return refused('relay-not-a-stream', `${segment.url} begins with ${found.value.bytes.toString('hex', 0, 12)}`);
    const bytes = before.length > 0 ? Buffer.concat([before, found.value.bytes]) : found.value.bytes;
    return accepted({ container, bytes, durationMs: segment.durationMs });
  };

  /** Whether to go on; a refusal ends it for good. */
  const round = async (): Promise<{ waitMs: number } | { end: Refusal | null }> => {
    const got = await fetched(media, PLAYLIST);
    const read = got.ok ? readSource(got.value.bytes.toString('utf8'), got.value.url) : got;
    if (!read.ok) return stumble(read.refusal);
    if (read.value.kind === 'choice') {
      if (media !== ports.url)
        return { end: refused('relay-not-a-stream', 'a choice of streams leads to another choice').refusal };
      media = read.value.media;
      return { waitMs: 0 };
    }
    const { segments, targetMs, isOver } = read.value;
    const newest = segments.at(-1)?.number ?? null;
    // The source began to count anew.
    if (last !== null && newest !== null && newest < last) return { end: null };
    const from: number = last ?? (newest ?? 0) - SEGMENTS_BEHIND;
    for (const segment of segments) {
      if (segment.number <= from || signal.aborted) continue;
      if (segment.isBreak && last !== null) return { end: null };
      const piece = await fetchSegment(segment);
      if (!piece.ok) return stumble(piece.refusal);
      last = segment.number;
      await take(piece.value);
    }
    return isOver ? { end: null } : { waitMs: Math.min(4_000, Math.max(400, targetMs / 2)) };
  };
  const stumble = (refusal: Refusal): { waitMs: number } | { end: Refusal } => {
    if (!PASSING.has(refusal.code)) return { end: refusal };
    ports.stumbled(refusal);
    return { waitMs: RETRY_MS };
  };

  while (!signal.aborted) {
    const next = await round();
    if ('end' in next) return next.end;
    await wait(next.waitMs, undefined, { signal }).catch(() => {});
  }
  return null;
};
