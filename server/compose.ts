/**
 * Builds the server from its modules by plain calls; each gets just the ports it uses. Nothing runs before `start`, and
 * whatever starts also stops, awaited, in the opposite order.
 */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { findTools, type MediaTools } from '../media/tools.ts';
import { CONTRACTS } from '../playlists/wire/api/index.ts';
import type { Changed } from '../playlists/wire/console-feed.ts';
import { createAccounts } from './accounts/accounts.ts';
import { createWardSettings } from './accounts/ward-settings.ts';
import { createAlarm } from './alarm.ts';
import { createAudit } from './audit/chain.ts';
import type { Config } from './config.ts';
import { type Database, openDatabase } from './database/open.ts';
import { assertDatabaseKept } from './database/presence.ts';
import { takeFolder } from './database/sole.ts';
import { checkClock, checkDatabase, checkDisk, createHealth } from './health/health.ts';
import { createMetrics, measureFleet } from './health/metrics.ts';
import {
  checkHorizon,
  checkMediaTool,
  checkOffice,
  checkQuota,
  checkSandbox,
  checkSigningKey,
} from './health/module-checks.ts';
import { closeServer, createApp, createHttpServer, listen } from './http/app.ts';
import type { Served } from './http/handlers.ts';
import { createIdentify } from './http/identify.ts';
import { comesFromUs, createAddressOf } from './http/origin.ts';
import { openLibrary } from './library/library.ts';
import { openOnAir } from './on-air.ts';
import { createFilesInForce } from './publishing/files-in-force.ts';
import { assertKeyKept } from './publishing/signer.ts';
import type { Resolve } from './relays/outside.ts';
import { createRelays } from './relays/relays.ts';
import { createSchedules } from './schedules/schedules.ts';
import { createGroups } from './screens/groups.ts';
import { createScreens } from './screens/screens.ts';
import { createSites } from './screens/sites.ts';
import { createAnnouncements } from './slides/announcements.ts';
import { createPictureLooks } from './slides/picture-looks.ts';
import { createSlides } from './slides/slides.ts';

/** What the outside world gives; tests give their own. */
export interface Doors {
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Never goes back. */
  monotonicMs: () => number;
  log: Logger;
  /** Prints where only those who run the server read: the link of first-run setup. */
  announceSetup: (url: string) => void;
  version: string;
  /** Found by the configuration unless given. */
  tools?: MediaTools;
  /** Asks for the addresses of hosts that relays come from; the system's own unless given. */
  resolveOutside?: Resolve;
  /** Parses every reply by its contract (tests). */
  checkReplies: boolean;
  /** Folder of the built console; default `dist/console` of this checkout. */
  consoleFolder?: string;
}

export interface RunningServer {
  /** Where it answers, e.g. `http://localhost:8080`. */
  url: string;
  port: number;
  stop(): Promise<void>;
}

const CONSOLE_FOLDER = fileURLToPath(new URL('../dist/console', import.meta.url));
const STOP_GRACE_MS = 3_000;
/** After the horizon roll of 00:05. */
const SWEEP_AT = { hour: 0, minute: 25 };

/** All handlers together; a contract served twice is a fault of ours. */
const gatherServed = (parts: readonly Served[]): Required<Served> => {
  const all: Required<Served> = { handlers: {}, streams: {} };
  for (const part of parts)
    for (const kind of ['handlers', 'streams'] as const)
      for (const name of Object.keys(part[kind] ?? {})) {
        if (name in all.handlers || name in all.streams) throw new Error(`${name} is served twice`);
        Object.assign(all[kind], { [name]: (part[kind] as Record<string, unknown>)[name] });
      }
  return all;
};

const assertAllServed = (served: Required<Served>): void => {
  const missing = Object.keys(CONTRACTS).filter((name) => !(name in served.handlers) && !(name in served.streams));
  if (missing.length > 0) throw new Error(`nobody serves ${missing.join(', ')}`);
};

/** Takes and opens the data folder, builds all modules and starts to listen. Throws when anything of that cannot be. */
export const startServer = async (config: Config, doors: Doors): Promise<RunningServer> => {
  const { dataFolder } = config;
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  // Before anything is opened or swept: it may be another server's.
  const releaseFolder = takeFolder(dataFolder);
  try {
    await assertDatabaseKept(config.databaseFile, dataFolder);
    const database = await openDatabase(config.databaseFile);
    try {
      const running = await startOn(database, config, doors);
      return {
        ...running,
        stop: async () => {
          await running.stop().finally(releaseFolder);
        },
      };
    } catch (fault) {
      await database.close();
      throw fault;
    }
  } catch (fault) {
    releaseFolder();
    throw fault;
  }
};

/** What the order of airing is made of. */
const OF_PLANS: ReadonlySet<Changed> = new Set(['sites', 'screens', 'playlists', 'slots', 'calendars', 'day-parts']);

const startOn = async (database: Database, config: Config, doors: Doors): Promise<RunningServer> => {
  const { now, log } = doors;
  const { dataFolder } = config;
  const startedAt = now();
  let port = config.port;
  const publicUrl = () => config.publicUrl ?? `http://localhost:${port}`;
  const ownOrigins = () => [publicUrl(), ...(config.devOrigin === undefined ? [] : [config.devOrigin])];

  const metrics = createMetrics({ token: config.metricsToken });
  const { record } = createAudit({ database, now });
  const alarm = createAlarm({ now, failed: (name, fault) => log.error({ err: fault, name }, 'alarm.failed') });
  const tools = doors.tools ?? (await findTools(config));
  // Modules that tell each other things meet here; each call happens after all of them exist.
  const changed = (...what: Changed[]): void => {
    onAir.fleet.feed.changed(...what);
    if (what.some((one) => OF_PLANS.has(one))) library.orderChanged();
  };

  const accounts = await createAccounts({
    database,
    dataFolder,
    now,
    record,
    log,
    zone: config.zone,
    ownOrigins,
    sessionIdleMs: config.sessionIdleMs,
    sessionMs: config.sessionMs,
    announceSetup: doors.announceSetup,
    sessionsEnded: ({ personId }) => onAir.fleet.feed.cutPerson(personId),
    changed,
  });
  const screens = createScreens({
    database,
    now,
    record,
    changed,
    liveOf: (screenId) => onAir.liveOf(screenId),
    revokeOf: (screenId, caller) => onAir.revokeOf(screenId, caller),
    canvasesChanged: () => library.canvasesChanged(),
    screenDeleted: (screenId) => onAir.screenDeleted(screenId),
    forgetInDrafts: (screenId) => schedules.forgetScreen(screenId),
  });
  const schedules = createSchedules({ database, now, record, changed });
  const published = database.query.selectFrom('publication').select('id').limit(1);
  await assertKeyKept(dataFolder, database.now.first(published) !== undefined);
  const onAir = await openOnAir({
    database,
    dataFolder,
    now,
    record,
    log,
    alarm,
    zone: config.zone,
    gatherSchedule: schedules.gatherSchedule,
    whoIs: accounts.sessionOf,
    comesFromUs: (headers) => comesFromUs(headers, ownOrigins()),
    addressOf: createAddressOf(config.trustedProxies),
    publicUrl,
    sendFile: (digest, request, response) => library.sendFile(digest, request, response),
  });
  const { fleet, archive, horizon } = onAir;
  const library = await openLibrary({
    database,
    dataFolder,
    tools,
    maxUploadBytes: config.maxUploadBytes,
    minFreeBytes: config.minFreeBytes,
    quotaBytes: config.quotaBytes,
    now,
    wakeAt: (instant, what) => alarm.at('library', instant, what),
    record,
    tell: fleet.feed.assetsChanged,
    changed,
    contentReady: (assetId) => {
      horizon.contentReady(assetId);
      looks.nudge();
    },
    soonest: schedules.soonest,
    filesInUse: createFilesInForce(database),
    log,
  });
  const looks = createPictureLooks({ database, look: library.look, now, changed: () => changed('assets'), log });
  const slides = createSlides({
    database,
    now,
    record,
    loadAssets: library.loadAssets,
    listChanged: () => changed('assets'),
  });
  const relays = createRelays({
    database,
    dataFolder,
    tools,
    archive,
    now,
    monotonicMs: doors.monotonicMs,
    record,
    loadAssets: library.loadAssets,
    listChanged: () => changed('assets'),
    log,
    resolve: doors.resolveOutside,
  });
  const health = createHealth({
    now,
    startedAt,
    version: doors.version,
    checks: [
      checkDatabase(database, now),
      checkDisk(dataFolder, config.minFreeBytes),
      ...(config.quotaBytes === null ? [] : [checkQuota(library.heldBytes, config.quotaBytes)]),
      checkClock(now, doors.monotonicMs),
      checkMediaTool(tools),
      checkSandbox(tools),
      checkOffice(tools),
      checkSigningKey(onAir.signer),
      checkHorizon({
        newestPublishedAt: () => archive.newestPublication()?.publishedAt ?? null,
        lastRoll: horizon.lastRoll,
        now,
      }),
    ],
  });
  measureFleet(metrics.registry, {
    screensOnline: fleet.roster.online,
    playersConnected: fleet.connected,
    messagesRefused: fleet.refusedMessages,
  });

  const served = gatherServed([
    accounts,
    createSites({ database, record, changed }),
    screens,
    createGroups({ database, record, changed }),
    schedules,
    createWardSettings({
      database,
      record,
      changed,
      repaint: slides.repaint,
      loudnessChanged: () => library.loudnessChanged(),
    }),
    slides,
    relays,
    createAnnouncements({
      database,
      now,
      record,
      zone: config.zone,
      slides,
      publishing: onAir.publishing,
      gatherSchedule: schedules.gatherSchedule,
      changed,
    }),
    onAir,
    library,
    health,
  ]);
  assertAllServed(served);

  const identify = createIdentify({ accounts, identifyDevice: onAir.identifyDevice });
  const httpServer = createHttpServer();
  const app = createApp({
    log,
    identify,
    ...served,
    signIn: accounts.serveSignIn,
    uploads: library.uploads,
    checkReplies: doors.checkReplies,
    ownOrigins,
    trustedProxies: config.trustedProxies,
    consoleFolder: doors.consoleFolder ?? CONSOLE_FOLDER,
    isAlive: () => database.raw.open,
    metrics: metrics.serve,
    timeRequests: metrics.time,
  });
  // We listen before the library sweeps and works; whoever asks meanwhile waits for it.
  const opened = Promise.withResolvers<void>();
  httpServer.on('request', (request, response) => void opened.promise.then(() => app(request, response)));
  onAir.attach(httpServer);

  const stopParts = async (): Promise<void> => {
    await alarm.stop();
    await relays.stop();
    await onAir.stop();
    await closeServer(httpServer, STOP_GRACE_MS);
    await looks.stop();
    await library.stop();
  };
  try {
    await schedules.warm();
    port = await listen(httpServer, config.port, config.host);
    await library.start();
    opened.resolve();
  } catch (fault) {
    await stopParts();
    throw fault;
  }
  onAir.start();
  alarm.nightly('sweep', { ...SWEEP_AT, zone: config.zone }, async () => {
    accounts.sweep();
    fleet.cleanUp();
    await library.cleanUp();
  });
  accounts.start();
  looks.nudge();
  log.info({ port, host: config.host, version: doors.version }, 'server.started');

  return {
    url: publicUrl(),
    port,
    stop: async () => {
      await stopParts();
      await database.close();
      log.info({}, 'server.stopped');
    },
  };
};
