/**
 * Rows that were parsed once are kept, each with its stamp: what a cheap read tells of a row, and what no other content of it has. So of
 * a ward's thousands of slots those alone are read and parsed again that changed. Everybody gets the same objects, hence they are frozen.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../database/open.ts';
import { writtenMark } from '../database/written-mark.ts';
import { freezeWhole } from '../frozen.ts';

/** Which row, and the stamp of what is in it. */
export interface Stamped {
  key: string;
  stamp: string;
}

/** One table. `Choice` = which of its rows. */
interface Source<Parsed, Choice> {
  /** Stamps of the chosen rows, or of all, in the order in which they shall come. */
  stamps: (database: Database, choice?: Choice) => Stamped[];
  /** Rows with these keys, whole; those that are gone are left out. */
  parse: (database: Database, keys: readonly string[]) => (Stamped & { parsed: Parsed })[];
}

/** Rows parsed in one turn of the loop: about 5 ms. */
const ROWS_A_TURN = 250;
/** Rows that are gone and still kept, before they are looked for. */
const MOST_GONE = 1_000;
/** Choices whose stamps are at hand between two writes. */
const MOST_CHOICES = 20;

export interface KeptRows<Parsed, Choice> {
  /** The chosen rows, or all. */
  read: (database: Database, choice?: Choice) => Parsed[];
  /** Parses what is not kept yet, some rows in each turn of the loop, so that the next `read` finds it. */
  warm: (database: Database, choice?: Choice) => Promise<void>;
  /** To be called by whoever writes or deletes a row. */
  forget: (database: Database, key: string) => void;
}

interface Shelf<Parsed> {
  kept: Map<string, { stamp: string; parsed: Parsed }>;
  /** Stamps by choice, good until the next write. */
  stamps: Map<string, readonly Stamped[]>;
  /** `writtenMark` when they were read. */
  stampedAt: string;
}

/** Keeps the rows of one table, for each database by itself. */
export const keepRows = <Parsed, Choice>(source: Source<Parsed, Choice>): KeptRows<Parsed, Choice> => {
  const shelves = new WeakMap<Database, Shelf<Parsed>>();
  const shelfOf = (database: Database): Shelf<Parsed> => {
    const known = shelves.get(database);
    if (known) return known;
    const fresh: Shelf<Parsed> = { kept: new Map(), stamps: new Map(), stampedAt: '' };
    shelves.set(database, fresh);
    return fresh;
  };
  /** What a transaction reads may never be committed, so nothing of it is kept. */
  const mayKeep = ({ raw }: Database): boolean => !raw.inTransaction;

  const dropGone = ({ kept }: Shelf<Parsed>, stamps: readonly Stamped[]): void => {
    if (kept.size <= stamps.length + MOST_GONE) return;
    const there = new Set(stamps.map(({ key }) => key));
    for (const key of kept.keys()) if (!there.has(key)) kept.delete(key);
  };
  const stampsOf = (database: Database, choice: Choice | undefined): readonly Stamped[] => {
    const shelf = shelfOf(database);
    const written = writtenMark(database);
    if (shelf.stampedAt !== written || shelf.stamps.size >= MOST_CHOICES) shelf.stamps.clear();
    shelf.stampedAt = written;
    const name = JSON.stringify(choice ?? null);
    const known = shelf.stamps.get(name);
    if (known) return known;
    const stamps = source.stamps(database, choice);
    if (mayKeep(database)) shelf.stamps.set(name, stamps);
    if (choice === undefined) dropGone(shelf, stamps);
    return stamps;
  };
  const missingIn = ({ kept }: Shelf<Parsed>, stamps: readonly Stamped[]): string[] =>
    stamps.filter(({ key, stamp }) => kept.get(key)?.stamp !== stamp).map(({ key }) => key);

  return {
    read: (database, choice) => {
      const shelf = shelfOf(database);
      const { kept } = shelf;
      const stamps = stampsOf(database, choice);
      const missing = missingIn(shelf, stamps);
      const read = new Map<string, Parsed>();
      for (const { key, stamp, parsed } of missing.length > 0 ? source.parse(database, missing) : []) {
        read.set(key, freezeWhole(parsed));
        if (mayKeep(database)) kept.set(key, { stamp, parsed });
      }
      const rows: Parsed[] = [];
      for (const { key } of stamps) {
        const row = read.get(key) ?? kept.get(key)?.parsed;
        if (row !== undefined) rows.push(row);
      }
      return rows;
    },
    warm: async (database, choice) => {
      const shelf = shelfOf(database);
      const missing = missingIn(shelf, stampsOf(database, choice));
      for (let first = 0; first < missing.length; first += ROWS_A_TURN) {
        if (first > 0) await nextTurn();
        if (!database.raw.open) return;
        for (const { key, stamp, parsed } of source.parse(database, missing.slice(first, first + ROWS_A_TURN)))
          shelf.kept.set(key, { stamp, parsed: freezeWhole(parsed) });
      }
    },
    forget: (database, key) => {
      shelves.get(database)?.kept.delete(key);
    },
  };
};
