import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../support/server.ts';

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
    const slot = {
      ...{
        name: 'Sáng',
        playlistId: playlist.id,
        targets: [{ kind: 'group', groupId: group.id }],
        from: '07:00',
        until: '09:00',
      },
      ...{
        zone: null,
        recurrence: 'FREQ=DAILY',
        validFrom: null,
        validUntil: null,
        priority: 'normal',
        boundary: 'cut',
        enabled: true,
      },
    };
    await call('POST', '/slots', slot);
    expect(code(await call('DELETE', `/groups/${group.id}`))).toBe('group-in-use');
    expect((await call('DELETE', `/screens/${screen.id}`)).status).toBe(204);
    expect((await call('DELETE', `/sites/${site.id}`)).status).toBe(204);
    expect(code(await call('GET', `/screens/${screen.id}`))).toBe('not-found');
  });

  it('a site takes a safe picture only if it exists', async () => {
    const site = await addSite();
    const answer = await call('PATCH', `/sites/${site.id}`, { safeAssetId: 'ast_nobody' });
    expect(answer.body.refusal.fields).toEqual({ safeAssetId: 'unknown' });
  });
});
