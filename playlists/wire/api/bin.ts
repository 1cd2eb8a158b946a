/** The bin of the library. Content in it is listed by `listAssets` with `in=bin`. */
import { z } from 'zod';
import { AssetId } from '../../model/ids.ts';
import { contract, Nothing } from './contract.ts';

const Many = z.object({ assetIds: z.array(AssetId).min(1).max(1_000) });

export const binContracts = {
  binAssets: contract({
    method: 'POST',
    path: '/bin',
    access: 'staff',
    summary: 'Put content that no playlist and no site names into the bin, all or none',
    body: Many,
    reply: Nothing,
  }),
  restoreAssets: contract({
    method: 'POST',
    path: '/bin/restored',
    access: 'staff',
    summary: 'Take content out of the bin; what is not in it (any more) is passed over',
    body: Many,
    reply: z.object({ restored: z.array(AssetId) }),
  }),
  purgeAssets: contract({
    method: 'POST',
    path: '/bin/purged',
    access: 'admin',
    summary: 'Delete content in the bin for good; never what is on air or planned',
    body: Many,
    reply: z.object({ purged: z.array(AssetId) }),
  }),
};
