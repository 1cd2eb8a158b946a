/** What the console asks before it deletes: where a thing is used, and that the answer and the deletion agree. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { aSlotDraft } from '../../support/ward-hand.ts';

let server: TestServer;
/** Answers of the administrator's calls; a refusal comes as its status. */
const ask = async (method: string, path: string, body?: unknown) => {
  const answer = await server.admin.call(method, path, body);
  return answer.status >= 400 ? answer.status : answer.body;
};
const usage = (path: string) => ask('GET', `${path}/usage`);

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

describe('where a thing is used', () => {
  it('says gone for what does not exist, and is not an error', async () => {
    for (const path of ['/assets/ast_no', '/playlists/pls_no', '/sites/sit_no', '/screens/scr_no', '/groups/grp_no'])
      expect(await usage(path)).toEqual({ kind: 'gone' });
  });

  it('is for people only', async () => {
    const answer = await fetch(`${server.url}/api/playlists/pls_no/usage`);
    expect(answer.status).toBe(401);
  });

  it('names slots and screens of a playlist, slots of a group, screens of a site, and follows the deletion', async () => {
    const site = await ask('POST', '/sites', { name: 'Trụ sở', kind: 'office' });
    const list = await ask('POST', '/playlists', { name: 'Bản tin', entries: [] });
    const screen = await ask('POST', '/screens', {
      name: 'Cổng',
      siteId: site.id,
      canvas: { width: 640, height: 320 },
      zone: 'Asia/Ho_Chi_Minh',
      defaultPlaylistId: list.id,
    });
    const group = await ask('POST', '/groups', { name: 'Ngoài trời', screenIds: [screen.id] });
    const slotOn = (name: string, targets: unknown[]) =>
      ask('POST', '/slots', aSlotDraft({ playlistId: list.id, name, targets, from: '07:00' }));
    const both = [
      { kind: 'screen', screenId: screen.id },
      { kind: 'group', groupId: group.id },
    ];
    const shared = await slotOn('Chung', both);
    const alone = await slotOn('Riêng', [{ kind: 'screen', screenId: screen.id }]);

    expect(await usage(`/playlists/${list.id}`)).toEqual({
      kind: 'used',
      places: [
        { kind: 'slot', id: shared.id, name: 'Chung' },
        { kind: 'slot', id: alone.id, name: 'Riêng' },
        { kind: 'screen', id: screen.id, name: 'Cổng' },
      ],
    });
    expect(await usage(`/groups/${group.id}`)).toEqual({
      kind: 'used',
      places: [{ kind: 'slot', id: shared.id, name: 'Chung' }],
    });
    expect(await usage(`/sites/${site.id}`)).toEqual({
      kind: 'used',
      places: [{ kind: 'screen', id: screen.id, name: 'Cổng' }],
    });
    for (const path of [`/playlists/${list.id}`, `/groups/${group.id}`, `/sites/${site.id}`])
      expect(await ask('DELETE', path)).toBe(409);

    expect(await usage(`/screens/${screen.id}`)).toEqual({
      kind: 'free',
      takesAlong: [{ kind: 'slot', id: alone.id, name: 'Riêng' }],
    });
    await ask('DELETE', `/screens/${screen.id}`);
    expect((await ask('GET', '/slots')).map((slot: { id: string }) => slot.id)).toEqual([shared.id]);

    await ask('DELETE', `/slots/${shared.id}`);
    for (const path of [`/playlists/${list.id}`, `/groups/${group.id}`, `/sites/${site.id}`]) {
      expect(await usage(path)).toEqual({ kind: 'free', takesAlong: [] });
      await ask('DELETE', path);
      expect(await usage(path)).toEqual({ kind: 'gone' });
    }
  });
});
