/**
 * Small facts that a player must not lose or misread: one line of JSON with a number and a sum before it, in one file or in
 * two alike. Promises: what `read` gives was written by us, bit for bit, and is the newest that is still whole; a file that
 * does not hold (flipped, torn, empty, a folder, an unreadable sector) is put aside, said, and written anew from the other;
 * no fault of the disk is thrown at start. A write counts when at least one of the files has it durably.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { z } from 'zod';
import { isFault, type SayDamaged, setAside, writeDurably } from './durable-file.ts';
import { wordsOf } from './log.ts';

export type ReadFact<Value> = { kind: 'absent' } | { kind: 'damaged'; why: string } | { kind: 'read'; value: Value };

export interface KeptFile<Value> {
  /** Never throws. `damaged` = something was there, and none of the files holds. */
  read(): Promise<ReadFact<Value>>;
  /** Replaces all files; throws what the disk throws when none of them could be written. One call at a time. */
  write(value: Value): Promise<void>;
}

/** 16 hex digits over a text: tells what we wrote from what the disk made of it. */
export const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

const LINE = /^([0-9a-f]{16}) ((\d{1,15}) (.*))\n$/s;

type Found<Value> =
  | { kind: 'absent' }
  | { kind: 'damaged'; why: string }
  /** Serial 0: written by a release that knew no sums. */
  | { kind: 'whole'; serial: number; value: Value; text: string };

/** `paths`: where the fact stands, the first one preferred. `wall` names what is put aside. */
export const createKeptFile = <Schema extends z.ZodType>(parts: {
  paths: readonly string[];
  schema: Schema;
  wall: () => number;
  damaged: SayDamaged;
}): KeptFile<z.output<Schema>> => {
  const { paths, schema } = parts;
  let serial: number | null = null;

  const lookAt = async (path: string): Promise<Found<z.output<Schema>>> => {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (thrown) {
      return isFault(thrown, 'ENOENT') ? { kind: 'absent' } : { kind: 'damaged', why: wordsOf(thrown) };
    }
    const [, sum, summed = '', number, json] = LINE.exec(text) ?? [];
    if (sum === undefined ? !text.startsWith('{') : sum !== sumOf(summed))
      return { kind: 'damaged', why: `the sum does not hold (${text.length} characters)` };
    try {
      const parsed = schema.safeParse(JSON.parse(json ?? text));
      return parsed.success
        ? { kind: 'whole', serial: Number(number ?? 0), value: parsed.data, text }
        : { kind: 'damaged', why: parsed.error.issues.map(({ message }) => message).join('; ') };
    } catch {
      return { kind: 'damaged', why: 'not JSON' };
    }
  };

  const lineOf = (value: z.output<Schema>, number: number): string => {
    const summed = `${number} ${JSON.stringify(value)}`;
    return `${sumOf(summed)} ${summed}\n`;
  };

  const read = async (): Promise<ReadFact<z.output<Schema>>> => {
    const files = await Promise.all(paths.map(async (path) => ({ path, found: await lookAt(path) })));
    const whole = files.flatMap(({ found }) => (found.kind === 'whole' ? [found] : []));
    const newest = whole.sort((a, b) => b.serial - a.serial)[0];
    serial = Math.max(newest?.serial ?? 0, 1);
    const line = newest ? lineOf(newest.value, serial) : null;
    for (const { path, found } of files) {
      if (found.kind === 'damaged') {
        const aside = await setAside(path, parts.wall());
        parts.damaged({ file: basename(path), why: found.why, aside });
      }
      const stands = found.kind === 'whole' && found.text === line;
      /** A disk too full or too broken to mend: the other file was read, and the next write tries again. */
      if (line !== null && !stands) await writeDurably(path, line).catch(() => {});
    }
    if (newest) return { kind: 'read', value: newest.value };
    const bad = files.find(({ found }) => found.kind === 'damaged')?.found;
    return bad?.kind === 'damaged' ? { kind: 'damaged', why: bad.why } : { kind: 'absent' };
  };

  return {
    read,
    write: async (value) => {
      if (serial === null) await read();
      serial = (serial ?? 0) + 1;
      const line = lineOf(value, serial);
      const faults: unknown[] = [];
      for (const path of paths) await writeDurably(path, line).catch((thrown: unknown) => faults.push(thrown));
      if (faults.length === paths.length) throw faults[0];
    },
  };
};
