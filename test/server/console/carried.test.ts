/** What is carried into a folder, where it may be let go, and the way back. */
import { describe, expect, it } from 'vitest';
import { AssetId, FolderId } from '../../../playlists/model/ids.ts';
import { type Carried, carriedWith, fits, formerPlaces } from '../../../server/console/src/media/carried.ts';

const id = (name: string): AssetId => AssetId.parse(`ast_${name}`);
const folder = (name: string): FolderId => FolderId.parse(`fld_${name}`);
const SHOWN = [
  { id: id('a'), folderId: null },
  { id: id('b'), folderId: folder('one') },
  { id: id('c'), folderId: folder('two') },
];
const TREE = [
  { id: folder('one'), parentId: null },
  { id: folder('two'), parentId: folder('one') },
  { id: folder('three'), parentId: null },
];
const ids = (carried: Carried): AssetId[] => (carried.kind === 'assets' ? carried.assets.map((one) => one.id) : []);
const aFolder = (name: string, parentId: FolderId | null): Carried => ({
  kind: 'folder',
  folder: { id: folder(name), name, parentId },
});

describe('carrying', () => {
  it('takes all that is picked with what is picked, and anything else alone', () => {
    const picked = new Set([id('c'), id('a')]);
    expect(ids(carriedWith(id('c'), picked, SHOWN))).toEqual([id('a'), id('c')]);
    expect(ids(carriedWith(id('b'), picked, SHOWN))).toEqual([id('b')]);
  });

  it('content fits where at least one piece of it does not lie yet', () => {
    const both: Carried = { kind: 'assets', assets: SHOWN.slice(0, 2) };
    expect([null, folder('one'), folder('two')].map((place) => fits(both, place, TREE))).toEqual([true, true, true]);
    const one: Carried = { kind: 'assets', assets: SHOWN.slice(1, 2) };
    expect([null, folder('one')].map((place) => fits(one, place, TREE))).toEqual([true, false]);
  });

  it('a folder fits anywhere but where it lies, in itself and in what lies in it', () => {
    const places = [null, folder('one'), folder('two'), folder('three')];
    expect(places.map((place) => fits(aFolder('one', null), place, TREE))).toEqual([false, false, false, true]);
    expect(places.map((place) => fits(aFolder('two', folder('one')), place, TREE))).toEqual([true, false, false, true]);
  });

  it('the way back leads each piece that moved to where it lay', () => {
    expect(formerPlaces(SHOWN, folder('one'))).toEqual([
      { folderId: null, assetIds: [id('a')] },
      { folderId: folder('two'), assetIds: [id('c')] },
    ]);
  });
});
