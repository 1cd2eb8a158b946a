import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { up as foundation } from '../../../server/database/migrations/001-foundation.ts';
import { openDatabase } from '../../../server/database/open.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'database-'));
  path = join(folder, 'ward.sqlite');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const looseTables = (raw: BetterSqlite3.Database): unknown[] =>
  raw
    .prepare(
      "select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite_%' and name not like 'kysely_%'",
    )
    .pluck()
    .all();

describe('opening the database', () => {
  it('A8 is durable: WAL, synchronous FULL, foreign keys, engine new enough', async () => {
    const database = await openDatabase(path);
    expect(database.raw.pragma('synchronous', { simple: true })).toBe(2);
    expect(database.raw.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.raw.pragma('foreign_keys', { simple: true })).toBe(1);
    await database.close();
    expect(database.raw.open).toBe(false);
  });

  it('makes STRICT tables only', async () => {
    const database = await openDatabase(path);
    expect(looseTables(database.raw)).toEqual([]);
    await database.close();
  });

  it('brings a file of the first release up to date and keeps its rows', async () => {
    const raw = new BetterSqlite3(path);
    const old = new Kysely<unknown>({ dialect: new SqliteDialect({ database: raw }) });
    const { error } = await new Migrator({
      db: old,
      provider: { getMigrations: async () => ({ '001-foundation': { up: foundation } }) },
    }).migrateToLatest();
    expect(error).toBeUndefined();
    raw.exec("insert into site (id, name, kind, address) values ('sit_a', 'Trụ sở', 'office', '')");
    await old.destroy();
    for (let times = 0; times < 2; times++) {
      const database = await openDatabase(path);
      expect(database.now.all(database.query.selectFrom('site').select('name'))).toEqual([{ name: 'Trụ sở' }]);
      expect(database.now.all(database.query.selectFrom('person').select('id'))).toEqual([]);
      await database.close();
    }
  });

  it('refuses a file of a newer program and one that is no database', async () => {
    const database = await openDatabase(path);
    database.raw.exec("insert into kysely_migration (name, timestamp) values ('999-future', '2030-01-01')");
    await database.close();
    await expect(openDatabase(path)).rejects.toThrow(/999-future/);
    await writeFile(join(folder, 'junk.sqlite'), 'x'.repeat(8_192));
    await expect(openDatabase(join(folder, 'junk.sqlite'))).rejects.toThrow(/not a database/);
  });
});

describe('transactions', () => {
  it('commit whole or not at all', async () => {
    const database = await openDatabase(path);
    const { query, transact, now } = database;
    const put = (name: string) => query.insertInto('setting').values({ name, value: '1' });
    transact((step) => step.run(put('a')));
    expect(() =>
      transact((step) => {
        step.run(put('b'));
        step.run(put('a'));
      }),
    ).toThrow(/UNIQUE/);
    expect(now.all(query.selectFrom('setting').select('name'))).toEqual([{ name: 'a' }]);
    await database.close();
  });

  it('refuse to wait: neither a promise inside nor an open transaction of Kysely', async () => {
    const database = await openDatabase(path);
    const { query, transact, now } = database;
    expect(() =>
      transact(async (step) => {
        step.run(query.insertInto('setting').values({ name: 'late', value: '1' }));
      }),
    ).toThrow(/synchronous/);
    expect(now.all(query.selectFrom('setting').selectAll())).toEqual([]);
    await expect(query.transaction().execute(async () => undefined)).rejects.toThrow(/transact/);
    await database.close();
  });

  it('translate column names both ways', async () => {
    const database = await openDatabase(path);
    const { query, now } = database;
    now.run(
      query.insertInto('invitation').values({
        tokenHash: 'h',
        name: 'n',
        email: 'e',
        role: 'staff',
        createdBy: 'c',
        expiresAt: 5,
        usedAt: null,
      }),
    );
    expect(now.first(query.selectFrom('invitation').selectAll())).toMatchObject({
      tokenHash: 'h',
      expiresAt: 5,
      usedAt: null,
    });
    await database.close();
  });
});
