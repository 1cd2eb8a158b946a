/**
 * Schedule → manifest bodies and what is worth saying about them. The same rules give the same bytes: nothing depends on the order of the
 * input or on the minute of the day on which one publishes. TL19.
 */
import type { Finding } from '../model/finding.ts';
import type { ScreenId } from '../model/ids.ts';
import type { Schedule } from '../model/schedule.ts';
import type { Screen } from '../model/screen.ts';
import { HORIZON_DAYS, type Instant, type ZoneId } from '../model/time.ts';
import type { ManifestBody } from '../wire/manifest.ts';
import { bodyIn } from './bodies.ts';
import { speakOfTroubles, troublesOf } from './content-findings.ts';
import type { Stretch } from './occurrences.ts';
import { resolveScreen } from './resolution.ts';
import { createWallClocks, type WallClock } from './wall-clock.ts';
import { prepareWard, type Ward } from './ward.ts';

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
 * Compiles every screen (or those of `screenIds`) of a prepared ward for a publish at `now`, each over `horizonOf(now, its zone)`.
 * Screens with equal pictures get the same body object, so its text and digest can be made once.
 */
export const compileWardIn = (
  ward: Ward,
  now: Instant,
  screenIds: Iterable<ScreenId> = ward.screens.keys(),
): Map<ScreenId, CompiledScreen> => {
  const compiled = new Map<ScreenId, CompiledScreen>();
  for (const id of new Set(screenIds)) {
    const screen = ward.screens.get(id);
    if (screen) compiled.set(id, compileIn(ward, screen, horizonOn(ward.clocks(screen.zone), now)));
  }
  return compiled;
};

/** `compileWardIn` for whoever asks nothing else of the schedule. */
export const compileWard = (
  schedule: Schedule,
  now: Instant,
  { screenIds }: { screenIds?: Iterable<ScreenId> } = {},
): Map<ScreenId, CompiledScreen> => compileWardIn(prepareWard(schedule), now, screenIds);
