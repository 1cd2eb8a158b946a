/** Assets, topics, files. Uploads themselves follow the tus 1.0 protocol under `/api/uploads`. */
import { z } from 'zod';
import { AssetId, Digest, FolderId, TagId } from '../../model/ids.ts';
import { Asset, MediaKind } from '../../model/media.ts';
import { TagMatch } from '../../model/tag.ts';
import { LocalDate } from '../../model/time.ts';
import { AudienceCode, TopicCode } from '../../model/topic.ts';
import { Usage, UsagePlace } from '../../model/usage.ts';
import { Bytes, contract, Nothing, PageQuery, pageOf } from './contract.ts';

const AtAsset = z.object({ assetId: AssetId });

/** What the library can be put in order by. */
export const AssetSort = z.enum(['created', 'title', 'bytes', 'duration', 'expiry']);
export type AssetSort = z.infer<typeof AssetSort>;

/** Which content is asked for; everything that is said must hold. */
export const AssetFilter = z.object({
  /** Words in the title, the source or a tag, in any order, without accents and case: "nghi quyet" finds "Nghị quyết". */
  search: z.string().max(100).optional(),
  /** Made of exactly these bytes. */
  digest: Digest.optional(),
  /** Of exactly this size: what has none of it has no content of the same bytes either. */
  bytes: z.coerce.number().int().nonnegative().optional(),
  kind: MediaKind.optional(),
  /** `working`: being measured or prepared. `troubled`: refused or failed. */
  state: z.enum(['working', 'ready', 'troubled']).optional(),
  /** A topic and those below it. */
  topic: TopicCode.optional(),
  audience: AudienceCode.optional(),
  /** Ids of tags, parted by commas. */
  tags: z
    .string()
    .max(1_000)
    .transform((text) => text.split(','))
    .pipe(z.array(TagId).max(20))
    .optional(),
  match: TagMatch.default('any'),
  /** What is in use, or what was deleted and can be restored. */
  in: z.enum(['library', 'bin']).default('library'),
  /** A folder and those below it; `none` = what lies in no folder. */
  folder: z.union([FolderId, z.literal('none')]).optional(),
  /** Last day of use, both days included; content without one is not found. */
  expiresFrom: LocalDate.optional(),
  expiresUntil: LocalDate.optional(),
  /** Used by nothing now, and by nothing on any night for so many days. */
  unusedDays: z.coerce.number().int().min(1).max(3_650).optional(),
});
export type AssetFilter = z.infer<typeof AssetFilter>;

/** What may be changed of content, one piece or many. */
const AssetWords = Asset.pick({
  topic: true,
  audiences: true,
  source: true,
  rights: true,
  folderId: true,
  usableFrom: true,
  usableUntil: true,
}).partial();

/** One change for many: what is absent stays as it is; tags are added and taken off, so that nobody's others are lost. */
export const BulkChange = AssetWords.extend({
  addTags: z.array(TagId).max(20).optional(),
  removeTags: z.array(TagId).max(20).optional(),
});
export type BulkChange = z.infer<typeof BulkChange>;

export const libraryContracts = {
  listAssets: contract({
    method: 'GET',
    path: '/assets',
    access: 'staff',
    summary: 'Assets by filter and order, newest first unless said; accent-less search',
    query: PageQuery.extend({
      ...AssetFilter.shape,
      cursor: z.string().max(2_000).optional(),
      sort: AssetSort.default('created'),
      order: z.enum(['asc', 'desc']).default('desc'),
    }),
    /** `total` is counted for the first page only. */
    reply: pageOf(Asset).extend({ total: z.int().nonnegative().nullable() }),
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
    summary: 'Change its words, its place in the library or the days on which it may be shown',
    params: AtAsset,
    body: AssetWords.extend(
      Asset.pick({ title: true })
        .extend({ tags: z.array(TagId).max(50) })
        .partial().shape,
    ),
    reply: Asset,
  }),
  editAssets: contract({
    method: 'POST',
    path: '/asset-edits',
    access: 'staff',
    summary: 'Change many assets alike, all or none',
    body: z.object({ assetIds: z.array(AssetId).min(1).max(1_000), change: BulkChange }),
    /** Those that are not what they were. */
    reply: z.object({ changed: z.array(AssetId) }),
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
    summary: 'Which playlists and sites name an asset; else what goes on without it',
    params: AtAsset,
    reply: Usage,
  }),
  listAssetPlaces: contract({
    method: 'GET',
    path: '/assets/{assetId}/places',
    access: 'staff',
    summary: 'Everything that uses an asset: playlists, slots and drafts, screens, sites, what is on air and planned',
    params: AtAsset,
    reply: z.array(UsagePlace),
  }),
  deleteAsset: contract({
    method: 'DELETE',
    path: '/assets/{assetId}',
    access: 'staff',
    summary: 'Put an asset that no playlist and no site names into the bin',
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
  copyAsset: contract({
    method: 'POST',
    path: '/assets/{assetId}/copies',
    access: 'staff',
    summary: 'Make another piece of content of the same bytes, without sending them',
    params: AtAsset,
    /** `digest`: of the file that the person holds; must be the asset's. `filename` becomes the title, as for an upload. */
    body: z.object({ digest: Digest, filename: z.string().max(400), folder: FolderId.nullable().optional() }),
    reply: Asset,
    status: 201,
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
  /** The asset whose file this is to replace when it is ready; its places and words stay. */
  replaces: AssetId.optional(),
  /** Where it is put. */
  folder: FolderId.optional(),
  topic: TopicCode.optional(),
  source: z.string().max(300).optional(),
  /** sha-256 of the whole file; bytes that come to another one are refused (`upload-damaged`). Not checked when left out. */
  digest: Digest.optional(),
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
