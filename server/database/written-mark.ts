/** Whether anything was written since one looked last. */
import type BetterSqlite3 from 'better-sqlite3';
import type { Database } from './open.ts';

const counters = new WeakMap<Database, BetterSqlite3.Statement>();

/** Another text after every write, through this connection or another. Costs some microseconds. */
export const writtenMark = (database: Database): string => {
  const known = counters.get(database);
  const counter =
    known ?? database.raw.prepare(`select total_changes() || ' ' || data_version from pragma_data_version`).pluck();
  if (!known) counters.set(database, counter);
  return counter.get() as string;
};
