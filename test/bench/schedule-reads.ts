/**
 * How long the loop that serves the sockets is held while a schedule of 200 screens × 40 slots is read, previewed, published and rolled
 * back, and how soon an answer begins: against reading the same rows bare, in the same process. Medians of a few rounds, of each the longest.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import type { Slot } from '../../playlists/model/slot.ts';
import { ADMIN, openAgent } from '../support/server.ts';
import { type BenchLine, lineOf } from './bench-line.ts';
import { fillWard, MOST_EDITS } from './filled-ward.ts';
import type { Asked, Said } from './schedule-server.ts';

const SCREENS = 200;
const SLOTS_PER_SCREEN = 40;
const ROUNDS = 5;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

/** Starts the server in a process of its own, so that what the bench does itself holds nobody up. */
const openServer = async () => {
  const child = fork(fileURLToPath(new URL('./schedule-server.ts', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const hear = async (): Promise<Said> => ((await once(child, 'message')) as [Said])[0];
  const { url = '' } = await hear();
  const ask = async (asked: Asked): Promise<number> => {
    const heard = hear();
    child.send(asked);
    return (await heard).ms ?? 0;
  };
  return { url, ask };
};

/** Figures of reading and publishing a large schedule. */
export const benchScheduleReads = async (): Promise<BenchLine[]> => {
  const { url, ask } = await openServer();
  const agent = openAgent(url);
  const staff = await fillWard(url, SCREENS, SLOTS_PER_SCREEN);
  await agent.call('POST', '/auth/sign-in/email', { email: ADMIN.email, password: ADMIN.password });
  const cookie = agent.cookie();
  const origin = url.replace('127.0.0.1', 'localhost');

  /** The longest delay of the loop meanwhile, or processor time of a turn of it, and when the answer began; ms. */
  const watch = async (
    method: 'GET' | 'POST',
    path: string,
    what: 'begin' | 'count' = 'begin',
  ): Promise<{ held: number; begun: number }> => {
    await ask(what);
    const asked = performance.now();
    const answer = await fetch(`${url}/api${path}`, {
      method,
      headers: { cookie, origin, 'content-type': 'application/json' },
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
    const begun = performance.now() - asked;
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
    return { held: await ask('end'), begun };
  };
  const editSome = async (hour: number): Promise<void> => {
    const slots: readonly Slot[] = await staff.call('listSlots');
    const change = slots.slice(0, MOST_EDITS).map(({ id, version, updatedAt: _, ...slot }) => ({
      id,
      basedOn: version,
      slot: { ...slot, until: `${hour}:30` },
    }));
    await staff.call('editSlots', { body: { change } });
  };

  await watch('POST', '/publications');
  await editSome(20);
  const bare: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) bare.push(await ask('bare'));
  const yardstickValue = median(bare);
  const of = `${SCREENS} screens × ${SLOTS_PER_SCREEN} slots, ${MOST_EDITS} of them in the draft`;
  const line = (figure: string, value: number, goal: string): BenchLine =>
    lineOf({
      figure: `${figure}, ${of}`,
      value,
      unit: 'ms',
      yardstick: 'the bare rows of the same slots, read and their JSON parsed in one go',
      yardstickValue,
      goal,
    });
  const lines: BenchLine[] = [];
  const tell = async (
    method: 'GET' | 'POST',
    path: string,
    before: (round: number) => Promise<void>,
    pathOf: (round: number) => string = () => path,
  ): Promise<void> => {
    const rounds: { held: number; begun: number }[] = [];
    const turns: number[] = [];
    for (let round = 0; round < 2 * ROUNDS; round += 1) {
      await before(round);
      if (round < ROUNDS) rounds.push(await watch(method, pathOf(round)));
      else turns.push((await watch(method, pathOf(round), 'count')).held);
    }
    const call = `${method} ${path}`;
    lines.push(
      line(`${call}: longest delay of the loop`, median(rounds.map(({ held }) => held)), '< 50 ms'),
      line(`${call}: processor time of the longest turn of the loop`, median(turns), '< 50 ms'),
      line(
        `${call}: until the first byte`,
        median(rounds.map(({ begun }) => begun)),
        path.startsWith('/publications') ? 'told: the ward is compiled' : '< 150 ms',
      ),
    );
  };
  const nothing = async (): Promise<void> => {};
  for (const path of ['/slots', '/schedule', '/schedule?slots=without', '/draft', '/publications/preview'])
    await tell('GET', path, nothing);
  await tell('POST', '/publications', (round) => editSome(20 + (round % 3)));
  /** Now to the publication before the newest, now back: 500 slots change each time. */
  const { items } = await staff.call('listPublications', { query: { limit: 2 } });
  const back = (round: number): string => `/publications/${items[1 - (round % 2)]?.id}/roll-back`;
  await tell('POST', '/publications/{id}/roll-back', nothing, back);
  await ask('stop');
  return lines;
};
