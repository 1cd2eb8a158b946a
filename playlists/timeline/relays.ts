/**
 * Relays in a timeline (RL1–RL3). A slot whose playlist names a relay shows that stream for the whole of its time; what else is in
 * the playlist, or the screen's default playlist where nothing else is, lies behind it for when the signal is lost. So a span stays what
 * it was, with the stream told beside it, and a player that cannot have the stream has nothing to decide.
 */
import type { PlaylistId, SlotId } from '../model/ids.ts';
import type { Screen } from '../model/screen.ts';
import type { Slot } from '../model/slot.ts';
import type { Instant } from '../model/time.ts';
import type { ManifestBody, ManifestRelay, SpanRelay } from '../wire/manifest.ts';
import type { ShownStretch } from './boundaries.ts';
import type { Claim } from './overlaps.ts';
import { lastStarted } from './playhead.ts';
import type { Ward } from './ward.ts';

/** Whether any content of the ward is a relay; nothing below is asked where none is. */
export const hasRelays = (ward: Ward): boolean =>
  ward.shared('has relays', () => ward.schedule.assets.some(({ relay }) => relay !== null));

/** A stream and who shows it. */
export interface PlacedRelay {
  source: ManifestRelay;
  slotId: SlotId;
  playlistId: PlaylistId;
}

/** The relay of a slot that has the screen for itself (RL2) and whose host the ward allows (RL3); null = it shows none. */
export const relayOfSlot = (ward: Ward, slot: Slot, screen: Screen, off = ''): PlacedRelay | null => {
  if (slot.share.kind !== 'exclusive' || !hasRelays(ward)) return null;
  const named = ward.loopOf(slot.playlistId, screen.canvas, off);
  const asset = named?.relay;
  if (!named || !asset?.relay?.isAllowed) return null;
  const source = { assetId: asset.id, digest: asset.relay.digest };
  return { source, slotId: slot.id, playlistId: named.playlistId };
};

/** The relay of a claim; of several in turn, that of the slot that hosts them. */
export const relayOfClaim = (ward: Ward, screen: Screen, claim: Claim): PlacedRelay | null => {
  if (!hasRelays(ward)) return null;
  for (const { kind, slotId, off } of claim.members ?? [claim]) {
    const slot = kind === 'slot' && slotId ? ward.slotOn(screen, slotId) : undefined;
    const found = slot ? relayOfSlot(ward, slot, screen, off) : null;
    if (found) return found;
  }
  return null;
};

/** The streams of one body, each once, as its stretches ask for them. */
export const createRelayUse = (ward: Ward, screen: Screen) => {
  const all: ManifestRelay[] = [];
  const placeOf = new Map<string, number>();
  const isNone = !hasRelays(ward);
  return {
    all,
    /** What a claim shows before anything else (RL1), its members in the order of canonical JSON. */
    of: (claim: Claim): SpanRelay | null => {
      const found = isNone ? null : relayOfClaim(ward, screen, claim);
      if (!found) return null;
      const { source: stream, slotId, playlistId } = found;
      const source = placeOf.get(stream.assetId) ?? all.push(stream) - 1;
      placeOf.set(stream.assetId, source);
      return { playlistId, slotId, source };
    },
  };
};

/** Puts the default playlist, from one change of it to the next, or the safe image behind relays that have nothing else behind them. */
export const behindRelays = (ward: Ward, screen: Screen, won: readonly ShownStretch[]): readonly ShownStretch[] => {
  if (!hasRelays(ward)) return won;
  const clock = ward.clocks(screen.zone);
  const { defaultPlaylistId } = screen;
  /** What the default playlist does from an instant on: until when it is shown, or is not. */
  const defaultFrom = (at: Instant): { until: Instant; kind: 'default' | 'safe' } => {
    const { day } = clock.readingAt(at);
    const today = { from: clock.instantOf(day, 0), until: clock.instantOf(day + 1, 0) };
    const variants = defaultPlaylistId ? ward.variantsOf(defaultPlaylistId, screen.zone, today) : [];
    const next = variants.find(({ until }) => at < until);
    if (!next || !defaultPlaylistId) return { until: today.until, kind: 'safe' };
    if (at < next.from) return { until: next.from, kind: 'safe' };
    const isShown = Boolean(ward.loopOf(defaultPlaylistId, screen.canvas, next.off)?.loop);
    return { until: next.until, kind: isShown ? 'default' : 'safe' };
  };
  return won.flatMap((stretch) => {
    const { claim, from, until, filler } = stretch;
    if (filler || claim.members || claim.kind !== 'slot' || !relayOfClaim(ward, screen, claim)) return [stretch];
    const slot = claim.slotId ? ward.slotOn(screen, claim.slotId) : undefined;
    if (!slot || ward.loopOf(slot.playlistId, screen.canvas, claim.off)?.loop) return [stretch];
    const parts: ShownStretch[] = [];
    for (let at = from; at < until; ) {
      const next = defaultFrom(at);
      const ends = Math.min(until, Math.max(next.until, at + 1));
      parts.push({ claim, from: at, until: ends, anchor: at, filler: { kind: next.kind } });
      at = ends;
    }
    return parts;
  });
};

/** A stream that a screen shows for a time, if it can be had; neighbouring spans of one slot are one window. */
export interface RelayWindow extends PlacedRelay {
  from: Instant;
  until: Instant;
}

const relayAtSpan = (body: ManifestBody, index: number): SpanRelay | null => {
  const span = body.spans[index];
  return (span && span.kind !== 'blank' && span.relay) || null;
};

/** The windows that touch `[from, until)`, whole, in order; of a body without relays none, and nothing is looked at. */
export const relayWindows = (body: ManifestBody, from: Instant, until: Instant): RelayWindow[] => {
  const { spans, relays } = body;
  if (!relays) return [];
  const isSame = (a: SpanRelay, b: SpanRelay | null): boolean => a.slotId === b?.slotId && a.source === b.source;
  const windows: RelayWindow[] = [];
  let index = Math.max(
    0,
    lastStarted(spans.length, (i) => spans[i]?.from ?? 0, from),
  );
  const first = relayAtSpan(body, index);
  while (first && index > 0 && isSame(first, relayAtSpan(body, index - 1))) index -= 1;
  while (index < spans.length && (spans[index]?.from ?? until) < until) {
    const relay = relayAtSpan(body, index);
    const source = relay && relays[relay.source];
    let last = index;
    if (relay) while (isSame(relay, relayAtSpan(body, last + 1))) last += 1;
    const [begins, ends] = [spans[index]?.from ?? 0, spans[last]?.until ?? 0];
    if (relay && source && ends > from)
      windows.push({ from: begins, until: ends, source, slotId: relay.slotId, playlistId: relay.playlistId });
    index = last + 1;
  }
  return windows;
};
