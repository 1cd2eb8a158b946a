/**
 * One player per data folder: two would number plays twice. The lock is a listening local socket, so it dies with its
 * process however that ends, and no stale file can keep a screen dark after a power cut.
 */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFault } from './durable-file.ts';

const listen = (path: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** Takes the folder or throws when another living player has it. Resolves to the release. */
export const takeFolder = async (folder: string): Promise<() => Promise<void>> => {
  const name = `bang-tin-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`;
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
  let server: Server;
  try {
    server = await listen(path);
  } catch (thrown) {
    if (!isFault(thrown, 'EADDRINUSE')) throw thrown;
    if (await answers(path)) throw new Error(`another player already runs on ${folder}`);
    await rm(path, { force: true });
    server = await listen(path);
  }
  return () => new Promise((resolve) => server.close(() => resolve()));
};
