/** An approval that is withdrawn while the press works: whoever was told so before the commit was told the truth. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { canonicalJson } from '../../../playlists/wire/canonical-json.ts';
import { writeSetting } from '../../../server/database/settings.ts';
import { type Air, openAir } from '../../support/air.ts';
import { aPlaylist, aSchedule, aSlot, aStill } from '../../support/builders.ts';

const DIGEST = 'a'.repeat(64);
const APPROVAL = { by: 'per_duyet', name: 'Bà Duyệt', at: 1 };
let air: Air;
/** Done right after the schedule was read for the press. */
let meanwhile: (() => void) | null;

const rows = (table: string) => air.database.raw.prepare(`select count(*) from ${table}`).pluck().get();
const withdraw = (): void => void air.database.raw.prepare('update asset set approval = null').run();
const publish = () => air.call('POST', '/publications', { note: '' });

beforeEach(async () => {
  meanwhile = null;
  const asset = aStill({ approval: APPROVAL });
  const schedule = {
    ...aSchedule({
      assets: [asset],
      playlists: [aPlaylist({ entries: [{ ...aPlaylist().entries[0], assetId: asset.id } as never] })],
      slots: [aSlot()],
    }),
    approvalRequired: true,
  };
  air = await openAir(schedule);
  Object.defineProperty(air, 'schedule', {
    get: () => {
      queueMicrotask(() => meanwhile?.());
      return schedule;
    },
  });
  air.database.raw
    .prepare(
      `insert into asset (id, title, title_folded, kind, bytes, digest, fit, state, approval, uploaded_by, created_at)
       values (?, ?, ?, 'image', 1, ?, 'contain', 'ready', ?, 'test', 1)`,
    )
    .run(asset.id, asset.title, asset.title, DIGEST, canonicalJson({ ...APPROVAL, digest: DIGEST, look: 'contain' }));
  air.database.transact(() => writeSetting(air.database, 'approval-required', 'yes'));
});
afterEach(() => air.stop());

it('withdrawn before the commit, it stops the publication, and says what it is about', async () => {
  meanwhile = withdraw;
  const { status, body } = await publish();
  expect([status, body.refusal?.code]).toEqual([409, 'approval-withdrawn']);
  const { title } = aStill();
  expect(body.refusal.staff.vi).toContain(`“${title}”`);
  expect(body.refusal.staff.en).toContain(`“${title}”`);
  expect([rows('publication'), rows('manifest')]).toEqual([0, 0]);
});

it('left alone, it does not; nor where the ward wants no approvals any more', async () => {
  expect((await publish()).status).toBe(201);
  meanwhile = () => {
    withdraw();
    writeSetting(air.database, 'approval-required', 'no');
  };
  expect((await publish()).status).toBe(201);
});

it('withdrawn while what is on air already is published again, that is refused as well', async () => {
  expect((await publish()).status).toBe(201);
  meanwhile = withdraw;
  expect((await publish()).body.refusal?.code).toBe('approval-withdrawn');
  expect(rows('publication')).toBe(1);
});
