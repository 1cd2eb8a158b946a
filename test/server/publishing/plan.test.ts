/** Publishing at a set time: frozen when set, checked twice, durable, at most one, said when late or blocked. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../../playlists/model/finding.ts';
import { FARTHEST_PLAN_MS, PublishingPlan } from '../../../playlists/model/publishing-plan.ts';
import { DAY_MS } from '../../../playlists/model/time.ts';
import { createAudit } from '../../../server/audit/chain.ts';
import type { Caller } from '../../../server/http/handlers.ts';
import { createFilesInForce } from '../../../server/publishing/files-in-force.ts';
import { createPublishingPlan } from '../../../server/publishing/plan.ts';
import { createDraftBooks } from '../../../server/schedules/draft-books.ts';
import { type Air, openAir } from '../../support/air.ts';
import { aPlaylist, aRendition, aSchedule, aScreen, aSlot, aStill, at, aVideo } from '../../support/builders.ts';

const EVENING = at('2026-03-02 18:00');
const CALLER: Caller = { kind: 'person', address: '127.0.0.1', personId: 'per_lan', name: 'Cô Lan', role: 'staff' };

let air: Air;
let now: number;
let news: number;
/** What the alarm was told: when, and whom to wake. */
let due: { at: number; what: () => unknown } | null;
let plans: ReturnType<typeof createPublishingPlan>;

/** The plan's part of a server that starts now, on the database there is. */
const startPlans = () => {
  due = null;
  plans = createPublishingPlan({
    database: air.database,
    publishing: air.onAir.publishing,
    archive: air.onAir.archive,
    gatherSchedule: async () => air.schedule,
    drafts: createDraftBooks(air.database),
    record: createAudit({ database: air.database, now: () => now }).record,
    alarm: {
      at: (_name, instant, what) => {
        due = { at: instant, what };
      },
      cancel: () => {
        due = null;
      },
    },
    now: () => now,
    log: { info: () => undefined, error: () => undefined },
    changed: () => {
      news += 1;
    },
  });
  plans.start();
};
/** Lets time pass up to `until`; the alarm wakes whom it was told to. */
const passTo = async (until: number): Promise<void> => {
  while (due && due.at <= until) {
    now = Math.max(now, due.at);
    const { what } = due;
    due = null;
    await what();
  }
  now = until;
};

const ask = { params: {}, query: {}, caller: CALLER } as const;
const set = async (instant: number, parts: { note?: string; replaces?: string | null } = {}) =>
  plans.handlers.setPublishingPlan({
    ...ask,
    body: { at: instant, note: '', replaces: null, ...parts } as never,
  });
const hold = async (instant = EVENING, parts = {}): Promise<PublishingPlan> => {
  const made = await set(instant, parts);
  if (!made.ok) throw new Error(made.refusal.technician);
  return PublishingPlan.parse(made.value);
};
const codeOf = (made: { ok: boolean; refusal?: { code: string } }) => made.refusal?.code;
const get = async () => {
  const found = await plans.handlers.getPublishingPlan({ ...ask, body: undefined });
  if (!found.ok) throw new Error(found.refusal.technician);
  return found.value;
};
const cancel = async (planId: string) =>
  plans.handlers.cancelPublishingPlan({ ...ask, params: { planId } as never, body: undefined });
const dismiss = async (planId: string) =>
  plans.handlers.dismissPublishingPlan({ ...ask, params: { planId } as never, body: undefined });
const newest = () => air.onAir.archive.newestPublication();
const acts = (): string[] =>
  air.database.raw.prepare(`select act from audit where act like 'publi%' order by seq`).pluck().all() as string[];
const slotsOnAir = async () =>
  (await air.onAir.publishing.readFrozen())?.slots.map(({ id, until }) => `${id} ${until}`);

beforeEach(async () => {
  now = at('2026-03-02 10:00');
  news = 0;
  air = await openAir(aSchedule(), { now: () => now });
  startPlans();
});
afterEach(() => air.stop());

describe('a publication at a set time', () => {
  it('publishes the schedule as it was when the time was set, and names who set it', async () => {
    const plan = await hold(EVENING, { note: 'lịch tối' });
    expect(plan).toMatchObject({ at: EVENING, setBy: 'Cô Lan', note: 'lịch tối', state: { kind: 'waiting' } });
    expect(await get()).toEqual({ plan, isCurrent: true, passedOver: [] });
    air.schedule = { ...air.schedule, slots: [aSlot({ until: '12:00' })] };
    expect((await get()).isCurrent).toBe(false);
    await passTo(EVENING - 1);
    expect(newest()).toBeNull();
    await passTo(EVENING);
    expect(newest()).toMatchObject({ cause: 'plan', publishedBy: 'Cô Lan', note: 'lịch tối', publishedAt: EVENING });
    expect(await slotsOnAir()).toEqual(['slt_day 17:00']);
    expect(await get()).toEqual({ plan: null, isCurrent: true, passedOver: [] });
    expect(acts()).toEqual(['publishing-plan.set', 'publication.published']);
    const detail = air.database.raw
      .prepare(`select detail from audit where act = 'publication.published'`)
      .pluck()
      .get() as string;
    expect(JSON.parse(detail)).toMatchObject({ plan: plan.id, setBy: 'per_lan', cause: 'plan' });
    expect((await air.call('GET', '/publications/preview')).body.unpublished).toBe(true);
    expect(news).toBe(2);
  });

  it('is at most one: another must say which it replaces', async () => {
    const first = await hold();
    expect(codeOf(await set(EVENING + 1))).toBe('plan-other');
    air.schedule = { ...air.schedule, slots: [aSlot({ until: '12:00' })] };
    const second = await hold(EVENING + 60_000, { replaces: first.id });
    expect(codeOf(await set(EVENING, { replaces: first.id }))).toBe('plan-other');
    await passTo(EVENING);
    expect(newest()).toBeNull();
    await passTo(second.at);
    expect(await slotsOnAir()).toEqual(['slt_day 12:00']);
    expect(codeOf(await set(second.at + 60_000, { replaces: second.id }))).toBe('plan-over');
  });

  it('of two people who set one at once, one is told of the other', async () => {
    const made = await Promise.all([set(EVENING), set(EVENING + 1)]);
    expect(made.map(codeOf)).toEqual([undefined, 'plan-other']);
  });

  it('can be cancelled while it waits, once', async () => {
    const plan = await hold();
    expect((await cancel(plan.id)).ok).toBe(true);
    expect(codeOf(await cancel(plan.id))).toBe('plan-over');
    await passTo(EVENING + DAY_MS);
    expect([newest(), (await get()).plan, due]).toEqual([null, null, null]);
    expect(acts()).toEqual(['publishing-plan.set', 'publishing-plan.cancelled']);
  });

  it('is refused for times that are no good, for nothing, and for what would be blocked', async () => {
    expect(codeOf(await set(now))).toBe('plan-in-past');
    expect(codeOf(await set(now + FARTHEST_PLAN_MS + 1))).toBe('plan-too-far');
    air.schedule = { ...aSchedule(), playlists: [aPlaylist({}, ['ast_gone'])] };
    expect(codeOf(await set(EVENING))).toBe('publish-blocked');
    air.schedule = { ...aSchedule(), screens: [] };
    expect(codeOf(await set(EVENING))).toBe('publish-nothing');
    expect([(await get()).plan, acts(), due]).toEqual([null, [], null]);
  });

  it('what is on air already is not published twice, and the plan is done', async () => {
    await air.call('POST', '/publications', { note: '' });
    const before = newest()?.id;
    await hold();
    await passTo(EVENING);
    expect([newest()?.id, (await get()).plan]).toEqual([before, null]);
  });
});

describe('across a restart', () => {
  it('waits on, and is carried out in time', async () => {
    await hold();
    now += 3_600_000;
    startPlans();
    await passTo(EVENING);
    expect(newest()).toMatchObject({ cause: 'plan', publishedAt: EVENING });
    expect((await get()).plan).toBeNull();
  });

  it('a time that passed meanwhile is made up for at the start, and said until somebody has seen it', async () => {
    const plan = await hold();
    now = EVENING + 20_000;
    startPlans();
    await passTo(now);
    const late = { kind: 'late', at: EVENING + 20_000, publicationId: newest()?.id, passedOver: [] };
    expect((await get()).plan).toMatchObject({ id: plan.id, state: late });
    expect(codeOf(await cancel(plan.id))).toBe('plan-over');
    startPlans();
    expect(due).toBeNull();
    expect((await get()).plan?.state).toEqual(late);
    expect((await dismiss(plan.id)).ok).toBe(true);
    expect((await get()).plan).toBeNull();
    expect(codeOf(await dismiss(plan.id))).toBe('plan-over');
  });

  it('a machine that slept over the time says so, too', async () => {
    await hold();
    const { what } = due as NonNullable<typeof due>;
    now = EVENING + 5 * 60_000;
    await what();
    expect((await get()).plan?.state).toMatchObject({ kind: 'late', at: now });
  });
});

describe('when its time has come', () => {
  it('screens that are gone are passed over, those that were added are not forgotten', async () => {
    air.schedule = aSchedule({ screens: [aScreen(), aScreen({ id: 'scr_hall' })] });
    air.writeScreens();
    await hold();
    air.schedule = aSchedule({ screens: [aScreen({ sound: true }), aScreen({ id: 'scr_new' })] });
    air.writeScreens();
    await passTo(EVENING);
    const frozen = await air.onAir.publishing.readFrozen();
    expect(frozen?.screens.map(({ id, sound }) => [id, sound])).toEqual([
      ['scr_gate', false],
      ['scr_new', false],
    ]);
    expect(
      newest()
        ?.screens.map(({ screenId }) => screenId)
        .sort(),
    ).toEqual(['scr_gate', 'scr_new']);
  });

  it('all screens gone, or content deleted, stop it: nothing is published, and a mark says why', async () => {
    const plan = await hold();
    air.schedule = { ...air.schedule, playlists: [], slots: [], assets: [aStill()] };
    await passTo(EVENING);
    const { state } = (await get()).plan as PublishingPlan;
    if (state.kind !== 'blocked') throw new Error(state.kind);
    expect(state.refusal.code).toBe('publish-blocked');
    expect(state.findings.map((finding: Finding) => [finding.code, finding.blocks])).toEqual([
      ['content-missing', true],
    ]);
    expect(newest()).toBeNull();
    expect(acts()).toEqual(['publishing-plan.set', 'publishing-plan.blocked']);
    startPlans();
    expect(due).toBeNull();
    // A new one takes its place without more ado.
    const next = await hold(EVENING + DAY_MS);
    expect(next.id).not.toBe(plan.id);
    air.schedule = { ...air.schedule, screens: [] };
    await passTo(next.at);
    expect((await get()).plan?.state).toMatchObject({ kind: 'blocked', refusal: { code: 'publish-nothing' } });
    expect(await dismiss(next.id)).toMatchObject({ ok: true });
  });

  it('upkeep in between is no publication by somebody: what was frozen is published all the same', async () => {
    air.schedule = aSchedule({ screens: [aScreen(), aScreen({ id: 'scr_hall' })] });
    air.writeScreens();
    await air.call('POST', '/publications', {});
    air.schedule = { ...air.schedule, slots: [aSlot({ until: '12:00' })] };
    await hold();
    // A screen goes, so that the nightly roll has another schedule; and what people go on to edit is not asked for.
    air.schedule = { ...air.schedule, screens: [aScreen()], slots: [aSlot({ until: '13:00' })] };
    await air.onAir.horizon.roll();
    expect([newest()?.cause, await slotsOnAir()]).toEqual(['horizon', ['slt_day 17:00']]);
    await passTo(EVENING);
    expect([newest()?.cause, await slotsOnAir()]).toEqual(['plan', ['slt_day 12:00']]);
  });

  it('what somebody published in between counts by its order, not by a clock that was a year behind', async () => {
    await hold();
    now = at('2025-03-02 11:00');
    air.schedule = { ...air.schedule, slots: [aSlot({ until: '12:00' })] };
    expect((await air.call('POST', '/publications', {})).status).toBe(201);
    now = at('2026-03-02 12:00');
    await passTo(EVENING);
    expect(await slotsOnAir()).toEqual(['slt_day 12:00']);
  });

  it('what was published before by a clock that was a year ahead is not in between', async () => {
    now = at('2027-03-02 11:00');
    air.schedule = { ...air.schedule, slots: [aSlot({ until: '12:00' })] };
    expect((await air.call('POST', '/publications', {})).status).toBe(201);
    now = at('2026-03-02 11:00');
    air.schedule = { ...air.schedule, slots: [aSlot({ until: '13:00' })] };
    expect((await air.call('POST', '/publications', {})).status).toBe(201);
    now = at('2026-03-02 12:00');
    air.schedule = { ...air.schedule, slots: [aSlot({ until: '14:00' })] };
    await hold();
    air.schedule = { ...air.schedule, slots: [aSlot({ until: '15:00' })] };
    await passTo(EVENING);
    expect(await slotsOnAir()).toEqual(['slt_day 14:00']);
  });

  it('one that was set before anybody’s edits were drafts is published as it was frozen', async () => {
    await air.call('POST', '/publications', {});
    now += 1;
    air.schedule = { ...air.schedule, slots: [aSlot({ until: '12:00' })] };
    await hold();
    air.database.raw.exec(`update publishing_plan set basis = null, draft = '[]'`);
    air.schedule = { ...air.schedule, slots: [aSlot({ until: '13:00' })] };
    await passTo(EVENING);
    expect(await slotsOnAir()).toEqual(['slt_day 12:00']);
  });

  it('a draft that names what is gone stops it with a mark, and is not tried for ever', async () => {
    await hold();
    const slot = aSlot({ playlistId: 'pls_gone' });
    const row = { personId: 'per_lan', slotId: slot.id, basedOn: null, was: null, slot, version: 1, updatedAt: 1 };
    air.database.raw.prepare('update publishing_plan set draft = ?').run(JSON.stringify([row]));
    await passTo(EVENING);
    expect((await get()).plan?.state).toMatchObject({ kind: 'blocked', refusal: { code: 'slot-refers-nowhere' } });
    expect([newest(), due]).toEqual([null, null]);
  });

  it('content that became ready meanwhile is shown, and the files of what was frozen are kept on the disk', async () => {
    air.schedule = aSchedule({ assets: [aVideo({ renditions: [] }), aStill()] });
    await hold();
    const old = aRendition({ assetId: 'ast_slide' }).digest;
    expect((await createFilesInForce(air.database)()).has(old)).toBe(true);
    air.schedule = aSchedule({ assets: [aVideo(), aStill({ renditions: [] })] });
    await passTo(EVENING);
    const signed = air.onAir.archive.newestSigned(aScreen().id);
    const text = signed && air.onAir.archive.bodyText(signed.envelope.bodyDigest);
    expect(text).toContain(aRendition({ assetId: 'ast_clip', type: 'video/mp4' }).digest);
    expect(text).toContain(old);
  });

  it('a fault of the machine loses nothing: it is tried again', async () => {
    await hold();
    const { raw } = air.database;
    raw.exec(`create trigger broken before insert on publication begin select raise(abort, 'broken'); end`);
    await due?.what();
    now = EVENING;
    await due?.what();
    expect([newest(), (await get()).plan?.state.kind]).toEqual([null, 'waiting']);
    expect(due?.at).toBe(EVENING + 30_000);
    raw.exec('drop trigger broken');
    await passTo(EVENING + 30_000);
    expect(newest()).toMatchObject({ cause: 'plan' });
  });
});

it('is asked over HTTP, and one that waits cannot be dismissed', async () => {
  await air.stop();
  air = await openAir(aSchedule());
  const instant = Date.now() + 3_600_000;
  const made = await air.call('PUT', '/publications/plan', { at: instant });
  expect([made.status, made.body.setBy]).toEqual([200, 'Cán bộ thử']);
  expect((await air.call('GET', '/publications/plan')).body).toEqual({
    plan: made.body,
    isCurrent: true,
    passedOver: [],
  });
  expect((await air.call('POST', `/publications/plan/${made.body.id}/dismissal`)).body.refusal.code).toBe('plan-waits');
  expect((await air.call('PUT', '/publications/plan', { at: 'soon' })).status).toBe(400);
  expect((await air.call('PUT', '/publications/plan', { at: 5 })).body.refusal.code).toBe('plan-in-past');
  expect((await air.call('DELETE', `/publications/plan/${made.body.id}`)).status).toBe(204);
  expect((await air.call('DELETE', '/publications/plan/none')).status).toBe(400);
});
