/**
 * Relays in the library, and on their way to the players. A stream is fetched while a player asks for it, and a player may ask only
 * while its newest manifest shows it, or is about to: so a relay ends with its slot, when it is taken out and published, when it is binned,
 * and when its host is no longer allowed, within seconds. What is fetched is the address that was published (and approved), whatever the
 * library says meanwhile.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Response } from 'express';
import type { Logger } from 'pino';
import type { MediaTools } from '../../media/tools.ts';
import { AssetId, type Digest, type ScreenId } from '../../playlists/model/ids.ts';
import type { Asset } from '../../playlists/model/media.ts';
import { accepted, type Outcome, type Refusal, refusal, refused } from '../../playlists/model/refusal.ts';
import { allowedBy, hostOf } from '../../playlists/model/relay.ts';
import { relayWindows } from '../../playlists/timeline/relays.ts';
import { ManifestBody } from '../../playlists/wire/manifest.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';
import { relayHostsOf } from '../database/settings.ts';
import type { Caller, Served } from '../http/handlers.ts';
import { foldText } from '../library/titles.ts';
import type { Archive } from '../publishing/archive.ts';
import type { Resolve } from './outside.ts';
import { relayOf } from './relay-rows.ts';
import { createShots } from './shots.ts';
import { openStation, type Station } from './station.ts';
import { tryStream } from './trial.ts';

/** Each takes most of a core while it runs. */
const MOST_STATIONS = 3;
/** Players begin to ask this long before the slot. */
const EARLY_MS = 40_000;
/** Clocks differ a little. */
const LATE_MS = 3_000;
const LIVE_WITHIN_MS = 12_000;
/** A stream that nobody follows is kept so long, for whoever comes back. */
const IDLE_MS = 15_000;
const LOOK_EVERY_MS = 2_000;
/** A player that takes in no more than this is let go, and may ask again. */
const MOST_UNSENT_BYTES = 12_000_000;
const BODIES_REMEMBERED = 32;

export interface RelayPorts {
  database: Database;
  dataFolder: string;
  tools: MediaTools;
  archive: Pick<Archive, 'newestOf' | 'bodyText'>;
  now: () => number;
  /** Never goes back. */
  monotonicMs: () => number;
  record: RecordAct;
  loadAssets: (ids: readonly AssetId[]) => Asset[];
  /** Told after the commit: there is one more, or one changed. */
  listChanged: () => void;
  log: Logger;
  /** Asks for addresses of names; the system's own unless given. */
  resolve?: Resolve | undefined;
}

interface Opened {
  station: Station;
  assetId: AssetId;
  url: string;
  /** Since nobody follows; null = somebody does. */
  idleSince: number | null;
}

const nameOf = (caller: Caller): string => (caller.kind === 'person' ? caller.name : 'system');

export const createRelays = (ports: RelayPorts) => {
  const { database, record, monotonicMs } = ports;
  const { query, transact } = database;
  const workFolder = join(ports.dataFolder, 'media', 'work', 'relays');
  const hosts = () => relayHostsOf(database);
  const shots = createShots(ports);
  const log = (event: string, fields: Record<string, unknown>): void => ports.log.info(fields, event);

  const show = (id: AssetId): Outcome<Asset> => {
    const [asset] = ports.loadAssets([id]);
    return asset?.relay ? accepted(asset) : refused('not-found', `no relay ${id}`);
  };
  const tell = (): void => queueMicrotask(ports.listChanged);
  const checkHost = (url: string): Outcome<undefined> =>
    allowedBy(url, hosts())
      ? accepted(undefined)
      : refused(
          'relay-host-not-allowed',
          `${url} is on no host that is allowed`,
          { host: hostOf(url) },
          { url: 'host' },
        );
  const keepSource = (id: AssetId, url: string, by: string): void => {
    database.now.run(
      query
        .insertInto('relaySource')
        .values({ assetId: id, ...relayOf(url), savedAt: ports.now(), savedBy: by })
        .onConflict((conflict) => conflict.doNothing()),
    );
  };
  /** The address that was published, whatever the library says now; null = never known, or the relay is in the bin. */
  const addressOf = (id: AssetId, digest: Digest): string | null =>
    database.now.first(
      query
        .selectFrom('relaySource')
        .innerJoin('asset', 'asset.id', 'relaySource.assetId')
        .select('relaySource.url')
        .where('relaySource.assetId', '=', id)
        .where('relaySource.digest', '=', digest)
        .where('asset.deletedAt', 'is', null),
    )?.url ?? null;

  /** Bodies never change; most screens share theirs. */
  const bodies = new Map<string, ManifestBody | null>();
  const bodyOf = (digest: Digest): ManifestBody | null => {
    const known = bodies.get(digest);
    if (known !== undefined) return known;
    const text = ports.archive.bodyText(digest);
    // Parsed by whoever made it; a body without relays is not read at all.
    const body = text?.includes('"relays":') ? ManifestBody.parse(JSON.parse(text)) : null;
    for (const oldest of bodies.keys()) if (bodies.size >= BODIES_REMEMBERED) bodies.delete(oldest);
    bodies.set(digest, body);
    return body;
  };
  /** Which stream a screen may have now under the name of an asset, and from where. */
  const mayHave = (screenId: ScreenId, assetId: AssetId): Outcome<{ digest: Digest; url: string }> => {
    const place = ports.archive.newestOf(screenId);
    const body = place ? bodyOf(place.bodyDigest) : null;
    const now = ports.now();
    const shown =
      body && relayWindows(body, now - LATE_MS, now + EARLY_MS).find(({ source }) => source.assetId === assetId);
    if (!shown) return refused('relay-not-scheduled', `${screenId} shows no relay ${assetId} now or soon`);
    const { digest } = shown.source;
    const url = addressOf(assetId, digest);
    if (url === null) return refused('relay-not-scheduled', `${assetId} is gone from the library`);
    const allowed = checkHost(url);
    return allowed.ok ? accepted({ digest, url }) : allowed;
  };

  const stations = new Map<string, Opened>();
  /** Tries that are running: each re-encodes as a station does. */
  let trials = 0;
  const checkRoom = (): Outcome<undefined> => {
    const running = stations.size + trials;
    return running < MOST_STATIONS
      ? accepted(undefined)
      : refused('relay-busy', `${running} relays are running`, { limit: MOST_STATIONS });
  };
  const drop = async (key: string): Promise<void> => {
    const opened = stations.get(key);
    stations.delete(key);
    await opened?.station.stop();
  };
  const look = (): void => {
    const now = monotonicMs();
    for (const [key, opened] of stations) {
      if (opened.station.followers() > 0) opened.idleSince = null;
      else opened.idleSince ??= now;
      if (opened.idleSince !== null && now - opened.idleSince > IDLE_MS) void drop(key);
    }
  };
  const looking = setInterval(look, LOOK_EVERY_MS);
  looking.unref();

  const stationFor = async (assetId: AssetId, { digest, url }: { digest: Digest; url: string }) => {
    const key = `${assetId} ${digest}`;
    const known = stations.get(key);
    if (known) {
      known.idleSince = null;
      return accepted(known.station);
    }
    const room = checkRoom();
    if (!room.ok) return room;
    const { tools, resolve } = ports;
    const station = openStation({ url, hosts, tools, workFolder, monotonicMs, resolve, log });
    stations.set(key, { station, assetId, url, idleSince: null });
    log('relay.opened', { assetId, host: hostOf(url) });
    return accepted(station);
  };

  /** Hands a stream to a player until one of them has enough, or it may have it no more. */
  const pour = (station: Station, response: Response, isAllowed: () => boolean): void => {
    response.writeHead(200, {
      'Content-Type': 'video/mp4',
      'Cache-Control': 'no-store',
      // Proxies hand on what they get.
      'X-Accel-Buffering': 'no',
    });
    const checks = setInterval(() => {
      if (!isAllowed()) response.end();
    }, LOOK_EVERY_MS);
    const leave = station.follow(
      (bytes) => {
        if (response.writableLength > MOST_UNSENT_BYTES) response.destroy();
        else response.write(bytes);
      },
      () => response.end(),
    );
    response.once('close', () => {
      clearInterval(checks);
      leave();
    });
  };

  const handlers: Served['handlers'] = {
    listRelayShots: ({ params: { assetId } }) => {
      const known = show(assetId);
      return known.ok ? accepted(shots.list(assetId)) : known;
    },

    createRelay: ({ body: { title, url }, caller }) =>
      transact(() => {
        const checked = checkHost(url);
        if (!checked.ok) return checked;
        const id = AssetId.parse(newId('ast'));
        const { digest } = relayOf(url);
        database.now.run(
          query.insertInto('asset').values({
            id,
            title,
            titleFolded: foldText(title),
            kind: 'relay',
            bytes: 0,
            digest,
            fit: 'contain',
            audiences: '[]',
            source: hostOf(url),
            rights: '',
            state: 'ready',
            attempts: 0,
            uploadedBy: actorOf(caller).actor,
            createdAt: ports.now(),
          }),
        );
        keepSource(id, url, nameOf(caller));
        record({ ...actorOf(caller), act: 'relay.created', subject: id, detail: { title, url, digest } });
        tell();
        return show(id);
      }),

    changeRelay: ({ params: { assetId }, body: { title, url }, caller }) =>
      transact(() => {
        const known = show(assetId);
        if (!known.ok) return known;
        const isOther = known.value.relay?.url !== url;
        const checked = isOther ? checkHost(url) : accepted(undefined);
        if (!checked.ok) return checked;
        if (!isOther && title === known.value.title) return known;
        const { digest } = relayOf(url);
        const titleFolded = foldText(`${title} ${known.value.source}`);
        database.now.run(query.updateTable('asset').set({ title, titleFolded, digest }).where('id', '=', assetId));
        if (isOther) keepSource(assetId, url, nameOf(caller));
        record({ ...actorOf(caller), act: 'relay.changed', subject: assetId, detail: { title, url, digest } });
        if (isOther && known.value.approval) {
          const detail = { was: known.value.digest };
          record({ ...actorOf(caller), act: 'asset.approval-voided', subject: assetId, detail });
        }
        tell();
        return show(assetId);
      }),

    tryRelay: async ({ body: { url } }) => {
      const checked = checkHost(url);
      if (!checked.ok) return checked;
      const room = checkRoom();
      if (!room.ok) return room;
      trials += 1;
      try {
        await mkdir(workFolder, { recursive: true });
        const { tools, resolve } = ports;
        return await tryStream({ url, hosts, tools, workFolder, monotonicMs, resolve, log });
      } finally {
        trials -= 1;
      }
    },
  };

  const pullRelay = async (
    { params: { assetId }, caller }: { params: { assetId: AssetId }; caller: Caller },
    { response }: { response: Response },
  ): Promise<Refusal | undefined> => {
    if (caller.kind !== 'device') return refusal('device-unknown', 'only a paired device may ask this');
    const { screenId } = caller;
    const may = mayHave(screenId, assetId);
    if (!may.ok) return may.refusal;
    await mkdir(workFolder, { recursive: true });
    const opened = await stationFor(assetId, may.value);
    if (!opened.ok) return opened.refusal;
    const notLive = await opened.value.live(LIVE_WITHIN_MS);
    if (notLive) return notLive;
    const shot = await opened.value.shot();
    // Whoever hung up meanwhile is told of no end any more, and would keep the stream running for ever.
    if (response.destroyed) return undefined;
    if (shot?.length) shots.keep(assetId, screenId, caller.deviceId, shot);
    pour(opened.value, response, () => {
      const still = mayHave(screenId, assetId);
      return still.ok && still.value.digest === may.value.digest;
    });
    return undefined;
  };

  return {
    handlers,
    streams: { pullRelay } satisfies Served['streams'],
    /** Running streams end; what they left is removed. */
    stop: async (): Promise<void> => {
      clearInterval(looking);
      await Promise.all([...stations.keys()].map(drop));
      await rm(workFolder, { recursive: true, force: true });
    },
  };
};
