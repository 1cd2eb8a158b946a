/** The draft of the person who asks, and what becomes of it short of publishing. */
import { z } from 'zod';
import { Draft } from '../../model/draft.ts';
import { SlotId } from '../../model/ids.ts';
import { contract, Nothing } from './contract.ts';

export const draftContracts = {
  getDraft: contract({
    method: 'GET',
    path: '/draft',
    access: 'staff',
    summary: 'What the caller has not published, where it is in conflict, and who else has something unpublished',
    reply: Draft,
  }),
  settleDraft: contract({
    method: 'POST',
    path: '/draft/settlement',
    access: 'staff',
    summary: 'Decide one change of the draft: keep mine, take what is published, or both where they do not clash',
    body: z.object({
      slotId: SlotId,
      take: z.enum(['mine', 'theirs', 'both']),
      seen: z.int().positive().nullable().meta({
        description: 'Version of the published slot that was looked at; null = none. 409 when it is another now',
      }),
    }),
    reply: Draft,
  }),
  discardDraft: contract({
    method: 'DELETE',
    path: '/draft',
    access: 'staff',
    summary: 'Throw away everything that the caller has not published',
    reply: Nothing,
  }),
  /** For a draft that somebody left behind: it moves, whole or not at all. */
  takeOverDraft: contract({
    method: 'POST',
    path: '/draft/take-over',
    access: 'staff',
    summary: "Make somebody else's draft one's own",
    body: z.object({ personId: z.string().max(64) }),
    reply: Draft,
  }),
};
