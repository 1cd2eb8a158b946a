/** Drafts: private until published, handed in whole, conflicts told and settled, nothing overwritten. */
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readSchedule, type StoredSchedule } from '../../../server/publishing/packed-schedule.ts';
import { DraftRow } from '../../../server/schedules/draft-rows.ts';
import { type Agent, startTestServer, type TestServer } from '../../support/server.ts';
import { aSlotDraft } from '../../support/ward-hand.ts';

let server: TestServer;
/** Lan is the administrator; Minh is staff. */
let lan: Agent;
let minh: Agent;
let playlistId: string;
let screenId: string;
/** How far the clock of the server is ahead. */
let ahead: number;

const aDraft = (parts: object = {}) =>
  aSlotDraft({ playlistId, name: 'Sáng', from: '07:00', until: '11:00', ...parts });
const add = async (who: Agent, parts: object = {}) => (await who.call('POST', '/slots', aDraft(parts))).body;
const edit = (who: Agent, slot: { id: string; version: number }, parts: object = {}) =>
  who.call('PUT', `/slots/${slot.id}`, { ...aDraft(), ...parts, basedOn: slot.version });
const slotsOf = async (who: Agent): Promise<{ id: string; name: string; from: string; version: number }[]> =>
  (await who.call('GET', '/slots')).body;
const seen = async (who: Agent): Promise<string[]> => (await slotsOf(who)).map(({ name, from }) => `${name} ${from}`);
const publish = (who: Agent) => who.call('POST', '/publications', {});
const draftOf = async (who: Agent) => (await who.call('GET', '/draft')).body;
/** The slots of the newest publication. */
const onAir = async (): Promise<string[]> => {
  const books = new BetterSqlite3(join(server.dataFolder, 'bang-tin.sqlite'), { readonly: true });
  const newest = 'select coalesce(packed_schedule, schedule) from publication order by seq desc limit 1';
  const stored = books.prepare(newest).pluck().get() as StoredSchedule;
  books.close();
  return readSchedule(stored)
    .slots.map(({ name, from }) => `${name} ${from}`)
    .sort();
};
const isUnpublished = async (who: Agent): Promise<boolean> =>
  (await who.call('GET', '/publications/preview')).body.unpublished;
const codeOf = ({ body }: { body: { refusal?: { code: string } } }) => body.refusal?.code;

beforeEach(async () => {
  ahead = 0;
  server = await startTestServer({ doors: { now: () => Date.now() + ahead } });
  lan = server.admin;
  minh = await server.addPerson('staff');
  const siteId = (await lan.call('POST', '/sites', { name: 'Trụ sở', kind: 'office' })).body.id;
  playlistId = (await lan.call('POST', '/playlists', { name: 'Bản tin', entries: [] })).body.id;
  const screen = { name: 'Cổng', siteId, canvas: { width: 640, height: 320 }, zone: 'Asia/Ho_Chi_Minh' };
  screenId = (await lan.call('POST', '/screens', screen)).body.id;
});
afterEach(() => server.stop());

describe('the draft of a person', () => {
  it('B6 is parsed once for an edit of many slots, however often each is asked for', async () => {
    const slots = Array.from({ length: 30 }, (_, n) => aDraft({ name: `Sáng ${n}` }));
    const { added } = (await lan.call('POST', '/slot-edits', { add: slots })).body;
    const parsed = vi.spyOn(DraftRow, 'parse');
    const change = added.map(({ id, version }: { id: string; version: number }, n: number) => ({
      id,
      basedOn: version,
      slot: { ...slots[n], until: '10:00' },
    }));
    expect((await lan.call('POST', '/slot-edits', { change })).status).toBe(200);
    expect(parsed.mock.calls.length).toBe(30);
    parsed.mockRestore();
  });

  it('is theirs alone until they publish it', async () => {
    await add(lan, { name: 'Sáng' });
    expect([await seen(lan), await seen(minh)]).toEqual([['Sáng 07:00'], []]);
    expect([await isUnpublished(lan), (await draftOf(lan)).changes.length]).toEqual([true, 1]);
    expect((await draftOf(minh)).others).toMatchObject([{ name: 'Quản trị thử', changes: 1 }]);
    expect((await publish(minh)).status).toBe(201);
    expect(await seen(minh)).toEqual([]);
    expect((await publish(lan)).status).toBe(201);
    expect([await seen(minh), await draftOf(lan)]).toEqual([['Sáng 07:00'], { changes: [], others: [] }]);
    expect([await isUnpublished(lan), await isUnpublished(minh)]).toEqual([false, false]);
  });

  it('of one changes nothing in what another publishes, and is still there after it and after a restart', async () => {
    const slot = await add(lan, { name: 'Sáng' });
    await publish(lan);
    await edit(lan, slot, { name: 'Sáng', from: '08:00' });
    await add(minh, { name: 'Tối', from: '18:00', until: '19:00' });
    await publish(minh);
    expect(await seen(minh)).toEqual(['Sáng 07:00', 'Tối 18:00']);
    server = await server.restart();
    expect(await seen(lan)).toEqual(['Sáng 08:00', 'Tối 18:00']);
    await publish(lan);
    expect(await seen(minh)).toEqual(['Sáng 08:00', 'Tối 18:00']);
  });

  it('has what was removed, and one that is added under its id brings it back as it was', async () => {
    const slot = await add(lan, { name: 'Sáng' });
    await publish(lan);
    await lan.call('DELETE', `/slots/${slot.id}`);
    expect([await seen(lan), await seen(minh)]).toEqual([[], ['Sáng 07:00']]);
    expect((await draftOf(lan)).changes).toMatchObject([{ slotId: slot.id, kind: 'removed', name: 'Sáng' }]);
    expect((await add(lan, { name: 'Sáng', id: slot.id })).id).toBe(slot.id);
    expect([(await draftOf(lan)).changes, await isUnpublished(lan)]).toEqual([[], false]);
    await lan.call('DELETE', `/slots/${slot.id}`);
    await publish(lan);
    expect(await seen(minh)).toEqual([]);
  });

  it('of which only a name is new becomes everybody’s without a new publication', async () => {
    const slot = await add(lan, { name: 'Sáng' });
    const first = (await publish(lan)).body.id;
    await edit(lan, slot, { name: 'Buổi sáng' });
    expect(await isUnpublished(lan)).toBe(true);
    expect((await publish(lan)).body.id).toBe(first);
    expect([await seen(minh), await isUnpublished(lan)]).toEqual([['Buổi sáng 07:00'], false]);
  });

  it('can be thrown away whole, and taken over whole from somebody who left it', async () => {
    const slot = await add(lan, { name: 'Sáng' });
    await publish(lan);
    await edit(minh, slot, { name: 'Sáng', from: '09:00' });
    await add(minh, { name: 'Tối', from: '18:00', until: '19:00' });
    const [{ personId }] = (await draftOf(lan)).others;
    await edit(lan, slot, { name: 'Sáng', from: '08:00' });
    expect(codeOf(await lan.call('POST', '/draft/take-over', { personId }))).toBe('draft-overlaps');
    expect((await lan.call('DELETE', '/draft')).status).toBe(204);
    expect(await seen(lan)).toEqual(['Sáng 07:00']);
    expect((await lan.call('POST', '/draft/take-over', { personId })).body.changes).toHaveLength(2);
    expect([await seen(lan), await seen(minh)]).toEqual([['Sáng 09:00', 'Tối 18:00'], ['Sáng 07:00']]);
    expect(codeOf(await lan.call('POST', '/draft/take-over', { personId }))).toBe('not-found');
  });

  it('keeps what it uses from being deleted by others, and says where; a screen that goes leaves it', async () => {
    const both = [{ kind: 'screen', screenId }, { kind: 'all' }];
    const shared = await add(minh, { name: 'Chung', targets: both });
    await add(minh, { name: 'Riêng', targets: [{ kind: 'screen', screenId }] });
    expect(codeOf(await lan.call('DELETE', `/playlists/${playlistId}`))).toBe('playlist-in-use');
    const usage = (await lan.call('GET', `/screens/${screenId}/usage`)).body;
    expect(usage.takesAlong).toMatchObject([{ kind: 'slot', name: 'Riêng' }]);
    expect((await lan.call('DELETE', `/screens/${screenId}`)).status).toBe(204);
    expect(await slotsOf(minh)).toMatchObject([{ id: shared.id, targets: [{ kind: 'all' }] }]);
  });

  it('edited in two windows of one person refuses the older window', async () => {
    const slot = await add(lan, { name: 'Sáng' });
    expect((await edit(lan, slot, { from: '07:30' })).status).toBe(200);
    expect(codeOf(await edit(lan, slot, { from: '07:45' }))).toBe('changed-meanwhile');
  });

  it('thrown away in one of two windows and begun anew refuses what the other had of it', async () => {
    const slot = await add(lan, { name: 'Sáng' });
    await publish(lan);
    const inOther = (await edit(lan, slot, { name: 'Sáng', from: '07:30' })).body;
    await lan.call('DELETE', '/draft');
    await edit(lan, slot, { name: 'Sáng', from: '08:00' });
    expect(codeOf(await edit(lan, inOther, { name: 'Sáng', from: '07:30', priority: 'urgent' }))).toBe(
      'changed-meanwhile',
    );
    expect(await seen(lan)).toEqual(['Sáng 08:00']);
  });

  it('whose edit was taken back hides nothing of what others publish then', async () => {
    const slot = await add(lan, { name: 'Sáng' });
    await publish(lan);
    const edited = (await edit(lan, slot, { name: 'Sáng', from: '08:00' })).body;
    await edit(lan, edited, { name: 'Sáng' });
    await edit(minh, slot, { name: 'Sáng', from: '09:00' });
    await publish(minh);
    const [now] = await slotsOf(lan);
    expect(now?.from).toBe('09:00');
    expect((await edit(lan, now as never, { name: 'Sáng', from: '09:00', until: '12:00' })).status).toBe(200);
    await publish(lan);
    expect(await onAir()).toEqual(['Sáng 09:00']);
    expect(await slotsOf(minh)).toMatchObject([{ from: '09:00', until: '12:00' }]);
  });
});

describe('two people at one slot', () => {
  /** Both begin with the published slot; Minh publishes first. */
  const meet = async (ofLan: object | null, ofMinh: object | null) => {
    const slot = await add(lan, { name: 'Sáng' });
    await publish(lan);
    for (const [who, parts] of [
      [lan, ofLan],
      [minh, ofMinh],
    ] as const)
      if (parts) await edit(who, slot, { name: 'Sáng', ...parts });
      else await who.call('DELETE', `/slots/${slot.id}`);
    await publish(minh);
    const published = (await slotsOf(minh))[0];
    return { slot, version: published?.version ?? null };
  };
  const settle = (slotId: string, take: string, version: number | null) =>
    lan.call('POST', '/draft/settlement', { slotId, take, seen: version });

  it('who changed the same thing: the later one is refused, told by whom, and keeps what they choose', async () => {
    for (const [take, then] of [
      ['mine', 'Sáng 08:00'],
      ['theirs', 'Sáng 09:00'],
    ] as const) {
      const { slot, version } = await meet({ from: '08:00' }, { from: '09:00' });
      const stopped = await publish(lan);
      expect([stopped.status, codeOf(stopped)]).toEqual([409, 'draft-conflict']);
      expect((await draftOf(lan)).changes).toMatchObject([
        { slotId: slot.id, aspects: ['times'], conflict: { by: 'Người 1', clashes: ['times'], theirs: { version } } },
      ]);
      expect(codeOf(await settle(slot.id, 'both', version))).toBe('draft-clash');
      expect(codeOf(await settle(slot.id, 'mine', 1))).toBe('changed-meanwhile');
      expect(await seen(minh)).toContain('Sáng 09:00');
      expect((await settle(slot.id, take, version)).status).toBe(200);
      expect((await publish(lan)).status).toBe(201);
      expect(await seen(minh)).toEqual([then]);
      await lan.call('DELETE', `/slots/${slot.id}`);
      await publish(lan);
    }
  });

  it('who changed different things can keep both', async () => {
    const { slot, version } = await meet({ from: '08:00' }, { priority: 'priority', name: 'Sáng sớm' });
    expect(codeOf(await publish(lan))).toBe('draft-conflict');
    expect((await draftOf(lan)).changes[0].conflict.clashes).toEqual([]);
    expect((await settle(slot.id, 'both', version)).status).toBe(200);
    await publish(lan);
    expect(await slotsOf(minh)).toMatchObject([{ name: 'Sáng sớm', from: '08:00', priority: 'priority' }]);
  });

  it('who changed the same thing alike are not in each other’s way', async () => {
    await meet({ from: '08:00' }, { from: '08:00' });
    expect((await publish(lan)).status).toBe(201);
    expect(await seen(minh)).toEqual(['Sáng 08:00']);
  });

  it('one of whom removed it: both ways are told, and either can win', async () => {
    const first = await meet({ from: '08:00' }, null);
    expect((await draftOf(lan)).changes).toMatchObject([{ conflict: { theirs: null } }]);
    await settle(first.slot.id, 'mine', null);
    await publish(lan);
    expect(await seen(minh)).toEqual(['Sáng 08:00']);
    await lan.call('DELETE', `/slots/${first.slot.id}`);
    await publish(lan);
    const second = await meet(null, { from: '09:00' });
    expect(codeOf(await publish(lan))).toBe('draft-conflict');
    await settle(second.slot.id, 'mine', second.version);
    await publish(lan);
    expect(await seen(minh)).toEqual([]);
  });
});

it('of hundreds of slots among a thousand takes one request that does not read them all for each', async () => {
  const many = Array.from({ length: 500 }, (_, place) => aDraft({ name: `Khung ${place}` }));
  const edits = (body: object) => lan.call('POST', '/slot-edits', body);
  const basis = ({ id, version }: { id: string; version: number }) => ({ id, basedOn: version });
  const { added } = (await edits({ add: many })).body;
  expect((await edits({ add: many })).status).toBe(200);
  const change = added.map((slot: { id: string; version: number; name: string }) => ({
    ...basis(slot),
    slot: aDraft({ name: slot.name, from: '08:00' }),
  }));
  const { changed } = (await edits({ change })).body;
  expect((await edits({ remove: changed.map(basis) })).status).toBe(200);
  expect(await slotsOf(lan)).toHaveLength(500);
}, 15_000);

it('a version of a slot never comes again, so an edit of an earlier one is told from an edit of the newest', async () => {
  const hoa = await server.addPerson('staff');
  const slot = await add(lan, { name: 'Sáng' });
  await publish(lan);
  await edit(lan, slot, { from: '08:00' });
  const second = (await edit(minh, slot, { from: '09:00' })).body;
  await publish(minh);
  await edit(hoa, second, { from: '10:00' });
  await edit(minh, second, { from: '07:00' });
  await publish(minh);
  expect((await publish(lan)).status).toBe(201);
  expect(codeOf(await publish(hoa))).toBe('draft-conflict');
  expect(await seen(lan)).toEqual(['Sáng 08:00']);
});

describe('a set time', () => {
  const inAnHour = () => Date.now() + 3_600_000;

  it('is refused for a draft in conflict', async () => {
    const slot = await add(lan, { name: 'Sáng' });
    await publish(lan);
    await edit(lan, slot, { from: '08:00' });
    await edit(minh, slot, { from: '09:00' });
    await publish(minh);
    expect(codeOf(await lan.call('PUT', '/publications/plan', { at: inAnHour() }))).toBe('draft-conflict');
  });

  it('holds the draft of whoever set it, which is current for those who have none of their own', async () => {
    await add(lan, { name: 'Sáng' });
    expect((await lan.call('PUT', '/publications/plan', { at: inAnHour() })).status).toBe(200);
    expect((await minh.call('GET', '/publications/plan')).body.isCurrent).toBe(true);
    await add(minh, { name: 'Tối', from: '18:00', until: '19:00' });
    expect((await minh.call('GET', '/publications/plan')).body.isCurrent).toBe(false);
    expect((await lan.call('GET', '/publications/plan')).body.isCurrent).toBe(true);
  });

  /** A time is set, and passes while the server is down; what came of it. */
  const setAndPass = async (before: () => Promise<unknown>) => {
    await lan.call('PUT', '/publications/plan', { at: Date.now() + 30_000 });
    await before();
    await server.pause();
    ahead = 60_000;
    server = await server.restart();
    return vi.waitFor(async () => {
      const { plan } = (await lan.call('GET', '/publications/plan')).body;
      expect(plan.state.kind).not.toBe('waiting');
      return plan.state;
    });
  };

  it('never makes anew what was published before its time and removed since, and says so to staff', async () => {
    const slot = await add(lan, { name: 'Sáng' });
    await add(lan, { name: 'Tối', from: '18:00', until: '19:00' });
    const over = { slotId: slot.id, name: 'Sáng', now: 'removed', by: null };
    const state = await setAndPass(async () => {
      await publish(lan);
      await minh.call('DELETE', `/slots/${slot.id}`);
      await publish(minh);
      expect((await lan.call('GET', '/publications/plan')).body).toMatchObject({
        passedOver: [over],
        isCurrent: true,
      });
    });
    expect(state).toMatchObject({ kind: 'late', passedOver: [over] });
    expect([await seen(lan), await onAir()]).toEqual([['Tối 18:00'], ['Tối 18:00']]);
  });

  it('never makes it anew where what is on air came to be what it was when the time was set', async () => {
    await publish(lan);
    const slot = await add(lan, { name: 'Sáng' });
    await setAndPass(async () => {
      await publish(lan);
      await lan.call('DELETE', `/slots/${slot.id}`);
      await publish(lan);
    });
    expect([await seen(lan), await onAir()]).toEqual([[], []]);
  });

  it('leaves what was published as it asks, and changed or brought back since, as others left it', async () => {
    const gone = await add(lan, { name: 'Sáng' });
    const slot = await add(lan, { name: 'Tối', from: '18:00', until: '19:00' });
    const before = (await publish(lan)).body.id;
    await lan.call('DELETE', `/slots/${gone.id}`);
    const changed = (await edit(lan, slot, { name: 'Tối', from: '19:00', until: '20:00' })).body;
    const state = await setAndPass(async () => {
      await publish(lan);
      expect((await minh.call('POST', `/publications/${before}/roll-back`)).status).toBe(201);
      const [, back] = await slotsOf(lan);
      expect([back?.from, back?.version === changed.version]).toEqual(['18:00', false]);
    });
    expect(state.passedOver).toEqual([
      { slotId: gone.id, name: 'Sáng', now: 'restored', by: 'Người 1' },
      { slotId: slot.id, name: 'Tối', now: 'changed', by: 'Người 1' },
    ]);
    expect([await seen(lan), await onAir()]).toEqual([
      ['Sáng 07:00', 'Tối 18:00'],
      ['Sáng 07:00', 'Tối 18:00'],
    ]);
  });

  it('never takes a slot back to what it was when added: one that was published since is a conflict', async () => {
    const slot = await add(lan, { name: 'Sáng' });
    const state = await setAndPass(async () => {
      await edit(lan, slot, { from: '08:00' });
      await publish(lan);
    });
    expect(state).toMatchObject({ kind: 'blocked', refusal: { code: 'draft-conflict' } });
    expect(await seen(minh)).toEqual(['Sáng 08:00']);
  });

  it('that publishes a slot which somebody took over meanwhile leaves them nothing to publish that would take others back', async () => {
    await add(lan, { name: 'Sáng' });
    const { others } = await draftOf(minh);
    const state = await setAndPass(() => minh.call('POST', '/draft/take-over', { personId: others[0].personId }));
    expect(state.kind).toBe('late');
    const [slot] = await slotsOf(lan);
    if (!slot) throw new Error('nothing was published');
    await edit(lan, slot, { from: '09:00' });
    await publish(lan);
    expect([(await draftOf(minh)).changes, await seen(minh)]).toEqual([[], ['Sáng 09:00']]);
    expect((await publish(minh)).status).toBe(201);
    expect([await seen(lan), await onAir()]).toEqual([['Sáng 09:00'], ['Sáng 09:00']]);
    await lan.call('DELETE', `/slots/${slot.id}`);
    await publish(lan);
    await publish(minh);
    expect([await seen(minh), await onAir()]).toEqual([[], []]);
  });
});
