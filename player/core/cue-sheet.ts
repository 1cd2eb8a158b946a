/**
 * What the page is told: from a manifest, an instant and the files on disk to the next cues with absolute times. Pure. The
 * timeline is asked, never guessed (`cuesBetween`); what cannot be shown becomes the safe image, and that the player's card.
 */

import type { AssetId, Digest } from '../../playlists/model/ids.ts';
import { assertNever } from '../../playlists/model/refusal.ts';
import { cuesBetween, type Playhead } from '../../playlists/timeline/playhead.ts';
import { tickersBetween } from '../../playlists/timeline/ticker-playhead.ts';
import type { ManifestBody, ManifestFile } from '../../playlists/wire/manifest.ts';
import type { StageCue, StageTicker } from '../../playlists/wire/stage.ts';
import type { LiveRelay } from './relay-watch.ts';

/** The sheet reaches so far, but always to the second cue after the current one. */
export const SHEET_AHEAD_MS = 60_000;
const CUES_AT_LEAST = 3;
/** Half of what the page takes: a cue may become two at the end of a lease. */
const CUES_AT_MOST = 32;
const END_OF_TIME = 9_000_000_000_000;

const nothing = { assetId: null, digest: null, slotId: null, playlistId: null };

/** The page's address of a file. */
export const mediaUrl = (digest: Digest): string => `/media/${digest}`;
/** The page's address of a relay. */
export const relayUrl = (assetId: AssetId): string => `/relay/${assetId}`;

/** The safe image if there is one on disk, else the player's card. */
export const safeCue = (
  id: string,
  times: { from: number; until: number },
  file: ManifestFile | null,
  { has, failed }: Pick<SheetFacts, 'has' | 'failed'>,
): StageCue => {
  const shown = file && has(file.digest) && !failed.has(id) ? file : null;
  return {
    ...nothing,
    id: failed.has(id) ? `${id}-card` : id,
    kind: shown ? 'safe' : 'card',
    url: shown ? mediaUrl(shown.digest) : null,
    from: times.from,
    until: times.until,
    offsetMs: 0,
    muted: true,
    digest: shown?.digest ?? null,
  };
};

/** Dark on purpose. */
export const blankCue = (id: string, times: { from: number; until: number }): StageCue => ({
  ...nothing,
  ...times,
  id,
  kind: 'blank',
  url: null,
  offsetMs: 0,
  muted: true,
});

export const fallbackOf = (body: ManifestBody): ManifestFile | null =>
  body.fallback === null ? null : (body.files[body.fallback] ?? null);

export interface SheetFacts {
  body: ManifestBody;
  /** End of the lease: nothing but the safe image after it. */
  validUntil: number;
  has: (digest: Digest) => boolean;
  /** Cues that the page could not paint. */
  failed: ReadonlySet<string>;
  /** Safe mode: what moves gives way to the safe image, and nothing comes in over something else. Absent = no. */
  stillsOnly?: boolean;
  /** The relay that can be had; absent = none. */
  relay?: LiveRelay | null;
}

/**
 * A showing is the same as long as content, slot and the instant of its first frame are the same, whatever manifest names
 * it: so a new manifest does not touch a running cue that it keeps.
 */
const cueOf = (head: Playhead, facts: SheetFacts): StageCue => {
  const times = { from: head.from, until: head.until };
  switch (head.kind) {
    case 'cue': {
      const { slide, file } = head;
      const digest = slide?.digest ?? file?.digest;
      const id = `${digest?.slice(0, 16)}-${head.from - head.entryMs}-${head.slotId ?? 'default'}`;
      const isHere = file !== null && facts.has(file.digest);
      // A slide is in the manifest: without its picture it is shown as well.
      if (facts.failed.has(id) || !digest || (!slide && !isHere) || (facts.stillsOnly && head.cue.kind === 'video'))
        return safeCue(`${id}-safe`, times, fallbackOf(facts.body), facts);
      return {
        ...times,
        id,
        kind: head.cue.kind,
        url: isHere ? mediaUrl(file.digest) : null,
        offsetMs: head.entryMs,
        muted: !facts.body.sound,
        ...(slide && { slide: { content: slide.content, palette: slide.palette, zone: facts.body.zone } }),
        // Whoever joins in the middle has nothing to come in over.
        ...(head.cue.enter && head.entryMs === 0 && !facts.stillsOnly ? { enter: head.cue.enter } : {}),
        assetId: head.cue.assetId,
        digest,
        slotId: head.slotId,
        playlistId: head.playlistId,
      };
    }
    case 'safe':
      return safeCue(`safe-${head.from}`, times, head.file, facts);
    case 'blank':
      return blankCue(`blank-${head.from}`, times);
    default:
      return assertNever(head);
  }
};

/** Lays the relay over the cues that it takes the place of; what is before and after it stays. */
const layRelay = (cues: readonly StageCue[], relay: LiveRelay, { body, failed }: SheetFacts): StageCue[] => {
  const { source, slotId, playlistId, until } = relay;
  const from = Math.max(relay.from, relay.since);
  const id = `relay-${source.digest.slice(0, 16)}-${from}-${slotId}`;
  if (from >= until || failed.has(id) || (cues.at(-1)?.until ?? 0) <= from) return [...cues];
  const laid: StageCue = {
    id,
    kind: 'relay',
    url: relayUrl(source.assetId),
    from,
    until,
    offsetMs: 0,
    muted: !body.sound,
    assetId: source.assetId,
    digest: source.digest,
    slotId,
    playlistId,
  };
  return [
    ...cues.flatMap((cue) => (cue.from < from ? [{ ...cue, until: Math.min(cue.until, from) }] : [])),
    laid,
    ...cues.filter((cue) => cue.from >= until),
  ];
};

/** The cues from `now` on: sorted, contiguous, the first one running; ends with the lease in the safe image. */
export const planCues = (facts: SheetFacts, now: number): StageCue[] => {
  const { body, validUntil } = facts;
  const expired = (from: number): StageCue =>
    safeCue(`lease-end-${validUntil}`, { from, until: END_OF_TIME }, fallbackOf(body), facts);
  if (now >= validUntil) return [expired(validUntil)];
  let heads = cuesBetween(body, now, now + SHEET_AHEAD_MS, CUES_AT_MOST);
  if (heads.length < CUES_AT_LEAST) heads = cuesBetween(body, now, END_OF_TIME, CUES_AT_LEAST);
  let cues: StageCue[] = [];
  for (const head of heads) {
    if (head.from >= validUntil) break;
    const cue = cueOf(head, facts);
    const last = cues.at(-1);
    /** A span edge in the middle of one showing. */
    if (last && last.id === cue.id) last.until = cue.until;
    else cues.push(cue);
  }
  if (facts.relay && !facts.stillsOnly) cues = layRelay(cues, facts.relay, facts);
  const last = cues.at(-1);
  if (last && last.until >= validUntil) {
    last.until = validUntil;
    cues.push(expired(validUntil));
  }
  return cues;
};

/** Half of what the page takes. */
const TICKERS_AT_MOST = 8;

/** The tickers that run within the reach of a sheet; none after the lease and none in safe mode. */
export const planTickers = (
  { body, validUntil, stillsOnly }: Pick<SheetFacts, 'body' | 'validUntil' | 'stillsOnly'>,
  now: number,
): StageTicker[] =>
  (stillsOnly ? [] : tickersBetween(body, now, Math.min(now + SHEET_AHEAD_MS, validUntil), TICKERS_AT_MOST)).map(
    (run) => ({
      ...run,
      until: Math.min(run.until, validUntil),
    }),
  );
