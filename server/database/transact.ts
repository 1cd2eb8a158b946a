/**
 * Several statements, one commit. A transaction here is a plain synchronous function: nothing else can run on the shared
 * connection between its first and its last statement, so no stranger's write slips into it and none is rolled back with it.
 * (An open asynchronous transaction would swallow the hot paths' own commits; `open.ts` therefore refuses those.)
 */
import type BetterSqlite3 from 'better-sqlite3';
import type { Compilable } from 'kysely';

/** What a transaction may do: run queries written with `database.query`, at once. */
export interface Step {
  /** All rows, keys in camelCase. */
  all<Row>(query: Compilable<Row>): Row[];
  first<Row>(query: Compilable<Row>): Row | undefined;
  /** Runs a write; returns how many rows it touched. */
  run(query: Compilable<unknown>): number;
}

/** Runs `work` in one immediate transaction: commits when it returns, rolls everything back when it throws. Nests. */
export type Transact = <Result>(work: (step: Step) => Result) => Result;

const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const renameKeys = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [camelCase(name), value]));

/** A step that runs outside any transaction, each query its own commit; for single reads in synchronous code. */
export const stepOn = (raw: BetterSqlite3.Database): Step => {
  const kept = new Map<string, BetterSqlite3.Statement>();
  const prepare = (sql: string): BetterSqlite3.Statement => {
    const known = kept.get(sql);
    if (known) return known;
    if (kept.size > 500) kept.clear();
    const fresh = raw.prepare(sql);
    kept.set(sql, fresh);
    return fresh;
  };
  const all = <Row>(query: Compilable<Row>): Row[] => {
    const { sql, parameters } = query.compile();
    return (prepare(sql).all(...parameters) as Record<string, unknown>[]).map((row) => renameKeys(row) as Row);
  };
  return {
    all,
    first: (query) => all(query)[0],
    run: (query) => {
      const { sql, parameters } = query.compile();
      return prepare(sql).run(...parameters).changes;
    },
  };
};

export const transactOn =
  (raw: BetterSqlite3.Database, step: Step): Transact =>
  (work) =>
    raw
      .transaction(() => {
        const result = work(step);
        if (result instanceof Promise) throw new TypeError('a transaction must be synchronous');
        return result;
      })
      .immediate();
