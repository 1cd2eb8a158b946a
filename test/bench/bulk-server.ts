/**
 * The serving half of the file and upload benches, a process of its own: `library` is our own handlers on a real library, `tus` a bare
 * tus server with its file store, `bytes` a bare HTTP server that reads a file 1 MB at a time.
 */
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server as TusServer } from '@tus/server';
import { startLibraryServer } from '../support/library-server.ts';

export type BulkServer = 'library' | 'tus' | 'bytes';

const [kind = '', folder = ''] = process.argv.slice(2);

const listening = (server: ReturnType<typeof createServer>): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

const serveBytes = (): Promise<string> =>
  listening(
    createServer((request, response) => {
      const path = join(folder, request.url ?? '');
      const asked = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
      const [start, end] = asked ? [Number(asked[1]), Number(asked[2])] : [0, statSync(path).size - 1];
      response.writeHead(206, { 'content-length': end - start + 1 });
      createReadStream(path, { start, end, highWaterMark: 1024 * 1024 }).pipe(response);
    }),
  );

const serveTus = (): Promise<string> => {
  const tus = new TusServer({ path: '/api/uploads', datastore: new FileStore({ directory: folder }) });
  return listening(createServer((request, response) => void tus.handle(request, response)));
};

const start: Record<BulkServer, () => Promise<string>> = {
  library: async () => (await startLibraryServer({ folder, maxUploadBytes: 10_000_000_000 })).url,
  tus: serveTus,
  bytes: serveBytes,
};
process.send?.({ url: await start[kind as BulkServer]() });
process.once('disconnect', () => process.exit(0));
