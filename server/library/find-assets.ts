/**
 * Finding content: filter, order, keyset pages. A page begins behind the key of the last item of the page before it, so nothing is
 * skipped or shown twice while others upload, and the hundredth page costs what the first does.
 */
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { AssetFilter, AssetSort } from '../../playlists/wire/api/library.ts';
import type { Database } from '../database/open.ts';
import type { AssetRow } from '../database/schema.ts';
import { foldText } from './titles.ts';

export interface AssetQuestion extends AssetFilter {
  sort: AssetSort;
  order: 'asc' | 'desc';
  limit: number;
  cursor?: string | undefined;
  /** Only these: what nothing has used for as long as was asked. */
  among?: readonly string[] | undefined;
}

export interface FoundAssets {
  rows: AssetRow[];
  /** Cursor of the next page; null at the end. */
  next: string | null;
  /** How many there are in all; null but for the first page. */
  total: number | null;
}

/** What each order goes by; ids tell equals apart. Content without a length or a last day stands at the end of the scale. */
const KEYS: Readonly<Record<AssetSort, RawBuilder<string | number>>> = {
  created: sql`created_at`,
  title: sql`title_folded`,
  bytes: sql`bytes`,
  duration: sql`coalesce(duration_ms, -1)`,
  expiry: sql`coalesce(usable_until, '9999-12-31')`,
};

/** More words than this say nothing more. */
const MOST_WORDS = 8;

const Cursor = z.tuple([z.union([z.string(), z.number()]), z.string()]);
const writeCursor = (key: string | number, id: string): string =>
  Buffer.from(JSON.stringify([key, id])).toString('base64url');
/** Null for what is no cursor of ours: then the list begins at its beginning. */
const readCursor = (text: string | undefined): z.infer<typeof Cursor> | null => {
  try {
    return text === undefined ? null : Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    return null;
  }
};

const isIn = (ids: readonly string[]): RawBuilder<unknown> => sql`(${sql.join(ids)})`;

/** A word stands in the title, in the source or in the name of a tag that the content carries. */
const says = ({ now, query }: Database, word: string): RawBuilder<boolean> => {
  const tags = now
    .all(query.selectFrom('tag').select('id').where(sql<boolean>`instr(name_folded, ${word}) > 0`))
    .map(({ id }) => id);
  return tags.length === 0
    ? sql<boolean>`instr(title_folded, ${word}) > 0`
    : sql<boolean>`(instr(title_folded, ${word}) > 0 or id in (select asset_id from asset_tag where tag_id in ${isIn(tags)}))`;
};

const conditionsOf = (database: Database, asked: AssetFilter): RawBuilder<boolean>[] => {
  const { digest, bytes, kind, state, topic, audience, tags, match, folder, expiresFrom, expiresUntil } = asked;
  const found: RawBuilder<boolean>[] = [];
  const words = foldText(asked.search ?? '')
    .split(' ')
    .filter(Boolean);
  for (const word of words.slice(0, MOST_WORDS)) found.push(says(database, word));
  if (digest) found.push(sql`digest = ${digest}`);
  if (bytes !== undefined) found.push(sql`bytes = ${bytes}`);
  if (kind) found.push(sql`kind = ${kind}`);
  if (state === 'ready') found.push(sql`state = 'ready'`);
  if (state === 'working') found.push(sql`state in ('checking', 'preparing')`);
  if (state === 'troubled') found.push(sql`state in ('refused', 'failed')`);
  if (topic) found.push(sql`(topic = ${topic} or topic like ${`${topic}.%`})`);
  if (audience) found.push(sql`exists (select 1 from json_each(audiences) where value = ${audience})`);
  if (tags && match === 'any') found.push(sql`id in (select asset_id from asset_tag where tag_id in ${isIn(tags)})`);
  if (tags && match === 'all')
    for (const tag of tags) found.push(sql`id in (select asset_id from asset_tag where tag_id = ${tag})`);
  if (folder === 'none') found.push(sql`folder_id is null`);
  else if (folder)
    found.push(sql`folder_id in (
      with recursive below (id) as (
        select ${folder} union select folder.id from folder join below on folder.parent_id = below.id)
      select id from below)`);
  if (expiresFrom) found.push(sql`usable_until >= ${expiresFrom}`);
  if (expiresUntil) found.push(sql`usable_until <= ${expiresUntil}`);
  return found;
};

export const findAssets = (database: Database, asked: AssetQuestion): FoundAssets => {
  const { now, query } = database;
  const { sort, order, limit } = asked;
  const key = KEYS[sort];
  const cursor = readCursor(asked.cursor);
  let some = query.selectFrom('asset').where('replaces', 'is', null);
  if (asked.in === 'library') some = some.where('deletedAt', 'is', null);
  else some = some.where('deletedAt', 'is not', null).where('purgedAt', 'is', null);
  for (const condition of conditionsOf(database, asked)) some = some.where(condition);
  const { among } = asked;
  if (among) some = some.where(sql<boolean>`id in (select value from json_each(${JSON.stringify(among)}))`);
  // Keys first: the walk needs the index alone, and only the rows of the page are read whole.
  let keys = some.select(['id', key.as('key')]);
  if (cursor)
    keys = keys.where(
      order === 'asc'
        ? sql<boolean>`(${key}, id) > (${cursor[0]}, ${cursor[1]})`
        : sql<boolean>`(${key}, id) < (${cursor[0]}, ${cursor[1]})`,
    );
  const found = now.all(
    keys
      .orderBy(key, order)
      .orderBy('id', order)
      .limit(limit + 1),
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const ids = page.map(({ id }) => id);
  const rows = new Map(
    ids.length === 0
      ? []
      : now.all(query.selectFrom('asset').selectAll().where('id', 'in', ids)).map((row) => [row.id, row]),
  );
  return {
    rows: ids.flatMap((id) => rows.get(id) ?? []),
    next: found.length > limit && last ? writeCursor(last.key, last.id) : null,
    total: cursor ? null : (now.first(some.select(({ fn }) => fn.countAll<number>().as('count')))?.count ?? 0),
  };
};
