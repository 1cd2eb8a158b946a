/** Folders of the library: added, renamed, moved, deleted. Every change leaves a line in the audit chain. */
import { DEEPEST_FOLDER, type Folder, foldersWithin, pathOf } from '../../playlists/model/folder.ts';
import { AssetId, FolderId } from '../../playlists/model/ids.ts';
import { accepted, type Outcome, type Refusal, refused } from '../../playlists/model/refusal.ts';
import { actorOf } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Caller, Handlers } from '../http/handlers.ts';
import { readFolders } from './folder-rows.ts';
import type { OrderPorts } from './tags.ts';
import { foldText } from './titles.ts';

export interface FolderPorts extends OrderPorts {
  /** Puts assets into the bin, all or none; inside the caller's transaction. Null when it is done. */
  bin(assetIds: readonly AssetId[], caller: Caller): Refusal | null;
}

export const createFolders = ({
  database,
  record,
  now,
  changed,
  bin,
}: FolderPorts): Pick<Handlers, 'listFolders' | 'createFolder' | 'changeFolder' | 'deleteFolder'> => {
  const { query, transact } = database;
  const { all, run } = database.now;
  const find = (id: FolderId): Outcome<Folder> => {
    const folder = readFolders(database).find((one) => one.id === id);
    return folder ? accepted(folder) : refused('not-found', `no folder ${id}`);
  };

  /** Whether a folder (null = a new one) may stand there under that name. */
  const check = (id: FolderId | null, name: string, parentId: FolderId | null): Outcome<undefined> => {
    const folders = readFolders(database);
    const path = pathOf(parentId, folders);
    if (parentId !== null && path.length === 0)
      return refused('asset-order-gone', `no folder ${parentId}`, {}, { parentId: 'unknown' });
    if (id !== null && path.some((one) => one.id === id))
      return refused('folder-in-circle', `${parentId} lies in ${id}`, {}, { parentId: 'circle' });
    const below = id === null ? [] : [...foldersWithin(id, folders)];
    const height = Math.max(1, ...below.map((one) => pathOf(one, folders).length - pathOf(id, folders).length + 1));
    if (path.length + height > DEEPEST_FOLDER)
      return refused(
        'folder-too-deep',
        `${path.length} + ${height}`,
        { limit: DEEPEST_FOLDER },
        { parentId: 'too-deep' },
      );
    const isTaken = folders.some(
      (one) => one.id !== id && one.parentId === parentId && foldText(one.name) === foldText(name),
    );
    return isTaken ? refused('name-taken', name, {}, { name: 'name-taken' }) : accepted(undefined);
  };

  return {
    listFolders: () => accepted(readFolders(database)),
    createFolder: ({ body: { name, parentId }, caller }) =>
      transact(() => {
        const checked = check(null, name, parentId);
        if (!checked.ok) return checked;
        const id = FolderId.parse(newId('fld'));
        run(query.insertInto('folder').values({ id, parentId, name, nameFolded: foldText(name), createdAt: now() }));
        record({ ...actorOf(caller), act: 'folder.created', subject: id, detail: { name, parentId } });
        queueMicrotask(() => changed('folders'));
        return find(id);
      }),
    changeFolder: ({ params: { folderId }, body, caller }) =>
      transact(() => {
        const known = find(folderId);
        if (!known.ok) return known;
        const { name = known.value.name, parentId = known.value.parentId } = body;
        if (name === known.value.name && parentId === known.value.parentId) return known;
        const checked = check(folderId, name, parentId);
        if (!checked.ok) return checked;
        run(
          query
            .updateTable('folder')
            .set({ name, nameFolded: foldText(name), parentId })
            .where('id', '=', folderId),
        );
        const was = { name: known.value.name, parentId: known.value.parentId };
        record({ ...actorOf(caller), act: 'folder.changed', subject: folderId, detail: { name, parentId, was } });
        queueMicrotask(() => changed('folders'));
        return find(folderId);
      }),
    deleteFolder: ({ params: { folderId }, query: { contents }, caller }) =>
      transact(() => {
        const known = find(folderId);
        if (!known.ok) return known;
        const folders = [...foldersWithin(folderId, readFolders(database))];
        const held = all(
          query.selectFrom('asset').select('id').where('folderId', 'in', folders).where('deletedAt', 'is', null),
        ).map(({ id }) => AssetId.parse(id));
        const { name } = known.value;
        if (contents === 'refuse' && (held.length > 0 || folders.length > 1))
          return refused('folder-not-empty', `${held.length} assets, ${folders.length - 1} folders`, { name });
        const refusal = held.length > 0 ? bin(held, caller) : null;
        if (refusal) return { ok: false as const, refusal };
        // What lies in the bin comes back to the top.
        run(query.updateTable('asset').set({ folderId: null }).where('folderId', 'in', folders));
        for (const id of folders.reverse()) run(query.deleteFrom('folder').where('id', '=', id));
        record({
          ...actorOf(caller),
          act: 'folder.deleted',
          subject: folderId,
          detail: { name, folders: folders.length, assets: held },
        });
        queueMicrotask(() => changed('folders', 'assets'));
        return accepted(undefined);
      }),
  };
};
