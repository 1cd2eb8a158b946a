/** Relays: streams of others as content. Topic, approval and deletion are those of any asset; allowed hosts are a setting of the ward. */
import { z } from 'zod';
import { AssetId, ScreenId } from '../../model/ids.ts';
import { Asset } from '../../model/media.ts';
import { RelayUrl } from '../../model/relay.ts';
import { Instant } from '../../model/time.ts';
import { contract } from './contract.ts';

export const RelayDraft = z.object({ title: Asset.shape.title, url: RelayUrl });
export type RelayDraft = z.infer<typeof RelayDraft>;

/** What a try of a stream found. */
export const RelayTrial = z
  .object({
    /** After re-encoding: as players get it. */
    width: z.int().positive(),
    height: z.int().positive(),
    hasSound: z.boolean(),
    /** From the question to the first picture. */
    tookMs: z.int().min(0),
    /** The first picture, as a `data:` address of a JPEG. */
    picture: z.string().max(2_000_000),
  })
  .meta({ id: 'RelayTrial' });
export type RelayTrial = z.infer<typeof RelayTrial>;

/** What a relay began with when it was handed to a screen. */
export const RelayShot = z
  .object({ takenAt: Instant, screenId: ScreenId, picture: z.string().max(2_000_000) })
  .meta({ id: 'RelayShot' });
export type RelayShot = z.infer<typeof RelayShot>;

export const relayContracts = {
  listRelayShots: contract({
    method: 'GET',
    path: '/relays/{assetId}/shots',
    access: 'staff',
    summary: 'The log of a relay: a picture of each time it began on a screen, newest first; at most twelve',
    params: z.object({ assetId: AssetId }),
    reply: z.array(RelayShot),
  }),
  createRelay: contract({
    method: 'POST',
    path: '/relays',
    access: 'staff',
    summary: 'Add a stream of somebody else to the library; its host must be allowed',
    body: RelayDraft,
    reply: Asset,
    status: 201,
  }),
  changeRelay: contract({
    method: 'PUT',
    path: '/relays/{assetId}',
    access: 'staff',
    summary:
      'Give a relay another name or address; another address voids its approval and airs when somebody publishes',
    params: z.object({ assetId: AssetId }),
    body: RelayDraft,
    reply: Asset,
  }),
  tryRelay: contract({
    method: 'POST',
    path: '/relay-trials',
    access: 'staff',
    summary: 'Try a stream: fetched and re-encoded until its first picture, nothing is kept',
    body: z.object({ url: RelayUrl }),
    reply: RelayTrial,
  }),
};
