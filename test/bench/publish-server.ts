/**
 * The serving half of the publish bench, a process of its own: the real airing server around a prepared ward, and beside it a
 * bare socket.io server as the yardstick. Told by its parent what to do; answers with what it measured.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Server } from 'socket.io';
import { openIngest } from '../../media/ingest.ts';
import { openDiskStore } from '../../media/store.ts';
import { findTools } from '../../media/tools.ts';
import { openDatabase } from '../../server/database/open.ts';
import { identityNumber } from '../fleet/fleet.ts';
import { openAir, prepareScreens, writeDevice } from '../support/air.ts';
import { aPlaylist, aSchedule, aScreen, aSlot, aStill, at } from '../support/builders.ts';

export type Order =
  | { kind: 'publish' }
  | { kind: 'broadcast' }
  /** One command to one player, and one round trip of the yardstick. */
  | { kind: 'command' }
  /** Prepares this video again and again, in this process, as the library does. */
  | { kind: 'transcode'; source: string; folder: string }
  | { kind: 'watch-loop' }
  | { kind: 'tell-loop' }
  | { kind: 'stop' };
export type Report =
  | { kind: 'ready'; url: string; bareUrl: string }
  | { kind: 'published'; tookMs: number; bodyBytes: number; commitMs: number }
  | { kind: 'broadcast'; tookMs: number; bytes: number; answers: number }
  | { kind: 'commanded'; tookMs: number; bareMs: number }
  | { kind: 'transcoding' }
  | { kind: 'loop'; p99Ms: number };

const [folder = '', sizeText = '0', seed = ''] = process.argv.slice(2);
const size = Number(sizeText);
const tell = (report: Report): void => {
  process.send?.(report);
};

/** A day of 11 slots on every screen: the body of an ordinary ward, about 20 kB. */
const PLAYLISTS = 3;
const schedule = (round: number) =>
  aSchedule({
    screens: Array.from({ length: size }, (_, i) => aScreen({ id: `scr_${i}`, defaultPlaylistId: 'pls_0' })),
    assets: Array.from({ length: 20 }, (_, i) => aStill({ id: `ast_${i}` })),
    playlists: Array.from({ length: PLAYLISTS }, (_, i) =>
      aPlaylist(
        { id: `pls_${i}` },
        Array.from({ length: 10 }, (_, j) => `ast_${(i * 5 + j) % 20}`),
      ),
    ),
    slots: [
      aSlot({ id: 'slt_a', playlistId: 'pls_1', from: '07:00', until: `11:${String(round % 60).padStart(2, '0')}` }),
      aSlot({ id: 'slt_b', playlistId: 'pls_2', from: '17:00', until: '21:00' }),
    ],
  });

const first = schedule(0);
const database = await openDatabase(`${folder}/bang-tin.sqlite`);
prepareScreens(database, first);
for (const [n, { id }] of first.screens.entries()) writeDevice(database, identityNumber(seed, n), id);
await database.close();

const waiting = new Set<string>();
let allAnswered: () => void = () => {};
const air = await openAir(first, {
  folder,
  quiet: true,
  checkReplies: false,
  now: () => Math.max(Date.now(), at('2026-03-02 10:00')),
  answered: (screenId) => {
    if (waiting.delete(screenId) && waiting.size === 0) allAnswered();
  },
});

const bareHttp = createServer();
const bare = new Server(bareHttp, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
await new Promise<void>((resolve) => bareHttp.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, resolve));

let round = 0;
let payload: { digest: string; text: string } | null = null;

const publish = async (): Promise<void> => {
  round += 1;
  air.schedule = schedule(round);
  for (const { id } of air.schedule.screens) waiting.add(id);
  const answered = new Promise<void>((resolve) => {
    allAnswered = resolve;
  });
  const begun = performance.now();
  const made = await air.onAir.publishing.publish({ cause: 'person', note: '', caller: null, renew: false });
  const commitMs = performance.now() - begun;
  if (!made.ok) throw new Error(made.refusal.technician);
  await answered;
  const tookMs = performance.now() - begun;
  const signed = air.onAir.archive.newestSigned(first.screens[0]?.id as never);
  const text = signed ? (air.onAir.archive.bodyText(signed.envelope.bodyDigest) ?? '') : '';
  // What one player of ours got: the body and its envelope. The yardstick sends as many bytes.
  payload = { digest: JSON.stringify(signed), text };
  tell({ kind: 'published', tookMs, bodyBytes: Buffer.byteLength(text), commitMs });
};

const broadcast = async (): Promise<void> => {
  const begun = performance.now();
  const answers = await bare.timeout(60_000).emitWithAck('body', payload);
  const tookMs = performance.now() - begun;
  tell({ kind: 'broadcast', tookMs, bytes: Buffer.byteLength(JSON.stringify(payload)), answers: answers.length });
};

/** From the request of staff to the result in the database: two durable commits and a round trip to the player. */
const commandOne = async (): Promise<void> => {
  round += 1;
  const screenId = first.screens[round % size]?.id;
  const state = air.database.raw.prepare('select state from command where id = ?').pluck();
  const begun = performance.now();
  const { status, body } = await air.call('POST', '/commands', { screenIds: [screenId], task: { kind: 'reload' } });
  if (status !== 201) throw new Error(`status ${status} for a command`);
  while (state.get(body[0].id) !== 'done') await new Promise((resolve) => setTimeout(resolve, 1));
  const tookMs = performance.now() - begun;
  const sockets = [...bare.sockets.sockets.values()];
  const asked = performance.now();
  await sockets[round % sockets.length]?.timeout(60_000).emitWithAck('body', { id: body[0].id });
  tell({ kind: 'commanded', tookMs, bareMs: performance.now() - asked });
};

const loop = monitorEventLoopDelay({ resolution: 5 });
const stopping = new AbortController();
const transcode = async ({ source, folder: place }: Extract<Order, { kind: 'transcode' }>): Promise<void> => {
  const tools = await findTools({ searchPath: '/usr/local/bin:/usr/bin:/bin' });
  const files = await openDiskStore(join(place, 'store'));
  const ingest = await openIngest({ workFolder: join(place, 'work'), files, tools, reserveBytes: 0 });
  const facts = await ingest.inspect(source);
  if (!facts.ok) throw new Error(facts.refusal.technician);
  while (!stopping.signal.aborted)
    await ingest.prepare({
      source,
      facts: facts.value,
      outputs: [{ canvas: { width: 1920, height: 1080 }, framing: { fit: 'contain', crop: null } }],
      trim: { fromMs: 0, untilMs: null },
      loudness: -23,
      posterAtMs: null,
      storyboard: true,
      signal: stopping.signal,
      onProgress: () => tell({ kind: 'transcoding' }),
    });
};

process.on('SIGTERM', () => {
  stopping.abort();
  setTimeout(() => process.exit(0), 500);
});
process.on('message', (order: Order) => {
  const work = {
    transcode: async () => {
      if (order.kind === 'transcode') await transcode(order);
    },
    'watch-loop': async () => {
      loop.enable();
      loop.reset();
    },
    // Delays of 5 ms are those of the timer itself.
    'tell-loop': async () => tell({ kind: 'loop', p99Ms: loop.percentile(99) / 1e6 }),
    publish,
    broadcast,
    command: commandOne,
    stop: async () => {
      await bare.close();
      await air.close();
      process.exit(0);
    },
  }[order.kind];
  work().catch((fault: unknown) => {
    process.stderr.write(`${String(fault)}\n`);
    process.exit(1);
  });
});
tell({ kind: 'ready', url: air.url, bareUrl: `http://127.0.0.1:${(bareHttp.address() as AddressInfo).port}` });
