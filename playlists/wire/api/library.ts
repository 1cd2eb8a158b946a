/** Assets, topics, files. Uploads themselves follow the tus 1.0 protocol under `/api/uploads`. */
import { z } from 'zod';
import { AssetId, Digest } from '../../model/ids.ts';
import { Asset, MediaKind } from '../../model/media.ts';
import { TopicCode } from '../../model/topic.ts';
import { Usage } from '../../model/usage.ts';
import { Bytes, contract, Nothing, PageQuery, pageOf } from './contract.ts';

const AtAsset = z.object({ assetId: AssetId });

export const libraryContracts = {
  listAssets: contract({
    method: 'GET',
    path: '/assets',
    access: 'staff',
    summary: 'Assets, newest first; accent-less search',
    query: PageQuery.extend({
      search: z.string().max(100).optional(),
      kind: MediaKind.optional(),
      topic: TopicCode.optional(),
    }),
    reply: pageOf(Asset),
  }),
  getAsset: contract({
    method: 'GET',
    path: '/assets/{assetId}',
    access: 'staff',
    summary: 'One asset',
    params: AtAsset,
    reply: Asset,
  }),
  changeAsset: contract({
    method: 'PATCH',
    path: '/assets/{assetId}',
    access: 'staff',
    summary: 'Change title, topic, audience, source or the days on which it may be shown',
    params: AtAsset,
    body: Asset.pick({
      title: true,
      topic: true,
      audiences: true,
      source: true,
      usableFrom: true,
      usableUntil: true,
    }).partial(),
    reply: Asset,
  }),
  approveAsset: contract({
    method: 'POST',
    path: '/assets/{assetId}/approval',
    access: 'approver',
    summary: 'Approve content as it is; never the person who uploaded it',
    params: AtAsset,
    /** What was looked at: bytes as uploaded, and everything that was chosen for them (`Asset.look`). */
    body: z.object({ digest: Digest, look: z.string().max(10_000) }),
    reply: Asset,
  }),
  withdrawApproval: contract({
    method: 'DELETE',
    path: '/assets/{assetId}/approval',
    access: 'approver',
    summary: 'Take the approval of content back',
    params: AtAsset,
    reply: Asset,
  }),
  getAssetUsage: contract({
    method: 'GET',
    path: '/assets/{assetId}/usage',
    access: 'staff',
    summary: 'Which playlists and sites use an asset',
    params: AtAsset,
    reply: Usage,
  }),
  deleteAsset: contract({
    method: 'DELETE',
    path: '/assets/{assetId}',
    access: 'staff',
    summary: 'Delete an asset that no playlist uses',
    params: AtAsset,
    reply: Nothing,
  }),
  retryAsset: contract({
    method: 'POST',
    path: '/assets/{assetId}/retry',
    access: 'staff',
    summary: 'Prepare a failed asset again now',
    params: AtAsset,
    reply: Asset,
    status: 202,
  }),
  cancelAsset: contract({
    method: 'POST',
    path: '/assets/{assetId}/cancel',
    access: 'staff',
    summary: 'Stop preparing an asset',
    params: AtAsset,
    reply: Asset,
  }),
  listTopics: contract({
    method: 'GET',
    path: '/topics',
    access: 'staff',
    summary: 'Topics of the plan',
    reply: z.array(z.object({ code: TopicCode, name: z.string(), gloss: z.string(), inPlan: z.boolean() })),
  }),
  /** Renditions, thumbnails: named by content, immutable, byte ranges. */
  getFile: contract({
    method: 'GET',
    path: '/files/{digest}',
    access: 'staff',
    summary: 'A rendition or thumbnail by its sha-256; ranges',
    params: z.object({ digest: Digest }),
    reply: Bytes,
  }),
};

/** Metadata that an upload may carry, tus `Upload-Metadata`. Only for display and first values; never trusted. */
export const UploadMetadata = z.object({
  filename: z.string().max(400).default(''),
  topic: TopicCode.optional(),
  source: z.string().max(300).optional(),
});
export const UPLOADS_PATH = '/api/uploads';
/** The routes of the tus server, for the access table. */
export const UPLOAD_ROUTES = [
  { method: 'OPTIONS', path: '/uploads', access: 'staff' },
  { method: 'POST', path: '/uploads', access: 'staff' },
  { method: 'HEAD', path: '/uploads/{id}', access: 'staff' },
  { method: 'PATCH', path: '/uploads/{id}', access: 'staff' },
  { method: 'DELETE', path: '/uploads/{id}', access: 'staff' },
] as const;
