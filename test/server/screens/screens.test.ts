import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { aSlotDraft } from '../../support/ward-hand.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.stop());

const call = (method: string, path: string, body?: unknown) => server.admin.call(method, path, body);
const code = (answer: { body: { refusal?: { code: string } } }) => answer.body.refusal?.code;
const addSite = async (name = 'Trụ sở') => (await call('POST', '/sites', { name, kind: 'office' })).body;
const aDraft = (siteId: string, parts: object = {}) => ({
  name: 'Cổng chính',
  siteId,
  canvas: { width: 768, height: 384 },
  zone: 'Asia/Ho_Chi_Minh',
  ...parts,
});

describe('screens', () => {
  it('come back as they were written, unpaired and never published to', async () => {
    const site = await addSite();
    const draft = aDraft(site.id, { blankHours: [{ weekdays: [1, 7], from: '22:00', until: '05:00' }], sound: true });
    const made = await call('POST', '/screens', draft);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ ...draft, groupIds: [], defaultPlaylistId: null, deviceId: null });
    const { body } = await call('GET', `/screens/${made.body.id}`);
    expect(body.screen).toEqual(made.body);
    expect(body.live).toMatchObject({ connection: 'unpaired', wanted: null, active: null, delivery: { kind: 'none' } });
    expect((await call('GET', '/screens')).body).toEqual([body]);
  });

  it('an edit touches only what it names', async () => {
    const site = await addSite();
    const made = (await call('POST', '/screens', aDraft(site.id, { sound: true }))).body;
    const changed = await call('PATCH', `/screens/${made.id}`, { name: 'Cổng sau' });
    expect(changed.body).toEqual({ ...made, name: 'Cổng sau' });
    expect(code(await call('PATCH', '/screens/scr_nobody', { name: 'x' }))).toBe('not-found');
  });

  it('unknown references and taken names are refused at their fields, and nothing is written', async () => {
    const site = await addSite();
    await call('POST', '/screens', aDraft(site.id));
    expect((await call('POST', '/screens', aDraft(site.id))).body.refusal.fields).toEqual({ name: 'name-taken' });
    const lost = aDraft('sit_nobody', { name: 'B', defaultPlaylistId: 'pls_nobody', groupIds: ['grp_nobody'] });
    expect((await call('POST', '/screens', lost)).body.refusal.fields).toEqual({
      siteId: 'unknown',
      defaultPlaylistId: 'unknown',
      groupIds: 'unknown',
    });
    expect((await call('GET', '/screens')).body).toHaveLength(1);
  });

  it('groups can be written from either side', async () => {
    const site = await addSite();
    const group = (await call('POST', '/groups', { name: 'Khu dân cư', screenIds: [] })).body;
    const made = (await call('POST', '/screens', aDraft(site.id, { groupIds: [group.id, group.id] }))).body;
    expect(made.groupIds).toEqual([group.id]);
    expect((await call('GET', '/groups')).body[0].screenIds).toEqual([made.id]);
    await call('PATCH', `/groups/${group.id}`, { screenIds: [] });
    expect((await call('GET', `/screens/${made.id}`)).body.screen.groupIds).toEqual([]);
    expect(code(await call('PATCH', `/groups/${group.id}`, { screenIds: ['scr_nobody'] }))).toBe('request-malformed');
  });

  it('a site with screens and a group that a slot uses stay', async () => {
    const site = await addSite();
    const screen = (await call('POST', '/screens', aDraft(site.id))).body;
    const inUse = await call('DELETE', `/sites/${site.id}`);
    expect(code(inUse)).toBe('site-in-use');
    expect(inUse.body.refusal.staff.en).toContain('1 screens');
    const group = (await call('POST', '/groups', { name: 'Nhóm', screenIds: [screen.id] })).body;
    const playlist = (await call('POST', '/playlists', { name: 'Sáng', entries: [] })).body;
    const slot = aSlotDraft({ playlistId: playlist.id, targets: [{ kind: 'group', groupId: group.id }] });
    await call('POST', '/slots', slot);
    expect(code(await call('DELETE', `/groups/${group.id}`))).toBe('group-in-use');
    expect((await call('DELETE', `/screens/${screen.id}`)).status).toBe(204);
    expect((await call('DELETE', `/sites/${site.id}`)).status).toBe(204);
    expect(code(await call('GET', `/screens/${screen.id}`))).toBe('not-found');
  });

  it('a site takes a safe image only if it exists', async () => {
    const site = await addSite();
    const answer = await call('PATCH', `/sites/${site.id}`, { safeAssetId: 'ast_nobody' });
    expect(answer.body.refusal.fields).toEqual({ safeAssetId: 'unknown' });
  });
});

describe('stepping groups', () => {
  const addScreens = async (...names: string[]): Promise<string[]> => {
    const site = await addSite();
    const ids: string[] = [];
    for (const name of names) ids.push((await call('POST', '/screens', aDraft(site.id, { name }))).body.id);
    return ids;
  };
  const offsets = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await call('GET', '/screens')).body.map(({ screen }: { screen: { id: string; offsetMs: number } }) => [
        screen.id,
        screen.offsetMs,
      ]),
    );

  it('SY1 keep the order of their screens, which says how late each is', async () => {
    const [a, b, c] = (await addScreens('A', 'B', 'C')) as [string, string, string];
    const made = await call('POST', '/groups', { name: 'Dãy', screenIds: [c, a, c, b], stepMs: 2_500 });
    expect(made.body).toMatchObject({ screenIds: [c, a, b], stepMs: 2_500 });
    expect((await call('GET', '/groups')).body).toEqual([made.body]);
    expect(await offsets()).toEqual({ [c]: 0, [a]: 2_500, [b]: 5_000 });
    const path = `/groups/${made.body.id}`;
    expect((await call('PATCH', path, { screenIds: [b, a, c] })).body).toMatchObject({ stepMs: 2_500 });
    expect(await offsets()).toEqual({ [b]: 0, [a]: 2_500, [c]: 5_000 });
    // An edit of a screen leaves it in its place; who comes later stands last; who goes leaves no gap.
    await call('PATCH', `/screens/${a}`, { name: 'A2', groupIds: [made.body.id] });
    await call('PATCH', `/screens/${b}`, { groupIds: [] });
    expect((await call('PATCH', `/screens/${b}`, { groupIds: [made.body.id] })).body.offsetMs).toBe(5_000);
    expect(await offsets()).toEqual({ [a]: 0, [c]: 2_500, [b]: 5_000 });
    await call('DELETE', `/screens/${c}`);
    expect(await offsets()).toEqual({ [a]: 0, [b]: 2_500 });
    await call('PATCH', path, { stepMs: 0 });
    expect(await offsets()).toEqual({ [a]: 0, [b]: 0 });
  });

  it('SY1 a screen is in one of them only, from whichever side it is put there, and in others as it likes', async () => {
    const [a, b] = (await addScreens('A', 'B')) as [string, string];
    const one = (await call('POST', '/groups', { name: 'Một', screenIds: [a], stepMs: 1_000 })).body;
    const two = (await call('POST', '/groups', { name: 'Hai', screenIds: [a, b] })).body;
    const other = await call('POST', '/groups', { name: 'Ba', screenIds: [b, a], stepMs: 1 });
    expect(code(other)).toBe('screen-steps-twice');
    expect(other.body.refusal.staff.vi).toContain('Màn hình “A” đã ở trong nhóm phát lệch “Một”');
    expect(other.body.refusal.fields).toEqual({ screenIds: 'screen-steps-twice' });
    expect(code(await call('PATCH', `/groups/${two.id}`, { stepMs: 500 }))).toBe('screen-steps-twice');
    await call('PATCH', `/groups/${two.id}`, { screenIds: [b], stepMs: 500 });
    const both = await call('PATCH', `/screens/${b}`, { groupIds: [one.id, two.id] });
    expect(both.body.refusal.fields).toEqual({ groupIds: 'screen-steps-twice' });
    expect((await call('GET', '/groups')).body).toMatchObject([
      { name: 'Hai', screenIds: [b] },
      { name: 'Một', screenIds: [a] },
    ]);
    for (const stepMs of [-1, 60_001, 0.5])
      expect(code(await call('PATCH', `/groups/${two.id}`, { stepMs }))).toBe('request-malformed');
  });
});
