/**
 * The airing half of the server as a process of its own, to be killed: `node air-runner.ts <folder>` prints its address as
 * one JSON line. The schedule it publishes is another one each time it is gathered, so every publish has something to do.
 */

import { openDatabase } from '../../server/database/open.ts';
import { identityNumber } from '../fleet/fleet.ts';
import { openAir, prepareScreens, writeDevice } from './air.ts';
import { aSchedule, aScreen, aSlot } from './builders.ts';

export const RUNNER_SEED = 'air-runner';
const folder = process.argv[2] as string;
const screens = Array.from({ length: 3 }, (_, n) => aScreen({ id: `scr_${n}` }));
const two = (number: number): string => String(number).padStart(2, '0');
const anyTime = (): string =>
  `${two(12 + Math.floor(Math.random() * 12))}:${two(Math.floor(Math.random() * 60))}:${two(Math.floor(Math.random() * 60))}`;

const database = await openDatabase(`${folder}/bang-tin.sqlite`);
prepareScreens(database, aSchedule({ screens }));
if (database.raw.prepare('select count(*) from device').pluck().get() === 0)
  for (const [n, { id }] of screens.entries()) writeDevice(database, identityNumber(RUNNER_SEED, n), id);
await database.close();

const air = await openAir(aSchedule({ screens }), { folder, quiet: true });
Object.defineProperty(air, 'schedule', { get: () => aSchedule({ screens, slots: [aSlot({ until: anyTime() })] }) });
process.stdout.write(`${JSON.stringify({ url: air.url })}\n`);
process.once('SIGTERM', async () => {
  await air.close();
  process.exit(0);
});
