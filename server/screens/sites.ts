/** Sites: where screens stand. A site with screens cannot be deleted. */
import type { z } from 'zod';
import { ScreenId, SiteId } from '../../playlists/model/ids.ts';
import { accepted, refused } from '../../playlists/model/refusal.ts';
import { Site } from '../../playlists/model/screen.ts';
import { type UsagePlace, usageOf } from '../../playlists/model/usage.ts';
import type { Changed } from '../../playlists/wire/console-feed.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';
import type { Served } from '../http/handlers.ts';

export interface SitePorts {
  database: Database;
  record: RecordAct;
  /** Told after the commit. */
  changed: (what: Changed) => void;
}

const SITES = ['id', 'name', 'kind', 'address', 'safeAssetId'] as const;
/** A row of `site` is a site as it is. */
export const toSite = (row: z.input<typeof Site> | Record<string, unknown>): Site => Site.parse(row);

export const createSites = ({ database, record, changed }: SitePorts) => {
  const { query, transact } = database;
  const find = (id: string): Site | null => {
    const row = database.now.first(query.selectFrom('site').select(SITES).where('id', '=', id));
    return row ? toSite(row) : null;
  };
  const placesOf = (id: string): UsagePlace[] =>
    database.now
      .all(query.selectFrom('screen').select(['id', 'name']).where('siteId', '=', id).orderBy('name'))
      .map((row) => ({ kind: 'screen', id: ScreenId.parse(row.id), name: row.name }));
  const isNameTaken = (name: string, except: string): boolean =>
    database.now.first(query.selectFrom('site').select('id').where('name', '=', name).where('id', '!=', except)) !==
    undefined;
  const isAssetThere = (id: string | null): boolean =>
    id === null ||
    database.now.first(
      query
        .selectFrom('asset')
        .select('id')
        .where('id', '=', id)
        .where('deletedAt', 'is', null)
        // A document is shown by its pages.
        .where((is) => is.or([is('kind', 'is', null), is('kind', '!=', 'document')])),
    ) !== undefined;
  const unknownAsset = (id: string | null) =>
    refused('request-malformed', `asset ${id} does not exist`, {}, { safeAssetId: 'unknown' });

  const handlers: Served['handlers'] = {
    listSites: () => accepted(database.now.all(query.selectFrom('site').select(SITES).orderBy('name')).map(toSite)),
    createSite: ({ body, caller }) =>
      transact((step) => {
        if (isNameTaken(body.name, '')) return refused('name-taken', body.name, {}, { name: 'name-taken' });
        if (!isAssetThere(body.safeAssetId)) return unknownAsset(body.safeAssetId);
        const site: Site = { id: SiteId.parse(newId('sit')), ...body };
        step.run(query.insertInto('site').values(site));
        record({ ...actorOf(caller), act: 'site.created', subject: site.id, detail: { name: site.name } });
        queueMicrotask(() => changed('sites'));
        return accepted(site);
      }),
    changeSite: ({ params, body, caller }) =>
      transact((step) => {
        const known = find(params.siteId);
        if (!known) return refused('not-found', `site ${params.siteId} does not exist`);
        const site: Site = { ...known, ...body };
        if (isNameTaken(site.name, site.id)) return refused('name-taken', site.name, {}, { name: 'name-taken' });
        if (!isAssetThere(site.safeAssetId)) return unknownAsset(site.safeAssetId);
        const { id, ...values } = site;
        step.run(query.updateTable('site').set(values).where('id', '=', id));
        record({ ...actorOf(caller), act: 'site.changed', subject: id, detail: { ...body } });
        queueMicrotask(() => changed('sites'));
        return accepted(site);
      }),
    getSiteUsage: ({ params }) => accepted(find(params.siteId) ? usageOf(placesOf(params.siteId)) : { kind: 'gone' }),
    deleteSite: ({ params, caller }) =>
      transact((step) => {
        const known = find(params.siteId);
        if (!known) return refused('not-found', `site ${params.siteId} does not exist`);
        const screens = placesOf(known.id).length;
        if (screens > 0) return refused('site-in-use', `${screens} screens stand there`, { screens });
        step.run(query.deleteFrom('site').where('id', '=', known.id));
        record({ ...actorOf(caller), act: 'site.deleted', subject: known.id, detail: { name: known.name } });
        queueMicrotask(() => changed('sites'));
        return accepted(undefined);
      }),
  };
  return { handlers };
};
