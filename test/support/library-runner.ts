/**
 * The library as a process of its own, to be killed: `node library-runner.ts <folder>` prints its address as one JSON line. Whatever runs may
 * be paused, however soon it would end.
 */
import { startLibraryServer } from './library-server.ts';

const server = await startLibraryServer({ folder: process.argv[2] as string, soonDoneMs: 0 });
process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
process.once('SIGTERM', async () => {
  await server.stop();
  process.exit(0);
});
