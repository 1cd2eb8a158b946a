/**
 * What an edit of a slot would bring up before it is saved: the findings of the schedule with the edit that it does not have
 * without it. The very findings that a publish would name and the server refuses by; looked for on the screens that the slot aims
 * at, before and after.
 */
import type { Finding } from '../model/finding.ts';
import type { Schedule } from '../model/schedule.ts';
import type { Screen } from '../model/screen.ts';
import type { Slot } from '../model/slot.ts';
import type { Instant } from '../model/time.ts';
import { findProblems } from './conflicts.ts';

const aimsAt = ({ targets }: Slot, { id, groupIds }: Screen): boolean =>
  targets.some(
    (target) =>
      target.kind === 'all' || (target.kind === 'screen' ? target.screenId === id : groupIds.includes(target.groupId)),
  );

const keyOf = ({ code, screenId, slotId, playlistId, assetId, staff }: Finding): string =>
  JSON.stringify([code, screenId, slotId, playlistId, assetId, staff.vi]);

/** A slot that is added leaves no hour barer than it was; that what is left is said in other words is no news. */
const BARES: ReadonlySet<Finding['code']> = new Set(['screen-bare-hours', 'screen-without-content']);

/** `slot` replaces the one of its id, or is added. Those that block come first. */
export const findingsOfEdit = (schedule: Schedule, slot: Slot, now: Instant): Finding[] => {
  const was = schedule.slots.find(({ id }) => id === slot.id);
  const others = schedule.slots.filter(({ id }) => id !== slot.id);
  const screens = schedule.screens.filter((screen) => aimsAt(slot, screen) || (was && aimsAt(was, screen)));
  const before = was ? [...others, was] : others;
  /** Whatever the edit hides is said, though much may be hidden already. */
  const findAll = (slots: Slot[]): Finding[] =>
    findProblems({ ...schedule, screens, slots }, now, Number.POSITIVE_INFINITY);
  const known = new Set(findAll(before).map(keyOf));
  return findAll([...others, slot]).filter(
    (finding) => !known.has(keyOf(finding)) && (was || !BARES.has(finding.code)),
  );
};
