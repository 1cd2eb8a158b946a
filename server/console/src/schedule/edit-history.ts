/**
 * What was done to slots on one visit of the page, to be undone and done again in order. Pure. A slot that comes back has another
 * version, perhaps another id: the history follows it through its own requests, and only through them. What somebody else
 * changed meanwhile therefore has a version that no step knows; the server refuses, and the step is dropped.
 */
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { SlotDraft, SlotEdits } from '../../../../playlists/wire/api/schedules.ts';
import { draftOf, type Known, undoOf } from './slot-edits.ts';
import type { MadeBeside } from './take-back.ts';

/** A slot as this history knows it, whatever its id is at the time. */
type Thing = number;
type Address = Pick<Slot, 'id' | 'version'>;

/** One slot within a step. Null before: the step added it; null after: the step removed it. */
interface Item {
  thing: Thing;
  before: SlotDraft | null;
  after: SlotDraft | null;
}

interface Step {
  /** What was done, as the toast said it. */
  said: string;
  items: readonly Item[];
  /** What was made for it beside the slots; absent = nothing was. Such a step cannot be done again. */
  made?: MadeBeside | undefined;
}

export interface EditHistory {
  /** Oldest first; the last one is undone next. */
  done: readonly Step[];
  /** The last one is done again next. */
  undone: readonly Step[];
  /** Where each thing stands: for one that is gone, where it last stood. */
  addresses: ReadonlyMap<Thing, Address>;
}

/** What the server answered. */
interface Answer {
  changed: readonly Slot[];
  added: readonly Slot[];
}
export type Way = 'undo' | 'redo';

/** Steps that are kept; nobody goes further back by pressing keys. */
const MOST_STEPS = 100;
export const NO_HISTORY: EditHistory = { done: [], undone: [], addresses: new Map() };

const addressOf = ({ id, version }: Address): Address => ({ id, version });

/** After a request that changed or removed the slots `before`. What was undone until now cannot be done again. */
export const noteEdit = (
  history: EditHistory,
  { said, made }: Pick<Step, 'said' | 'made'>,
  before: readonly Slot[],
  answer: Answer,
): EditHistory => {
  const addresses = new Map(history.addresses);
  const thingAt = (slot: Address): Thing => {
    for (const [thing, { id, version }] of addresses) if (id === slot.id && version === slot.version) return thing;
    return addresses.size;
  };
  const put = (thing: Thing, slot: Address): Thing => {
    addresses.set(thing, addressOf(slot));
    return thing;
  };
  const items = before.map((slot): Item => {
    const after = answer.changed.find(({ id }) => id === slot.id);
    return { thing: put(thingAt(slot), after ?? slot), before: draftOf(slot), after: after ? draftOf(after) : null };
  });
  const added = answer.added.map((slot): Item => {
    return { thing: put(addresses.size, slot), before: null, after: draftOf(slot) };
  });
  return {
    done: [...history.done, { said, ...(made ? { made } : {}), items: [...items, ...added] }].slice(-MOST_STEPS),
    undone: [],
    addresses,
  };
};

const stackOf = (way: Way): 'done' | 'undone' => (way === 'undo' ? 'done' : 'undone');
const nextStep = (history: EditHistory, way: Way): Step | undefined => history[stackOf(way)].at(-1);

/** What the next step to be undone made beside the slots; null when it made nothing. */
export const madeBy = (history: EditHistory): MadeBeside | null => nextStep(history, 'undo')?.made ?? null;

/** What the next step in that way did; null when there is none. */
export const nextSaid = (history: EditHistory, way: Way): string | null => nextStep(history, way)?.said ?? null;

/** The slot before and after the step, in the direction in which it is taken. */
const sidesOf = ({ before, after }: Item, way: Way) =>
  way === 'undo' ? { from: after, to: before } : { from: before, to: after };

/** The request for the next step in that way; null when there is none. */
export const requestFor = (history: EditHistory, way: Way): SlotEdits | null => {
  const step = nextStep(history, way);
  if (!step) return null;
  const wanted: Known[] = [];
  const changed: Known[] = [];
  const added: Known[] = [];
  for (const item of step.items) {
    const { from, to } = sidesOf(item, way);
    const address = history.addresses.get(item.thing);
    if (!address) continue;
    if (to) wanted.push({ ...to, ...address });
    if (from) (to ? changed : added).push({ ...from, ...address });
  }
  return undoOf(wanted, { changed, added });
};

/** After the server did what `requestFor` asked. */
export const noteStep = (history: EditHistory, way: Way, answer: Answer): EditHistory => {
  const step = nextStep(history, way);
  if (!step) return history;
  const addresses = new Map(history.addresses);
  // Answers stand in the order of the request, and that in the order of the items.
  const changed = [...answer.changed];
  const added = [...answer.added];
  for (const item of step.items) {
    const { from, to } = sidesOf(item, way);
    const answered = to ? (from ? changed : added).shift() : undefined;
    if (answered) addresses.set(item.thing, addressOf(answered));
  }
  const rest = history[stackOf(way)].slice(0, -1);
  return way === 'undo'
    ? { done: rest, undone: step.made ? [] : [...history.undone, step], addresses }
    : { done: [...history.done, step], undone: rest, addresses };
};

/**
 * Without the next step in that way, because the server refused it: somebody else changed one of its slots. Other steps that
 * touch the same slots go too; they could not be taken either.
 */
export const dropStep = (history: EditHistory, way: Way): EditHistory => {
  const idOf = ({ thing }: Item) => history.addresses.get(thing)?.id;
  const step = nextStep(history, way);
  const lost = new Set(step?.items.map(idOf));
  const stays = (other: Step): boolean => other !== step && !other.items.some((item) => lost.has(idOf(item)));
  return { ...history, done: history.done.filter(stays), undone: history.undone.filter(stays) };
};
