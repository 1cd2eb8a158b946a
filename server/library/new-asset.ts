/** How content begins: its row as it stands before anything was measured, and the line in the audit chain, in one commit. */
import type { AssetId, Digest, FolderId } from '../../playlists/model/ids.ts';
import type { TopicCode } from '../../playlists/model/topic.ts';
import type { RecordAct } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';
import { isFolder } from './folder-rows.ts';
import { foldText, titleOf } from './titles.ts';
import { findReplaceable } from './versions.ts';

export interface NewAsset {
  /** As the person's file is called; the title is made of it. */
  filename: string;
  bytes: number;
  /** Of the bytes, when they were hashed already; null = to be measured. */
  digest: Digest | null;
  /** The upload that brought the bytes; null = they lie in the store already. */
  uploadId: string | null;
  /** The person whose upload this is. */
  owner: string;
  /** From where, for the audit chain; null = nobody asked just now. */
  address: string | null;
  folder?: FolderId | null | undefined;
  replaces?: AssetId | undefined;
  topic?: TopicCode | undefined;
  source?: string | undefined;
}

/** Once per upload, however often it is asked: the upload id is unique in the table. Returns the new id; null = was there already. */
export const addAsset = (
  { database, record, now }: { database: Database; record: RecordAct; now(): number },
  wish: NewAsset,
): AssetId | null => {
  const { query } = database;
  const title = titleOf(wish.filename);
  const id = newId('ast') as AssetId;
  const source = wish.source ?? '';
  const replaced = wish.replaces ? findReplaceable(database, wish.replaces) : undefined;
  const folderId = wish.folder && isFolder(database, wish.folder) ? wish.folder : null;
  return database.transact((step) => {
    const added = step.run(
      query
        .insertInto('asset')
        .values({
          id,
          title,
          titleFolded: foldText(`${title} ${source}`),
          kind: null,
          facts: null,
          bytes: wish.bytes,
          digest: wish.digest,
          fit: replaced?.fit ?? 'contain',
          treatment: replaced?.treatment ?? '{}',
          topic: wish.topic ?? null,
          audiences: '[]',
          source,
          state: 'checking',
          refusal: null,
          retryAt: null,
          attempts: 0,
          thumbnail: null,
          uploadId: wish.uploadId,
          uploadedBy: wish.owner,
          createdAt: now(),
          deletedAt: null,
          rights: '',
          folderId: replaced ? null : folderId,
          replaces: replaced?.id ?? null,
        })
        .onConflict((conflict) => conflict.column('uploadId').doNothing()),
    );
    if (added === 0) return null;
    record({
      actor: wish.owner,
      address: wish.address,
      act: wish.uploadId === null ? 'asset.copied' : 'asset.uploaded',
      subject: id,
      detail: { title, bytes: wish.bytes, ...(replaced ? { replaces: replaced.id } : {}) },
    });
    return id;
  });
};
