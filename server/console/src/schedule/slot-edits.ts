/** Edits of slots as one request each, and the edit that takes one back. Pure. */

import { SlotId } from '../../../../playlists/model/ids.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { SlotDraft, SlotEdits } from '../../../../playlists/wire/api/schedules.ts';
import { drawId } from '../api/drawn-id.ts';
import type { Edit } from './week.ts';

/** Upper bound of the server on what one request changes, and on what it adds, and on what it removes. */
export const MOST_EDITS = 500;

/** A slot that an edit can be based on; when it was last touched does not matter. */
export type Known = Omit<Slot, 'updatedAt'> & Partial<Pick<Slot, 'updatedAt'>>;

export const draftOf = ({ id: _id, version: _version, updatedAt: _at, ...draft }: Known): SlotDraft => draft;

/** The request that brings an edit of one slot about. */
export const requestOf = (slot: Slot, { change, add }: Edit): SlotEdits => ({
  change: [{ id: slot.id, basedOn: slot.version, slot: { ...draftOf(slot), ...change } }],
  add: add ?? [],
  remove: [],
});

/** The same edits with an id for each slot that they add, so that they can be sent again when no answer comes. */
export const withIds = (edits: SlotEdits): SlotEdits => ({
  ...edits,
  add: edits.add.map((slot) => ({ ...slot, id: slot.id ?? drawId(SlotId, 'slt') })),
});

/** The request that undoes another one: `before` are the slots as they were, `after` is what the server answered. */
export const undoOf = (
  before: readonly Known[],
  after: { changed: readonly Known[]; added: readonly Known[] },
): SlotEdits => {
  const answered = new Set(after.changed.map(({ id }) => id));
  return {
    change: after.changed.flatMap(({ id, version }) => {
      const was = before.find((slot) => slot.id === id);
      return was ? [{ id, basedOn: version, slot: draftOf(was) }] : [];
    }),
    // Under its own id a slot comes back as itself, and once, however often that is asked.
    add: before.filter(({ id }) => !answered.has(id)).map((slot) => ({ id: slot.id, ...draftOf(slot) })),
    remove: after.added.map(({ id, version }) => ({ id, basedOn: version })),
  };
};
