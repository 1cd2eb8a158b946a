/** Earlier files of an asset. A new one comes as an upload with `replaces`. */
import { z } from 'zod';
import { AssetId } from '../../model/ids.ts';
import { Asset, AssetVersion } from '../../model/media.ts';
import { contract } from './contract.ts';

const AtAsset = z.object({ assetId: AssetId });

export const versionContracts = {
  listAssetVersions: contract({
    method: 'GET',
    path: '/assets/{assetId}/versions',
    access: 'staff',
    summary: 'Earlier files of an asset, the newest first',
    params: AtAsset,
    reply: z.array(AssetVersion),
  }),
  restoreAssetVersion: contract({
    method: 'POST',
    path: '/assets/{assetId}/versions/{number}/restored',
    access: 'staff',
    summary: 'Go back to an earlier file; the one there is becomes history',
    params: AtAsset.extend({ number: z.coerce.number().int().positive() }),
    /** The version that was looked at. */
    body: z.object({ version: z.int().positive() }),
    reply: Asset,
  }),
  dropReplacement: contract({
    method: 'DELETE',
    path: '/assets/{assetId}/replacement',
    access: 'staff',
    summary: 'Throw away the file that was to replace that of an asset',
    params: AtAsset,
    reply: Asset,
  }),
};
