/**
 * The airing half of the server, real in every part (SQLite, sockets, HTTP), around a schedule that a test holds in its hand
 * instead of typing it in. People are named by a header; everything of players is the real thing.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Digest, ScreenId } from '../../playlists/model/ids.ts';
import type { Schedule } from '../../playlists/model/schedule.ts';
import { type Alarm, createAlarm } from '../../server/alarm.ts';
import { createAudit } from '../../server/audit/chain.ts';
import { type Database, openDatabase } from '../../server/database/open.ts';
import { closeServer, createApp, createHttpServer, listen } from '../../server/http/app.ts';
import { createLog } from '../../server/http/log.ts';
import { createAddressOf } from '../../server/http/origin.ts';
import { type OnAir, type OnAirPorts, openOnAir } from '../../server/on-air.ts';
import type { Answer } from './server.ts';

export const PERSON_HEADER = 'x-test-person';

export interface Air {
  url: string;
  port: number;
  folder: string;
  database: Database;
  onAir: OnAir;
  /** What people are working on; publish to freeze it. */
  schedule: Schedule;
  /** Adds rows for screens (and sites) of the schedule that have none yet. */
  writeScreens(): void;
  log: string[];
  alarm: Alarm;
  /** Sessions that the console's sockets know; header value → still signed in. */
  signedIn: Set<string>;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Closes everything; keeps the folder. */
  close(): Promise<void>;
  /** Closes and removes the folder. */
  stop(): Promise<void>;
}

export interface AirOptions extends Partial<Pick<OnAirPorts, 'now' | 'answerTimeoutMs' | 'answered' | 'sendFile'>> {
  folder?: string;
  port?: number;
  /** Parses each reply by its contract; off for benches. */
  checkReplies?: boolean;
  /** Lines of the log; absent = kept in `log`. */
  quiet?: boolean;
}

/** Rows for the sites and screens of a schedule that have none yet. */
export const prepareScreens = (database: Database, schedule: Schedule): void => {
  const { raw, transact } = database;
  const site = raw.prepare('insert into site (id, name, kind, address) values (?, ?, ?, ?) on conflict do nothing');
  const screen = raw.prepare(
    `insert into screen (id, name, site_id, width, height, zone, blank_hours, sound, created_at)
     values (?, ?, ?, ?, ?, ?, '[]', 0, ?) on conflict do nothing`,
  );
  transact(() => {
    for (const { id, name, kind, address } of schedule.sites) site.run(id, name, kind, address);
    for (const { id, siteId, canvas, zone, createdAt } of schedule.screens)
      screen.run(id, `Màn hình ${id}`, siteId, canvas.width, canvas.height, zone, createdAt);
  });
};

/** Opens it on a port of its own choice. Stop it: nothing outlives a test. */
export const openAir = async (schedule: Schedule, options: AirOptions = {}): Promise<Air> => {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'bang-tin-air-')));
  const now = options.now ?? Date.now;
  const lines: string[] = [];
  const log = createLog(options.quiet ? 'silent' : 'info', { write: (line) => lines.push(line) });
  const database = await openDatabase(join(folder, 'bang-tin.sqlite'));
  const alarm = createAlarm({
    now: Date.now,
    failed: (name, fault) => log.error({ err: fault, name }, 'alarm.failed'),
  });
  const signedIn = new Set(['per_admin']);
  const air = { schedule } as Air;
  let port = 0;
  prepareScreens(database, schedule);
  const onAir = await openOnAir({
    database,
    dataFolder: folder,
    now,
    record: createAudit({ database, now }).record,
    log,
    alarm,
    zone: 'Asia/Ho_Chi_Minh',
    gatherSchedule: () => air.schedule,
    whoIs: async (headers) => {
      const personId = String(headers[PERSON_HEADER] ?? '');
      return signedIn.has(personId) ? { personId, role: 'admin' } : null;
    },
    addressOf: createAddressOf([]),
    comesFromUs: ({ origin, host }) => origin === undefined || origin === `http://${host}`,
    publicUrl: () => `http://127.0.0.1:${port}`,
    sendFile: options.sendFile ?? (async (digest: Digest, _request, response) => void response.end(`file ${digest}`)),
    answerTimeoutMs: options.answerTimeoutMs,
    answered: options.answered,
  });
  const server = createHttpServer();
  onAir.attach(server);
  server.on(
    'request',
    createApp({
      log,
      identify: (request) => {
        const bearer = /^Bearer (.{1,300})$/.exec(request.headers.authorization ?? '')?.[1];
        if (bearer !== undefined) return onAir.identifyDevice(bearer, '127.0.0.1');
        const personId = request.headers[PERSON_HEADER];
        return typeof personId === 'string'
          ? { kind: 'person', address: '127.0.0.1', personId, name: 'Cán bộ thử', role: 'admin' }
          : { kind: 'anyone', address: '127.0.0.1' };
      },
      handlers: onAir.handlers ?? {},
      streams: onAir.streams ?? {},
      checkReplies: options.checkReplies ?? true,
      ownOrigins: () => [`http://127.0.0.1:${port}`],
      trustedProxies: [],
      consoleFolder: folder,
      isAlive: () => true,
      metrics: (_request, response) => void response.end(),
      timeRequests: (_request, _response, next) => next(),
    }),
  );
  port = await listen(server, options.port ?? 0, '127.0.0.1');
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await alarm.stop();
    await onAir.stop();
    await closeServer(server, 500);
    await database.close();
  };
  const url = `http://127.0.0.1:${port}`;
  return Object.assign(air, {
    url,
    port,
    folder,
    database,
    onAir,
    log: lines,
    alarm,
    signedIn,
    writeScreens: () => prepareScreens(database, air.schedule),
    call: async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${url}/api${path}`, {
        method,
        headers: {
          ...(headers.authorization ? {} : { [PERSON_HEADER]: 'per_admin' }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      const isJson = answer.headers.get('content-type')?.includes('json') && text !== '';
      return { status: answer.status, body: isJson ? JSON.parse(text) : text, headers: answer.headers };
    },
    close,
    stop: async () => {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  });
};

/** Pairs a key with a screen as a claim would, without the code in between. */
export const writeDevice = (
  database: Database,
  device: { deviceId: string; publicKey: string },
  screenId: ScreenId,
): void => {
  database.raw
    .prepare('insert into device (id, public_key, screen_id, paired_at, paired_by) values (?, ?, ?, ?, ?)')
    .run(device.deviceId, device.publicKey, screenId, 1, 'test');
};
