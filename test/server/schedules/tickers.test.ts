/** Tickers over HTTP: kept, named by slots and screens, approved, on the way to the glass, and brought back. Every act is in the audit. */
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Agent, startTestServer, type TestServer } from '../../support/server.ts';
import { aSlotDraft } from '../../support/ward-hand.ts';

let server: TestServer;
let lan: Agent;
let minh: Awaited<ReturnType<TestServer['addPerson']>>;
let approver: Awaited<ReturnType<TestServer['addPerson']>>;
let playlistId: string;
let screenId: string;

const made = async (who: Agent, path: string, body: object) => {
  const answer = await who.call('POST', path, body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};
const code = (answer: { body: { refusal?: { code: string } } }) => answer.body.refusal?.code;
const aDraft = (parts: object = {}) => ({ name: 'Tin phường', messages: [{ text: 'Đăng ký VNeID' }], ...parts });
const aSlot = (parts: object = {}) => aSlotDraft({ playlistId, name: 'Sáng', from: '07:00', until: '11:00', ...parts });
const rewrite = (who: Agent, ticker: { id: string; version: number }, parts: object = {}) =>
  who.call('PUT', `/tickers/${ticker.id}`, { ...aDraft(), ...parts, basedOn: ticker.version });
const acts = (): string[] => {
  const raw = new BetterSqlite3(server.config.databaseFile);
  try {
    return raw.prepare("select act from audit where act like 'ticker.%' order by seq").pluck().all() as string[];
  } finally {
    raw.close();
  }
};
const preview = async () => (await lan.call('GET', `/publications/preview/${screenId}`)).body.body;

beforeEach(async () => {
  server = await startTestServer();
  lan = server.admin;
  minh = await server.addPerson('staff');
  approver = await server.addPerson('approver');
  const site = await made(lan, '/sites', { name: 'Trụ sở', kind: 'office' });
  playlistId = (await made(lan, '/playlists', { name: 'Bản tin', entries: [] })).id;
  const screen = { name: 'Cổng', siteId: site.id, canvas: { width: 640, height: 320 }, zone: 'Asia/Ho_Chi_Minh' };
  screenId = (await made(lan, '/screens', screen)).id;
});
afterEach(() => server.stop());

describe('tickers', () => {
  it('are kept with their defaults, replaced by whoever saw the newest, and told in the audit', async () => {
    const ticker = await made(minh, '/tickers', aDraft());
    expect(ticker).toMatchObject({
      messages: [{ text: 'Đăng ký VNeID', priority: 'normal', validFrom: null, validUntil: null }],
      ...{ edge: 'bottom', heightPercent: 14, syllablesPerMinute: 150, separator: '•', look: 'dark' },
      ...{ approval: null, version: 1 },
    });
    const changed = (await rewrite(minh, ticker, { edge: 'fill' })).body;
    expect(changed).toMatchObject({ edge: 'fill', version: 2 });
    expect(code(await rewrite(lan, ticker))).toBe('changed-meanwhile');
    expect(code(await lan.call('POST', '/tickers', aDraft()))).toBe('name-taken');
    expect((await lan.call('GET', '/tickers')).body).toEqual([changed]);
    expect((await lan.call('GET', `/tickers/${ticker.id}`)).body).toEqual(changed);
    await lan.call('DELETE', `/tickers/${ticker.id}`);
    expect(code(await lan.call('GET', `/tickers/${ticker.id}`))).toBe('not-found');
    expect(acts()).toEqual(['ticker.created', 'ticker.changed', 'ticker.deleted']);
  });

  it('refuse letters that players do not have, and days that end before they begin, by field', async () => {
    const bad = aDraft({
      messages: [{ text: 'mưa ☔' }, { text: 'a', validFrom: '2026-03-02', validUntil: '2026-03-01' }],
    });
    const answer = await minh.call('POST', '/tickers', bad);
    expect(code(answer)).toBe('request-malformed');
    expect(Object.keys(answer.body.refusal.fields).sort()).toEqual(['messages.0.text', 'messages.1.validUntil']);
    expect(code(await minh.call('POST', '/tickers', aDraft({ messages: [] })))).toBe('request-malformed');
  });

  it('are named by slots and screens, and stay while they are', async () => {
    const ticker = await made(minh, '/tickers', aDraft());
    const own = { kind: 'ticker', tickerId: ticker.id };
    const slot = await made(minh, '/slots', aSlot({ ticker: own }));
    expect(slot.ticker).toEqual(own);
    expect((await made(minh, '/slots', aSlot({ name: 'Trưa', ticker: { kind: 'none' } }))).ticker).toEqual({
      kind: 'none',
    });
    expect('ticker' in (await made(minh, '/slots', aSlot({ name: 'Chiều' })))).toBe(false);
    expect((await lan.call('PATCH', `/screens/${screenId}`, { tickerId: ticker.id })).body.tickerId).toBe(ticker.id);
    const usage = (await minh.call('GET', `/tickers/${ticker.id}/usage`)).body;
    expect(usage.places.map(({ kind, name }: { kind: string; name: string }) => [kind, name])).toEqual([
      ['slot', 'Sáng'],
      ['screen', 'Cổng'],
    ]);
    expect(code(await lan.call('DELETE', `/tickers/${ticker.id}`))).toBe('ticker-in-use');
    const lost = { kind: 'ticker', tickerId: 'tck_nobody' };
    const refusal = await minh.call('POST', '/slots', aSlot({ ticker: lost }));
    expect([code(refusal), refusal.body.refusal.fields]).toEqual([
      'slot-refers-nowhere',
      { 'ticker.tickerId': 'unknown' },
    ]);
    expect((await lan.call('PATCH', `/screens/${screenId}`, { tickerId: 'tck_nobody' })).body.refusal.fields).toEqual({
      tickerId: 'unknown',
    });
    await lan.call('PATCH', `/screens/${screenId}`, { tickerId: null });
    await minh.call('DELETE', `/slots/${slot.id}`);
    expect((await minh.call('GET', `/tickers/${ticker.id}/usage`)).body.kind).toBe('free');
  });

  it('TK6 are all that a slot has: drafted, published, on the glass, brought back; a slot without anything is refused', async () => {
    const ticker = await made(lan, '/tickers', aDraft());
    const own = { kind: 'ticker', tickerId: ticker.id };
    const alone = aSlot({ playlistId: null, ticker: own });
    for (const ticker_ of [undefined, { kind: 'none' }]) {
      const refusal = await lan.call('POST', '/slots', { ...alone, ticker: ticker_ });
      expect([code(refusal), refusal.body.refusal.fields]).toEqual([
        'request-malformed',
        { 'ticker.tickerId': 'required' },
      ]);
    }
    const slot = await made(lan, '/slots', alone);
    expect((await minh.call('GET', '/slots')).body).toEqual([]);
    expect((await lan.call('GET', '/publications/preview')).body.findings).not.toContainEqual(
      expect.objectContaining({ blocks: true }),
    );
    const first = await made(lan, '/publications', {});
    expect((await minh.call('GET', '/slots')).body).toMatchObject([{ id: slot.id, playlistId: null }]);
    const { body } = (await lan.call('GET', `/screens/${screenId}/manifest`)).body;
    expect(body.tickerSpans.length).toBeGreaterThan(30);
    expect(new Set(body.spans.map(({ kind }: { kind: string }) => kind))).toEqual(new Set(['safe']));
    const { version } = (await lan.call('GET', '/slots')).body[0];
    await lan.call('PUT', `/slots/${slot.id}`, { ...alone, playlistId, ticker: undefined, basedOn: version });
    await made(lan, '/publications', {});
    expect('tickers' in (await lan.call('GET', `/screens/${screenId}/manifest`)).body.body).toBe(false);
    await made(lan, `/publications/${first.id}/roll-back`, {});
    expect((await lan.call('GET', '/slots')).body).toMatchObject([{ id: slot.id, playlistId: null, ticker: own }]);
    const at = body.tickerSpans[1].from;
    const why = (await lan.call('GET', `/screens/${screenId}/explanation?at=${at}&of=working`)).body;
    expect(why.tickers).toMatchObject([{ slotId: slot.id, isOn: true, rule: 'TK6' }]);
    expect(code(await lan.call('DELETE', `/tickers/${ticker.id}`))).toBe('ticker-in-use');
  });

  it('are approved by an approver who did not write them; other words void it, another look does not', async () => {
    const ticker = await made(minh, '/tickers', aDraft());
    const approve = (who: Agent, version: number) => who.call('POST', `/tickers/${ticker.id}/approval`, { version });
    for (const who of [minh, lan]) expect(code(await approve(who, 1))).toBe('not-allowed');
    expect(code(await approve(approver, 7))).toBe('changed-meanwhile');
    expect((await approve(approver, 1)).body.approval).toMatchObject({ by: approver.id });
    const moved = (await rewrite(minh, ticker, { edge: 'top' })).body;
    expect(moved.approval).toMatchObject({ by: approver.id });
    const reworded = (await rewrite(approver, moved, { messages: [{ text: 'Khác' }] })).body;
    expect(reworded.approval).toBeNull();
    expect(code(await approve(approver, reworded.version))).toBe('ticker-own-words');
    const other = await server.addPerson('approver');
    expect((await approve(other, reworded.version)).body.approval).toMatchObject({ by: other.id });
    expect((await other.call('DELETE', `/tickers/${ticker.id}/approval`)).body.approval).toBeNull();
    expect(acts()).toEqual([
      'ticker.created',
      'ticker.approved',
      'ticker.changed',
      'ticker.changed',
      'ticker.approval-voided',
      'ticker.approved',
      'ticker.approval-withdrawn',
    ]);
  });
});

describe('on the way to the glass', () => {
  it('a body has the ticker of its screen in the colours of the ward; a ticker that nothing names changes nothing', async () => {
    const before = await preview();
    const ticker = await made(minh, '/tickers', aDraft());
    expect(await preview()).toEqual(before);
    await lan.call('PATCH', `/screens/${screenId}`, { tickerId: ticker.id });
    expect(await preview()).toMatchObject({
      format: 3,
      tickers: [
        {
          tickerId: ticker.id,
          messages: [{ text: 'Đăng ký VNeID', priority: 'normal' }],
          palette: { ground: '#000000' },
        },
      ],
    });
    const told = (await lan.call('GET', '/publications/preview')).body.findings;
    expect(told.map((finding: { code: string }) => finding.code)).toContain('ticker-unapproved');
  });

  it('publishing carries it, an edit is unpublished work and a sentence, and rolling back brings words and slot back', async () => {
    const ticker = await made(lan, '/tickers', aDraft());
    await made(lan, '/slots', aSlot({ ticker: { kind: 'ticker', tickerId: ticker.id } }));
    await lan.call('PATCH', `/screens/${screenId}`, { tickerId: ticker.id });
    const first = await made(lan, '/publications', {});
    const manifest = (await lan.call('GET', `/screens/${screenId}/manifest`)).body.body;
    expect(manifest.tickers[0].messages[0].text).toBe('Đăng ký VNeID');
    expect((await lan.call('GET', '/publications/preview')).body.unpublished).toBe(false);
    await rewrite(lan, ticker, { messages: [{ text: 'Lời mới' }] });
    expect((await lan.call('GET', '/publications/preview')).body.unpublished).toBe(true);
    const { differences } = (await lan.call('GET', '/publications/differences')).body;
    expect(differences.map(({ vi }: { vi: string }) => vi)).toEqual([expect.stringContaining('lời mới')]);
    await made(lan, '/publications', {});
    await made(lan, `/publications/${first.id}/roll-back`, {});
    expect((await lan.call('GET', `/tickers/${ticker.id}`)).body.messages[0].text).toBe('Đăng ký VNeID');
    expect((await lan.call('GET', '/slots')).body[0].ticker).toEqual({ kind: 'ticker', tickerId: ticker.id });
    expect((await lan.call('GET', `/screens/${screenId}/manifest`)).body.body.tickers[0].messages[0].text).toBe(
      'Đăng ký VNeID',
    );
  });
});
