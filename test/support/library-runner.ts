/** The library as a process of its own, to be killed: `node library-runner.ts <folder>` prints its address as one JSON line. */
import { startLibraryServer } from './library-server.ts';

const server = await startLibraryServer({ folder: process.argv[2] as string });
process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
process.once('SIGTERM', async () => {
  await server.stop();
  process.exit(0);
});
