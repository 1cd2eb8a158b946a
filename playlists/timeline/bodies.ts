/**
 * A resolution → the manifest body of one screen: its spans, the loops they play, the files of those. Screens with equal pictures get the
 * very same object, so its text and digest can be made once. TL12, TL14, TL20, TL21, SY1.
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
} from '../wire/manifest.ts';
import type { ShownStretch } from './boundaries.ts';
import { loopOfClaim, loopOfPlaylist, type MixedLoops, type PlayedLoop } from './claim-loops.ts';
import { fileOf, type LooseCue, type LooseLoop, type LooseSlide, renditionFor } from './loops.ts';
import type { Stretch } from './occurrences.ts';
import type { Claim } from './overlaps.ts';
import { resolveScreen } from './resolution.ts';
import { RULE, type Rule } from './rules.ts';
import { standingTickerOf, tickersOver } from './ticker-spans.ts';
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
  loopAt: ReadonlyMap<string, number>;
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
    loopAt: new Map(used.map(({ name }, index) => [name, index])),
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
    : a.kind === b.kind);

const composeBody = (ward: Ward, screen: Screen, horizon: Stretch, won: readonly ShownStretch[]): ManifestBody => {
  const clock = ward.clocks(screen.zone);
  /** What the default playlist would show at an instant of its local day. */
  const variantOfDefault = (at: Instant): Variant | null => {
    const { day } = clock.readingAt(at);
    const today = { from: clock.instantOf(day, 0), until: clock.instantOf(day + 1, 0) };
    const variants = screen.defaultPlaylistId ? ward.variantsOf(screen.defaultPlaylistId, screen.zone, today) : [];
    return variants.find(({ until }) => at < until) ?? null;
  };
  const ofDefault = (at: Instant): PlayedLoop | null => {
    const variant = variantOfDefault(at);
    return variant ? loopOfPlaylist(ward, screen, screen.defaultPlaylistId, variant.off) : null;
  };
  const ofStill = ({ name, playlistId }: PlayedLoop, cue: LooseCue): PlayedLoop => ({
    name: `${name} ${cue.assetId} ${cue.by?.slotId ?? ''}`,
    playlistId,
    loop: holdStill(cue),
  });
  const mixed: MixedLoops = new Map();
  /** A slot that nothing of is off plays the same at each of its occurrences; so does the default playlist. */
  const ofSlots = new Map<SlotId | null, PlayedLoop | null>();
  const ofClaims = new Map<Claim, PlayedLoop | null>();
  const ownLoopOf = (claim: Claim): PlayedLoop | null => {
    const isPlain = claim.off === '' && !claim.members && (claim.kind === 'slot' || claim.kind === 'default');
    const known = isPlain ? ofSlots.get(claim.slotId) : ofClaims.get(claim);
    if (known !== undefined) return known;
    const found = loopOfClaim(ward, screen, claim, mixed);
    if (isPlain) ofSlots.set(claim.slotId, found);
    else ofClaims.set(claim, found);
    return found;
  };
  /** What a stretch plays; null for those that play no loop. */
  const loopOf = ({ claim, filler, from }: ShownStretch): PlayedLoop | null => {
    if (filler?.kind === 'default') return ofDefault(from);
    if (filler?.kind === 'safe') return null;
    const named = ownLoopOf(claim);
    return named && filler?.kind === 'still' ? ofStill(named, filler.cue) : named;
  };
  const played = won.map(loopOf);
  const byName = new Map<string, PlayedLoop>();
  for (const one of new Set(played)) if (one) byName.set(one.name, one);
  const used = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const safe = safeFileOf(ward, screen);
  /** Many screens play the same loops at other times. */
  const gathered = ward.shared(
    `gathered ${canvasName(screen.canvas)} ${safe?.digest} ${used.map(({ name }) => name).join('\n')}`,
    () => gatherLoops(used, safe),
  );
  const { files, slides, loops, loopAt, fallback } = gathered;
  /** An urgent slot that shows slides alone waits for no file. */
  const isUrgent = won.some(
    ({ claim }, place) =>
      claim.kind === 'slot' &&
      claim.level === PRIORITY_RANK.urgent &&
      (played[place]?.loop.cues.every(({ kind }) => kind === 'slide') ?? false),
  );
  /** Keys in the order of canonical JSON: a body is spans above all, and what is in order is written many times faster. */
  const spanOf = (stretch: ShownStretch, named: PlayedLoop | null): Span => {
    const { from, until, claim, filler, anchor = claim.from + screen.offsetMs } = stretch;
    if (claim.kind === 'blank') return { from, kind: 'blank', rule: RULE.blank, until };
    if (!named) return { from, kind: 'safe', rule: RULE.safe, until };
    const play = (anchor: Instant, rule: Rule, slotId: SlotId | null): Span => {
      const loop = loopAt.get(named.name) as number;
      return { anchor, from, kind: 'loop', loop, rule, slotId, until };
    };
    if (filler?.kind === 'still') return play(anchor, RULE.fit, claim.slotId);
    if (filler?.kind === 'default')
      return play((variantOfDefault(from)?.from ?? from) + screen.offsetMs, RULE.defaultPlaylist, null);
    const rule = claim.members ? RULE.turns : claim.kind === 'slot' ? RULE.strongestSlot : RULE.defaultPlaylist;
    return play(anchor, rule, claim.slotId);
  };
  const spans: Span[] = [];
  won.forEach((stretch, place) => {
    const span = spanOf(stretch, played[place] ?? null);
    const last = spans.at(-1);
    if (last && goesOn(last, span)) last.until = span.until;
    else spans.push(span);
  });
  const running = tickersOver(ward, screen, won);
  return {
    format: running ? BODY_FORMAT.tickers : slides.length > 0 ? BODY_FORMAT.slides : BODY_FORMAT.files,
    from: horizon.from,
    until: horizon.until,
    zone: screen.zone,
    canvas: { width: screen.canvas.width, height: screen.canvas.height },
    sound: screen.sound,
    spans,
    loops,
    files,
    ...(slides.length > 0 ? { slides } : {}),
    ...running,
    ...(isUrgent ? { urgent: true as const } : {}),
    fallback,
    wardName: ward.schedule.wardName,
  };
};

/** The body of one screen within a prepared ward. */
export const bodyIn = (ward: Ward, screen: Screen, horizon: Stretch): ManifestBody => {
  const { won, showsDefault, bodies } = resolveScreen(ward, screen, horizon);
  const filler = showsDefault ? screen.defaultPlaylistId : null;
  const safe = safeFileOf(ward, screen)?.digest ?? null;
  const key = `${canvasName(screen.canvas)} ${screen.offsetMs} ${screen.sound} ${filler} ${safe} ${ward.schedule.wardName}${standingTickerOf(screen) ?? ''}`;
  const known = bodies.get(key);
  if (known) return known;
  const body = composeBody(ward, screen, horizon, won);
  bodies.set(key, body);
  return body;
};
