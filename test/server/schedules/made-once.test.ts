/** What is made under an id that the client drew is made once, however often it is asked, also past a restart. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Agent, startTestServer, type TestServer } from '../../support/server.ts';
import { aSlotDraft } from '../../support/ward-hand.ts';

let server: TestServer;
let lan: Agent;
let minh: Agent & { id: string };
let playlistId: string;

const aDraft = (parts: object = {}) => aSlotDraft({ playlistId, name: 'Sáng', ...parts });
const namesOf = async (who: Agent): Promise<string[]> =>
  (await who.ask('GET', '/slots')).map(({ name }: { name: string }) => name);
const codeOf = ({ body }: { body: { refusal?: { code: string } } }) => body.refusal?.code;

beforeEach(async () => {
  server = await startTestServer();
  lan = server.admin;
  minh = await server.addPerson('staff');
  playlistId = (await lan.ask('POST', '/playlists', { name: 'Bản tin', entries: [] })).id;
  const siteId = (await lan.ask('POST', '/sites', { name: 'Trụ sở', kind: 'office' })).id;
  const screen = { name: 'Cổng', siteId, canvas: { width: 640, height: 320 }, zone: 'Asia/Ho_Chi_Minh' };
  await lan.ask('POST', '/screens', screen);
});
afterEach(() => server.stop());

describe('a slot under a drawn id', () => {
  const id = 'slt_0123456789abcdef0123456789abcdef';

  it('is made once, also past a restart and once it is published; what stands there is the answer', async () => {
    const made = await lan.ask('POST', '/slots', aDraft({ id }));
    expect(made.id).toBe(id);
    server = await server.restart();
    expect(await lan.ask('POST', '/slots', aDraft({ id }))).toEqual(made);
    expect((await lan.ask('GET', '/draft')).changes).toHaveLength(1);
    await lan.ask('POST', '/publications', {});
    expect(await lan.ask('POST', '/slots', aDraft({ id, name: 'Khác' }))).toEqual(made);
    expect((await lan.ask('GET', '/draft')).changes).toEqual([]);
    expect(await namesOf(lan)).toEqual(['Sáng']);
  });

  it('is not made when it lies in the draft of somebody else, and theirs stays as it is', async () => {
    await minh.ask('POST', '/slots', aDraft({ id }));
    expect(codeOf(await lan.call('POST', '/slots', aDraft({ id, name: 'Khác' })))).toBe('changed-meanwhile');
    expect(codeOf(await lan.call('POST', '/slot-edits', { add: [aDraft({ id })] }))).toBe('changed-meanwhile');
    expect([await namesOf(lan), await namesOf(minh)]).toEqual([[], ['Sáng']]);
    await lan.ask('POST', '/draft/take-over', { personId: minh.id });
    expect(codeOf(await minh.call('POST', '/slots', aDraft({ id })))).toBe('changed-meanwhile');
    expect([await namesOf(lan), await namesOf(minh)]).toEqual([['Sáng'], []]);
  });
});

describe('edits that add under drawn ids', () => {
  const ids = ['slt_a1', 'slt_a2'];
  const add = () => ids.map((id, place) => aDraft({ id, name: `Chép ${place}` }));

  it('are done once, with all that belongs to them, and answered alike past a restart', async () => {
    const slot = await lan.ask('POST', '/slots', aDraft());
    const gone = await lan.ask('POST', '/slots', aDraft({ name: 'Bỏ' }));
    const edits = {
      change: [{ id: slot.id, basedOn: slot.version, slot: aDraft({ name: 'Sáng mới' }) }],
      add: add(),
      remove: [{ id: gone.id, basedOn: gone.version }],
    };
    const done = await lan.ask('POST', '/slot-edits', edits);
    server = await server.restart();
    expect(await lan.ask('POST', '/slot-edits', edits)).toEqual(done);
    expect(await namesOf(lan)).toEqual(['Chép 0', 'Chép 1', 'Sáng mới']);
  });

  it('are refused, and nothing is overwritten, where what they did was changed since', async () => {
    const slot = await lan.ask('POST', '/slots', aDraft());
    const change = [{ id: slot.id, basedOn: slot.version, slot: aDraft({ name: 'Sáng mới' }) }];
    const { changed } = await lan.ask('POST', '/slot-edits', { change, add: add() });
    await lan.ask('PUT', `/slots/${slot.id}`, { ...aDraft({ name: 'Về sau' }), basedOn: changed[0].version });
    expect(codeOf(await lan.call('POST', '/slot-edits', { change, add: add() }))).toBe('changed-meanwhile');
    await lan.ask('DELETE', `/slots/${ids[1]}`);
    expect(codeOf(await lan.call('POST', '/slot-edits', { add: add() }))).toBe('changed-meanwhile');
    expect(await namesOf(lan)).toEqual(['Chép 0', 'Về sau']);
  });

  it('name no id twice', async () => {
    expect(codeOf(await lan.call('POST', '/slot-edits', { add: [add()[0], add()[0]] }))).toBe('request-malformed');
    expect(await namesOf(lan)).toEqual([]);
  });
});

describe('what slots stand on', () => {
  it.each([
    ['/playlists', { id: 'pls_d1', name: 'Tuần lễ', entries: [] }],
    ['/calendars', { id: 'cal_d1', name: 'Nghỉ lễ', base: 'vietnam-holidays', added: [], removed: [] }],
    ['/day-parts', { id: 'dpt_d1', name: 'Trưa', ranges: [{ from: '11:00', until: '13:00', season: null }] }],
  ])('%s is made once under a drawn id, also past a restart', async (path, body) => {
    const before = (await lan.ask('GET', path)).length;
    const made = await lan.ask('POST', path, body);
    expect(made.id).toBe(body.id);
    server = await server.restart();
    expect(await lan.ask('POST', path, body)).toEqual(made);
    expect(await lan.ask('GET', path)).toHaveLength(before + 1);
  });
});
