/**
 * Migration 007 keeps the playlists there were: same entries, same order, and nothing on the screens changes. Migration 009 keeps the
 * times of the slots there were. Migration 013 counts on from every version there is. Migration 027 keeps every slot and target.
 */
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { expect, it } from 'vitest';
import { up as foundation } from '../../../server/database/migrations/001-foundation.ts';
import { up as recurrence } from '../../../server/database/migrations/004-recurrence.ts';
import { up as calendars } from '../../../server/database/migrations/005-calendars.ts';
import { up as shares } from '../../../server/database/migrations/006-shares.ts';
import { up as playlists } from '../../../server/database/migrations/007-playlists.ts';
import { up as plan } from '../../../server/database/migrations/008-publishing-plan.ts';
import { up as dayParts } from '../../../server/database/migrations/009-day-parts.ts';
import { up as drafts } from '../../../server/database/migrations/011-drafts.ts';
import { up as slotVersions } from '../../../server/database/migrations/013-slot-versions.ts';
import { up as tickers } from '../../../server/database/migrations/021-tickers.ts';
import { up as tickerSlots } from '../../../server/database/migrations/027-ticker-slots.ts';
import { aFolder } from '../../support/folder.ts';

it('007 carries playlists over', async () => {
  const raw = new BetterSqlite3(join(await aFolder(), 'old.sqlite'));
  raw.pragma('foreign_keys = ON');
  const query = new Kysely<unknown>({ dialect: new SqliteDialect({ database: raw }) });
  await foundation(query);
  raw.exec(`
    insert into asset (id, title, title_folded, bytes, fit, state, uploaded_by, created_at)
      values ('ast_a', 'A', 'a', 1, 'contain', 'ready', 'test', 1);
    insert into playlist values ('pls_a', 'Sáng', 3, 7);
    insert into playlist_entry values ('ent_b', 'pls_a', 1, 'ast_a', null), ('ent_a', 'pls_a', 0, 'ast_a', 8000);`);
  await playlists(query);
  expect(raw.prepare('select * from playlist').all()).toEqual([
    {
      id: 'pls_a',
      name: 'Sáng',
      version: 3,
      updated_at: 7,
      play_order: '{"kind":"listed"}',
      transition: '{"kind":"cut"}',
    },
  ]);
  const always = { playlist_id: 'pls_a', kind: 'asset', asset_id: 'ast_a', weight: 1, nested_id: null, topic: null };
  expect(raw.prepare('select * from playlist_entry order by position').all()).toMatchObject([
    { ...always, id: 'ent_a', position: 0, duration_ms: 8000, valid_from: null, hours_from: null },
    { ...always, id: 'ent_b', position: 1, duration_ms: null, valid_until: null, hours_until: null },
  ]);
  expect(() => raw.exec("delete from asset where id = 'ast_a'")).toThrow('FOREIGN KEY');
  raw.exec("delete from playlist where id = 'pls_a'");
  expect(raw.prepare('select count(*) as left from playlist_entry').get()).toEqual({ left: 0 });
  raw.close();
});

it('009 leaves slots their own times', async () => {
  const raw = new BetterSqlite3(join(await aFolder(), 'old.sqlite'));
  raw.pragma('foreign_keys = ON');
  const query = new Kysely<unknown>({ dialect: new SqliteDialect({ database: raw }) });
  await foundation(query);
  raw.exec(`
    insert into playlist values ('pls_a', 'Sáng', 3, 7);
    insert into slot (id, name, playlist_id, from_time, until_time, recurrence, priority, boundary, enabled, version, updated_at)
      values ('slt_a', 'Sáng', 'pls_a', '07:00', '11:00', 'FREQ=DAILY', 'normal', 'cut', 1, 1, 1);`);
  await dayParts(query);
  expect(raw.prepare('select from_time, until_time, day_part_id from slot').all()).toEqual([
    { from_time: '07:00', until_time: '11:00', day_part_id: null },
  ]);
  expect(raw.prepare('select count(*) from day_part').pluck().get()).toBe(0);
  expect(() => raw.exec("update slot set day_part_id = 'dpt_gone'")).toThrow('FOREIGN KEY');
  raw.exec(`insert into day_part values ('dpt_a', 'Trưa', '[]', 1, 1); update slot set day_part_id = 'dpt_a'`);
  expect(() => raw.exec('delete from day_part')).toThrow('FOREIGN KEY');
  expect(() => raw.exec("insert into day_part values ('dpt_b', 'Trưa', '[]', 1, 1)")).toThrow('UNIQUE');
  raw.close();
});

it('013 counts on from what is published, drafted and planned', async () => {
  for (const [newest, wanted] of [
    ['', 0],
    [`insert into slot values (7); insert into draft_slot values (9)`, 9],
    [`insert into slot values (7); insert into publishing_plan values ('[{"version":4},{"version":12}]')`, 12],
  ] as const) {
    const raw = new BetterSqlite3(':memory:');
    raw.exec('create table slot (version integer); create table draft_slot (version integer)');
    raw.exec('create table publishing_plan (draft text)');
    raw.exec(newest);
    await slotVersions(new Kysely<unknown>({ dialect: new SqliteDialect({ database: raw }) }));
    expect(raw.prepare('select newest from slot_version').pluck().get()).toBe(wanted);
    raw.close();
  }
});

it('027 keeps every slot with its targets, and slots may name no playlist from then on', async () => {
  const file = join(await aFolder(), 'old.sqlite');
  const raw = new BetterSqlite3(file);
  raw.pragma('foreign_keys = ON');
  const query = new Kysely<unknown>({ dialect: new SqliteDialect({ database: raw }) });
  for (const up of [foundation, recurrence, calendars, shares, playlists, dayParts, plan, drafts, tickers])
    await up(query);
  raw.exec(`
    insert into site values ('sit_a', 'A', 'office', '', null);
    insert into screen (id, name, site_id, width, height, zone, created_at)
      values ('scr_a', 'A', 'sit_a', 16, 16, 'Asia/Ho_Chi_Minh', 1), ('scr_b', 'B', 'sit_a', 16, 16, 'Asia/Ho_Chi_Minh', 1);
    insert into playlist (id, name, version, updated_at) values ('pls_a', 'Sáng', 3, 7);`);
  for (let place = 0; place < 40; place += 1)
    raw.exec(`
      insert into slot (id, name, playlist_id, from_time, until_time, recurrence, priority, boundary, enabled, version, updated_at,
        except_days, extra_days, changes, avoid_calendars, require_calendars, share, valid_from, published_by, ticker)
      values ('slt_${place}', 'Sáng ${place}', 'pls_a', '07:00', '11:00', 'FREQ=DAILY', 'urgent', 'fit', 1, ${place + 1}, 9,
        '["2026-01-01"]', '["2026-01-02"]', '[]', '["cal_a"]', '[]', '{"kind":"percent","percent":20}', '2026-01-01', 'per_a',
        ${place % 2 ? `'{"kind":"none"}'` : 'null'});
      insert into slot_target values ('slt_${place}', 0, 'screen', null, 'scr_a'), ('slt_${place}', 1, 'screen', null, 'scr_b');`);
  const all = (table: string) => raw.prepare(`select * from ${table} order by 1, 2`).all();
  const names = (row: unknown) => Object.keys(row as object).sort();
  const [slots, targets] = [all('slot'), all('slot_target')];
  await tickerSlots(query);
  expect(all('slot')).toEqual(slots);
  expect(names(all('slot')[0])).toEqual(names(slots[0]));
  expect(all('slot_target')).toEqual(targets);
  expect(raw.pragma('foreign_key_check')).toEqual([]);
  expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
  raw.exec("update slot set playlist_id = null where id = 'slt_0'");
  expect(() => raw.exec("update slot set playlist_id = 'pls_gone' where id = 'slt_1'")).toThrow('FOREIGN KEY');
  expect(() => raw.exec("insert into slot_target values ('slt_gone', 0, 'all', null, null)")).toThrow('FOREIGN KEY');
  raw.exec("delete from slot where id = 'slt_1'; delete from screen where id = 'scr_b'");
  expect(raw.prepare('select count(*) from slot_target').pluck().get()).toBe(39);
  raw.close();
});
