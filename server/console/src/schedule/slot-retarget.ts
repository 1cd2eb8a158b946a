/**
 * A slot that is carried from one screen to another: what may be meant by it, and the request for each. Pure. What is aimed at the
 * screen itself leaves it: this occurrence, this and all later ones, or all. What reaches the screen through a group or as one of all
 * cannot leave it alone; it is shown on the other screen as well. Other targets of the slot keep what they have.
 */

import { readRule } from '../../../../playlists/model/recurrence.ts';
import { assertNever } from '../../../../playlists/model/refusal.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { Slot, Target } from '../../../../playlists/model/slot.ts';
import { isAimedAt } from '../../../../playlists/timeline/aim.ts';
import type { SlotDraft, SlotEdits } from '../../../../playlists/wire/api/schedules.ts';
import { moveOnce } from './slot-copies.ts';
import { unsaved } from './slot-drag.ts';
import { draftOf } from './slot-edits.ts';
import { copyOf, type Edit, editByMove, editByRemoval, restAlone, splitBefore, type WeekEvent } from './week.ts';

export interface ScreenMove {
  slot: Slot;
  event: WeekEvent;
  /** Wall times to which it is carried; often those that it has. */
  start: string;
  end: string;
  from: Screen;
  to: Screen;
}

/** `this`, `following`, `all` take it away from the one screen; `once`, `repeated`, `joined` show it on the other as well. */
export const SCREEN_REACHES = ['this', 'following', 'all', 'once', 'repeated', 'joined'] as const;
export type ScreenReach = (typeof SCREEN_REACHES)[number];

const at = ({ id }: Screen): Target => ({ kind: 'screen', screenId: id });
const isAt = (target: Target, { id }: Screen): boolean => target.kind === 'screen' && target.screenId === id;

/** The targets that stay as they are. */
export const restOf = ({ slot, from }: ScreenMove): Target[] => slot.targets.filter((target) => !isAt(target, from));

/** True where the slot can be taken away from the one screen and from no other. */
export const canLeave = (move: ScreenMove): boolean => {
  const rest = restOf(move);
  return rest.length < move.slot.targets.length && !rest.some((target) => isAimedAt(target, move.from));
};

export const hasNewTimes = ({ event, start, end }: ScreenMove): boolean => start !== event.start || end !== event.end;

/** True where the other screen shows it at that time already. */
export const isThereAlready = (move: ScreenMove): boolean =>
  !canLeave(move) && !hasNewTimes(move) && move.slot.targets.some((target) => isAimedAt(target, move.to));

const withTarget = (targets: readonly Target[], screen: Screen): Target[] =>
  targets.some((target) => isAimedAt(target, screen)) ? [...targets] : [...targets, at(screen)];

const changing = ({ slot }: ScreenMove, change: Partial<SlotDraft>, add: SlotDraft[] = []): SlotEdits => ({
  change: [{ id: slot.id, basedOn: slot.version, slot: { ...draftOf(slot), ...change } }],
  add,
  remove: [],
});
const adding = (draft: SlotDraft): SlotEdits => ({ change: [], add: [draft], remove: [] });

/** What the new times mean for all days of the slot; nothing where they are the old ones. */
const timed = (move: ScreenMove): Partial<SlotDraft> | null => {
  const { slot, event, start, end } = move;
  if (!hasNewTimes(move)) return {};
  return (moveOnce(slot, start, end) ?? editByMove(slot, event, { start, end }, 'all'))?.change ?? null;
};

const leaveOnce = (move: ScreenMove): SlotEdits | null => {
  const { slot, event, start, end, to } = move;
  /** A whole day of a day-part goes with it, so that it has its hours there as well; else that day has hours of its own. */
  const isPart = slot.dayPartId !== null && !event.isChanged && !event.rest && !hasNewTimes(move);
  const once = (targets: Target[], from: string, until: string): SlotDraft => ({
    ...copyOf(slot, from, until),
    dayPartId: isPart ? slot.dayPartId : null,
    targets,
  });
  const rest = restOf(move);
  const add =
    rest.length > 0 && hasNewTimes(move)
      ? [once([at(to)], start, end), once(rest, event.start, event.end)]
      : [once(withTarget(rest, to), start, end)];
  return changing(move, editByRemoval(draftOf(slot), event.day, 'this'), [...add, ...restAlone(slot, event)]);
};

const leaveFrom = (move: ScreenMove): SlotEdits | null => {
  const { slot, event, start, end, to } = move;
  if (slot.validFrom !== null && slot.validFrom >= event.day) return null;
  const plain = splitBefore(draftOf(slot), event.day, {});
  const split: Edit | null = hasNewTimes(move) ? editByMove(slot, event, { start, end }, 'following') : plain;
  if (!split?.add || !plain?.add) return null;
  const aimed = (drafts: readonly SlotDraft[], targets: Target[]): SlotDraft[] =>
    drafts.map((draft) => ({ ...draft, targets }));
  const rest = restOf(move);
  const add =
    rest.length > 0 && hasNewTimes(move)
      ? [...aimed(split.add, [at(to)]), ...aimed(plain.add, rest)]
      : aimed(split.add, withTarget(rest, to));
  return changing(move, split.change, add);
};

const leaveForGood = (move: ScreenMove): SlotEdits | null => {
  const { slot, to } = move;
  const change = timed(move);
  if (!change) return null;
  const rest = restOf(move);
  return rest.length > 0 && hasNewTimes(move)
    ? changing(move, { targets: rest }, [{ ...draftOf(slot), ...change, targets: [at(to)] }])
    : changing(move, { ...change, targets: withTarget(rest, to) });
};

/** The request for one way to mean it; null where that is not possible. */
export const editsByRetarget = (move: ScreenMove, reach: ScreenReach): SlotEdits | null => {
  const { slot, to } = move;
  switch (reach) {
    case 'this':
      return leaveOnce(move);
    case 'following':
      return leaveFrom(move);
    case 'all':
      return leaveForGood(move);
    case 'once':
      return adding(onceOn(move));
    case 'repeated': {
      const change = timed(move);
      return change && adding({ ...draftOf(slot), ...change, targets: [at(to)] });
    }
    case 'joined':
      return hasNewTimes(move) || slot.targets.some((target) => isAimedAt(target, to))
        ? null
        : changing(move, { targets: withTarget(slot.targets, to) });
    default:
      return assertNever(reach);
  }
};

/** A slot of its own that runs once, where it was put, on the other screen alone. */
export const onceOn = ({ slot, start, end, to }: ScreenMove): SlotDraft => ({
  ...copyOf(slot, start, end),
  targets: [at(to)],
});

/** What can be meant, the nearest first; what runs once leaves no question how far. */
export const reachesOf = (move: ScreenMove): ScreenReach[] => {
  if (isThereAlready(move)) return [];
  const isOnce = readRule(move.slot.recurrence)?.count === 1 && move.slot.extraDays.length === 0;
  const wanted: ScreenReach[] = canLeave(move)
    ? ['this', 'following', 'all']
    : isOnce
      ? ['joined', 'once']
      : ['once', 'repeated', 'joined'];
  const possible = wanted.filter((reach) => editsByRetarget(move, reach) !== null);
  return isOnce && possible.includes('all') ? ['all'] : possible;
};

/** The slot without the occurrence. Of three ranges of a day-part and more, no one slot is what is left of the day: null. */
const leavingOf = ({ slot, event: { day, rest = [] } }: ScreenMove): Slot | null => {
  const [other, ...more] = rest;
  if (more.length > 0) return null;
  return other
    ? { ...slot, changes: [...slot.changes, { day, onDay: day, ...other }] }
    : { ...slot, ...editByRemoval(draftOf(slot), day, 'this') };
};

/** How the two rows would be: the occurrence on the one screen, and the slot without it where it leaves the other. */
export const previewOf = (move: ScreenMove): { arriving: Slot; leaving: Slot | null } => ({
  arriving: unsaved(onceOn(move)),
  leaving: canLeave(move) ? leavingOf(move) : null,
});
