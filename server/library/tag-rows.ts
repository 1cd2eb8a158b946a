/** Tags as rows: which content carries which. */
import { TagId } from '../../playlists/model/ids.ts';
import type { Database } from '../database/open.ts';

/** Tags of these assets, by the name of the tag. */
export const readTagsOf = ({ now, query }: Database, assetIds: readonly string[]): Map<string, TagId[]> => {
  const rows =
    assetIds.length === 0
      ? []
      : now.all(
          query
            .selectFrom('assetTag')
            .innerJoin('tag', 'tag.id', 'assetTag.tagId')
            .select(['assetTag.assetId', 'assetTag.tagId'])
            .where('assetTag.assetId', 'in', assetIds)
            .orderBy('tag.nameFolded'),
        );
  const byAsset = Map.groupBy(rows, (row) => row.assetId);
  return new Map([...byAsset].map(([id, own]) => [id, own.map(({ tagId }) => TagId.parse(tagId))]));
};

/**
 * For the compiler: of each asset the tags that it carries, and those that were merged into one of them, so that a playlist which
 * was published before the merge still finds it. Sorted by id.
 */
export const readTagsCarried = ({ now, query }: Database): Map<string, TagId[]> => {
  const merged = Map.groupBy(
    now.all(query.selectFrom('tag').select(['id', 'mergedInto']).where('mergedInto', 'is not', null)),
    (row) => row.mergedInto,
  );
  const carried = new Map<string, TagId[]>();
  for (const { assetId, tagId } of now.all(query.selectFrom('assetTag').selectAll().orderBy('assetId'))) {
    const all = carried.get(assetId) ?? [];
    for (const id of [tagId, ...(merged.get(tagId) ?? []).map((row) => row.id)]) all.push(TagId.parse(id));
    carried.set(assetId, all);
  }
  for (const tags of carried.values()) tags.sort();
  return carried;
};

/** Writes the tags of an asset anew; inside the caller's transaction. */
export const writeTagsOf = ({ now, query }: Database, assetId: string, tags: readonly TagId[]): void => {
  now.run(query.deleteFrom('assetTag').where('assetId', '=', assetId));
  for (const tagId of new Set(tags)) now.run(query.insertInto('assetTag').values({ tagId, assetId }));
};

/** Those of the ids that are no tag, or no longer one. */
export const unknownTags = ({ now, query }: Database, ids: readonly TagId[]): TagId[] => {
  if (ids.length === 0) return [];
  const there = now.all(query.selectFrom('tag').select('id').where('id', 'in', ids).where('mergedInto', 'is', null));
  const known = new Set(there.map(({ id }) => id));
  return ids.filter((id) => !known.has(id));
};
