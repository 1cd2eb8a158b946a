/**
 * Tags: words of the ward's own that content carries, as many as one likes, beside the topics of the plan. A tag is known by its id,
 * so a new name reaches everything that carries it; no two have names that differ by accents or case alone.
 */

import { z } from 'zod';
import { TagId } from './ids.ts';
import { plainName } from './plain-name.ts';

export const TagName = plainName(60);

export const Tag = z
  .object({
    id: TagId,
    name: TagName,
    /** Known to the product (the campaign tag of the plan): it has a name like any other, and is never deleted or merged away. */
    fixed: z.boolean(),
    /** Living pieces of content that carry it. */
    count: z.int().nonnegative(),
  })
  .meta({ id: 'Tag' });
export type Tag = z.infer<typeof Tag>;

/** The movement "Bình dân học vụ số" of the plan (II.2.5): combines with any topic and is reported on a row of its own. */
export const CAMPAIGN_TAG = { id: TagId.parse('tag_bdhvs'), name: 'Bình dân học vụ số' } as const;

/** Whether content must carry one of the tags, or every one of them. */
export const TagMatch = z.enum(['any', 'all']);
export type TagMatch = z.infer<typeof TagMatch>;

/** Whether what carries `carried` meets the wish. No wish is met by nothing. */
export const isTagged = (carried: readonly TagId[], wanted: readonly TagId[], match: TagMatch): boolean =>
  wanted.length > 0 &&
  (match === 'any' ? wanted.some((tag) => carried.includes(tag)) : wanted.every((tag) => carried.includes(tag)));
