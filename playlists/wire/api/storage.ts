/** What the library takes of the disk. */
import { z } from 'zod';
import { AssetId, Digest, FolderId } from '../../model/ids.ts';
import { MediaKind } from '../../model/media.ts';
import { Instant } from '../../model/time.ts';
import { contract } from './contract.ts';

/** How much, and of how many. */
const Sum = z.object({ bytes: z.int().nonnegative(), count: z.int().nonnegative() });

export const StorageReport = z
  .object({
    at: Instant,
    /** Left on the disk of the media store. */
    freeBytes: z.int().nonnegative(),
    /** What the library holds in all, and what it may; null = as much as the disk has. */
    heldBytes: z.int().nonnegative(),
    quotaBytes: z.int().positive().nullable(),
    /** As uploaded; equal bytes once. */
    originals: Sum,
    /** Made for screens. */
    renditions: Sum,
    bin: Sum,
    /** Earlier files that one can go back to. */
    versions: Sum,
    byKind: z.array(Sum.extend({ kind: MediaKind })),
    /** Of what lies directly in each; null = at the top. */
    byFolder: z.array(Sum.extend({ folderId: FolderId.nullable() })),
    unused: Sum.extend({ days: z.int().positive() }),
    /** Content made of the same bytes; the bytes lie on the disk once. */
    twins: z.array(
      z.object({
        digest: Digest,
        bytes: z.int().nonnegative(),
        assets: z.array(z.object({ id: AssetId, title: z.string() })),
      }),
    ),
  })
  .meta({ id: 'StorageReport' });
export type StorageReport = z.infer<typeof StorageReport>;

export const storageContracts = {
  getStorage: contract({
    method: 'GET',
    path: '/storage',
    access: 'staff',
    summary: 'What the library takes of the disk, and of what',
    query: z.object({ unusedDays: z.coerce.number().int().min(1).max(3_650).default(90) }),
    reply: StorageReport,
  }),
};
