import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAudit } from '../../../server/audit/chain.ts';
import { type Database, openDatabase } from '../../../server/database/open.ts';
import { openAgent, startTestServer } from '../../support/server.ts';

let folder: string;
let database: Database;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
  database = await openDatabase(join(folder, 'a.sqlite'));
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const write = (lines: number) => {
  let at = 1_000;
  const audit = createAudit({ database, now: () => at++ });
  for (let i = 1; i <= lines; i++)
    audit.record({
      actor: 'per_1',
      act: 'slot.changed',
      subject: `slt_${i}`,
      detail: { i, chữ: 'ưu tiên' },
      address: '10.0.0.1',
    });
  return audit;
};
/** Somebody with the file in hands and no respect for triggers. */
const tamper = (sql: string) => {
  const raw = new BetterSqlite3(join(folder, 'a.sqlite'));
  raw.exec('drop trigger audit_no_update; drop trigger audit_no_delete;');
  raw.exec(sql);
  raw.close();
};

describe('H1 the audit chain', () => {
  it('an untouched chain has no fault, also after it was opened anew', async () => {
    expect(write(20).verify()).toEqual([]);
    await database.close();
    database = await openDatabase(join(folder, 'a.sqlite'));
    expect(write(5).verify()).toEqual([]);
    expect(write(0).head()?.seq).toBe(25);
  });

  it('changing or deleting a line raises', () => {
    write(3);
    expect(() => database.raw.exec('update audit set actor = 1')).toThrow(/append-only/);
    expect(() => database.raw.exec('delete from audit')).toThrow(/append-only/);
  });

  it.each([
    ['an edited actor', "update audit set actor = 'x' where seq = 7", [{ seq: 7, what: 'changed' }]],
    ['an edited instant', 'update audit set at = at + 1 where seq = 7', [{ seq: 7, what: 'changed' }]],
    ['an edited detail', "update audit set detail = '{}' where seq = 7", [{ seq: 7, what: 'changed' }]],
    ['a hidden address', 'update audit set address = null where seq = 7', [{ seq: 7, what: 'changed' }]],
    [
      'a dropped line',
      'delete from audit where seq = 7',
      [
        { seq: 8, what: 'missing-before' },
        { seq: 8, what: 'link-broken' },
      ],
    ],
    [
      'a swapped hash',
      "update audit set hash = 'x' where seq = 7",
      [
        { seq: 7, what: 'changed' },
        { seq: 8, what: 'link-broken' },
      ],
    ],
    [
      'an inserted line',
      "insert into audit select 100, at, actor, address, act, subject, detail, hash, 'forged' from audit where seq = 20",
      [
        { seq: 100, what: 'missing-before' },
        { seq: 100, what: 'changed' },
      ],
    ],
  ])('names the row of %s', (_, sql, faults) => {
    const audit = write(20);
    tamper(sql);
    expect(audit.verify()).toEqual(faults);
  });

  it('a cut-off tail shows against a head that was kept elsewhere', () => {
    const audit = write(20);
    const head = audit.head() ?? undefined;
    expect(audit.verify(head)).toEqual([]);
    tamper('delete from audit where seq > 15');
    expect(audit.verify()).toEqual([]);
    expect(audit.verify(head)).toEqual([{ seq: 20, what: 'missing-before' }]);
  });

  it('F4 text that is not well-formed UTF-16 is recorded as it can be stored, in every field', () => {
    const audit = write(1);
    const odd = 'a\ud800b';
    audit.record({ actor: odd, act: odd, subject: odd, address: odd, detail: { [odd]: [odd, { deep: odd }], n: 1 } });
    write(1);
    expect(audit.verify()).toEqual([]);
  });

  it('F4 nobody can spoil the chain by a sign-in with such an address', async () => {
    await using server = await startTestServer();
    const stranger = openAgent(server.url);
    await stranger.call('POST', '/auth/sign-in/email', String.raw`{"email":"a\ud800@b.test","password":"x"}`);
    await server.pause();
    const kept = await openDatabase(server.config.databaseFile);
    try {
      const audit = createAudit({ database: kept, now: () => 0 });
      expect(audit.head()?.seq).toBeGreaterThan(1);
      expect(audit.verify()).toEqual([]);
    } finally {
      await kept.close();
    }
  });

  it('a line vanishes with the change it belongs to', () => {
    const audit = write(1);
    expect(() =>
      database.transact(() => {
        audit.record({ actor: 'a', act: 'b', subject: 'c' });
        throw new Error('the change failed');
      }),
    ).toThrow('the change failed');
    expect(audit.head()?.seq).toBe(1);
  });

  it('H2 each act of a working day leaves a line with actor and address', async () => {
    await using server = await startTestServer();
    const { admin } = server;
    const { person } = (await admin.call('GET', '/me')).body;
    const site = (await admin.call('POST', '/sites', { name: 'Trụ sở', kind: 'office' })).body;
    await admin.call('PATCH', `/sites/${site.id}`, { name: 'Trụ sở mới' });
    await admin.call('DELETE', `/sites/${site.id}`);
    await admin.call('GET', '/sites');
    const raw = new BetterSqlite3(server.config.databaseFile, { readonly: true });
    const lines = raw.prepare('select act, actor, address, subject from audit order by seq').all();
    raw.close();
    expect(lines.slice(1)).toEqual(
      ['site.created', 'site.changed', 'site.deleted'].map((act) => ({
        act,
        actor: person.id,
        address: '127.0.0.1',
        subject: site.id,
      })),
    );
    expect(lines[0]).toMatchObject({ act: 'setup.completed', actor: person.id });
  });
});
