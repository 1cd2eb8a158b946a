/** A process to weigh: `empty` does nothing, `server <folder> <players> <seed>` is the whole server with devices entered. */
import { performance } from 'node:perf_hooks';

const [what = 'empty', folder = '', sizeText = '0', seed = ''] = process.argv.slice(2);

const serve = async (): Promise<string> => {
  const [{ openDatabase }, { prepareScreens, writeDevice }, { aSchedule, aScreen }, { identityNumber }] =
    await Promise.all([
      import('../../server/database/open.ts'),
      import('../support/air.ts'),
      import('../support/builders.ts'),
      import('../fleet/fleet.ts'),
    ]);
  const schedule = aSchedule({
    screens: Array.from({ length: Number(sizeText) }, (_, n) => aScreen({ id: `scr_${n}` })),
  });
  const database = await openDatabase(`${folder}/bang-tin.sqlite`);
  prepareScreens(database, schedule);
  for (const [n, { id }] of schedule.screens.entries()) writeDevice(database, identityNumber(seed, n), id);
  await database.close();

  const [{ startServer }, { readConfig }, { createLog }] = await Promise.all([
    import('../../server/compose.ts'),
    import('../../server/config.ts'),
    import('../../server/http/log.ts'),
  ]);
  const server = await startServer(
    readConfig({ BANGTIN_DATA: folder, PORT: '0', HOST: '127.0.0.1', MIN_FREE_MB: '1' }),
    {
      now: Date.now,
      monotonicMs: () => performance.now(),
      log: createLog('silent'),
      announceSetup: () => {},
      version: 'bench',
      checkReplies: false,
    },
  );
  return `http://127.0.0.1:${server.port}`;
};

const url = what === 'server' ? await serve() : '';
process.on('message', () => {
  (globalThis as { gc?: () => void }).gc?.();
  process.send?.({ kind: 'rss', bytes: process.memoryUsage.rss() });
});
process.send?.({ kind: 'ready', url });
