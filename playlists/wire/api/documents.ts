/** Documents, and the pages that are taken out of them. */
import { z } from 'zod';
import { AssetId } from '../../model/ids.ts';
import { Asset, MOST_PAGES } from '../../model/media.ts';
import { contract } from './contract.ts';
import { Storyboard } from './preparation.ts';

const AtDocument = z.object({ assetId: AssetId });

export const DocumentPages = z
  .object({
    pages: z.int().positive(),
    /** Small pictures of all pages, in order; null until they are made. */
    sheet: Storyboard.nullable(),
    /** Pages of its present file that are in the library, by number. */
    taken: z.array(Asset),
  })
  .meta({ id: 'DocumentPages' });
export type DocumentPages = z.infer<typeof DocumentPages>;

export const documentContracts = {
  getDocument: contract({
    method: 'GET',
    path: '/assets/{assetId}/pages',
    access: 'staff',
    summary: 'How many pages a document has, what they look like, and which were taken out of it',
    params: AtDocument,
    reply: DocumentPages,
  }),
  takePages: contract({
    method: 'POST',
    path: '/assets/{assetId}/pages',
    access: 'staff',
    summary: 'Take pages out of a document as pictures; those that are there already are not taken twice',
    params: AtDocument,
    body: z.object({
      /** From 1. */
      numbers: z
        .array(z.int().min(1).max(MOST_PAGES))
        .min(1)
        .max(MOST_PAGES)
        .refine((list) => new Set(list).size === list.length, 'a page twice'),
    }),
    /** In the order in which they were named. */
    reply: z.object({ pages: z.array(Asset) }),
    status: 201,
  }),
};
