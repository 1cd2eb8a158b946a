/**
 * The schedule of the ward, with a draft on top where one is named, in one consistent read: everything the compiler needs and nothing that it does not, so that
 * an upload nobody uses does not make the schedule look changed.
 */
import { sql } from 'kysely';
import { canvasName } from '../../playlists/model/canvas.ts';
import type { AssetId, TagId } from '../../playlists/model/ids.ts';
import { MediaFacts } from '../../playlists/model/media.ts';
import { assetsNamedIn, picks } from '../../playlists/model/playlist.ts';
import { allowedBy } from '../../playlists/model/relay.ts';
import { type Schedule, ScheduledAsset } from '../../playlists/model/schedule.ts';
import { pictureIn } from '../../playlists/model/slide.ts';
import { fitOf, lookOf, playedMs, seenIn } from '../../playlists/model/treatment.ts';
import { among } from '../database/among.ts';
import type { Database } from '../database/open.ts';
import { isApprovalRequired, relayHostsOf, wardNameOf } from '../database/settings.ts';
import { approvalOf } from '../library/approvals.ts';
import { recipeFor, treatmentOf } from '../library/recipes.ts';
import { readTagsCarried } from '../library/tag-rows.ts';
import { readRelays } from '../relays/relay-rows.ts';
import { readScreens } from '../screens/screen-rows.ts';
import { toSite } from '../screens/sites.ts';
import { pictureLookOf, readLooks } from '../slides/picture-looks.ts';
import { readSlides } from '../slides/slide-rows.ts';
import { readCalendars } from './calendars.ts';
import { readDayParts } from './day-parts.ts';
import { type DraftRow, layOver } from './draft-rows.ts';
import { readPlaylists } from './playlist-rows.ts';
import { readSlots } from './slot-rows.ts';
import { scheduledTickers } from './ticker-rows.ts';

/** What a gathering takes in besides what is everybody's. */
export interface Gathering {
  /** Assets that are wanted though no playlist uses them. */
  also?: Iterable<AssetId>;
  /** Slots that somebody has not published. */
  draft?: readonly DraftRow[];
}

/** Synchronous, so nobody writes in between; quick once the slots are warm (`slot-rows.ts`). Its parts are parsed already, each where it is read. */
export const gatherSchedule = (database: Database, { also = [], draft = [] }: Gathering = {}): Schedule => {
  const { now, query } = database;
  const sites = now
    .all(query.selectFrom('site').select(['id', 'name', 'kind', 'address', 'safeAssetId']).orderBy('id'))
    .map(toSite);
  const screens = readScreens(database).sort((a, b) => (a.id < b.id ? -1 : 1));
  const playlists = readPlaylists(database).sort((a, b) => (a.id < b.id ? -1 : 1));
  const slots = layOver(readSlots(database), draft).sort((a, b) => (a.id < b.id ? -1 : 1));
  const named = new Set(slots.flatMap((slot) => [...slot.avoidCalendars, ...slot.requireCalendars]));
  const calendars = readCalendars(database)
    .filter(({ id }) => named.has(id))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const dayPartsNamed = new Set(slots.map(({ dayPartId }) => dayPartId));
  const dayParts = readDayParts(database)
    .filter(({ id }) => dayPartsNamed.has(id))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const tickers = scheduledTickers(database, slots, screens);
  const used = new Set<string>([
    ...also,
    ...playlists.flatMap(assetsNamedIn),
    ...sites.flatMap((site) => (site.safeAssetId === null ? [] : [site.safeAssetId])),
  ]);
  const picking = playlists.flatMap(({ entries }) => entries.filter(({ kind }) => kind === 'topic' || kind === 'tags'));
  const carried = picking.some(({ kind }) => kind === 'tags') ? readTagsCarried(database) : new Map<string, TagId[]>();
  const tagsOf = (id: string): readonly TagId[] => carried.get(id) ?? [];
  /** Narrows the read; `isUsed` decides. */
  const mayBeUsed = (column: 'id' | 'asset.id') =>
    picking.length > 0
      ? sql<boolean>`(${among(column, [...used])} or asset.topic is not null
          or asset.id in (select asset_id from asset_tag))`
      : among(column, [...used]);
  const isUsed = ({ id, topic }: { id: string; topic: string | null }): boolean =>
    used.has(id) || picking.some((entry) => picks(entry, { topic, tags: tagsOf(id) }));
  const slides = readSlides(
    database,
    now
      .all(
        query
          .selectFrom('asset')
          .select(['id', 'topic'])
          .where('kind', '=', 'slide')
          .where('deletedAt', 'is', null)
          .where(mayBeUsed('id')),
      )
      .filter(isUsed)
      .map(({ id }) => id),
  );
  for (const { content } of slides.values()) {
    const picture = pictureIn(content);
    if (picture !== null) used.add(picture);
  }
  const relays = readRelays(database, [...used]);
  const relayHosts = relays.size > 0 ? relayHostsOf(database) : [];
  const relayOf = (id: string) => {
    const source = relays.get(id);
    return source ? { ...source, isAllowed: allowedBy(source.url, relayHosts) !== null } : null;
  };
  const canvases = new Set(screens.map(({ canvas }) => `${canvas.width}x${canvas.height}`));
  const renditions = Map.groupBy(
    now
      .all(
        query
          .selectFrom('asset')
          .innerJoin('rendition', 'rendition.sourceDigest', 'asset.digest')
          .select([
            'asset.id as assetId',
            'asset.topic',
            'asset.recipe as ofAll',
            'asset.canvasRecipes',
            'rendition.width',
            'rendition.height',
            'rendition.recipe',
            'rendition.fileDigest',
            'rendition.bytes',
            'rendition.type',
            'rendition.durationMs',
          ])
          .where('asset.deletedAt', 'is', null)
          .where(mayBeUsed('asset.id'))
          // Newest plan first: an older rendition serves until its successor exists.
          .orderBy('rendition.planVersion', 'desc')
          .orderBy('rendition.width')
          .orderBy('rendition.height'),
      )
      .filter((row) => isUsed({ id: row.assetId, topic: row.topic }) && canvases.has(`${row.width}x${row.height}`))
      .flatMap(({ ofAll, canvasRecipes, ...row }) => {
        const wanted = recipeFor({ recipe: ofAll, canvasRecipes })(canvasName(row));
        // What was made for another loudness serves until its successor exists; what looks otherwise does not.
        return seenIn(row.recipe) === seenIn(wanted) ? [{ ...row, isExact: row.recipe === wanted }] : [];
      })
      .sort((a, b) => Number(b.isExact) - Number(a.isExact)),
    (row) => row.assetId,
  );
  const looks = readLooks(
    database,
    [...renditions.values()].flat().map(({ fileDigest }) => fileDigest),
  );
  const assets = now
    .all(
      query
        .selectFrom('asset')
        .select(['id', 'title', 'kind', 'facts', 'topic', 'fit', 'treatment', 'digest'])
        .select(['usableFrom', 'usableUntil', 'approval', 'version'])
        .where('deletedAt', 'is', null)
        .where('replaces', 'is', null)
        .where('kind', 'is not', null)
        // Screens show pages, which are pictures of their own.
        .where('kind', '!=', 'document')
        .where('state', '!=', 'refused')
        .where(mayBeUsed('id'))
        .orderBy('id'),
    )
    .filter(isUsed)
    .map((row) => {
      const seen = new Set<string>();
      const treatment = treatmentOf(row);
      const look = lookOf(treatment);
      const ownMs = row.facts === null ? null : MediaFacts.parse(JSON.parse(row.facts)).durationMs;
      return ScheduledAsset.parse({
        id: row.id,
        title: row.title,
        kind: row.kind,
        durationMs: playedMs(treatment, ownMs),
        topic: row.topic,
        tags: tagsOf(row.id),
        fit: row.fit,
        version: row.version,
        look: look === row.fit ? null : look,
        usableFrom: row.usableFrom,
        usableUntil: row.usableUntil,
        approval: approvalOf(row),
        slide: slides.get(row.id) ?? null,
        relay: relayOf(row.id),
        renditions: (renditions.get(row.id) ?? []).flatMap((made) => {
          const canvas = canvasName(made);
          if (seen.has(canvas)) return [];
          seen.add(canvas);
          const { assetId, width, height, recipe, fileDigest, bytes, type, durationMs } = made;
          const fit = fitOf(recipe);
          return [
            {
              assetId,
              canvas: { width, height },
              fit,
              digest: fileDigest,
              bytes,
              type,
              durationMs,
              ...pictureLookOf(looks, fileDigest),
            },
          ];
        }),
      });
    });
  return {
    wardName: wardNameOf(database),
    approvalRequired: isApprovalRequired(database),
    sites,
    screens,
    playlists,
    slots,
    assets,
    calendars,
    dayParts,
    ...(tickers.length > 0 && { tickers }),
  };
};
