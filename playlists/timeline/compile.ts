/**
 * Schedule → manifest bodies: who fills which stretch of each screen (overlaps.ts), with which loop, from which files. The
 * same rules give the same bytes: nothing depends on the order of the input or on the minute of the day on which one
 * publishes. Screens with equal rules share the work and, where the result is equal, the very body. TL1, TL5, TL11–TL16, TL19–TL21, SH1–SH3, SY1.
 */
import { canvasName } from '../model/canvas.ts';
import type { Finding } from '../model/finding.ts';
import type { PlaylistId, ScreenId } from '../model/ids.ts';
import type { Schedule } from '../model/schedule.ts';
import type { Screen } from '../model/screen.ts';
import { PRIORITY_RANK, type Share } from '../model/slot.ts';
import { DAY_MS, HORIZON_DAYS, type Instant, type ZoneId } from '../model/time.ts';
import {
  type Cue,
  type Loop,
  type ManifestBody,
  type ManifestFile,
  type ManifestSlide,
  NEWEST_BODY_FORMAT,
  type Span,
} from '../wire/manifest.ts';
import { clip, type ShownStretch, settleBoundaries, showAsWon } from './boundaries.ts';
import { speakOfTroubles, troublesOf } from './content-findings.ts';
import { fileOf, type LooseCue, type LooseLoop, type LooseSlide, renditionFor } from './loops.ts';
import { blankStretchesOf, type Stretch } from './occurrences.ts';
import { type Claim, LEVEL, resolveClaims, type WonStretch } from './overlaps.ts';
import { RULE } from './rules.ts';
import { mixLoops, type Part, resolveShares } from './shares.ts';
import type { Variant } from './variants.ts';
import { createWallClocks, type WallClock, type WallClocks, weekdayOf } from './wall-clock.ts';
import { type AimedSlot, prepareWard, type Ward } from './ward.ts';

/** A body and what is worth saying about it; shared bodies are the same object. */
export interface CompiledScreen {
  body: ManifestBody;
  findings: Finding[];
}

/**
 * The time a publish at `now` covers (TL19): from the start of the local day, 36 local days; so at least `HORIZON_DAYS` remain
 * whatever the hour, and publishing twice on a day changes nothing by itself.
 */
export const horizonOf = (now: Instant, zone: ZoneId): Stretch => horizonOn(createWallClocks()(zone), now);

/** `horizonOf` for whoever has a clock at hand. */
export const horizonOn = (clock: WallClock, now: Instant): Stretch => {
  const today = clock.readingAt(now).day;
  return { from: clock.instantOf(today, 0), until: clock.instantOf(today + HORIZON_DAYS + 1, 0) };
};

/** A claim for each stretch in which the playlist is one loop and has something to show (TL15, PL5). */
const claimsToShow = (
  ward: Ward,
  screen: Screen,
  playlistId: PlaylistId,
  within: Stretch,
  claim: Omit<Claim, 'from' | 'until' | 'off'>,
): Claim[] =>
  ward
    .variantsOf(playlistId, screen.zone, within)
    .filter(({ off }) => isPlayable(ward, playlistId, screen, off))
    .map((variant) => ({ ...claim, ...variant }));

/** The claims of one slot. A playlist that is always the same loop is asked about once, not at every occurrence. */
export const claimsOfSlot = (
  ward: Ward,
  screen: Screen,
  { slot, specificity }: AimedSlot,
  horizon: Stretch,
): Claim[] => {
  const { id: slotId, playlistId } = slot;
  const level = PRIORITY_RANK[slot.priority];
  const runs = ward.occurrencesIn(slot, screen.zone, horizon);
  if (!ward.isConditional(playlistId)) {
    if (!isPlayable(ward, playlistId, screen)) return [];
    return runs.map(
      ({ from, until }): Claim => ({
        kind: 'slot',
        level,
        specificity,
        slotId,
        startedAt: from,
        off: '',
        from,
        until,
      }),
    );
  }
  return runs.flatMap((run) =>
    claimsToShow(ward, screen, playlistId, run, { kind: 'slot', level, specificity, slotId, startedAt: run.from }),
  );
};

/** The default playlist begins anew with each local day (TL14). */
const defaultClaims = (ward: Ward, screen: Screen, playlistId: PlaylistId, horizon: Stretch): Claim[] => {
  const clock = ward.clocks(screen.zone);
  const claims: Claim[] = [];
  const isSteady = !ward.isConditional(playlistId);
  const last = clock.readingAt(horizon.until).day;
  for (let day = clock.readingAt(horizon.from).day; day <= last; day += 1) {
    const from = clock.instantOf(day, 0);
    const until = clock.instantOf(day + 1, 0);
    const whole = { kind: 'default', level: LEVEL.default, specificity: 0, slotId: null, startedAt: from } as const;
    if (isSteady) claims.push({ ...whole, from, until, off: '' });
    else claims.push(...claimsToShow(ward, screen, playlistId, { from, until }, whole));
  }
  return claims;
};

const isPlayable = (ward: Ward, playlistId: PlaylistId | null, screen: Screen, off = ''): playlistId is PlaylistId =>
  playlistId !== null && Boolean(ward.loopOf(playlistId, screen.canvas, off)?.loop);

/** Everything that would fill the screen within the horizon. What cannot be shown there makes no claim (TL15). */
export const claimsOn = (ward: Ward, screen: Screen, slots: readonly AimedSlot[], horizon: Stretch): Claim[] => {
  const clock = ward.clocks(screen.zone);
  const own = { specificity: 0, slotId: null, off: '' };
  const claims: Claim[] = [{ ...own, kind: 'safe', ...horizon, level: LEVEL.safe, startedAt: horizon.from }];
  const { defaultPlaylistId } = screen;
  if (isPlayable(ward, defaultPlaylistId, screen))
    claims.push(...defaultClaims(ward, screen, defaultPlaylistId, horizon));
  for (const hours of screen.blankHours) {
    for (const { from, until } of blankStretchesOf(hours, clock, horizon)) {
      claims.push({ ...own, kind: 'blank', from, until, level: LEVEL.blank, startedAt: from });
    }
  }
  for (const slot of slots) for (const claim of claimsOfSlot(ward, screen, slot, horizon)) claims.push(claim);
  return claims;
};

/** Slots of the screen that have something to show on its canvas. */
export const playableSlotsOf = (ward: Ward, screen: Screen): readonly AimedSlot[] =>
  ward.shared(`playable ${screen.id}`, () => {
    const known = new Map<PlaylistId, boolean>();
    return ward.slotsOf(screen).filter(({ slot: { playlistId } }) => {
      const can = known.get(playlistId) ?? isPlayable(ward, playlistId, screen);
      known.set(playlistId, can);
      return can;
    });
  });

/** Mondays 00:00 of a zone around a horizon: the last one not after its start, and all up to a day after its end. */
const resetsAround = (clock: WallClock, horizon: Stretch): Instant[] => {
  const { day } = clock.readingAt(horizon.from);
  const resets: Instant[] = [];
  for (let monday = day + 1 - weekdayOf(day); ; monday += 7) {
    const reset = clock.instantOf(monday, 0);
    resets.push(reset);
    if (reset >= horizon.until + DAY_MS) return resets;
  }
};

const EXCLUSIVE: Share = { kind: 'exclusive' };

/** Who of the claims of these slots, and of what is no slot, has the screen when, before ends are settled. */
export const winAmong = (claims: readonly Claim[], slots: readonly AimedSlot[], within: Stretch): WonStretch[] => {
  if (slots.every(({ slot }) => slot.share.kind === 'exclusive')) return resolveClaims(claims, within);
  const shares = new Map(slots.map(({ slot }) => [slot.id, slot.share]));
  return resolveShares(claims, within, ({ slotId }) => (slotId && shares.get(slotId)) || EXCLUSIVE);
};

const win = (ward: Ward, screen: Screen, slots: readonly AimedSlot[], within: Stretch): WonStretch[] =>
  winAmong(claimsOn(ward, screen, slots, within), slots, within);

/** What a claim plays, by a name that equal loops share. */
interface NamedLoop {
  name: string;
  playlistId: PlaylistId;
  loop: LooseLoop;
}

const namedLoop = (ward: Ward, screen: Screen, playlistId: PlaylistId, off: string): NamedLoop | null => {
  const loop = ward.loopOf(playlistId, screen.canvas, off)?.loop;
  return loop ? { name: off === '' ? playlistId : `${playlistId} ${off}`, playlistId, loop } : null;
};

/** Loops of several, by name. Kept while one screen is worked on: each has hundreds of cues, and few screens have the same. */
type MixedLoops = Map<string, NamedLoop>;

/** The loop that a claim plays on a screen; null for what plays none. */
const loopOfClaim = (ward: Ward, screen: Screen, claim: Claim, mixed: MixedLoops): NamedLoop | null => {
  const { kind, slotId, off, members } = claim;
  if (members) return sharedLoop(ward, screen, members, mixed);
  const slot = slotId && ward.slotOn(screen, slotId);
  const playlistId = kind === 'default' ? screen.defaultPlaylistId : slot ? slot.playlistId : null;
  return playlistId ? namedLoop(ward, screen, playlistId, off) : null;
};

const sharedLoop = (ward: Ward, screen: Screen, members: readonly Claim[], mixed: MixedLoops): NamedLoop => {
  const ids = members.map(({ slotId, off }) => `${slotId ?? 'default'}${off && `(${off})`}`);
  const name = `turns ${ids.join(' ')}`;
  const known = mixed.get(name);
  if (known) return known;
  const parts = members.flatMap((member): Part[] => {
    const own = loopOfClaim(ward, screen, member, mixed);
    const share = (member.slotId && ward.slotOn(screen, member.slotId)?.share) || EXCLUSIVE;
    return own ? [{ slotId: member.slotId, playlistId: own.playlistId, loop: own.loop, share }] : [];
  });
  const made = { name, playlistId: (parts[0] as Part).playlistId, loop: mixLoops(parts) };
  mixed.set(name, made);
  return made;
};

const settle = (
  ward: Ward,
  screen: Screen,
  slots: readonly AimedSlot[],
  horizon: Stretch,
  wonBy: (within: Stretch) => WonStretch[],
): ShownStretch[] => {
  const resets = resetsAround(ward.clocks(screen.zone), horizon);
  const window = { from: resets[0] as Instant, until: resets.at(-1) as Instant };
  const bySlot = new Map(slots.map(({ slot }) => [slot.id, slot]));
  const mixed: MixedLoops = new Map();
  const slotOf = (claim: Claim) => (claim.slotId === null ? undefined : bySlot.get(claim.slotId));
  const settled = settleBoundaries(wonBy(window), {
    boundaryOf: (claim) => slotOf(claim)?.boundary ?? 'cut',
    loopOf: (claim) => loopOfClaim(ward, screen, claim, mixed)?.loop ?? null,
    hasDefault: isPlayable(ward, screen.defaultPlaylistId, screen),
    resets,
    offsetMs: screen.offsetMs,
  });
  return clip(settled, horizon);
};

const resolve = (ward: Ward, screen: Screen, horizon: Stretch): { key: string; won: ShownStretch[] } => {
  const slots = playableSlotsOf(ward, screen);
  const rules = slots.map(({ slot, specificity }) => `${slot.id}:${specificity}`).join();
  const filler = isPlayable(ward, screen.defaultPlaylistId, screen);
  /** Where changes wait for cues, their lengths count, and those may differ between canvases; so may what is ready. */
  const isExact = slots.every(({ slot }) => slot.boundary === 'cut');
  const isSteady = !slots.some(({ slot }) => ward.isConditional(slot.playlistId));
  const steadyDefault = screen.defaultPlaylistId === null || !ward.isConditional(screen.defaultPlaylistId);
  const canvas = isExact && isSteady && steadyDefault ? '' : canvasName(screen.canvas);
  const ownDefault = steadyDefault ? filler : screen.defaultPlaylistId;
  const { zone, offsetMs } = screen;
  const plain = `${zone} ${horizon.from} ${horizon.until} ${ownDefault} ${canvas} ${JSON.stringify(screen.blankHours)} ${rules}`;
  /** Who wins when does not depend on the offset: the screens of a stepping group work it out once. */
  const wonBy = (within: Stretch) => ward.shared(`claims ${plain}`, () => win(ward, screen, slots, within));
  const key = `won ${offsetMs} ${plain}`;
  const won = ward.shared(key, () =>
    isExact ? showAsWon(wonBy(horizon), offsetMs) : settle(ward, screen, slots, horizon, wonBy),
  );
  return { key, won };
};

/** A screen's whole timeline as it is shown, and the key under which screens with equal rules share it. */
export const resolveScreen = (ward: Ward, screen: Screen, horizon: Stretch): { key: string; won: ShownStretch[] } =>
  ward.shared(`resolved ${screen.id} ${horizon.from} ${horizon.until}`, () => resolve(ward, screen, horizon));

/** A still that is held for as long as it takes. */
const holdStill = (cue: LooseCue): LooseLoop => ({
  lengthMs: DAY_MS,
  cues: [{ ...cue, at: 0, durationMs: DAY_MS }],
});

/** Loops and files of one body, gathered as spans ask for them and then put in an order of their own. */
const gatherLoops = (used: ReadonlyMap<string, NamedLoop>, fallback: ManifestFile | null) => {
  const loops = [...used.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const byDigest = new Map<string, ManifestFile>();
  const bySlide = new Map<string, LooseSlide>();
  for (const { loop } of loops)
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
    loops: loops.map(
      ({ playlistId, loop: { lengthMs, cues } }): Loop => ({
        playlistId,
        lengthMs,
        cues: cues.map(placed),
      }),
    ),
    loopAt: new Map(loops.map(({ name }, index) => [name, index])),
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
  const ofDefault = (at: Instant): NamedLoop | null => {
    const variant = variantOfDefault(at);
    return screen.defaultPlaylistId && variant ? namedLoop(ward, screen, screen.defaultPlaylistId, variant.off) : null;
  };
  const ofStill = ({ name, playlistId }: NamedLoop, cue: LooseCue): NamedLoop => ({
    name: `${name} ${cue.assetId} ${cue.by?.slotId ?? ''}`,
    playlistId,
    loop: holdStill(cue),
  });
  const own = new Map<Claim, NamedLoop | null>();
  const mixed: MixedLoops = new Map();
  /** What a stretch plays; null for those that play no loop. */
  const loopOf = ({ claim, filler, from }: ShownStretch): NamedLoop | null => {
    if (filler?.kind === 'default') return ofDefault(from);
    if (filler?.kind === 'safe') return null;
    const known = own.get(claim);
    const named = known === undefined ? loopOfClaim(ward, screen, claim, mixed) : known;
    own.set(claim, named);
    return named && filler?.kind === 'still' ? ofStill(named, filler.cue) : named;
  };
  const used = new Map<string, NamedLoop>();
  for (const stretch of won) {
    const named = loopOf(stretch);
    if (named) used.set(named.name, named);
  }
  const { files, slides, loops, loopAt, fallback } = gatherLoops(used, safeFileOf(ward, screen));
  /** An urgent slot that shows slides alone waits for no file. */
  const isUrgent = won.some((stretch) => {
    if (stretch.claim.level !== PRIORITY_RANK.urgent || stretch.claim.kind !== 'slot') return false;
    return loopOf(stretch)?.loop.cues.every(({ kind }) => kind === 'slide') ?? false;
  });
  const spanOf = (stretch: ShownStretch): Span => {
    const { from, until, claim, anchor, filler } = stretch;
    if (claim.kind === 'blank') return { kind: 'blank', from, until, rule: RULE.blank };
    const named = loopOf(stretch);
    if (!named) return { kind: 'safe', from, until, rule: RULE.safe };
    const common = { kind: 'loop', from, until, loop: loopAt.get(named.name) as number } as const;
    if (filler?.kind === 'still') return { ...common, anchor, slotId: claim.slotId, rule: RULE.fit };
    if (filler?.kind === 'default') {
      const anchor = (variantOfDefault(from)?.from ?? from) + screen.offsetMs;
      return { ...common, anchor, slotId: null, rule: RULE.defaultPlaylist };
    }
    const rule = claim.members ? RULE.turns : claim.kind === 'slot' ? RULE.strongestSlot : RULE.defaultPlaylist;
    return { ...common, anchor, slotId: claim.slotId, rule };
  };
  const spans: Span[] = [];
  for (const stretch of won) {
    const span = spanOf(stretch);
    const last = spans.at(-1);
    if (last && goesOn(last, span)) last.until = span.until;
    else spans.push(span);
  }
  return {
    format: slides.length > 0 ? NEWEST_BODY_FORMAT : 1,
    from: horizon.from,
    until: horizon.until,
    zone: screen.zone,
    canvas: { width: screen.canvas.width, height: screen.canvas.height },
    sound: screen.sound,
    spans,
    loops,
    files,
    ...(slides.length > 0 ? { slides } : {}),
    ...(isUrgent ? { urgent: true as const } : {}),
    fallback,
    wardName: ward.schedule.wardName,
  };
};

/** The body of one screen within a prepared ward. */
export const bodyIn = (ward: Ward, screen: Screen, horizon: Stretch): ManifestBody => {
  const { key, won } = resolveScreen(ward, screen, horizon);
  const isFilled = ward.shared(`filled ${key}`, () =>
    won.some(
      ({ claim, filler }) =>
        [claim, ...(claim.members ?? [])].some(({ kind }) => kind === 'default') || filler?.kind === 'default',
    ),
  );
  const filler = isFilled ? screen.defaultPlaylistId : null;
  const safe = safeFileOf(ward, screen)?.digest ?? null;
  return ward.shared(`body ${canvasName(screen.canvas)} ${screen.sound} ${filler} ${safe} ${key}`, () =>
    composeBody(ward, screen, horizon, won),
  );
};

const compileIn = (ward: Ward, screen: Screen, horizon: Stretch): CompiledScreen => ({
  body: bodyIn(ward, screen, horizon),
  findings: speakOfTroubles(ward, troublesOf(ward, screen, resolveScreen(ward, screen, horizon).won, horizon)),
});

/** Compiles one screen over any horizon. Throws on an unknown screen or an empty horizon (bugs of the caller). */
export const compileScreen = (schedule: Schedule, screenId: ScreenId, horizon: Stretch): CompiledScreen => {
  const ward = prepareWard(schedule);
  const screen = ward.screens.get(screenId);
  if (!screen) throw new RangeError(`no screen ${screenId} in this schedule`);
  if (!(horizon.from < horizon.until)) throw new RangeError('a horizon ends after it begins');
  return compileIn(ward, screen, horizon);
};

/**
 * Compiles every screen (or those of `screenIds`) for a publish at `now`, each over `horizonOf(now, its zone)`. Screens with
 * equal pictures get the same body object, so its text and digest can be made once.
 */
export const compileWard = (
  schedule: Schedule,
  now: Instant,
  options: { screenIds?: Iterable<ScreenId>; clocks?: WallClocks } = {},
): Map<ScreenId, CompiledScreen> => {
  const ward = prepareWard(schedule, options.clocks);
  const wanted = options.screenIds && new Set(options.screenIds);
  const compiled = new Map<ScreenId, CompiledScreen>();
  for (const screen of schedule.screens) {
    if (wanted && !wanted.has(screen.id)) continue;
    compiled.set(screen.id, compileIn(ward, screen, horizonOn(ward.clocks(screen.zone), now)));
  }
  return compiled;
};
