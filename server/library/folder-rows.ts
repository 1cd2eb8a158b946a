/** The tree of folders as rows. */

import { type Folder, foldersWithin } from '../../playlists/model/folder.ts';
import { FolderId } from '../../playlists/model/ids.ts';
import type { Database } from '../database/open.ts';

/** All folders by name, each with how much lies in it and below it. */
export const readFolders = ({ now, query }: Database): Folder[] => {
  const rows = now
    .all(query.selectFrom('folder').select(['id', 'parentId', 'name']).orderBy('nameFolded').orderBy('id'))
    .map(({ id, parentId, name }) => ({ id: FolderId.parse(id), parentId: FolderId.nullable().parse(parentId), name }));
  const own = new Map(
    now
      .all(
        query
          .selectFrom('asset')
          .select(({ fn }) => ['folderId', fn.countAll<number>().as('count')])
          .where('deletedAt', 'is', null)
          .where('folderId', 'is not', null)
          .groupBy('folderId'),
      )
      .map(({ folderId, count }) => [folderId, count]),
  );
  return rows.map((folder) => ({
    ...folder,
    count: [...foldersWithin(folder.id, rows)].reduce((sum, id) => sum + (own.get(id) ?? 0), 0),
  }));
};

export const isFolder = ({ now, query }: Database, id: FolderId): boolean =>
  now.first(query.selectFrom('folder').select('id').where('id', '=', id)) !== undefined;
