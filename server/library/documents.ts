/**
 * Documents and the pages that people take out of them. A page is a picture of its own (it is framed, approved, planned and deleted like
 * any other) whose source is a document of one page; it stays when its document goes. Taking pages is all or none, and a page that is
 * there already is not taken twice.
 */
import type { Ingest } from '../../media/ingest.ts';
import type { MediaStore } from '../../media/store.ts';
import { type AssetId, Digest } from '../../playlists/model/ids.ts';
import { type Asset, MediaFacts } from '../../playlists/model/media.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import { PLAIN_TREATMENT } from '../../playlists/model/treatment.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';
import type { AssetRow } from '../database/schema.ts';
import { loudnessTargetOf } from '../database/settings.ts';
import type { Handlers } from '../http/handlers.ts';
import { type ProgressOf, showAssets } from './asset-rows.ts';
import { recipeColumns } from './recipes.ts';
import { readSheet } from './sheets.ts';
import { foldText } from './titles.ts';

export interface DocumentPorts {
  database: Database;
  ingest: Pick<Ingest, 'takePages'>;
  sources: MediaStore;
  progressOf: ProgressOf;
  /** There is more to prepare, and more to be seen in the library. */
  taken(): void;
  record: RecordAct;
  now(): number;
}

const LONGEST_TITLE = 200;

/** `Tên tài liệu – trang 03`: numbers as wide as the last one, so that they sort. */
const titleOfPage = (title: string, number: number, pages: number): string => {
  const end = ` – trang ${String(number).padStart(String(pages).length, '0')}`;
  return title.slice(0, LONGEST_TITLE - end.length).trimEnd() + end;
};

export const createDocuments = (ports: DocumentPorts): Pick<Handlers, 'getDocument' | 'takePages'> => {
  const { database, record } = ports;
  const { now, query, transact } = database;

  const find = (id: AssetId): Outcome<{ row: AssetRow; digest: Digest; pages: number }> => {
    const row = now.first(
      query
        .selectFrom('asset')
        .selectAll()
        .where('id', '=', id)
        .where('deletedAt', 'is', null)
        .where('replaces', 'is', null),
    );
    if (!row) return refused('not-found', `no asset ${id}`);
    const facts = row.facts === null ? null : MediaFacts.parse(JSON.parse(row.facts));
    if (facts?.kind !== 'document' || row.digest === null || row.state === 'refused')
      return refused('document-not-ready', `${id} is ${facts?.kind ?? 'not measured'}, ${row.state}`);
    return accepted({ row, digest: Digest.parse(row.digest), pages: facts.pages ?? 1 });
  };

  /** Pages of the document's present file that are in the library, in order. */
  const takenFrom = (id: AssetId, digest: Digest): AssetRow[] =>
    now.all(
      query
        .selectFrom('asset')
        .selectAll()
        .where('pageOf', '=', id)
        .where('pageSource', '=', digest)
        .where('deletedAt', 'is', null)
        .where('state', '!=', 'refused')
        .orderBy('pageNumber')
        .orderBy('createdAt'),
    );
  const show = (rows: AssetRow[]): Asset[] => showAssets(database, rows, ports.progressOf);
  const only = (rows: AssetRow[], numbers: readonly number[]): AssetRow[] =>
    numbers.flatMap((number) => rows.find(({ pageNumber }) => pageNumber === number) ?? []);

  /** Rows of new pages, and what the document said of itself said of them. Inside a transaction. */
  const addPages = (
    { row, digest, pages }: { row: AssetRow; digest: Digest; pages: number },
    made: { number: number; digest: Digest; bytes: number; facts: MediaFacts }[],
  ): void => {
    const tags = now.all(query.selectFrom('assetTag').select('tagId').where('assetId', '=', row.id));
    const at = ports.now();
    for (const page of made) {
      const id = newId('ast');
      const title = titleOfPage(row.title, page.number, pages);
      now.run(
        query.insertInto('asset').values({
          id,
          title,
          titleFolded: foldText(`${title} ${row.source}`),
          kind: page.facts.kind,
          facts: JSON.stringify(page.facts),
          bytes: page.bytes,
          digest: page.digest,
          fit: PLAIN_TREATMENT.fit,
          ...recipeColumns(PLAIN_TREATMENT, page.facts, loudnessTargetOf(database)),
          topic: row.topic,
          audiences: row.audiences,
          source: row.source,
          rights: row.rights,
          usableFrom: row.usableFrom,
          usableUntil: row.usableUntil,
          folderId: row.folderId,
          state: 'preparing',
          refusal: null,
          retryAt: null,
          attempts: 0,
          thumbnail: null,
          uploadId: null,
          // Whoever brought the document may not approve its pages.
          uploadedBy: row.uploadedBy,
          createdAt: at,
          deletedAt: null,
          pageOf: row.id,
          pageNumber: page.number,
          pageSource: digest,
        }),
      );
      for (const { tagId } of tags) now.run(query.insertInto('assetTag').values({ assetId: id, tagId }));
    }
  };

  return {
    getDocument: ({ params: { assetId } }) => {
      const found = find(assetId);
      if (!found.ok) return found;
      const { digest, pages } = found.value;
      return accepted({ pages, sheet: readSheet(database, digest), taken: show(takenFrom(assetId, digest)) });
    },

    takePages: async ({ params: { assetId }, body: { numbers }, caller }) => {
      const found = find(assetId);
      if (!found.ok) return found;
      const { digest, pages } = found.value;
      const beyond = numbers.find((number) => number > pages);
      if (beyond !== undefined) return refused('document-page-unknown', `page ${beyond} of ${pages}`);
      const there = new Set(takenFrom(assetId, digest).map(({ pageNumber }) => pageNumber));
      const missing = numbers.filter((number) => !there.has(number)).sort((a, b) => a - b);
      if (missing.length > 0) {
        const source = ports.sources.localPath(digest);
        const made = await ports.ingest.takePages(source, missing, ports.sources);
        if (!made.ok) return made;
        const added = transact((): Outcome<number> => {
          const again = find(assetId);
          if (!again.ok) return again;
          if (again.value.digest !== digest) return refused('document-page-unknown', `${assetId} has another file now`);
          // Somebody else may have taken the same pages while these were being made.
          const by = new Set(takenFrom(assetId, digest).map(({ pageNumber }) => pageNumber));
          const fresh = made.value.filter(({ number }) => !by.has(number));
          addPages(again.value, fresh);
          const taken = fresh.map(({ number }) => number);
          if (fresh.length > 0)
            record({ ...actorOf(caller), act: 'document.pages-taken', subject: assetId, detail: { pages: taken } });
          return accepted(fresh.length);
        });
        if (!added.ok) return added;
        ports.taken();
      }
      return accepted({ pages: show(only(takenFrom(assetId, digest), numbers)) });
    },
  };
};
