/**
 * Bytes in bulk: files to players from our own handler, held against nginx with sendfile; uploads over the loopback, held against a bare
 * tus server. Rounds of the two alternate, so that whatever else the machine does weighs on both; the medians count.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { openDiskStore } from '../../media/store.ts';
import { until } from '../support/until.ts';
import { type BenchLine, lineOf } from './bench-line.ts';
import type { BulkOrder } from './bulk-client.ts';
import type { BulkServer } from './bulk-server.ts';

const CLIENTS = 8;
const FILE_BYTES = 256 * 1024 * 1024;
const RANGE_BYTES = 8 * 1024 * 1024;
const UPLOAD_BYTES = 512 * 1024 * 1024;
const PIECE_BYTES = 32 * 1024 * 1024;
const ROUNDS = 5;

const running: ChildProcess[] = [];
const start = async (file: string, ...given: string[]): Promise<ChildProcess> => {
  const child = fork(join(import.meta.dirname, file), given);
  running.push(child);
  return child;
};
const serve = async (kind: BulkServer, folder: string): Promise<string> => {
  const [{ url }] = (await once(await start('bulk-server.ts', kind, folder), 'message')) as [{ url: string }];
  return url;
};
const stopAll = (): void => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** nginx of this machine for the files of a folder; null when there is none. */
const startNginx = async (folder: string, scratch: string): Promise<string | null> => {
  const port = await freePort();
  const config = join(scratch, 'nginx.conf');
  const owner = process.getuid?.() === 0 ? 'user root;' : '';
  await writeFile(
    config,
    `${owner} worker_processes 1; master_process off; pid ${scratch}/nginx.pid; error_log ${scratch}/nginx.log; daemon off; events {}
     http { access_log off; sendfile on; tcp_nopush on; client_body_temp_path ${scratch}/body;
       server { listen 127.0.0.1:${port}; root ${folder}; } }`,
  );
  const child = spawn('nginx', ['-c', config, '-e', join(scratch, 'nginx.log')], { stdio: 'ignore' });
  const failed = once(child, 'error').then(
    () => true,
    () => true,
  );
  const ended = once(child, 'exit').then(
    () => true,
    () => true,
  );
  running.push(child);
  const url = `http://127.0.0.1:${port}`;
  const answers = until('nginx to listen', () =>
    fetch(url).then(
      () => true,
      () => false,
    ),
  ).then(
    () => false,
    () => true,
  );
  return (await Promise.race([failed, ended, answers])) ? null : url;
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

/** Median MB a second of two ways, in rounds that alternate; the first round of each warms up. */
const compare = async (
  bytes: number,
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<{ ours: number; theirs: number }> => {
  const speeds = { ours: [] as number[], theirs: [] as number[] };
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const [name, run] of [
      ['ours', ours],
      ['theirs', theirs],
    ] as const) {
      const tookMs = await run();
      if (round > 0) speeds[name].push(bytes / 1_000 / tookMs);
    }
  return { ours: median(speeds.ours), theirs: median(speeds.theirs) };
};

/** `ask` has each of the clients do one order, all at once, and takes as long as the slowest. */
const openBench = async (count: number) => {
  const scratch = await mkdtemp(join(tmpdir(), 'bang-tin-bulk-'));
  const clients = await Promise.all(Array.from({ length: count }, () => start('bulk-client.ts')));
  const askOne = async (client: ChildProcess, order: BulkOrder): Promise<void> => {
    client.send(order);
    await once(client, 'message');
  };
  const ask = async (orderOf: (nth: number) => BulkOrder): Promise<number> => {
    const begun = performance.now();
    await Promise.all(clients.map((client, nth) => askOne(client, orderOf(nth))));
    return performance.now() - begun;
  };
  return {
    scratch,
    ask,
    close: async () => {
      stopAll();
      await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

export const benchFiles = async (): Promise<BenchLine[]> => {
  const { scratch, ask, close } = await openBench(CLIENTS);
  try {
    const home = await serve('library', join(scratch, 'library'));
    const store = await openDiskStore(join(scratch, 'library/media/files'));
    const content = join(scratch, 'content');
    await writeFile(content, Buffer.alloc(FILE_BYTES, 'bang-tin'));
    await copyFile(content, join(scratch, 'plain'));
    const { digest } = await store.adopt(content);
    const raw = new BetterSqlite3(join(scratch, 'library/bang-tin.sqlite'));
    raw
      .prepare(
        `insert into rendition (source_digest, width, height, recipe, plan_version, file_digest, type, bytes, duration_ms, created_at)
         values ('${'0'.repeat(64)}', 384, 192, '', 1, ?, 'video/mp4', ?, 1000, 0)`,
      )
      .run(digest, FILE_BYTES);
    raw.close();
    const nginx = await startNginx(scratch, scratch);
    const bare = nginx ?? (await serve('bytes', scratch));
    const read = (url: string): Promise<number> =>
      ask((nth) => {
        const from = Math.floor((nth * FILE_BYTES) / CLIENTS / RANGE_BYTES) * RANGE_BYTES;
        return { kind: 'ranges', url, fileBytes: FILE_BYTES, rangeBytes: RANGE_BYTES, bytes: FILE_BYTES, from };
      });
    const { ours, theirs } = await compare(
      FILE_BYTES * CLIENTS,
      () => read(`${home}/api/files/${digest}`),
      () => read(`${bare}/plain`),
    );
    return [
      lineOf({
        figure: `files: ${CLIENTS} clients, a process each, read ${FILE_BYTES / 1_048_576} MB each in ranges of 8 MB, all together`,
        value: ours,
        unit: 'MB/s',
        yardstick: nginx
          ? 'nginx with sendfile'
          : 'a bare Node server with reads of 1 MB, since there is no nginx here',
        yardstickValue: theirs,
        goal: 'ratio >= 0.9',
      }),
    ];
  } finally {
    await close();
  }
};

export const benchUploads = async (): Promise<BenchLine[]> => {
  const { scratch, ask, close } = await openBench(1);
  try {
    const home = await serve('library', join(scratch, 'library'));
    const bare = await serve('tus', join(scratch, 'tus'));
    const hash = createHash('sha256');
    const part = Buffer.alloc(1024 * 1024);
    for (let at = 0; at < UPLOAD_BYTES; at += part.length) hash.update(part);
    const order = { kind: 'upload', bytes: UPLOAD_BYTES, pieceBytes: PIECE_BYTES, digest: hash.digest('hex') } as const;
    const tidy = async (folder: string): Promise<void> => {
      for (const name of await readdir(folder)) await rm(join(folder, name));
    };
    const { ours, theirs } = await compare(
      UPLOAD_BYTES,
      async () => {
        const tookMs = await ask(() => ({ ...order, url: home }));
        // The file is looked at, found to be no film, and dropped; not while the other one is measured.
        const staged = join(scratch, 'library/media/uploads');
        await until('the upload to be judged', async () => (await readdir(staged)).length === 0, 120_000);
        return tookMs;
      },
      async () => {
        const tookMs = await ask(() => ({ ...order, url: bare }));
        await tidy(join(scratch, 'tus'));
        return tookMs;
      },
    );
    return [
      lineOf({
        figure: `uploads: ${UPLOAD_BYTES / 1_048_576} MB in pieces of 32 MB, each on the disk before it is acknowledged, digest checked`,
        value: ours,
        unit: 'MB/s',
        yardstick: 'a bare tus server with its file store: nothing flushed, nothing checked',
        yardstickValue: theirs,
        goal: 'ratio >= 0.6',
      }),
    ];
  } finally {
    await close();
  }
};
