/** Rolling back: what people go on to edit is what is on air again, and nothing that nobody published is lost by it. */
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../../playlists/model/finding.ts';
import { type Agent, startTestServer, type TestServer } from '../../support/server.ts';
import { aSlotDraft } from '../../support/ward-hand.ts';

let server: TestServer;
/** Lan is the administrator; Minh is staff. */
let lan: Agent;
let minh: Agent;
let playlistId: string;
let siteId: string;

const made = async (who: Agent, path: string, body: object) => {
  const answer = await who.call('POST', path, body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};
const aDraft = (parts: object = {}) =>
  aSlotDraft({ playlistId, name: 'Sáng', from: '07:00', until: '11:00', ...parts });
const add = (who: Agent, parts: object = {}) => made(who, '/slots', aDraft(parts));
const edit = (who: Agent, slot: { id: string; version: number }, parts: object = {}) =>
  who.call('PUT', `/slots/${slot.id}`, { ...aDraft(), ...parts, basedOn: slot.version });
const aTopic = (topic: string) => ({ kind: 'topic', topic, take: null, durationMs: null });
const topicsOf = async (id: string): Promise<string[]> =>
  (await lan.call('GET', `/playlists/${id}`)).body.entries.map((entry: { topic: string }) => entry.topic);
const rewrite = async (id: string, parts: object) => {
  const { version, name } = (await lan.call('GET', `/playlists/${id}`)).body;
  const answer = await lan.call('PUT', `/playlists/${id}`, { name, entries: [], basedOn: version, ...parts });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
};
const slotsOf = async (who: Agent) => (await who.call('GET', '/slots')).body;
const seen = async (who: Agent): Promise<string[]> =>
  (await slotsOf(who)).map(({ name, from }: { name: string; from: string }) => `${name} ${from}`);
const publish = async (who: Agent): Promise<string> => (await made(who, '/publications', {})).id;
const rollBack = async (id: string): Promise<string> => (await made(lan, `/publications/${id}/roll-back`, {})).id;
const rolledBack = (id: string) => made(lan, `/publications/${id}/roll-back`, {});
/** What could not be brought back, by playlist or slot. */
const leftOutOf = ({ findings }: { findings: Finding[] }): [string | null, string][] =>
  findings
    .filter(({ code }) => code === 'not-brought-back')
    .map(({ playlistId: list, slotId, staff }) => [list ?? slotId ?? null, staff.vi]);
const isUnpublished = async (who: Agent): Promise<boolean> =>
  (await who.call('GET', '/publications/preview')).body.unpublished;

beforeEach(async () => {
  server = await startTestServer();
  lan = server.admin;
  minh = await server.addPerson('staff');
  siteId = (await made(lan, '/sites', { name: 'Trụ sở', kind: 'office' })).id;
  playlistId = (await made(lan, '/playlists', { name: 'Bản tin', entries: [aTopic('1.1')] })).id;
  const screen = { name: 'Cổng', siteId, canvas: { width: 640, height: 320 }, zone: 'Asia/Ho_Chi_Minh' };
  await made(lan, '/screens', screen);
});
afterEach(() => server.stop());

describe('after rolling back', () => {
  it('everybody edits what is on air, and the next publication brings nothing of the later one back', async () => {
    const kept = await add(lan, { name: 'Sáng' });
    const changed = await add(lan, { name: 'Trưa', from: '11:00', until: '13:00' });
    const removed = await add(lan, { name: 'Chiều', from: '14:00', until: '15:00' });
    const first = await publish(lan);
    await edit(lan, changed, { name: 'Trưa', from: '12:00', until: '13:00' });
    await lan.call('DELETE', `/slots/${removed.id}`);
    await add(lan, { name: 'Tối', from: '18:00', until: '19:00' });
    const second = await publish(lan);
    await rollBack(first);
    const before = ['Chiều 14:00', 'Sáng 07:00', 'Trưa 11:00'];
    expect([await seen(lan), await seen(minh)]).toEqual([before, before]);
    expect([await isUnpublished(lan), await isUnpublished(minh)]).toEqual([false, false]);
    expect((await lan.call('GET', '/publications/differences')).body.differences).toEqual([]);
    // What did not change keeps its version, so nobody who has it open is told of a change; the rest is told.
    expect((await edit(minh, kept, { name: 'Sáng', from: '06:00' })).status).toBe(200);
    expect((await edit(minh, changed, { name: 'Trưa' })).body.refusal.code).toBe('changed-meanwhile');
    await publish(minh);
    expect(await seen(lan)).toEqual(['Chiều 14:00', 'Sáng 06:00', 'Trưa 11:00']);
    await rollBack(second);
    expect([await seen(minh), await isUnpublished(minh)]).toEqual([['Sáng 07:00', 'Trưa 12:00', 'Tối 18:00'], false]);
    const { items } = (await lan.call('GET', '/publications')).body;
    expect(items).toHaveLength(5);
  });

  it('drafts are still there, on top of what came back, in conflict as usual', async () => {
    const slot = await add(lan, { name: 'Sáng' });
    const first = await publish(lan);
    const later = (await edit(lan, slot, { name: 'Sáng', from: '08:00' })).body;
    const extra = await add(lan, { name: 'Trưa', from: '11:00', until: '12:00' });
    await publish(lan);
    await edit(minh, later, { name: 'Sáng', from: '09:00' });
    await edit(minh, extra, { name: 'Trưa', from: '11:30', until: '12:00' });
    await add(minh, { name: 'Tối', from: '18:00', until: '19:00' });
    await rollBack(first);
    expect([await seen(lan), await seen(minh)]).toEqual([
      ['Sáng 07:00'],
      ['Sáng 09:00', 'Trưa 11:30', 'Tối 18:00'].sort(),
    ]);
    const { changes } = (await minh.call('GET', '/draft')).body;
    const told = changes.map(
      ({ name, conflict }: { name: string; conflict: { by: string; theirs: object } | null }) => [
        name,
        conflict && { by: conflict.by, gone: conflict.theirs === null },
      ],
    );
    expect(Object.fromEntries(told)).toEqual({
      Sáng: { by: 'Quản trị thử', gone: false },
      Trưa: { by: null, gone: true },
      Tối: null,
    });
    expect((await minh.call('POST', '/publications', {})).body.refusal.code).toBe('draft-conflict');
  });

  it('playlists are as they were; one that somebody edited since it was published keeps the edit, as unpublished', async () => {
    const other = (await made(lan, '/playlists', { name: 'Phụ', entries: [aTopic('1.2')] })).id;
    await add(lan, { name: 'Sáng' });
    await add(lan, { name: 'Tối', playlistId: other, from: '18:00', until: '19:00' });
    const first = await publish(lan);
    await rewrite(playlistId, { entries: [aTopic('1.3')] });
    await rewrite(other, { entries: [aTopic('1.4')] });
    await publish(lan);
    await rewrite(other, { name: 'Phụ mới', entries: [aTopic('1.5')] });
    expect(leftOutOf(await rolledBack(first))).toEqual([
      [other, expect.stringMatching(/“Phụ mới” có sửa đổi chưa đăng phát/)],
    ]);
    // Whoever opens the page later is told as well.
    expect(leftOutOf((await minh.call('GET', '/publications')).body.items[0])).toHaveLength(1);
    expect([await topicsOf(playlistId), await topicsOf(other)]).toEqual([['1.1'], ['1.5']]);
    expect(await isUnpublished(minh)).toBe(true);
    await rewrite(other, { entries: [aTopic('1.2')] });
    expect(await isUnpublished(minh)).toBe(false);
  });

  it('what was deleted since is there again, under a name that is free; places that are gone are left out', async () => {
    const days = { base: 'none', added: [{ from: '2026-12-24', until: '2026-12-25', name: '' }], removed: [] };
    const calendarId = (await made(lan, '/calendars', { name: 'Nghỉ', ...days })).id;
    const ranges = [{ season: null, from: '11:00', until: '13:00' }];
    const dayPartId = (await made(lan, '/day-parts', { name: 'Trưa', ranges })).id;
    const groupId = (await made(lan, '/groups', { name: 'Phố', screenIds: [] })).id;
    const nested = (await made(lan, '/playlists', { name: 'Trong', entries: [aTopic('1.2')] })).id;
    await rewrite(playlistId, { entries: [{ kind: 'playlist', playlistId: nested, take: null }] });
    const group = { kind: 'group', groupId };
    const slot = await add(lan, { avoidCalendars: [calendarId], dayPartId, targets: [group, { kind: 'all' }] });
    const alone = await add(lan, { name: 'Phố', targets: [group] });
    const first = await publish(lan);
    for (const { id } of [slot, alone]) await lan.call('DELETE', `/slots/${id}`);
    await publish(lan);
    for (const path of [
      `/playlists/${playlistId}`,
      `/playlists/${nested}`,
      `/calendars/${calendarId}`,
      `/day-parts/${dayPartId}`,
      `/groups/${groupId}`,
    ])
      expect([path, (await lan.call('DELETE', path)).status]).toEqual([path, 204]);
    await made(lan, '/playlists', { name: 'Bản tin', entries: [] });
    expect(new Map(leftOutOf(await rolledBack(first)))).toEqual(
      new Map<string | null, unknown>([
        [null, expect.stringMatching(/“Phố” không trở lại, vì màn hình và nhóm/)],
        [slot.id, expect.stringMatching(/thiếu màn hình hoặc nhóm đã bị xóa/)],
      ]),
    );
    expect(await slotsOf(minh)).toMatchObject([
      { id: slot.id, targets: [{ kind: 'all' }], avoidCalendars: [calendarId], dayPartId },
    ]);
    expect((await lan.call('GET', `/playlists/${playlistId}`)).body).toMatchObject({
      name: 'Bản tin (2)',
      entries: [{ kind: 'playlist', playlistId: nested }],
    });
    expect((await lan.call('GET', '/calendars')).body).toContainEqual(
      expect.objectContaining({ id: calendarId, ...days }),
    );
    expect((await lan.call('GET', '/day-parts')).body).toMatchObject([{ id: dayPartId, ranges }]);
    expect([await topicsOf(nested), await isUnpublished(minh)]).toEqual([['1.2'], false]);
  });

  it('a playlist that no slot uses gets back what there is: nothing from the bin, merged tags by the one they became, no deleted ones', async () => {
    const raw = new BetterSqlite3(server.config.databaseFile);
    for (const id of ['ast_here', 'ast_gone', 'ast_lost'])
      raw
        .prepare(
          `insert into asset (id, title, title_folded, kind, bytes, digest, fit, state, uploaded_by, created_at)
           values (?, ?, ?, 'image', 1, ?, 'contain', 'ready', 'test', 1)`,
        )
        .run(id, id, id, 'a'.repeat(64));
    raw.close();
    const tagOf = async (name: string): Promise<string> => (await made(lan, '/tags', { name })).id;
    const [kept, merged, deleted] = [await tagOf('Một'), await tagOf('Hai'), await tagOf('Ba')];
    const byTags = (match: string, tags: string[]) => ({ kind: 'tags', tags, match, take: null, durationMs: null });
    const image = (assetId: string) => ({ kind: 'asset', assetId, durationMs: 5000 });
    const entries = [
      image('ast_here'),
      image('ast_gone'),
      image('ast_lost'),
      byTags('any', [merged, deleted]),
      byTags('all', [kept, deleted]),
      byTags('all', [kept, merged]),
    ];
    const spare = (await made(lan, '/playlists', { name: 'Dự phòng', entries })).id;
    await add(lan);
    const first = await publish(lan);
    await rewrite(spare, {});
    await publish(lan);
    for (const [method, path, body] of [
      ['DELETE', '/assets/ast_gone', undefined],
      ['POST', `/tags/${merged}/merge`, { into: kept }],
      ['DELETE', `/tags/${deleted}`, undefined],
    ] as const)
      expect((await lan.call(method, path, body)).status).toBeLessThan(300);
    const again = new BetterSqlite3(server.config.databaseFile);
    again.prepare("delete from asset where id = 'ast_lost'").run();
    again.close();
    const told = leftOutOf(await rolledBack(first));
    expect(told).toEqual([
      [spare, expect.stringMatching(/“ast_gone” đang ở trong thùng rác: hãy khôi phục.*“ast_lost” đã bị xóa hẳn/)],
      [spare, expect.stringMatching(/thiếu mục theo nhãn, vì nhãn đã bị xóa/)],
    ]);
    // What is on air is what was brought back: there is nothing that people could publish.
    expect(await isUnpublished(minh)).toBe(false);
    const back = (await lan.call('GET', `/playlists/${spare}`)).body.entries;
    expect(back).toMatchObject([
      { assetId: 'ast_here' },
      { match: 'any', tags: [kept] },
      { match: 'all', tags: [kept] },
    ]);
  });

  it('playlists never come to lead back to themselves', async () => {
    const other = (await made(lan, '/playlists', { name: 'Phụ', entries: [aTopic('1.2')] })).id;
    await rewrite(playlistId, { entries: [{ kind: 'playlist', playlistId: other, take: null }] });
    await add(lan);
    const first = await publish(lan);
    await rewrite(playlistId, { entries: [aTopic('1.1')] });
    await publish(lan);
    await rewrite(other, { entries: [{ kind: 'playlist', playlistId, take: null }] });
    expect(leftOutOf(await rolledBack(first))).toEqual([
      [other, expect.stringMatching(/có sửa đổi chưa đăng phát/)],
      [playlistId, expect.stringMatching(/lồng vòng/)],
    ]);
    expect(await topicsOf(playlistId)).toEqual(['1.1']);
    expect((await lan.call('GET', `/playlists/${other}`)).body.entries).toMatchObject([{ playlistId }]);
  });
});
