/** What players fetch and hand in over HTTP, with the bearer token of their `welcome`. */
import { z } from 'zod';
import { AssetId, Digest } from '../../model/ids.ts';
import { SignedEnvelope } from '../manifest.ts';
import { PlayBatch, PlayReceipt } from '../play.ts';
import { Bytes, contract } from './contract.ts';

export const playerContracts = {
  pullManifest: contract({
    method: 'GET',
    path: '/player/manifest',
    access: 'device',
    summary: 'Newest signed envelope of this screen; ETag',
    reply: SignedEnvelope,
  }),
  /** Exact bytes of a body, `application/json`; immutable. Only bodies of this screen. */
  pullBody: contract({
    method: 'GET',
    path: '/player/bodies/{digest}',
    access: 'device',
    summary: 'Manifest body by digest',
    params: z.object({ digest: Digest }),
    reply: Bytes,
  }),
  /** Byte ranges, immutable, `ETag` = digest. Only files that this screen's manifest names. */
  pullFile: contract({
    method: 'GET',
    path: '/player/files/{digest}',
    access: 'device',
    summary: 'Media file by digest; ranges',
    params: z.object({ digest: Digest }),
    reply: Bytes,
  }),
  /** A fragmented MP4 without an end: what came last, then all that comes. Only relays that this screen's manifest shows now or soon. */
  pullRelay: contract({
    method: 'GET',
    path: '/player/relays/{assetId}',
    access: 'device',
    summary: 'A relay as the server re-encodes it, for as long as it lasts',
    params: z.object({ assetId: AssetId }),
    reply: Bytes,
  }),
  handInPlays: contract({
    method: 'POST',
    path: '/player/plays',
    access: 'device',
    summary: 'Hand in plays; the receipt is given after the durable commit',
    body: PlayBatch,
    reply: PlayReceipt,
  }),
};
