/**
 * Tags of the library: free words, unique without accents and case. Renamed in one place; merged into another, a tag is replaced on
 * content and in playlists, and what was published before still finds its content. Every change leaves a line in the audit chain.
 */
import { PlaylistId, type TagId, TagId as TagIdSchema } from '../../playlists/model/ids.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import { CAMPAIGN_TAG, type Tag } from '../../playlists/model/tag.ts';
import { namePlaces, type UsagePlace, usageOf } from '../../playlists/model/usage.ts';
import type { Changed } from '../../playlists/wire/console-feed.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';
import type { Handlers } from '../http/handlers.ts';
import { foldText } from './titles.ts';

export interface OrderPorts {
  database: Database;
  record: RecordAct;
  now(): number;
  /** Told after the commit. */
  changed(...what: Changed[]): void;
}

type TagHandlers = Pick<Handlers, 'listTags' | 'createTag' | 'changeTag' | 'mergeTag' | 'getTagUsage' | 'deleteTag'>;

export const createTags = ({ database, record, now, changed }: OrderPorts): TagHandlers => {
  const { query, transact } = database;
  const { all, first, run } = database.now;

  const read = (id?: TagId): Tag[] =>
    all(
      query
        .selectFrom('tag')
        .select(({ selectFrom }) => [
          'id',
          'name',
          selectFrom('assetTag')
            .innerJoin('asset', 'asset.id', 'assetTag.assetId')
            .select(({ fn }) => fn.countAll<number>().as('n'))
            .whereRef('assetTag.tagId', '=', 'tag.id')
            .where('asset.deletedAt', 'is', null)
            .as('count'),
        ])
        .where('mergedInto', 'is', null)
        .$if(id !== undefined, (some) => some.where('id', '=', id ?? ''))
        .orderBy('nameFolded'),
    ).map((row) => ({
      id: TagIdSchema.parse(row.id),
      name: row.name,
      fixed: row.id === CAMPAIGN_TAG.id,
      count: row.count ?? 0,
    }));
  const find = (id: TagId): Outcome<Tag> => {
    const [tag] = read(id);
    return tag ? accepted(tag) : refused('not-found', `no tag ${id}`);
  };
  /** Whether another tag has the name already. */
  const isTaken = (name: string, id?: TagId): boolean => {
    const other = first(
      query.selectFrom('tag').select('id').where('nameFolded', '=', foldText(name)).where('mergedInto', 'is', null),
    );
    return other !== undefined && other.id !== id;
  };
  const nameTaken = (name: string) => refused('name-taken', name, {}, { name: 'name-taken' });

  /** Entries of playlists that bring content by this tag. */
  const entriesOf = (id: TagId): { id: string; playlistId: string; tags: TagId[] }[] =>
    all(query.selectFrom('playlistEntry').select(['id', 'playlistId', 'tags']).where('tags', 'is not', null))
      .map(({ tags, ...entry }) => ({ ...entry, tags: JSON.parse(tags ?? '[]') as TagId[] }))
      .filter(({ tags }) => tags.includes(id));
  const placesOf = (id: TagId): UsagePlace[] => {
    const ids = [...new Set(entriesOf(id).map(({ playlistId }) => playlistId))];
    if (ids.length === 0) return [];
    return all(query.selectFrom('playlist').select(['id', 'name']).where('id', 'in', ids).orderBy('name')).map(
      (row) => ({
        kind: 'playlist',
        id: PlaylistId.parse(row.id),
        name: row.name,
      }),
    );
  };

  return {
    listTags: () => accepted(read()),
    createTag: ({ body: { name }, caller }) =>
      transact(() => {
        if (isTaken(name)) return nameTaken(name);
        const id = TagIdSchema.parse(newId('tag'));
        run(
          query.insertInto('tag').values({ id, name, nameFolded: foldText(name), createdAt: now(), mergedInto: null }),
        );
        record({ ...actorOf(caller), act: 'tag.created', subject: id, detail: { name } });
        queueMicrotask(() => changed('tags'));
        return find(id);
      }),
    changeTag: ({ params: { tagId }, body: { name }, caller }) =>
      transact(() => {
        const known = find(tagId);
        if (!known.ok || known.value.name === name) return known;
        if (isTaken(name, tagId)) return nameTaken(name);
        run(
          query
            .updateTable('tag')
            .set({ name, nameFolded: foldText(name) })
            .where('id', '=', tagId),
        );
        record({ ...actorOf(caller), act: 'tag.renamed', subject: tagId, detail: { name, was: known.value.name } });
        queueMicrotask(() => changed('tags', 'assets'));
        return find(tagId);
      }),
    mergeTag: ({ params: { tagId }, body: { into }, caller }) =>
      transact(() => {
        const known = find(tagId);
        if (!known.ok) return known;
        const heir = find(into);
        if (!heir.ok || into === tagId) return heir;
        if (known.value.fixed) return refused('tag-fixed', tagId, { name: known.value.name });
        const carriers = all(query.selectFrom('assetTag').select('assetId').where('tagId', '=', tagId));
        for (const { assetId } of carriers)
          run(
            query
              .insertInto('assetTag')
              .values({ tagId: into, assetId })
              .onConflict((conflict) => conflict.doNothing()),
          );
        run(query.deleteFrom('assetTag').where('tagId', '=', tagId));
        run(query.updateTable('tag').set({ mergedInto: into }).where('mergedInto', '=', tagId));
        run(query.updateTable('tag').set({ mergedInto: into }).where('id', '=', tagId));
        const entries = entriesOf(tagId);
        for (const { id, tags } of entries) {
          const kept = [...new Set(tags.map((tag) => (tag === tagId ? into : tag)))];
          run(
            query
              .updateTable('playlistEntry')
              .set({ tags: JSON.stringify(kept) })
              .where('id', '=', id),
          );
        }
        for (const playlistId of new Set(entries.map((entry) => entry.playlistId)))
          run(
            query
              .updateTable('playlist')
              .set(({ eb }) => ({ version: eb('version', '+', 1), updatedAt: now() }))
              .where('id', '=', playlistId),
          );
        record({
          ...actorOf(caller),
          act: 'tag.merged',
          subject: tagId,
          detail: {
            name: known.value.name,
            into,
            assets: carriers.map(({ assetId }) => assetId),
            playlists: [...new Set(entries.map(({ playlistId }) => playlistId))],
          },
        });
        queueMicrotask(() => changed('tags', 'assets', 'playlists'));
        return find(into);
      }),
    getTagUsage: ({ params: { tagId } }) =>
      accepted(find(tagId).ok ? usageOf(placesOf(tagId)) : { kind: 'gone' as const }),
    deleteTag: ({ params: { tagId }, caller }) =>
      transact(() => {
        const known = find(tagId);
        if (!known.ok) return known;
        const { name, fixed } = known.value;
        if (fixed) return refused('tag-fixed', tagId, { name });
        const places = placesOf(tagId);
        if (places.length > 0)
          return refused('tag-in-use', `${tagId} is used in ${places.length} places`, { places: namePlaces(places) });
        const carriers = all(query.selectFrom('assetTag').select('assetId').where('tagId', '=', tagId));
        run(query.deleteFrom('assetTag').where('tagId', '=', tagId));
        run(query.deleteFrom('tag').where('mergedInto', '=', tagId));
        run(query.deleteFrom('tag').where('id', '=', tagId));
        const assets = carriers.map(({ assetId }) => assetId);
        record({ ...actorOf(caller), act: 'tag.deleted', subject: tagId, detail: { name, assets } });
        queueMicrotask(() => changed('tags', 'assets'));
        return accepted(undefined);
      }),
  };
};
