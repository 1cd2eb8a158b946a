/**
 * Migration 003 keeps what was published before it: every signed envelope comes out byte for byte, with a proof that holds. Schedules
 * from before 012 are still read.
 */
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { expect, it } from 'vitest';
import { sha256 } from '../../../player/core/manifest-check.ts';
import { ScreenId } from '../../../playlists/model/ids.ts';
import { canonicalJson } from '../../../playlists/wire/canonical-json.ts';
import type { Envelope } from '../../../playlists/wire/manifest.ts';
import { proofHolds, proveEnvelopes } from '../../../playlists/wire/manifest-proof.ts';
import { up as foundation } from '../../../server/database/migrations/001-foundation.ts';
import { up as accounts } from '../../../server/database/migrations/002-accounts.ts';
import { up as publications } from '../../../server/database/migrations/003-publications.ts';
import { up as packedSchedules } from '../../../server/database/migrations/012-packed-schedules.ts';
import type { Database } from '../../../server/database/open.ts';
import { stepOn, transactOn } from '../../../server/database/transact.ts';
import { createArchive } from '../../../server/publishing/archive.ts';
import { readSchedule, type StoredSchedule } from '../../../server/publishing/packed-schedule.ts';
import { aDigest, aSchedule } from '../../support/builders.ts';
import { aFolder } from '../../support/folder.ts';

it('003 and 012 carry publications over', async () => {
  const raw = new BetterSqlite3(join(await aFolder(), 'old.sqlite'));
  raw.pragma('foreign_keys = ON');
  const query = new Kysely<unknown>({ dialect: new SqliteDialect({ database: raw }) });
  await foundation(query);
  await accounts(query);
  const bodyDigest = aDigest('body');
  raw.prepare('insert into manifest_body values (?, ?, 1)').run(bodyDigest, '{"files":[]}');
  const envelopes = (version: number): Envelope[] =>
    ['scr_b', 'scr_a', 'scr_c'].map((id) => ({
      format: 1,
      screenId: ScreenId.parse(id),
      epoch: 1,
      version,
      issuedAt: 10,
      validUntil: 20,
      bodyDigest,
      bodyBytes: 12,
    }));
  for (const version of [1, 2]) {
    const { root, proofs } = proveEnvelopes(envelopes(version), sha256);
    const statement = canonicalJson({
      format: 1,
      publicationId: `pub_${version}`,
      root,
      leaves: 3,
      keyId: '0'.repeat(16),
    });
    raw
      .prepare(`insert into publication values (?, ?, 1, 'Cán bộ', 'person', '', ?, 'c2ln', ?, 'x', '[]')`)
      .run(`pub_${version}`, version, statement, JSON.stringify(aSchedule()));
    for (const [leaf, envelope] of envelopes(version).entries())
      raw
        .prepare('insert into manifest values (?, 1, ?, ?, ?, ?, ?, ?, 1)')
        .run(
          envelope.screenId,
          version,
          `pub_${version}`,
          JSON.stringify(envelope),
          bodyDigest,
          leaf,
          JSON.stringify(proofs[leaf]),
        );
  }
  await publications(query);
  await packedSchedules(query);
  const now = stepOn(raw);
  const archive = createArchive({ database: { raw, now, transact: transactOn(raw, now) } as Database });
  expect(readSchedule(archive.frozenAsStored() as StoredSchedule)).toEqual(aSchedule());
  for (const envelope of envelopes(2)) {
    const signed = archive.newestSigned(envelope.screenId);
    if (!signed) throw new Error(`lost ${envelope.screenId}`);
    expect(signed.envelope).toEqual(envelope);
    expect(proofHolds(signed, sha256)).toBe(true);
  }
  expect(archive.list(undefined, 10).items.map((one) => [one.id, one.screens.length])).toEqual([
    ['pub_2', 3],
    ['pub_1', 3],
  ]);
  expect(raw.pragma('foreign_key_check')).toEqual([]);
  raw.close();
});
