/**
 * How bright the wall is. Promises: what was asked for is on the disk before it is done, and is brought about again whenever the controller says
 * otherwise, is back after it was away, or the player starts anew. A player that was never told a brightness touches nothing. While it
 * yields, another program may have the controller, and nothing is said to it.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { Heartbeat } from '../../../playlists/wire/player-link.ts';
import { type Cancel, type Clocks, every } from '../clocks.ts';
import type { SayDamaged } from '../durable-file.ts';
import { createKeptFile } from '../kept-file.ts';
import type { Log } from '../log.ts';
import type { LedDriver, LedReading, LedResult } from './driver.ts';

/** Keeps the connection as well. */
const LOOK_EVERY_MS = 30_000;
/** Readings come in steps of 1/255. */
const CLOSE_ENOUGH = 1;

const Kept = z.object({
  format: z.literal(1),
  /** Null = nobody ever asked for one. */
  percent: z.int().min(1).max(100).nullable(),
});

export interface Light {
  /** For heartbeats; absent as long as nobody asked for a brightness. */
  now(): Heartbeat['light'];
  /** Durable and read back when it resolves; throws in words when it is kept but the controller has not taken it. */
  set(percent: number): Promise<LedReading>;
  /** Lets another program have the controller. Throws in words where there is none. */
  yield(forMs: number): void;
  /** The page is new, and knows no brightness yet. */
  look(): void;
  stop(): void;
}

const WORDS: Readonly<Record<Exclude<LedResult, 'done'>, string>> = {
  unsupported: 'does not know the command',
  unreachable: 'does not answer',
  busy: 'is held by another program',
  refused: 'refuses',
  mismatch: 'says that it did, and reads back another brightness',
};

export const openLight = async (doors: {
  folder: string;
  clocks: Clocks;
  driver: LedDriver;
  faults: { fault(code: string, detail: string): void; mended(code: string): void };
  /** The heartbeat says something else now. */
  changed: () => void;
  log: Log;
  damaged: SayDamaged;
}): Promise<Light> => {
  const { clocks, driver, faults, log } = doors;
  const file = createKeptFile({
    paths: [join(doors.folder, 'light.json')],
    schema: Kept,
    wall: clocks.wall,
    damaged: doors.damaged,
  });
  const read = await file.read();
  let percent = read.kind === 'read' ? read.value.percent : null;
  let reading: LedReading = { result: 'unreachable', percent: null };
  let yieldsUntil = 0;
  let stopped = false;
  let cancelYield: Cancel = () => {};
  const yields = (): boolean => clocks.monotonic() < yieldsUntil;

  const learn = (next: LedReading): LedReading => {
    if (next.result !== reading.result) log('light.changed', { by: driver.kind, ...next });
    if (next.result === 'done') faults.mended('led-controller');
    else faults.fault('led-controller', `${driver.kind} ${WORDS[next.result]}`);
    const isNews = JSON.stringify(next) !== JSON.stringify(reading);
    reading = next;
    if (isNews) doors.changed();
    return next;
  };
  const apply = async (wanted: number): Promise<LedReading> => learn(await driver.setBrightness(wanted));

  /** Writes only when it must: a register is not written every half minute for years. */
  const keepUp = async (): Promise<void> => {
    if (stopped || percent === null || yields()) return;
    const wanted = percent;
    const seen = await driver.readBrightness();
    const isRight = seen.result === 'done' && seen.percent !== null && Math.abs(seen.percent - wanted) <= CLOSE_ENOUGH;
    if (isRight) learn(seen);
    else if (seen.result === 'unreachable' || seen.result === 'busy') learn(seen);
    else await apply(wanted);
  };
  /** One after the other. */
  let working: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = working.then(work);
    working = done.catch(() => {});
    return done;
  };
  const look = (): void => void inTurn(keepUp);
  const cancel = every(clocks, LOOK_EVERY_MS, look);
  look();

  return {
    now: () =>
      percent === null
        ? undefined
        : {
            percent,
            by: driver.kind,
            state: yields() ? 'yielded' : reading.result,
            readPercent: reading.percent === null ? null : Math.round(reading.percent),
          },
    set: (wanted) =>
      inTurn(async () => {
        await file.write({ format: 1, percent: wanted });
        percent = wanted;
        if (yields()) throw new Error('the controller is yielded to another program; it is set when that is over');
        const taken = await apply(wanted);
        if (taken.result === 'done') return taken;
        throw new Error(`the controller (${driver.kind}) ${WORDS[taken.result]}; ${wanted} % is kept and tried again`);
      }),
    yield: (forMs) => {
      if (driver.kind === 'software') throw new Error('this player knows no LED controller');
      yieldsUntil = clocks.monotonic() + forMs;
      driver.release();
      faults.mended('led-controller');
      log('light.yielded', { forMs });
      doors.changed();
      cancelYield();
      cancelYield = clocks.after(forMs + 1, () => {
        doors.changed();
        look();
      });
    },
    // The page of a software driver has to be told anew.
    look: () => {
      if (percent !== null && driver.kind === 'software') void driver.setBrightness(percent);
    },
    stop: () => {
      stopped = true;
      cancel();
      cancelYield();
      driver.release();
    },
  };
};
