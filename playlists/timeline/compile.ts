/**
 * Schedule → manifest bodies: who fills which stretch of each screen (overlaps.ts), with which loop, from which files. The
 * same rules give the same bytes: nothing depends on the order of the input or on the minute of the day on which one
 * publishes. Screens with equal rules share the work and, where the result is equal, the very body. TL1, TL5, TL11–TL16, TL19.
 */
import { canvasName } from '../model/canvas.ts';
import type { Finding } from '../model/finding.ts';
import type { PlaylistId, ScreenId, SlotId } from '../model/ids.ts';
import type { Schedule } from '../model/schedule.ts';
import type { Screen } from '../model/screen.ts';
import { PRIORITY_RANK } from '../model/slot.ts';
import { HORIZON_DAYS, type Instant, type ZoneId } from '../model/time.ts';
import type { Loop, ManifestBody, ManifestFile, Span } from '../wire/manifest.ts';
import { speakOfTroubles, troublesOf } from './content-findings.ts';
import { fileOf, type LooseLoop, renditionFor } from './loops.ts';
import { blankStretchesOf, type Stretch } from './occurrences.ts';
import { type Claim, LEVEL, resolveClaims, type WonStretch } from './overlaps.ts';
import { RULE } from './rules.ts';
import { createWallClocks, type WallClock } from './wall-clock.ts';
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

/** The default playlist begins anew with each local day (TL14). */
const defaultClaims = (clock: WallClock, horizon: Stretch): Claim[] => {
  const claims: Claim[] = [];
  const last = clock.readingAt(horizon.until).day;
  for (let day = clock.readingAt(horizon.from).day; day <= last; day += 1) {
    const from = clock.instantOf(day, 0);
    const until = clock.instantOf(day + 1, 0);
    claims.push({ kind: 'default', from, until, level: LEVEL.default, specificity: 0, slotId: null });
  }
  return claims;
};

const isPlayable = (ward: Ward, playlistId: PlaylistId | null, screen: Screen): boolean =>
  playlistId !== null && Boolean(ward.loopOf(playlistId, screen.canvas)?.loop);

/** Everything that would fill the screen within the horizon. What cannot be shown there makes no claim (TL15). */
export const claimsOn = (ward: Ward, screen: Screen, slots: readonly AimedSlot[], horizon: Stretch): Claim[] => {
  const clock = ward.clocks(screen.zone);
  const claims: Claim[] = [{ kind: 'safe', ...horizon, level: LEVEL.safe, specificity: 0, slotId: null }];
  if (isPlayable(ward, screen.defaultPlaylistId, screen)) claims.push(...defaultClaims(clock, horizon));
  for (const hours of screen.blankHours) {
    for (const { from, until } of blankStretchesOf(hours, clock, horizon)) {
      claims.push({ kind: 'blank', from, until, level: LEVEL.blank, specificity: 0, slotId: null });
    }
  }
  for (const { slot, specificity } of slots) {
    const level = PRIORITY_RANK[slot.priority];
    for (const { from, until } of ward.occurrencesIn(slot, screen.zone, horizon)) {
      claims.push({ kind: 'slot', from, until, level, specificity, slotId: slot.id });
    }
  }
  return claims;
};

/** Slots of the screen that have something to show on its canvas. */
export const playableSlotsOf = (ward: Ward, screen: Screen): AimedSlot[] =>
  ward.slotsOf(screen).filter(({ slot }) => isPlayable(ward, slot.playlistId, screen));

const resolve = (ward: Ward, screen: Screen, horizon: Stretch): { key: string; won: WonStretch[] } => {
  const slots = playableSlotsOf(ward, screen);
  const rules = slots.map(({ slot, specificity }) => `${slot.id}:${specificity}`).join();
  const filler = isPlayable(ward, screen.defaultPlaylistId, screen);
  const key = `won ${screen.zone} ${horizon.from} ${horizon.until} ${filler} ${JSON.stringify(screen.blankHours)} ${rules}`;
  return { key, won: ward.shared(key, () => resolveClaims(claimsOn(ward, screen, slots, horizon), horizon)) };
};

/** A screen's whole timeline, and the key under which screens with equal rules share it. */
export const resolveScreen = (ward: Ward, screen: Screen, horizon: Stretch): { key: string; won: WonStretch[] } =>
  ward.shared(`resolved ${screen.id} ${horizon.from} ${horizon.until}`, () => resolve(ward, screen, horizon));

/** Loops and files of one body, gathered as spans ask for them and then put in an order of their own. */
const gatherLoops = (used: ReadonlyMap<PlaylistId, LooseLoop>, fallback: ManifestFile | null) => {
  const loops = [...used].sort(([a], [b]) => (a < b ? -1 : 1));
  const byDigest = new Map<string, ManifestFile>();
  for (const [, loop] of loops) for (const cue of loop.cues) byDigest.set(cue.file.digest, cue.file);
  if (fallback) byDigest.set(fallback.digest, fallback);
  const files = [...byDigest.values()].sort((a, b) => (a.digest < b.digest ? -1 : 1));
  const indexOf = new Map(files.map((file, index) => [file.digest as string, index]));
  const placeOf = (file: ManifestFile): number => indexOf.get(file.digest) as number;
  return {
    files,
    loops: loops.map(
      ([playlistId, { lengthMs, cues }]): Loop => ({
        playlistId,
        lengthMs,
        cues: cues.map((cue) => ({ ...cue, file: placeOf(cue.file) })),
      }),
    ),
    loopAt: new Map(loops.map(([playlistId], index) => [playlistId, index])),
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

const composeBody = (ward: Ward, screen: Screen, horizon: Stretch, won: readonly WonStretch[]): ManifestBody => {
  const playlistOf = new Map<SlotId | null, PlaylistId | null>([[null, screen.defaultPlaylistId]]);
  for (const { slot } of ward.slotsOf(screen)) playlistOf.set(slot.id, slot.playlistId);
  const used = new Map<PlaylistId, LooseLoop>();
  for (const { claim } of won) {
    const playlistId = playlistOf.get(claim.slotId);
    if (!playlistId || used.has(playlistId) || (claim.kind !== 'slot' && claim.kind !== 'default')) continue;
    const loop = ward.loopOf(playlistId, screen.canvas)?.loop;
    if (loop) used.set(playlistId, loop);
  }
  const { files, loops, loopAt, fallback } = gatherLoops(used, safeFileOf(ward, screen));
  const spanOf = ({ from, until, claim }: WonStretch): Span => {
    switch (claim.kind) {
      case 'blank':
        return { kind: 'blank', from, until, rule: RULE.blank };
      case 'safe':
        return { kind: 'safe', from, until, rule: RULE.safe };
      case 'slot':
      case 'default': {
        const loop = loopAt.get(playlistOf.get(claim.slotId) as PlaylistId) as number;
        const rule = claim.kind === 'slot' ? RULE.strongestSlot : RULE.defaultPlaylist;
        return { kind: 'loop', from, until, loop, anchor: claim.from, slotId: claim.slotId, rule };
      }
    }
  };
  return {
    format: 1,
    from: horizon.from,
    until: horizon.until,
    zone: screen.zone,
    canvas: { width: screen.canvas.width, height: screen.canvas.height },
    sound: screen.sound,
    spans: won.map(spanOf),
    loops,
    files,
    fallback,
    wardName: ward.schedule.wardName,
  };
};

/** The body of one screen within a prepared ward. */
export const bodyIn = (ward: Ward, screen: Screen, horizon: Stretch): ManifestBody => {
  const { key, won } = resolveScreen(ward, screen, horizon);
  const isFilled = ward.shared(`filled ${key}`, () => won.some(({ claim }) => claim.kind === 'default'));
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
  options: { screenIds?: Iterable<ScreenId> } = {},
): Map<ScreenId, CompiledScreen> => {
  const ward = prepareWard(schedule);
  const wanted = options.screenIds && new Set(options.screenIds);
  const compiled = new Map<ScreenId, CompiledScreen>();
  for (const screen of schedule.screens) {
    if (wanted && !wanted.has(screen.id)) continue;
    compiled.set(screen.id, compileIn(ward, screen, horizonOn(ward.clocks(screen.zone), now)));
  }
  return compiled;
};
