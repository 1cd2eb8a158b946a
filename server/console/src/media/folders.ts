/** Folders as the console draws them: the tree in the order of its names, each with its depth. */
import { useMemo } from 'react';
import { type Folder, foldersWithin } from '../../../../playlists/model/folder.ts';
import type { FolderId } from '../../../../playlists/model/ids.ts';
import { useRead } from '../api/queries.ts';

export interface PlacedFolder extends Folder {
  /** 0 = at the top. */
  depth: number;
}

/** Parents before their children. */
export const placed = (folders: readonly Folder[]): PlacedFolder[] => {
  const below = Map.groupBy(folders, ({ parentId }) => parentId);
  const walk = (parentId: FolderId | null, depth: number): PlacedFolder[] =>
    (below.get(parentId) ?? []).flatMap((folder) => [{ ...folder, depth }, ...walk(folder.id, depth + 1)]);
  return walk(null, 0);
};

export const useFolders = (): PlacedFolder[] => {
  const { data } = useRead('listFolders');
  return useMemo(() => placed(data ?? []), [data]);
};

/** Rows of a select; those within `without` are left out, since a folder cannot lie in itself. */
export const folderChoices = (folders: readonly PlacedFolder[], without?: FolderId) => {
  const out = without ? foldersWithin(without, folders) : new Set();
  return folders
    .filter(({ id }) => !out.has(id))
    .map(({ id, name, depth }) => ({ value: id as string, label: `${'\u2003'.repeat(depth)}${name}` }));
};
