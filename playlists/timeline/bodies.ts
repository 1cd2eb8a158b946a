/**
 * A resolution → the manifest body of one screen: its spans, the loops they play, the files of those. Screens with equal pictures get the
 * very same object, so its text and digest can be made once. TL12, TL14, TL20, TL21, SY1, RL1.
 */
import { canvasName } from '../model/canvas.ts';
import type { SlotId } from '../model/ids.ts';
import type { Screen } from '../model/screen.ts';
import { PRIORITY_RANK } from '../model/slot.ts';
import { DAY_MS, type Instant } from '../model/time.ts';
import {
  BODY_FORMAT,
  type Cue,
  type Loop,
  type ManifestBody,
  type ManifestFile,
  type ManifestSlide,
  type Span,
  type SpanRelay,
} from '../wire/manifest.ts';
import type { ShownStretch } from './boundaries.ts';
import { loopOfClaim, loopOfPlaylist, type MixedLoops, type PlayedLoop } from './claim-loops.ts';
import { fileOf, type LooseCue, type LooseLoop, type LooseSlide, renditionFor } from './loops.ts';
import type { Stretch } from './occurrences.ts';
import type { Claim } from './overlaps.ts';
import { behindRelays, createRelayUse, hasRelays } from './relays.ts';
import { resolveScreen } from './resolution.ts';
import { RULE, type Rule } from './rules.ts';
import { standingTickerOf, tickersOver } from './ticker-spans.ts';
import { marksOfCarriers } from './ticker-turns.ts';
import type { Variant } from './variants.ts';
import type { Ward } from './ward.ts';

/** A still that is held for as long as it takes. */
const holdStill = (cue: LooseCue): LooseLoop => ({
  lengthMs: DAY_MS,
  cues: [{ ...cue, at: 0, durationMs: DAY_MS }],
});

/** Loops, files and slides of one body, in an order of their own. */
interface Gathered {
  files: ManifestFile[];
  slides: ManifestSlide[];
  loops: Loop[];
  fallback: number | null;
}

/** `used` by name; equal names are equal loops. */
const gatherLoops = (used: readonly PlayedLoop[], fallback: ManifestFile | null): Gathered => {
  const byDigest = new Map<string, ManifestFile>();
  const bySlide = new Map<string, LooseSlide>();
  for (const { loop } of used)
    for (const cue of loop.cues) {
      const file = cue.kind === 'slide' ? cue.picture : cue.file;
      if (file) byDigest.set(file.digest, file);
      if (cue.kind === 'slide') bySlide.set(cue.slide.digest, cue);
    }
  if (fallback) byDigest.set(fallback.digest, fallback);
  const files = [...byDigest.values()].sort((a, b) => (a.digest < b.digest ? -1 : 1));
  const indexOf = new Map(files.map((file, index) => [file.digest as string, index]));
  const placeOf = (file: ManifestFile): number => indexOf.get(file.digest) as number;
  const slides = [...bySlide.values()].sort((a, b) => (a.slide.digest < b.slide.digest ? -1 : 1));
  const slideAt = new Map(slides.map(({ slide }, index) => [slide.digest as string, index]));
  const placed = (cue: LooseCue): Cue => {
    if (cue.kind !== 'slide') return { ...cue, file: placeOf(cue.file) };
    const { picture: _picture, slide, ...rest } = cue;
    return { ...rest, slide: slideAt.get(slide.digest) as number };
  };
  return {
    files,
    slides: slides.map(({ slide, picture }): ManifestSlide => ({ ...slide, picture: picture && placeOf(picture) })),
    loops: used.map(
      ({ playlistId, loop: { lengthMs, cues } }): Loop => ({
        playlistId,
        lengthMs,
        cues: cues.map(placed),
      }),
    ),
    fallback: fallback && placeOf(fallback),
  };
};

/** The safe image of the screen's site, if it is a still that is ready for this canvas (TL12). */
const safeFileOf = (ward: Ward, screen: Screen): ManifestFile | null => {
  const assetId = ward.sites.get(screen.siteId)?.safeAssetId;
  const asset = assetId ? ward.assets.get(assetId) : undefined;
  if (asset?.kind !== 'image') return null;
  const rendition = renditionFor(asset, screen.canvas);
  return rendition && fileOf(rendition);
};

/** Whether the second of two spans that touch only goes on with the first. */
const goesOn = (a: Span, b: Span): boolean =>
  a.rule === b.rule &&
  (a.kind === 'loop'
    ? b.kind === 'loop' && a.loop === b.loop && a.anchor === b.anchor && a.slotId === b.slotId
    : a.kind === b.kind) &&
  relayIn(a)?.slotId === relayIn(b)?.slotId;

const relayIn = (span: Span): SpanRelay | undefined => (span.kind === 'blank' ? undefined : span.relay);

/** A loop that a body plays. */
interface UsedLoop {
  played: PlayedLoop;
  /** Its place among the loops of the body; known when all are. */
  place: number;
}

/** The loops of one body, each once, as its stretches ask for them. */
interface LoopUse {
  /** What a stretch plays; null for those that play no loop. */
  of: (stretch: ShownStretch) => UsedLoop | null;
  /** From when the loop of the default playlist is counted that is on at an instant. */
  defaultSince: (at: Instant) => Instant;
  /** Puts them in an order of their own: by name. */
  inOrder: () => PlayedLoop[];
  /** Whether any of them is that of several slots in turn. */
  areInTurn: () => boolean;
  /** Whether an urgent slot shows slides alone: it waits for no file. */
  isUrgent: () => boolean;
}

const isPlain = ({ off, members, kind }: Claim): boolean =>
  off === '' && !members && (kind === 'slot' || kind === 'default');

const isUrgentSlide = ({ kind, level }: Claim, { loop }: PlayedLoop): boolean =>
  kind === 'slot' && level === PRIORITY_RANK.urgent && loop.cues.every((cue) => cue.kind === 'slide');

const createLoopUse = (ward: Ward, screen: Screen): LoopUse => {
  const clock = ward.clocks(screen.zone);
  const mixed: MixedLoops = new Map();
  const byName = new Map<string, UsedLoop>();
  /** A slot that nothing of is off plays the same at each of its occurrences; so does the default playlist. */
  const ofSlots = new Map<SlotId | null, UsedLoop | null>();
  const ofClaims = new Map<Claim, UsedLoop | null>();
  let isUrgent = false;
  const use = (played: PlayedLoop): UsedLoop => {
    const known = byName.get(played.name);
    if (known) return known;
    const used = { played, place: 0 };
    byName.set(played.name, used);
    return used;
  };
  const ofClaim = (claim: Claim): UsedLoop | null => {
    const known = isPlain(claim) ? ofSlots.get(claim.slotId) : ofClaims.get(claim);
    if (known !== undefined) return known;
    const played = loopOfClaim(ward, screen, claim, mixed);
    const used = played && use(played);
    if (isPlain(claim)) ofSlots.set(claim.slotId, used);
    else ofClaims.set(claim, used);
    if (played && isUrgentSlide(claim, played)) isUrgent = true;
    return used;
  };
  /** What the default playlist would show at an instant of its local day. */
  const variantOfDefault = (at: Instant): Variant | null => {
    const { day } = clock.readingAt(at);
    const today = { from: clock.instantOf(day, 0), until: clock.instantOf(day + 1, 0) };
    const variants = screen.defaultPlaylistId ? ward.variantsOf(screen.defaultPlaylistId, screen.zone, today) : [];
    return variants.find(({ until }) => at < until) ?? null;
  };
  const ofDefault = (at: Instant): UsedLoop | null => {
    const variant = variantOfDefault(at);
    const played = variant && loopOfPlaylist(ward, screen, screen.defaultPlaylistId, variant.off);
    return played && use(played);
  };
  const ofStill = (claim: Claim, cue: LooseCue): UsedLoop | null => {
    const played = loopOfClaim(ward, screen, claim, mixed);
    if (!played) return null;
    const name = `${played.name} ${cue.assetId} ${cue.by?.slotId ?? ''}`;
    return use({ name, playlistId: played.playlistId, loop: holdStill(cue) });
  };
  return {
    of: ({ claim, filler, from }) => {
      if (!filler) return ofClaim(claim);
      if (filler.kind === 'default') return ofDefault(from);
      return filler.kind === 'safe' ? null : ofStill(claim, filler.cue);
    },
    defaultSince: (at) => variantOfDefault(at)?.from ?? at,
    inOrder: () => {
      const inOrder = [...byName.values()].sort((a, b) => (a.played.name < b.played.name ? -1 : 1));
      inOrder.forEach((used, place) => {
        used.place = place;
      });
      return inOrder.map(({ played }) => played);
    },
    areInTurn: () => mixed.size > 0,
    isUrgent: () => isUrgent,
  };
};

const ruleOf = ({ members, kind }: Claim): Rule => {
  if (members) return RULE.turns;
  return kind === 'slot' ? RULE.strongestSlot : RULE.defaultPlaylist;
};

const composeBody = (ward: Ward, screen: Screen, horizon: Stretch, given: readonly ShownStretch[]): ManifestBody => {
  const { canvas, offsetMs } = screen;
  const relays = createRelayUse(ward, screen);
  const won = behindRelays(ward, screen, given);
  const use = createLoopUse(ward, screen);
  const played = won.map(use.of);
  const used = use.inOrder();
  const safe = safeFileOf(ward, screen);
  /** Many screens play the same loops at other times. Those of slots in turn hang on what the slots say as well. */
  const recall = use.areInTurn() ? ward.shared : ward.kept;
  const gathered = recall(
    `gathered ${canvasName(canvas)} ${safe?.digest} ${used.map(({ name }) => name).join('\n')}`,
    () => gatherLoops(used, safe),
  );
  const { files, slides, loops, fallback } = gathered;
  /** Keys in the order of canonical JSON: a body is spans above all, and what is in order is written many times faster. */
  const spanOf = (stretch: ShownStretch, inUse: UsedLoop | null): Span => {
    const { from, until, claim, filler } = stretch;
    if (claim.kind === 'blank') return { from, kind: 'blank', rule: RULE.blank, until };
    const relay = relays.of(claim);
    if (!inUse) return { from, kind: 'safe', ...(relay && { relay }), rule: RULE.safe, until };
    const isDefault = filler?.kind === 'default';
    const anchor = isDefault ? use.defaultSince(from) + offsetMs : (stretch.anchor ?? claim.from + offsetMs);
    const rule = isDefault ? RULE.defaultPlaylist : filler ? RULE.fit : ruleOf(claim);
    const slotId = isDefault ? null : claim.slotId;
    const loop = inUse.place;
    if (relay) return { anchor, from, kind: 'loop', loop, relay, rule, slotId, until };
    return { anchor, from, kind: 'loop', loop, rule, slotId, until };
  };
  const spans: Span[] = [];
  let last: Span | undefined;
  for (let place = 0; place < won.length; place += 1) {
    const span = spanOf(won[place] as ShownStretch, played[place] as UsedLoop | null);
    if (last && goesOn(last, span)) last.until = span.until;
    else {
      spans.push(span);
      last = span;
    }
  }
  const running = tickersOver(ward, screen, won, horizon);
  return {
    format: running ? BODY_FORMAT.tickers : slides.length > 0 ? BODY_FORMAT.slides : BODY_FORMAT.files,
    from: horizon.from,
    until: horizon.until,
    zone: screen.zone,
    canvas: { width: canvas.width, height: canvas.height },
    sound: screen.sound,
    spans,
    loops,
    files,
    ...(slides.length > 0 ? { slides } : {}),
    ...running,
    ...(relays.all.length > 0 ? { relays: relays.all } : {}),
    ...(use.isUrgent() ? { urgent: true as const } : {}),
    fallback,
    wardName: ward.schedule.wardName,
  };
};

/** The body of one screen within a prepared ward. */
export const bodyIn = (ward: Ward, screen: Screen, horizon: Stretch): ManifestBody => {
  const { won, showsDefault, bodies } = resolveScreen(ward, screen, horizon);
  const filler = showsDefault || hasRelays(ward) ? screen.defaultPlaylistId : null;
  const safe = safeFileOf(ward, screen)?.digest ?? null;
  const key = `${canvasName(screen.canvas)} ${screen.offsetMs} ${screen.sound} ${filler} ${safe} ${ward.schedule.wardName}${standingTickerOf(screen) ?? ''} ${marksOfCarriers(ward, screen)}`;
  const known = bodies.get(key);
  if (known) return known;
  const body = composeBody(ward, screen, horizon, won);
  bodies.set(key, body);
  return body;
};
