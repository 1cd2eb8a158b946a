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

/** A statement and what its columns are called in camelCase; worked out once, for a read may have a million values. */
interface Prepared {
  statement: BetterSqlite3.Statement;
  /** Empty for a write that gives nothing back. */
  names: string[];
}

const toObject = (names: readonly string[], values: readonly unknown[]): Record<string, unknown> => {
  const row: Record<string, unknown> = {};
  for (let i = 0; i < names.length; i += 1) row[names[i] as string] = values[i];
  return row;
};

/** A step that runs outside any transaction, each query its own commit; for single reads in synchronous code. */
export const stepOn = (raw: BetterSqlite3.Database): Step => {
  const kept = new Map<string, Prepared>();
  const prepare = (sql: string): Prepared => {
    const known = kept.get(sql);
    if (known) return known;
    if (kept.size > 500) kept.clear();
    const statement = raw.prepare(sql);
    const names = statement.reader ? statement.columns().map(({ name }) => camelCase(name)) : [];
    if (statement.reader) statement.raw();
    const fresh = { statement, names };
    kept.set(sql, fresh);
    return fresh;
  };
  const all = <Row>(query: Compilable<Row>): Row[] => {
    const { sql, parameters } = query.compile();
    const { statement, names } = prepare(sql);
    return (statement.all(...parameters) as unknown[][]).map((values) => toObject(names, values) as Row);
  };
  return {
    all,
    first: (query) => all(query)[0],
    run: (query) => {
      const { sql, parameters } = query.compile();
      return prepare(sql).statement.run(...parameters).changes;
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
