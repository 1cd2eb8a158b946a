/** What somebody carries over the library, and where it may be let go. Pure. */
import { type Folder, foldersWithin } from '../../../../playlists/model/folder.ts';
import type { AssetId, FolderId } from '../../../../playlists/model/ids.ts';
import type { Asset } from '../../../../playlists/model/media.ts';

export type Carried =
  | { kind: 'assets'; assets: readonly Pick<Asset, 'id' | 'folderId'>[] }
  | { kind: 'folder'; folder: Pick<Folder, 'id' | 'name' | 'parentId'> };

/** Whoever takes hold of something picked carries all that is picked, in the order shown; else that piece alone. */
export const carriedWith = (
  id: AssetId,
  picked: ReadonlySet<AssetId>,
  shown: readonly Pick<Asset, 'id' | 'folderId'>[],
): Carried => ({
  kind: 'assets',
  assets: shown.filter((asset) => (picked.has(id) ? picked.has(asset.id) : asset.id === id)),
});

/** Whether letting go in a folder (null = outside of all) changes anything; a folder never lies in itself. */
export const fits = (
  carried: Carried,
  into: FolderId | null,
  folders: readonly Pick<Folder, 'id' | 'parentId'>[],
): boolean => {
  if (carried.kind === 'assets') return carried.assets.some(({ folderId }) => folderId !== into);
  const { id, parentId } = carried.folder;
  return parentId !== into && (into === null || !foldersWithin(id, folders).has(into));
};

/** Where each of the assets that would move lies now, to bring them back there. */
export const formerPlaces = (
  assets: readonly Pick<Asset, 'id' | 'folderId'>[],
  into: FolderId | null,
): { folderId: FolderId | null; assetIds: AssetId[] }[] =>
  [
    ...Map.groupBy(
      assets.filter(({ folderId }) => folderId !== into),
      ({ folderId }) => folderId,
    ),
  ].map(([folderId, those]) => ({ folderId, assetIds: those.map(({ id }) => id) }));
