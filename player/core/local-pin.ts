/**
 * The PIN of the technician's local exit: made at installation, kept as a salted scrypt hash only. There is none by default,
 * and without one there is no local exit. Wrong tries are counted on the disk before they are judged, so that pulling the plug
 * buys no further ones; from the third on each costs a wait that doubles, from 30 s to 15 min.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clocks } from './clocks.ts';
import type { SayDamaged } from './durable-file.ts';
import { createKeptFile } from './kept-file.ts';
import { type Log, wordsOf } from './log.ts';

export const PIN_LENGTH = { least: 6, most: 12 } as const;
const FREE_TRIES = 3;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 900_000;
const KEY_BYTES = 32;
const COST = 16_384;

const Kept = z.object({
  salt: z.base64().max(64),
  hash: z.base64().max(64),
  cost: z.int().min(1_024).max(65_536),
  wrong: z.int().min(0).max(1_000_000),
});
type Kept = z.infer<typeof Kept>;

const hashOf = (pin: string, salt: Buffer, cost: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(pin, salt, KEY_BYTES, { N: cost, maxmem: 256 * cost * 8 }, (fault, key) =>
      fault ? reject(fault) : resolve(key),
    );
  });

/** Null = may be used. `plain`: one digit again and again, or digits in a row. */
export const faultOfPin = (pin: string): 'short' | 'plain' | null => {
  if (!/^\d+$/.test(pin) || pin.length < PIN_LENGTH.least || pin.length > PIN_LENGTH.most) return 'short';
  const steps = new Set([...pin].slice(1).map((digit, i) => (Number(digit) - Number(pin[i]) + 10) % 10));
  return steps.size === 1 && [0, 1, 9].includes([...steps][0] ?? -1) ? 'plain' : null;
};

export type Tried = { kind: 'right' } | { kind: 'wrong'; wrong: number } | { kind: 'wait' } | { kind: 'none' };

export interface LocalPin {
  isSet(): boolean;
  /** Durable when it resolves; throws what the disk throws. The PIN was found good by `faultOfPin`. */
  set(pin: string): Promise<void>;
  try(pin: string): Promise<Tried>;
  /** Until the next try is judged at all; 0 = now. */
  waitMs(): number;
}

/** `pinFile`: from the installer; read once, kept as a hash, removed if the file lets itself be removed. */
export const openLocalPin = async (doors: {
  folder: string;
  pinFile: string | null;
  clocks: Clocks;
  log: Log;
  damaged: SayDamaged;
}): Promise<LocalPin> => {
  const { clocks, log } = doors;
  const file = createKeptFile({
    paths: [join(doors.folder, 'local-pin.json')],
    schema: Kept,
    wall: clocks.wall,
    damaged: doors.damaged,
  });
  const read = await file.read();
  let kept: Kept | null = read.kind === 'read' ? read.value : null;
  /** After a restart the whole wait begins anew: nobody gains by it. */
  let waitsUntil = 0;
  const waitFrom = (wrong: number): number =>
    wrong < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(20, wrong - FREE_TRIES));
  const startWait = (): void => {
    waitsUntil = clocks.monotonic() + waitFrom(kept?.wrong ?? 0);
  };
  startWait();
  const waitMs = (): number => Math.max(0, waitsUntil - clocks.monotonic());

  const matches = async (pin: string, { salt, hash, cost }: Kept): Promise<boolean> =>
    timingSafeEqual(await hashOf(pin, Buffer.from(salt, 'base64'), cost), Buffer.from(hash, 'base64'));
  const set = async (pin: string): Promise<void> => {
    const salt = randomBytes(16);
    const hash = await hashOf(pin, salt, COST);
    const made = { salt: salt.toString('base64'), hash: hash.toString('base64'), cost: COST, wrong: 0 };
    await file.write(made);
    kept = made;
    startWait();
    log('local-pin.set');
  };

  const takeFile = async (path: string): Promise<void> => {
    const pin = (await readFile(path, 'utf8')).trim();
    const fault = faultOfPin(pin);
    if (fault) return log('local-pin.file-refused', { path, fault });
    if (!kept || !(await matches(pin, kept))) await set(pin);
    await rm(path).catch((thrown: unknown) => log('local-pin.file-stays', { path, why: wordsOf(thrown) }));
  };
  if (doors.pinFile !== null) {
    await takeFile(doors.pinFile).catch((thrown: unknown) => {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'))
        log('local-pin.file-unread', { why: wordsOf(thrown) });
    });
  }

  let busy = false;
  return {
    isSet: () => kept !== null,
    set,
    waitMs,
    try: async (pin) => {
      if (!kept) return { kind: 'none' };
      if (busy || waitMs() > 0) return { kind: 'wait' };
      busy = true;
      try {
        const wrong = kept.wrong + 1;
        kept = { ...kept, wrong };
        await file.write(kept);
        startWait();
        if (!(await matches(pin, kept))) return { kind: 'wrong', wrong };
        kept = { ...kept, wrong: 0 };
        waitsUntil = 0;
        await file.write(kept);
        return { kind: 'right' };
      } catch (thrown) {
        // A disk that does not count does not let in either.
        log('local-pin.not-judged', { why: wordsOf(thrown) });
        return { kind: 'wait' };
      } finally {
        busy = false;
      }
    },
  };
};
