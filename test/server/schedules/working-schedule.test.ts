import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../server/database/open.ts';
import { readDraftRows } from '../../../server/schedules/draft-rows.ts';
import { gatherSchedule } from '../../../server/schedules/gather.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { aSlotDraft } from '../../support/ward-hand.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.stop());

const call = (method: string, path: string, body?: unknown) => server.admin.call(method, path, body);
const code = (answer: { body: { refusal?: { code: string } } }) => answer.body.refusal?.code;
const digest = (letter: string) => letter.repeat(64);

const addAsset = (
  id: string,
  parts: { state?: string; kind?: string | null; deleted?: boolean; fit?: string; topic?: string } = {},
) => {
  const raw = new BetterSqlite3(server.config.databaseFile);
  raw
    .prepare(
      `insert into asset (id, title, title_folded, kind, bytes, digest, fit, state, topic, uploaded_by, created_at, deleted_at)
       values (?, ?, ?, ?, 1, ?, ?, ?, ?, 'test', 1, ?)`,
    )
    .run(
      id,
      id,
      id,
      parts.kind === undefined ? 'image' : parts.kind,
      digest('a'),
      parts.fit ?? 'contain',
      parts.state ?? 'ready',
      parts.topic ?? null,
      parts.deleted ? 1 : null,
    );
  raw.close();
};
const addRendition = (width: number, height: number, planVersion: number, file: string, fit = 'contain') => {
  const raw = new BetterSqlite3(server.config.databaseFile);
  raw
    .prepare("insert into rendition values (?, ?, ?, ?, ?, ?, 'image/webp', 10, null, 1)")
    .run(digest('a'), width, height, fit, planVersion, digest(file));
  raw.close();
};
const morningDraft = (playlistId: string, parts: object = {}) =>
  aSlotDraft({ playlistId, name: 'Buổi sáng', from: '07:00', until: '11:00', ...parts });
const addScreen = async (name: string, width = 768) => {
  const site = await call('POST', '/sites', { name: `Nơi ${name}`, kind: 'office' });
  const made = await call('POST', '/screens', {
    name,
    siteId: site.body.id,
    canvas: { width, height: 384 },
    zone: 'Asia/Ho_Chi_Minh',
  });
  return made.body;
};

describe('playlists', () => {
  it('keep the order of entries, and entries keep their id while they stay', async () => {
    addAsset('ast_a');
    addAsset('ast_b');
    const made = await call('POST', '/playlists', {
      name: 'Sáng',
      entries: [
        { assetId: 'ast_a', durationMs: 8_000 },
        { assetId: 'ast_b', durationMs: null },
        { assetId: 'ast_a', durationMs: 5_000 },
      ],
    });
    expect(made.status).toBe(201);
    const [first, second, third] = made.body.entries;
    const changed = await call('PUT', `/playlists/${made.body.id}`, {
      name: 'Sáng',
      basedOn: 1,
      entries: [third, { assetId: 'ast_b', durationMs: null }, first, { ...second, id: first.id }],
    });
    expect(changed.body.version).toBe(2);
    const ids = changed.body.entries.map((entry: { id: string }) => entry.id);
    expect([ids[0], ids[2]]).toEqual([third.id, first.id]);
    expect(new Set(ids).size).toBe(4);
    expect((await call('GET', `/playlists/${made.body.id}`)).body).toEqual(changed.body);
  });

  it('an edit of an older version is refused and changes nothing', async () => {
    const made = await call('POST', '/playlists', { name: 'Sáng', entries: [] });
    const edit = (name: string) => call('PUT', `/playlists/${made.body.id}`, { name, entries: [], basedOn: 1 });
    expect((await edit('Của Lan')).status).toBe(200);
    expect(code(await edit('Của Minh'))).toBe('changed-meanwhile');
    expect((await call('GET', '/playlists')).body[0].name).toBe('Của Lan');
  });

  it.each([
    ['unknown', () => undefined],
    ['deleted', () => addAsset('ast_x', { deleted: true })],
    ['refused', () => addAsset('ast_x', { state: 'refused' })],
  ])('an entry of %s content is refused by its place', async (_, prepare) => {
    prepare();
    const made = await call('POST', '/playlists', { name: 'Sáng', entries: [{ assetId: 'ast_x', durationMs: null }] });
    expect(made.status).toBe(422);
    expect(made.body.refusal).toMatchObject({
      code: 'playlist-refers-nowhere',
      fields: { 'entries.0.assetId': 'unknown' },
    });
    expect((await call('GET', '/playlists')).body).toEqual([]);
  });

  it('one that a slot or a screen uses stays, and the refusal names the places', async () => {
    const playlist = (await call('POST', '/playlists', { name: 'Sáng', entries: [] })).body;
    const slot = (await call('POST', '/slots', morningDraft(playlist.id))).body;
    const refused = await call('DELETE', `/playlists/${playlist.id}`);
    expect(code(refused)).toBe('playlist-in-use');
    expect(refused.body.refusal.staff.vi).toContain('“Buổi sáng”');
    await call('DELETE', `/slots/${slot.id}`);
    const screen = await addScreen('Cổng');
    await call('PATCH', `/screens/${screen.id}`, { defaultPlaylistId: playlist.id });
    expect((await call('DELETE', `/playlists/${playlist.id}`)).body.refusal.staff.vi).toContain('“Cổng”');
    await call('PATCH', `/screens/${screen.id}`, { defaultPlaylistId: null });
    expect((await call('DELETE', `/playlists/${playlist.id}`)).status).toBe(204);
  });

  it('bring other playlists and topics, by weight, days and hours, in an order and with a transition', async () => {
    const other = (await call('POST', '/playlists', { name: 'Khác', entries: [] })).body;
    const when = { weight: 3, validFrom: '2026-03-01', validUntil: null, hours: { from: '07:00', until: '24:00' } };
    const made = await call('POST', '/playlists', {
      name: 'Sáng',
      order: { kind: 'shuffle', seed: 4 },
      transition: { kind: 'fade', ms: 500 },
      entries: [
        { kind: 'playlist', playlistId: other.id, take: 2, ...when },
        { kind: 'topic', topic: '1.2', durationMs: 8_000 },
      ],
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      order: { kind: 'shuffle', seed: 4 },
      transition: { kind: 'fade', ms: 500 },
      entries: [
        { kind: 'playlist', playlistId: other.id, take: 2, ...when },
        { kind: 'topic', topic: '1.2', durationMs: 8_000, take: null, weight: 1, hours: null },
      ],
    });
    expect((await call('GET', `/playlists/${made.body.id}`)).body).toEqual(made.body);
    const refused = await call('DELETE', `/playlists/${other.id}`);
    expect(code(refused)).toBe('playlist-in-use');
    expect(refused.body.refusal.staff.vi).toContain('“Sáng”');
  });

  it('PL3 a circle is refused at the entry that closes it, however long', async () => {
    const ids: string[] = [];
    for (const name of ['Một', 'Hai', 'Ba']) {
      const entries = ids.slice(-1).map((playlistId) => ({ kind: 'playlist', playlistId }));
      ids.push((await call('POST', '/playlists', { name, entries })).body.id);
    }
    const [first, , last] = ids;
    for (const playlistId of [first, last]) {
      const entries = [{ kind: 'playlist', playlistId }];
      const refused = await call('PUT', `/playlists/${first}`, { name: 'Một', entries, basedOn: 1 });
      expect(refused.body.refusal).toMatchObject({
        code: 'playlist-in-circle',
        fields: { 'entries.0.playlistId': 'circle' },
      });
    }
    const gone = [{ kind: 'playlist', playlistId: 'pls_gone' }];
    expect(
      (await call('PUT', `/playlists/${first}`, { name: 'Một', entries: gone, basedOn: 1 })).body.refusal,
    ).toMatchObject({
      code: 'playlist-refers-nowhere',
      fields: { 'entries.0.playlistId': 'unknown' },
    });
  });

  it('two of one name are refused at the field', async () => {
    await call('POST', '/playlists', { name: 'Sáng', entries: [] });
    const twin = await call('POST', '/playlists', { name: ' Sáng ', entries: [] });
    expect(twin.body.refusal).toMatchObject({ code: 'name-taken', fields: { name: 'name-taken' } });
  });
});

describe('calendars', () => {
  const draft = {
    name: 'Hội làng',
    base: 'none',
    added: [{ from: '2027-02-10', until: '2027-02-11', name: '' }],
    removed: [],
  };

  it('stand ready with the public holidays, are added, changed by version and deleted', async () => {
    const [holidays] = (await call('GET', '/calendars')).body;
    expect(holidays).toMatchObject({ id: 'cal_holidays', base: 'vietnam-holidays' });
    const made = await call('POST', '/calendars', draft);
    expect(made.body).toMatchObject({ ...draft, version: 1 });
    expect(code(await call('POST', '/calendars', draft))).toBe('name-taken');
    const path = `/calendars/${made.body.id}`;
    const changed = await call('PUT', path, { ...draft, removed: ['2027-02-11'], basedOn: 1 });
    expect(changed.body).toMatchObject({ removed: ['2027-02-11'], version: 2 });
    expect(code(await call('PUT', path, { ...draft, basedOn: 1 }))).toBe('changed-meanwhile');
    expect((await call('DELETE', path)).status).toBe(204);
    expect(code(await call('DELETE', path))).toBe('not-found');
    const reversed = { ...draft, added: [{ from: '2027-02-11', until: '2027-02-10', name: '' }] };
    expect((await call('POST', '/calendars', reversed)).status).toBe(400);
  });

  it('that a slot names stay, say where, and are part of the schedule; others are not', async () => {
    const playlist = (await call('POST', '/playlists', { name: 'Sáng', entries: [] })).body;
    const own = (await call('POST', '/calendars', draft)).body;
    const slot = await call('POST', '/slots', morningDraft(playlist.id, { requireCalendars: [own.id] }));
    expect(slot.body.requireCalendars).toEqual([own.id]);
    const usage = (await call('GET', `/calendars/${own.id}/usage`)).body;
    expect(usage).toMatchObject({ kind: 'used', places: [{ kind: 'slot', id: slot.body.id }] });
    expect(code(await call('DELETE', `/calendars/${own.id}`))).toBe('calendar-in-use');
    const database = await openDatabase(server.config.databaseFile);
    expect(gatherSchedule(database, { draft: readDraftRows(database) }).calendars.map(({ id }) => id)).toEqual([
      own.id,
    ]);
    await database.close();
    const lost = await call('POST', '/slots', morningDraft(playlist.id, { avoidCalendars: ['cal_none'] }));
    expect(lost.body.refusal).toMatchObject({ code: 'slot-refers-nowhere', fields: { 'avoidCalendars.0': 'unknown' } });
  });
});

describe('day-parts', () => {
  const winter = { from: '11-01', until: '02-28' };
  const draft = {
    name: 'Giờ cao điểm',
    ranges: [
      { from: '06:30', until: '08:00', season: null },
      { from: '07:00', until: '08:30', season: winter },
    ],
  };

  it('DY3 are none at first, are added, changed by version and deleted, each with a line in the audit', async () => {
    expect((await call('GET', '/day-parts')).body).toEqual([]);
    const made = await call('POST', '/day-parts', draft);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ ...draft, version: 1 });
    expect(made.body.id).toMatch(/^dpt_/);
    const twin = await call('POST', '/day-parts', { ...draft, name: ' Giờ cao điểm ' });
    expect(twin.body.refusal).toMatchObject({ code: 'name-taken', fields: { name: 'name-taken' } });
    const path = `/day-parts/${made.body.id}`;
    const ranges = [{ from: '16:30', until: '18:30', season: null }];
    const changed = await call('PUT', path, { ...draft, ranges, basedOn: 1 });
    expect(changed.body).toMatchObject({ name: draft.name, ranges, version: 2 });
    expect(code(await call('PUT', path, { ...draft, basedOn: 1 }))).toBe('changed-meanwhile');
    expect((await call('GET', `${path}/usage`)).body).toEqual({ kind: 'free', takesAlong: [] });
    expect((await call('DELETE', path)).status).toBe(204);
    expect(code(await call('DELETE', path))).toBe('not-found');
    expect(code(await call('PUT', path, { ...draft, basedOn: 2 }))).toBe('not-found');
    expect((await call('GET', `${path}/usage`)).body).toEqual({ kind: 'gone' });
    const raw = new BetterSqlite3(server.config.databaseFile, { readonly: true });
    const acts = raw.prepare('select act from audit where subject = ? order by seq').pluck().all(made.body.id);
    raw.close();
    expect(acts).toEqual(['day-part.created', 'day-part.changed', 'day-part.deleted']);
  });

  it('DY3 whose ranges have time in common on one day are refused at the range', async () => {
    const crossed = [...draft.ranges, { from: '07:30', until: '09:00', season: null }];
    const refused = await call('POST', '/day-parts', { ...draft, ranges: crossed });
    expect(refused.status).toBe(400);
    expect(refused.body.refusal).toMatchObject({
      code: 'request-malformed',
      fields: { 'ranges.2.from': expect.anything() },
    });
    expect((await call('POST', '/day-parts', { ...draft, ranges: [] })).status).toBe(400);
  });

  it('DY3 that a slot names stay, say where, and are part of the schedule; others are not', async () => {
    const playlist = (await call('POST', '/playlists', { name: 'Sáng', entries: [] })).body;
    const own = (await call('POST', '/day-parts', draft)).body;
    await call('POST', '/day-parts', { ...draft, name: 'Không ai dùng' });
    const slot = await call('POST', '/slots', morningDraft(playlist.id, { dayPartId: own.id }));
    expect(slot.body.dayPartId).toBe(own.id);
    expect((await call('GET', '/slots')).body).toMatchObject([{ dayPartId: own.id, from: '07:00' }]);
    const usage = (await call('GET', `/day-parts/${own.id}/usage`)).body;
    expect(usage).toMatchObject({ kind: 'used', places: [{ kind: 'slot', id: slot.body.id }] });
    const kept = await call('DELETE', `/day-parts/${own.id}`);
    expect(code(kept)).toBe('day-part-in-use');
    expect(kept.body.refusal.staff.vi).toContain('“Buổi sáng”');
    const database = await openDatabase(server.config.databaseFile);
    expect(gatherSchedule(database, { draft: readDraftRows(database) }).dayParts.map(({ id }) => id)).toEqual([own.id]);
    await database.close();
    const lost = await call('POST', '/slots', morningDraft(playlist.id, { dayPartId: 'dpt_none' }));
    expect(lost.body.refusal).toMatchObject({ code: 'slot-refers-nowhere', fields: { dayPartId: 'unknown' } });
    const plain = await call('PUT', `/slots/${slot.body.id}`, morningDraft(playlist.id, { basedOn: 1 }));
    expect(plain.body.dayPartId).toBeNull();
    expect((await call('DELETE', `/day-parts/${own.id}`)).status).toBe(204);
  });
});

describe('editing several slots', () => {
  const names = async () => (await call('GET', '/slots')).body.map(({ name }: { name: string }) => name).sort();
  const three = async () => {
    const playlist = (await call('POST', '/playlists', { name: 'Sáng', entries: [] })).body;
    const draft = morningDraft(playlist.id);
    const [a, b] = [
      (await call('POST', '/slots', { ...draft, name: 'A' })).body,
      (await call('POST', '/slots', { ...draft, name: 'B' })).body,
    ];
    return { draft, a, b };
  };

  it('changes, adds and removes in one step', async () => {
    const { draft, a, b } = await three();
    const answer = await call('POST', '/slot-edits', {
      change: [
        { id: a.id, basedOn: a.version, slot: { ...draft, name: 'A, đến hết tháng', validUntil: '2026-11-30' } },
      ],
      add: [{ ...draft, name: 'A, từ tháng sau', validFrom: '2026-12-01' }],
      remove: [{ id: b.id, basedOn: b.version }],
    });
    expect(answer.status).toBe(200);
    expect(answer.body.changed).toMatchObject([{ id: a.id, validUntil: '2026-11-30' }]);
    expect(answer.body.added).toMatchObject([{ validFrom: '2026-12-01' }]);
    expect(answer.body.changed[0].version).toBeGreaterThan(a.version);
    expect(await names()).toEqual(['A, từ tháng sau', 'A, đến hết tháng']);
  });

  it('does nothing at all when one part is refused, and names the part', async () => {
    const { draft, a, b } = await three();
    const change = [{ id: a.id, basedOn: 1, slot: { ...draft, name: 'Khác' } }];
    const add = [{ ...draft, name: 'Thêm' }];
    const stale = await call('POST', '/slot-edits', { change, add, remove: [{ id: b.id, basedOn: 7 }] });
    expect(code(stale)).toBe('changed-meanwhile');
    const nowhere = await call('POST', '/slot-edits', { change, add: [...add, { ...draft, playlistId: 'pls_none' }] });
    expect(nowhere.body.refusal).toMatchObject({
      code: 'slot-refers-nowhere',
      fields: { 'add.1.playlistId': 'unknown' },
    });
    const twice = await call('POST', '/slot-edits', { change, remove: [{ id: a.id, basedOn: 1 }] });
    expect(code(twice)).toBe('request-malformed');
    expect(await names()).toEqual(['A', 'B']);
  });
});

describe('slots', () => {
  it('come back as they were written, with targets in order', async () => {
    const playlist = (await call('POST', '/playlists', { name: 'Sáng', entries: [] })).body;
    const screen = await addScreen('Cổng');
    const group = (await call('POST', '/groups', { name: 'Nhóm', screenIds: [screen.id] })).body;
    const draft = morningDraft(playlist.id, {
      targets: [{ kind: 'screen', screenId: screen.id }, { kind: 'group', groupId: group.id }, { kind: 'all' }],
      from: '22:00',
      until: '24:00',
      zone: 'Asia/Tokyo',
      validFrom: '2026-12-01',
      validUntil: '2026-12-31',
      priority: 'urgent',
      enabled: false,
    });
    const made = await call('POST', '/slots', draft);
    expect(made.body).toMatchObject({ ...draft, version: 1 });
    expect((await call('GET', '/slots')).body).toEqual([made.body]);
    const changed = await call('PUT', `/slots/${made.body.id}`, { ...draft, targets: [{ kind: 'all' }], basedOn: 1 });
    expect(changed.body).toMatchObject({ targets: [{ kind: 'all' }], version: 2 });
    expect(code(await call('PUT', `/slots/${made.body.id}`, { ...draft, basedOn: 1 }))).toBe('changed-meanwhile');
  });

  it('that point nowhere are refused, each wrong reference by its place', async () => {
    const answer = await call('POST', '/slots', {
      ...morningDraft('pls_nobody'),
      targets: [{ kind: 'all' }, { kind: 'screen', screenId: 'scr_nobody' }, { kind: 'group', groupId: 'grp_nobody' }],
    });
    expect(answer.body.refusal).toMatchObject({
      code: 'slot-refers-nowhere',
      fields: { playlistId: 'unknown', 'targets.1': 'unknown', 'targets.2': 'unknown' },
    });
  });

  it('whose last day is before the first are refused', async () => {
    const playlist = (await call('POST', '/playlists', { name: 'Sáng', entries: [] })).body;
    const answer = await call(
      'POST',
      '/slots',
      morningDraft(playlist.id, { validFrom: '2026-12-31', validUntil: '2026-12-01' }),
    );
    expect(answer.body.refusal.fields).toEqual({ validUntil: 'before-start' });
  });

  it('TL4, TL22 keep exceptions, extra days and single changes; a counting rule needs its first day', async () => {
    const playlist = (await call('POST', '/playlists', { name: 'Sáng', entries: [] })).body;
    const change = { day: '2027-01-04', onDay: '2027-01-05', from: '08:00', until: '24:00' };
    const draft = morningDraft(playlist.id, {
      recurrence: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO',
      validFrom: '2026-12-07',
      exceptDays: ['2026-12-21'],
      extraDays: ['2026-12-24'],
      changes: [change],
    });
    const made = await call('POST', '/slots', draft);
    expect(made.body).toMatchObject(draft);
    expect((await call('GET', '/slots')).body).toEqual([made.body]);
    const noStart = await call('POST', '/slots', { ...draft, validFrom: null });
    expect([code(noStart), noStart.body.refusal.fields]).toEqual([
      'slot-needs-start',
      { validFrom: 'slot-needs-start' },
    ]);
    const twice = await call('POST', '/slots', { ...draft, changes: [change, change] });
    expect(twice.body.refusal.fields).toEqual({ changes: 'changed-twice' });
    const unclear = await call('POST', '/slots', { ...draft, recurrence: 'FREQ=HOURLY' });
    expect(unclear.body.refusal.fields).toEqual({ recurrence: 'recurrence-unknown' });
  });

  it('a deleted screen leaves slots that aimed elsewhere too, and takes those that aimed only at it', async () => {
    const playlist = (await call('POST', '/playlists', { name: 'Sáng', entries: [] })).body;
    const [one, two] = [await addScreen('Một'), await addScreen('Hai')];
    const aim = (...ids: string[]) => ids.map((screenId) => ({ kind: 'screen', screenId }));
    await call('POST', '/slots', morningDraft(playlist.id, { name: 'chỉ một', targets: aim(one.id) }));
    await call('POST', '/slots', morningDraft(playlist.id, { name: 'cả hai', targets: aim(one.id, two.id) }));
    await call('POST', '/slots', morningDraft(playlist.id, { name: 'tất cả' }));
    expect((await call('DELETE', `/screens/${one.id}`)).status).toBe(204);
    const left = (await call('GET', '/slots')).body;
    expect(left.map((slot: { name: string }) => slot.name)).toEqual(['cả hai', 'tất cả']);
    expect(left[0].targets).toEqual(aim(two.id));
  });
});

describe('the gathered schedule', () => {
  it('holds what is used and nothing else: newest plan, canvases in use, fit of the asset', async () => {
    await addScreen('Cổng', 768);
    addAsset('ast_used');
    addAsset('ast_unused');
    const entries = [{ assetId: 'ast_used', durationMs: null }];
    await call('POST', '/playlists', { name: 'Sáng', entries });
    addRendition(768, 384, 1, 'b');
    addRendition(768, 384, 2, 'c');
    addRendition(1920, 1080, 2, 'd');
    addRendition(768, 384, 3, 'e', 'cover');
    const database = await openDatabase(server.config.databaseFile);
    const schedule = gatherSchedule(database);
    const wanted = gatherSchedule(database, { also: ['ast_unused' as never] });
    await database.close();
    expect(schedule.assets.map((asset) => asset.id)).toEqual(['ast_used']);
    expect(wanted.assets.map((asset) => asset.id)).toEqual(['ast_unused', 'ast_used']);
    expect(schedule.assets[0]?.renditions).toMatchObject([
      { assetId: 'ast_used', canvas: { width: 768, height: 384 }, digest: digest('c'), fit: 'contain' },
    ]);
    expect(schedule.wardName).toBe('Phường thử nghiệm');
  });

  it('is given without its slots to whoever has them, all else the same', async () => {
    await addScreen('Cổng');
    const playlist = (await call('POST', '/playlists', { name: 'Sáng', entries: [] })).body;
    const ranges = [{ from: '11:00', until: '13:00', season: null }];
    const dayPart = (await call('POST', '/day-parts', { name: 'Buổi nghỉ', ranges })).body;
    await call('POST', '/slots', morningDraft(playlist.id, { dayPartId: dayPart.id }));
    const whole = (await call('GET', '/schedule')).body;
    expect(whole).toMatchObject({ slots: [{ dayPartId: dayPart.id }], dayParts: [{ id: dayPart.id }] });
    expect((await call('GET', '/schedule?slots=without')).body).toEqual({ ...whole, slots: [] });
    expect((await call('GET', '/schedule?slots=some')).status).toBe(400);
  });

  it('PL4 holds the content of the topics that playlists name, and of those below them', async () => {
    await addScreen('Cổng', 768);
    for (const [id, topic] of Object.entries({
      ast_on: '1.2',
      ast_below: '1.2.a',
      ast_beside: '1.20',
      ast_other: '1.3',
    }))
      addAsset(id, { topic });
    addRendition(768, 384, 1, 'b');
    await call('POST', '/playlists', { name: 'Sáng', entries: [{ kind: 'topic', topic: '1.2', durationMs: null }] });
    const database = await openDatabase(server.config.databaseFile);
    const { assets } = gatherSchedule(database);
    await database.close();
    expect(assets.map(({ id, renditions }) => `${id} ${renditions.length}`)).toEqual(['ast_below 1', 'ast_on 1']);
  });

  it('is the same text for the same rows, whatever else was uploaded', async () => {
    await addScreen('B');
    await addScreen('A');
    const database = await openDatabase(server.config.databaseFile);
    const before = JSON.stringify(gatherSchedule(database));
    addAsset('ast_news');
    expect(JSON.stringify(gatherSchedule(database))).toBe(before);
    await database.close();
  });
});
