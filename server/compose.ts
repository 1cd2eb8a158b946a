/**
 * Builds the server from its modules by plain calls; each gets just the ports it uses. Nothing runs before `start`, and
 * whatever starts also stops, awaited, in the opposite order.
 */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Request } from 'express';
import type { Logger } from 'pino';
import { refusal } from '../playlists/model/refusal.ts';
import { CONTRACTS } from '../playlists/wire/api/index.ts';
import type { Changed } from '../playlists/wire/console-feed.ts';
import { createAccounts } from './accounts/accounts.ts';
import { createAlarm } from './alarm.ts';
import { createAudit } from './audit/chain.ts';
import type { Config } from './config.ts';
import { openDatabase } from './database/open.ts';
import { checkClock, checkDatabase, checkDisk, createHealth } from './health/health.ts';
import { createMetrics } from './health/metrics.ts';
import { closeServer, createApp, createHttpServer, listen } from './http/app.ts';
import type { Caller, Served } from './http/handlers.ts';
import { createSchedules } from './schedules/schedules.ts';
import { createGroups } from './screens/groups.ts';
import { createScreens } from './screens/screens.ts';
import { createSites } from './screens/sites.ts';

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

/** Opens the data folder, builds all modules and starts to listen. Throws when anything of that cannot be. */
export const startServer = async (config: Config, doors: Doors): Promise<RunningServer> => {
  const { now, log } = doors;
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 });
  const database = await openDatabase(config.databaseFile);
  const startedAt = now();
  let port = config.port;
  const publicUrl = () => config.publicUrl ?? `http://localhost:${port}`;
  const ownOrigins = () => [publicUrl(), ...(config.devOrigin === undefined ? [] : [config.devOrigin])];

  const metrics = createMetrics({ token: config.metricsToken });
  const audit = createAudit({ database, now });
  const { record } = audit;
  const alarm = createAlarm({ now, failed: (name, fault) => log.error({ err: fault, name }, 'alarm.failed') });
  const httpServer = createHttpServer();
  const changed = (_what: Changed): void => {};

  const accounts = await createAccounts({
    database,
    dataFolder: config.dataFolder,
    now,
    record,
    log,
    zone: config.zone,
    ownOrigins,
    sessionIdleMs: config.sessionIdleMs,
    sessionMs: config.sessionMs,
    announceSetup: doors.announceSetup,
    sessionsEnded: () => {},
    changed,
  });
  const schedules = createSchedules({ database, now, record, changed });
  const screens = createScreens({
    database,
    now,
    record,
    changed,
    liveOf: (screenId) => ({
      screenId,
      deviceId: null,
      connection: 'unpaired',
      seenAt: null,
      wanted: null,
      active: null,
      delivery: { kind: 'none' },
      heartbeat: null,
    }),
    revokeOf: () => false,
    canvasesChanged: () => {},
    screenDeleted: () => {},
  });
  const health = createHealth({
    now,
    startedAt,
    version: doors.version,
    checks: [
      checkDatabase(database, now),
      checkDisk(config.dataFolder, config.minFreeBytes),
      checkClock(now, doors.monotonicMs),
    ],
  });

  const served = gatherServed([
    accounts,
    createSites({ database, record, changed }),
    screens,
    createGroups({ database, record, changed }),
    schedules,
    health,
  ]);
  void assertAllServed;

  const identify = async (request: Request): Promise<Caller | ReturnType<typeof refusal>> => {
    const address = request.ip ?? '';
    if (request.headers.authorization?.startsWith('Bearer ')) return refusal('device-unknown', 'unknown bearer token');
    return (await accounts.identify(request)) ?? { kind: 'anyone', address };
  };

  const app = createApp({
    log,
    identify,
    ...served,
    signIn: accounts.serveSignIn,
    checkReplies: doors.checkReplies,
    ownOrigins,
    trustedProxies: config.trustedProxies,
    consoleFolder: doors.consoleFolder ?? CONSOLE_FOLDER,
    isAlive: () => database.raw.open,
    metrics: metrics.serve,
    timeRequests: metrics.time,
  });
  httpServer.on('request', app);

  port = await listen(httpServer, config.port, config.host);
  alarm.nightly('nightly', { hour: 0, minute: 5, zone: config.zone }, () => accounts.sweep());
  accounts.start();
  log.info({ port, host: config.host, version: doors.version }, 'server.started');

  return {
    url: publicUrl(),
    port,
    stop: async () => {
      await alarm.stop();
      await closeServer(httpServer, STOP_GRACE_MS);
      await database.close();
      log.info({}, 'server.stopped');
    },
  };
};
