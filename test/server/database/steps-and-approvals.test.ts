/** Migration 010 keeps the people there were and lets one of them be an approver; groups get the order they were shown in. */
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { expect, it } from 'vitest';
import { up as foundation } from '../../../server/database/migrations/001-foundation.ts';
import { up as accounts } from '../../../server/database/migrations/002-accounts.ts';
import { up as stepsAndApprovals } from '../../../server/database/migrations/010-steps-and-approvals.ts';
import { aFolder } from '../../support/folder.ts';

it('010 carries people and groups over', async () => {
  const raw = new BetterSqlite3(join(await aFolder(), 'old.sqlite'));
  raw.pragma('foreign_keys = ON');
  const query = new Kysely<unknown>({ dialect: new SqliteDialect({ database: raw }) });
  await foundation(query);
  await accounts(query);
  const person = (id: string, role: string) =>
    raw
      .prepare(
        `insert into person (id, name, email, email_verified, role, created_at, updated_at) values (?, ?, ?, 0, ?, '', '')`,
      )
      .run(id, id, `${id}@phuong.test`, role);
  person('per_a', 'admin');
  person('per_b', 'staff');
  raw.exec(`
    insert into credential (id, account_id, provider_id, user_id, created_at, updated_at)
      values ('crd_a', 'per_a', 'credential', 'per_a', '', '');
    insert into site values ('sit_a', 'A', 'office', '', null);
    insert into screen (id, name, site_id, width, height, zone, created_at) values
      ('scr_b', 'B', 'sit_a', 16, 16, 'Asia/Ho_Chi_Minh', 1), ('scr_a', 'A', 'sit_a', 16, 16, 'Asia/Ho_Chi_Minh', 1);
    insert into screen_group values ('grp_a', 'Dãy');
    insert into screen_group_member values ('grp_a', 'scr_b'), ('grp_a', 'scr_a');`);
  await stepsAndApprovals(query);
  expect(raw.prepare('select id, role from person order by id').all()).toEqual([
    { id: 'per_a', role: 'admin' },
    { id: 'per_b', role: 'staff' },
  ]);
  expect(raw.prepare('select user_id from credential').pluck().all()).toEqual(['per_a']);
  expect(() => raw.exec("update person set role = 'approver' where id = 'per_b'")).not.toThrow();
  expect(() => raw.exec("update person set role = 'owner'")).toThrow('CHECK');
  expect(raw.prepare('select screen_id from screen_group_member order by position').pluck().all()).toEqual([
    'scr_a',
    'scr_b',
  ]);
  expect(raw.prepare('select step_ms from screen_group').pluck().get()).toBe(0);
  raw.close();
});
