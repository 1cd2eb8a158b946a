/** Announcements: on air in one request upon what is on air, above everything, for so long, with whose act it was. */
import { afterEach, expect, it } from 'vitest';
import { playheadAt } from '../../../playlists/timeline/playhead.ts';
import { ManifestBody } from '../../../playlists/wire/manifest.ts';
import { type Agent, startTestServer, type TestServer } from '../../support/server.ts';
import { aSlotDraft } from '../../support/ward-hand.ts';

let server: TestServer;
let now = Date.parse('2026-03-02T10:00:20.500+07:00');
afterEach(() => server?.stop());

const start = async () => {
  now = Date.parse('2026-03-02T10:00:20.500+07:00');
  server = await startTestServer({ doors: { now: () => now } });
  const { admin } = server;
  const site = (await admin.call('POST', '/sites', { name: 'Trụ sở', kind: 'office' })).body;
  const screen = async (name: string) =>
    (
      await admin.call('POST', '/screens', {
        name,
        siteId: site.id,
        canvas: { width: 384, height: 192 },
        zone: 'Asia/Ho_Chi_Minh',
      })
    ).body.id as string;
  return { gate: await screen('Cổng chào'), yard: await screen('Sân') };
};
const NOTICE = {
  template: 'notice',
  tone: 'urgent',
  heading: 'Bão số 5',
  text: 'Di chuyển ngay.',
  footer: 'UBND phường',
};
const announce = (screenId: string | null, minutes = 30, agent: Agent = server.admin) =>
  agent.call('POST', '/announcements', {
    notice: NOTICE,
    minutes,
    targets: screenId === null ? [{ kind: 'all' }] : [{ kind: 'screen', screenId }],
  });
const bodyOf = async (screenId: string) => {
  const answer = await server.admin.call('GET', `/screens/${screenId}/manifest`);
  return answer.status === 404 ? null : ManifestBody.parse(answer.body.body);
};
const shows = async (screenId: string, at = now): Promise<string> => {
  const body = await bodyOf(screenId);
  const head = body && playheadAt(body, at);
  if (head?.kind !== 'cue' || !head.slide) return head?.kind ?? 'nothing';
  return head.slide.content.template === 'notice' ? head.slide.content.heading : head.slide.content.template;
};
/** A slide that is on air on every screen all day. */
const publishDay = async (title: string): Promise<{ slideId: string }> => {
  const { admin } = server;
  const slide = await admin.call('POST', '/slides', { title, content: { template: 'title', title, subtitle: '' } });
  const entries = [{ kind: 'asset', assetId: slide.body.id, durationMs: 10_000 }];
  const playlist = await admin.call('POST', '/playlists', { name: title, entries });
  const slot = await admin.call(
    'POST',
    '/slots',
    aSlotDraft({ name: title, playlistId: playlist.body.id, from: '00:00', until: '24:00' }),
  );
  expect(slot.status, JSON.stringify(slot.body)).toBe(201);
  const published = await admin.call('POST', '/publications', { note: '' });
  expect(published.status, JSON.stringify(published.body)).toBe(201);
  return { slideId: slide.body.id };
};

it('is on air in the same request, on the chosen screens alone, and ends by itself to the second', async () => {
  const { gate, yard } = await start();
  await publishDay('Tin ngày');
  const made = await announce(gate, 30);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  expect([await shows(gate), await shows(yard)]).toEqual(['Bão số 5', 'title']);
  const { untilAt } = made.body;
  expect(untilAt - now).toBeGreaterThan(29 * 60_000);
  expect([await shows(gate, untilAt - 1), await shows(gate, untilAt)]).toEqual(['Bão số 5', 'title']);
  expect((await bodyOf(gate))?.urgent).toBe(true);
  expect((await bodyOf(gate))?.files).toEqual([]);
});

it('airs nothing that nobody published: edits of others stay where they are', async () => {
  const { gate, yard } = await start();
  const { slideId } = await publishDay('Tin ngày');
  const content = { template: 'title', title: 'Chưa duyệt', subtitle: '' };
  await server.admin.call('PUT', `/slides/${slideId}`, { basedOn: 1, title: 'Tin ngày', content });
  const before = JSON.stringify(await bodyOf(yard));
  await announce(gate);
  expect(JSON.stringify(await bodyOf(yard))).toBe(before);
  expect(JSON.stringify(await bodyOf(gate))).not.toContain('Chưa duyệt');
  const preview = await server.admin.call('GET', '/publications/preview');
  expect(preview.body.unpublished).toBe(true);
});

it('is not stopped by findings, and works before anything was ever published', async () => {
  const { gate } = await start();
  expect((await announce(gate)).status).toBe(201);
  expect(await shows(gate)).toBe('Bão số 5');
});

/** A playlist of one slide that has no approval, as the default of a screen. */
const giveUnapproved = async (screenId: string, title: string): Promise<void> => {
  const { admin } = server;
  const slide = await admin.call('POST', '/slides', { title, content: { template: 'title', title, subtitle: '' } });
  const entries = [{ kind: 'asset', assetId: slide.body.id, durationMs: 10_000 }];
  const playlist = await admin.call('POST', '/playlists', { name: title, entries });
  const given = await admin.call('PATCH', `/screens/${screenId}`, { defaultPlaylistId: playlist.body.id });
  expect(given.status, JSON.stringify(given.body)).toBe(200);
};

it('brings nothing on air that nobody published: not before the first publish, not on screens that are new since, not by its end', async () => {
  const { gate, yard } = await start();
  await giveUnapproved(yard, 'Chưa ai xem');
  const { slotId } = (await announce(gate)).body;
  expect([await shows(gate), await shows(yard)]).toEqual(['Bão số 5', 'safe']);
  await server.admin.call('DELETE', `/announcements/${slotId}`);
  expect(await shows(yard)).toBe('safe');
  await publishDay('Tin ngày');
  const added = await server.admin.call('POST', '/screens', {
    name: 'Mới',
    siteId: (await server.admin.call('GET', '/sites')).body[0].id,
    canvas: { width: 384, height: 192 },
    zone: 'Asia/Ho_Chi_Minh',
  });
  await giveUnapproved(added.body.id, 'Màn hình mới');
  const second = (await announce(gate)).body;
  expect(JSON.stringify(await bodyOf(added.body.id))).not.toContain('Màn hình mới');
  await server.admin.call('DELETE', `/announcements/${second.slotId}`);
  expect(JSON.stringify(await bodyOf(added.body.id))).not.toContain('Màn hình mới');
  expect((await server.admin.call('GET', '/publications/preview')).body.unpublished).toBe(true);
});

it('is refused where a screen would cut it, and airs all the same when somebody insists', async () => {
  const { gate } = await start();
  const long = { ...NOTICE, text: 'Di chuyển ngay đến nơi an toàn. '.repeat(14).trim() };
  const send = (evenIfCut: boolean) =>
    server.admin.call('POST', '/announcements', {
      notice: long,
      minutes: 30,
      targets: [{ kind: 'screen', screenId: gate }],
      evenIfCut,
    });
  const small = await server.admin.call('PATCH', `/screens/${gate}`, { canvas: { width: 64, height: 32 } });
  expect(small.status, JSON.stringify(small.body)).toBe(200);
  const refused = await send(false);
  expect(refused).toMatchObject({ status: 422, body: { refusal: { code: 'announcement-cut' } } });
  expect(refused.body.refusal.staff.vi).toContain('Cổng chào');
  expect((await server.admin.call('GET', '/announcements')).body).toEqual([]);
  expect((await send(true)).status).toBe(201);
});

it.each([
  ['in the second of two hours that are the same', '2026-10-25T01:30:00Z', 20],
  ['before an hour that is left out', '2026-03-29T00:50:00Z', 60],
  ['in the first of two hours that are the same', '2026-10-25T00:30:00Z', 60],
  ['for a day of twenty-five hours', '2026-10-24T12:00:00Z', 1_440],
])('%s it is on air from now until it said', async (_, at, minutes) => {
  now = Date.parse(at);
  server = await startTestServer({ environment: { ZONE: 'Europe/Berlin' }, doors: { now: () => now } });
  const site = (await server.admin.call('POST', '/sites', { name: 'Trụ sở', kind: 'office' })).body;
  const canvas = { width: 384, height: 192 };
  const made = { name: 'Cổng chào', siteId: site.id, canvas, zone: 'Europe/Berlin' };
  const gate = (await server.admin.call('POST', '/screens', made)).body.id;
  const { untilAt } = (await announce(gate, minutes)).body;
  expect(untilAt).toBe(now + minutes * 60_000);
  expect([await shows(gate, now), await shows(gate, untilAt - 1), await shows(gate, untilAt)]).toEqual([
    'Bão số 5',
    'Bão số 5',
    'safe',
  ]);
});

it('runs over midnight and for a whole day', async () => {
  const { gate } = await start();
  const made = (await announce(gate, 1_440)).body;
  expect([await shows(gate, made.untilAt - 1), await shows(gate, made.untilAt)]).toEqual(['Bão số 5', 'safe']);
});

it('one act ends it; it is listed while it runs, and its slot is gone afterwards', async () => {
  const { gate } = await start();
  await publishDay('Tin ngày');
  const { slotId } = (await announce(gate)).body;
  const listed = async () => (await server.admin.call('GET', '/announcements')).body.length;
  expect(await listed()).toBe(1);
  now += 60_000;
  const ended = await server.admin.call('DELETE', `/announcements/${slotId}`);
  expect(ended.body).toMatchObject({ slotId, endedAt: now });
  expect([await listed(), await shows(gate)]).toEqual([0, 'title']);
  const slots = (await server.admin.call('GET', '/slots')).body;
  expect(slots.map(({ name }: { name: string }) => name)).toEqual(['Tin ngày']);
  expect((await server.admin.call('DELETE', `/announcements/${slotId}`)).body.refusal.code).toBe('announcement-over');
  expect((await server.admin.call('GET', '/publications/preview')).body.unpublished).toBe(false);
});

it('what is over is cleared away by the next one', async () => {
  const { gate } = await start();
  await publishDay('Tin ngày');
  await announce(gate, 1);
  now += 3_600_000;
  await announce(gate, 5);
  const slots = (await server.admin.call('GET', '/slots')).body;
  expect(slots).toHaveLength(2);
  expect((await server.admin.call('GET', '/playlists')).body).toHaveLength(2);
});

it('two at once take turns of 15 s, and the publications are listed as what they were', async () => {
  const { gate } = await start();
  await publishDay('Tin ngày');
  await announce(gate);
  now += 1_000;
  const other = { ...NOTICE, heading: 'Mất nước' };
  const targets = [{ kind: 'screen', screenId: gate }];
  await server.admin.call('POST', '/announcements', { notice: other, minutes: 30, targets });
  const seen = await Promise.all([0, 15, 30, 45].map((seconds) => shows(gate, now + 2_000 + seconds * 1_000)));
  expect(seen.slice(0, 2).sort()).toEqual(['Bão số 5', 'Mất nước']);
  expect(seen.slice(2)).toEqual(seen.slice(0, 2));
  const { items } = (await server.admin.call('GET', '/publications')).body;
  expect(items.map(({ cause }: { cause: string }) => cause)).toEqual(['announcement', 'announcement', 'person']);
  expect((await server.admin.call('GET', '/health')).status).toBe(200);
});

it('where the ward wants approvals an approver alone announces, and that is the approval', async () => {
  const { gate } = await start();
  const [staff, approver] = [await server.addPerson('staff'), await server.addPerson('approver')];
  await server.admin.call('PATCH', '/ward-settings', { approvalRequired: true });
  for (const agent of [staff, server.admin])
    expect((await announce(gate, 5, agent)).body.refusal.code).toBe('announcement-needs-approver');
  const made = await announce(gate, 5, approver);
  expect(made.status).toBe(201);
  const asset = (await server.admin.call('GET', `/assets/${made.body.assetId}`)).body;
  expect(asset.approval).toMatchObject({ by: approver.id });
});

it('A target that does not exist, no time and too long a time are refused; nothing is left behind', async () => {
  await start();
  expect((await announce('scr_nowhere0')).status).toBe(422);
  const { gate } = { gate: null };
  for (const minutes of [0, 1_441]) expect((await announce(gate, minutes)).status).toBe(400);
  expect((await server.admin.call('GET', '/slots')).body).toEqual([]);
  expect((await server.admin.call('GET', '/assets')).body.items).toEqual([]);
});

it('leaves its lines in the audit chain: who, what, where, until when', async () => {
  const { gate } = await start();
  const { slotId } = (await announce(gate)).body;
  await server.admin.call('DELETE', `/announcements/${slotId}`);
  await server.pause();
  const { openDatabase } = await import('../../../server/database/open.ts');
  const database = await openDatabase(server.config.databaseFile);
  const lines = database.raw
    .prepare("select act, subject, detail from audit where act like 'announcement.%' order by seq")
    .all() as { act: string; subject: string; detail: string }[];
  await database.close();
  expect(lines.map(({ act, subject }) => [act, subject])).toEqual([
    ['announcement.started', slotId],
    ['announcement.ended', slotId],
  ]);
  expect(JSON.parse(lines[0]?.detail ?? '{}')).toMatchObject({ content: NOTICE, targets: [{ screenId: gate }] });
});
