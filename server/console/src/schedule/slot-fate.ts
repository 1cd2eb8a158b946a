/** Why a slot that was there is gone, out of what the reads of the console say. Only what is certain is named. Pure. */
import type { Draft } from '../../../../playlists/model/draft.ts';
import type { SlotId } from '../../../../playlists/model/ids.ts';
import type { Publication } from '../../../../playlists/wire/api/schedules.ts';

export type Fate =
  /** The person who looks removed it, in another window. */
  | { kind: 'own'; at: number }
  /** Somebody published a schedule without it. */
  | { kind: 'published'; by: string; at: number }
  /** It was in one's draft alone, and somebody took the draft over. */
  | { kind: 'taken-over'; by: string }
  /** It was in one's draft alone, and was dropped from it in another window. */
  | { kind: 'dropped' }
  | { kind: 'unknown' };

type Published = Pick<Publication, 'id' | 'cause' | 'publishedBy' | 'publishedAt'>;

export const fateOf = (
  slotId: SlotId,
  {
    publication,
    wasOwn,
    draft,
    since,
  }: {
    /** The newest publication while the slot was there; null = there was none, absent = that is not known. */
    publication?: Publication['id'] | null;
    /** Whether one's own draft had added the slot; absent = that is not known. */
    wasOwn?: boolean;
    /** As it is now. */
    draft: Draft | undefined;
    /** Publications, the newest first. */
    since: readonly Published[] | undefined;
  },
): Fate => {
  const removed = draft?.changes.find((change) => change.slotId === slotId && change.kind === 'removed');
  if (removed) return { kind: 'own', at: removed.updatedAt };
  if (wasOwn && draft) {
    const other = draft.others.find(({ slotIds }) => slotIds.includes(slotId));
    return other ? { kind: 'taken-over', by: other.name } : { kind: 'dropped' };
  }
  if (wasOwn !== false || publication === undefined || !since) return { kind: 'unknown' };
  const seen = publication === null ? since.length : since.findIndex(({ id }) => id === publication);
  // Others only roll the same schedule on.
  const changing = since.slice(0, Math.max(seen, 0)).filter(({ cause }) => cause === 'person' || cause === 'plan');
  const [only] = changing;
  return only && changing.length === 1
    ? { kind: 'published', by: only.publishedBy, at: only.publishedAt }
    : { kind: 'unknown' };
};
