/**
 * What an edit of a slot would bring up before it is saved: the findings of the schedule with the edit that it does not have
 * without it. The very findings that a publish would name and the server refuses by; looked for on the screens that the slot aims
 * at, before and after. A slot that first runs weeks or months ahead is looked at from the day on which it does, too: whoever plans Tết
 * in autumn is told of Tết in autumn.
 */
import { type Finding, weightOf } from '../model/finding.ts';
import type { Schedule } from '../model/schedule.ts';
import type { Screen } from '../model/screen.ts';
import type { Slot } from '../model/slot.ts';
import { HOME_ZONE, type Instant } from '../model/time.ts';
import { findProblems } from './conflicts.ts';
import { sayDate } from './day-sentences.ts';
import { wallRunsOf } from './occurrences.ts';
import { type CalendarDay, dateOf } from './wall-clock.ts';
import { prepareWard, type Ward } from './ward.ts';
import { WEEK_DAYS } from './week-sentences.ts';

const aimsAt = ({ targets }: Slot, { id, groupIds }: Screen): boolean =>
  targets.some(
    (target) =>
      target.kind === 'all' || (target.kind === 'screen' ? target.screenId === id : groupIds.includes(target.groupId)),
  );

const matterOf = ({ code, screenId, slotId, playlistId, assetId }: Finding): string =>
  JSON.stringify([code, screenId, slotId, playlistId, assetId]);

const keyOf = (finding: Finding): string => matterOf(finding) + finding.staff.vi;

/** A slot that is added leaves no hour barer than it was; that what is left is said in other words is no news. */
const BARES: ReadonlySet<Finding['code']> = new Set(['screen-bare-hours', 'screen-without-content']);

/** A first run is looked for this far ahead, in days, so many at a time. */
const SEARCH_DAYS = { all: 400, step: 40 };

/** The first day from `today` on which a slot starts; null where there is none within `SEARCH_DAYS`. */
const firstRunOf = (ward: Ward, slot: Slot, today: CalendarDay): CalendarDay | null => {
  for (let first = today; first < today + SEARCH_DAYS.all; first += SEARCH_DAYS.step) {
    const within = { first, last: first + SEARCH_DAYS.step - 1 };
    const [run] = wallRunsOf(slot, within, ward.calendars, ward.dayParts, ward.readRule);
    if (run) return run.onDay;
  }
  return null;
};

/** `slot` replaces the one of its id, or is added. The gravest come first; those from afar begin with the day from which they hold. */
export const findingsOfEdit = (schedule: Schedule, slot: Slot, now: Instant): Finding[] => {
  const was = schedule.slots.find(({ id }) => id === slot.id);
  const others = schedule.slots.filter(({ id }) => id !== slot.id);
  const screens = schedule.screens.filter((screen) => aimsAt(slot, screen) || (was && aimsAt(was, screen)));
  const before = was ? [...others, was] : others;
  const after = [...others, slot];
  /** Whatever the edit hides is said, though much may be hidden already. */
  const findAll = (slots: Slot[], at: Instant): Finding[] =>
    findProblems({ ...schedule, screens, slots }, at, Number.POSITIVE_INFINITY);
  const broughtUpAt = (at: Instant): Finding[] => {
    const known = new Set(findAll(before, at).map(keyOf));
    return findAll(after, at).filter((finding) => !known.has(keyOf(finding)) && (was || !BARES.has(finding.code)));
  };
  const found = broughtUpAt(now);
  const ward = prepareWard({ ...schedule, screens, slots: after });
  const clock = ward.clocks(slot.zone ?? screens[0]?.zone ?? HOME_ZONE);
  const today = clock.readingAt(now).day;
  const first = slot.enabled && screens.length > 0 ? firstRunOf(ward, slot, today) : null;
  if (first === null || first < today + WEEK_DAYS) return found;
  const told = new Set(found.map(matterOf));
  const date = sayDate(dateOf(first));
  const fromAfar = broughtUpAt(clock.instantOf(first, 0)).filter((finding) => !told.has(matterOf(finding)));
  const dated = fromAfar.map((finding): Finding => {
    const { vi, en } = finding.staff;
    return { ...finding, staff: { vi: `Từ ${date.vi}: ${vi}`, en: `From ${date.en}: ${en}` } };
  });
  return [...found, ...dated].sort((a, b) => weightOf(b) - weightOf(a));
};
