/** The library on a real port with a real database; who calls is said by a header, since accounts are tested elsewhere. */
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import type { MediaTools } from '../../media/tools.ts';
import type { Canvas } from '../../playlists/model/canvas.ts';
import { AssetId, DeviceId, type Digest, ScreenId } from '../../playlists/model/ids.ts';
import type { Asset } from '../../playlists/model/media.ts';
import { createAudit } from '../../server/audit/chain.ts';
import { newId } from '../../server/database/new-id.ts';
import { type Database, openDatabase } from '../../server/database/open.ts';
import { answerFault } from '../../server/http/answer.ts';
import { closeServer, createHttpServer, listen } from '../../server/http/app.ts';
import { bindApi } from '../../server/http/bind.ts';
import type { Caller } from '../../server/http/handlers.ts';
import { createLog } from '../../server/http/log.ts';
import { type Library, openLibrary } from '../../server/library/library.ts';
import { foundTools } from './media-tools.ts';

export interface LibraryServer {
  url: string;
  database: Database;
  library: Library;
  mediaFolder: string;
  /** Everything that was told to the feed, in order. */
  told: Asset[];
  contentReady: string[];
  pullable: Set<Digest>;
  /** A JSON call as `person` (default `per_an`; `adm_…` is an administrator), or as `device:scr_…`, or as nobody (`''`). */
  call(
    method: string,
    path: string,
    body?: unknown,
    person?: string,
    // biome-ignore lint/suspicious/noExplicitAny: tests read many shapes; the binding checks each reply by its contract
  ): Promise<{ status: number; body: any; headers: Headers; bytes: Buffer }>;
  addScreen(canvas: Canvas): ScreenId;
  /** The asset once `isDone` says so; fails after `withinMs`. */
  waitFor(id: string, isDone: (asset: Asset) => boolean, withinMs?: number): Promise<Asset>;
  stop(): Promise<void>;
}

const callerOf = (who: string): Caller => {
  const address = '127.0.0.1';
  if (who === '') return { kind: 'anyone', address };
  if (who.startsWith('device:'))
    return {
      kind: 'device',
      address,
      deviceId: DeviceId.parse(`dev_${'0'.repeat(32)}`),
      screenId: ScreenId.parse(who.slice(7)),
    };
  return { kind: 'person', address, personId: who, name: who, role: who.startsWith('adm') ? 'admin' : 'staff' };
};

export const startLibraryServer = async (options: {
  folder: string;
  port?: number;
  maxUploadBytes?: number;
  minFreeBytes?: number;
  quotaBytes?: number;
  tools?: MediaTools;
  /** Asset ids in the order in which they air. */
  soonest?: () => readonly AssetId[];
  /** As `openLibrary` has it. */
  soonDoneMs?: number;
  /** Clock; real unless given. */
  now?: () => number;
}): Promise<LibraryServer> => {
  mkdirSync(options.folder, { recursive: true });
  const database = await openDatabase(join(options.folder, 'bang-tin.sqlite'));
  const now = options.now ?? Date.now;
  const audit = createAudit({ database, now });
  const told: Asset[] = [];
  const contentReady: string[] = [];
  const pullable = new Set<Digest>();
  let wake: NodeJS.Timeout | undefined;
  const library = await openLibrary({
    database,
    dataFolder: options.folder,
    tools: options.tools ?? (await foundTools()),
    maxUploadBytes: options.maxUploadBytes ?? 50_000_000,
    minFreeBytes: options.minFreeBytes ?? 0,
    quotaBytes: options.quotaBytes ?? null,
    now,
    wakeAt: (instant, what) => {
      clearTimeout(wake);
      wake = setTimeout(what, Math.max(0, instant - now()));
    },
    record: audit.record,
    tell: (assets) => told.push(...assets),
    changed: () => undefined,
    contentReady: (id) => contentReady.push(id),
    soonest: options.soonest ?? (() => []),
    soonDoneMs: options.soonDoneMs,
    filesInUse: () => pullable,
    log: createLog('silent'),
  });
  const app = express();
  app.use(
    '/api',
    bindApi({
      identify: (request) => callerOf(String(request.headers['x-who'] ?? '')),
      handlers: library.handlers,
      streams: library.streams,
      uploads: library.uploads,
      checkReplies: true,
      ownOrigins: () => [`http://${'127.0.0.1'}`],
    }),
  );
  app.use(answerFault(createLog('silent')));
  const server = createHttpServer();
  server.on('request', app);
  const port = await listen(server, options.port ?? 0, '127.0.0.1');
  await library.start();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port || port}`;

  const call: LibraryServer['call'] = async (method, path, body, person = 'per_an') => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        'x-who': person,
        origin: 'http://127.0.0.1',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const isJson = answer.headers.get('content-type')?.includes('json') === true && bytes.length > 0;
    return {
      status: answer.status,
      headers: answer.headers,
      bytes,
      body: isJson ? JSON.parse(bytes.toString()) : undefined,
    };
  };

  return {
    url,
    database,
    library,
    mediaFolder: join(options.folder, 'media'),
    told,
    contentReady,
    pullable,
    call,
    addScreen: (canvas) => {
      const id = ScreenId.parse(newId('scr'));
      database.raw.prepare(`insert or ignore into site values ('sit_a', 'Trung tâm', 'office', '', null)`).run();
      database.raw
        .prepare(
          `insert into screen (id, name, site_id, width, height, zone, created_at) values (?, ?, 'sit_a', ?, ?, 'Asia/Ho_Chi_Minh', 0)`,
        )
        .run(id, id, canvas.width, canvas.height);
      library.canvasesChanged();
      return id;
    },
    waitFor: async (id, isDone, withinMs = 60_000) => {
      const deadline = performance.now() + withinMs;
      for (;;) {
        const asset = library.loadAssets([AssetId.parse(id)])[0];
        if (asset && isDone(asset)) return asset;
        if (performance.now() > deadline) throw new Error(`not in time: ${JSON.stringify(asset)}`);
        await new Promise((again) => setTimeout(again, 20));
      }
    },
    stop: async () => {
      clearTimeout(wake);
      await closeServer(server, 1_000);
      await library.stop();
      await database.close();
    },
  };
};
