/** Folders of the library: a tree that people arrange as they like. Content lies in one folder, or in none (at the top). */

import { z } from 'zod';
import { FolderId } from './ids.ts';
import { plainName } from './plain-name.ts';

export const FolderName = plainName(80);

/** Deepest place of a folder; those at the top are at 1. */
export const DEEPEST_FOLDER = 8;

export const Folder = z
  .object({
    id: FolderId,
    name: FolderName,
    /** Null = at the top. */
    parentId: FolderId.nullable(),
    /** Living pieces of content in it and in those below it. */
    count: z.int().nonnegative(),
  })
  .meta({ id: 'Folder' });
export type Folder = z.infer<typeof Folder>;

/** A folder and all below it, itself first, each once, whatever the tree looks like. */
export const foldersWithin = (id: FolderId, folders: readonly Pick<Folder, 'id' | 'parentId'>[]): Set<FolderId> => {
  const below = Map.groupBy(folders, ({ parentId }) => parentId);
  const seen = new Set<FolderId>();
  const follow = (one: FolderId): void => {
    if (seen.has(one)) return;
    seen.add(one);
    for (const child of below.get(one) ?? []) follow(child.id);
  };
  follow(id);
  return seen;
};

/** From the top down to the folder itself; empty when it is not there. */
export const pathOf = <Any extends Pick<Folder, 'id' | 'parentId'>>(
  id: FolderId | null,
  folders: readonly Any[],
): Any[] => {
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  const path: Any[] = [];
  for (let at = id === null ? undefined : byId.get(id); at && !path.includes(at); ) {
    path.unshift(at);
    at = at.parentId === null ? undefined : byId.get(at.parentId);
  }
  return path;
};
