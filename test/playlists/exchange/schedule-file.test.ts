/** A schedule through a JSON file: whole in the same ward, by name in another, and told what is missing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  completed,
  draftOfCalendar,
  draftOfDayPart,
  draftOfPlaylist,
  draftOfTicker,
  readScheduleFile,
  type ScheduleFileReading,
  writeScheduleFile,
} from '../../../playlists/exchange/schedule-file.ts';
import type { WardNames } from '../../../playlists/exchange/ward-names.ts';
import { TagId } from '../../../playlists/model/ids.ts';
import { Slot } from '../../../playlists/model/slot.ts';
import { aDayPart, aPlaylist, aSlot, aTicker, at } from '../../support/builders.ts';
import { aDayPartSlot, aRandomSlot, PLAYLISTS, WARD } from './slot-arbitraries.ts';

const ASSETS = [
  { id: 'ast_clip', title: 'Phim ngắn' },
  { id: 'ast_slide', title: 'Áp phích' },
];
const TAGS = [
  { id: TagId.parse('tag_bdhvs'), name: 'Bình dân học vụ số' },
  { id: TagId.parse('tag_fair'), name: 'Hội chợ' },
];
const write = (slots: readonly Slot[], playlists = PLAYLISTS, ward: WardNames = WARD): string =>
  writeScheduleFile({
    wardName: 'Phường Lê Thanh Nghị',
    writtenAt: at('2026-03-01 08:00'),
    slots,
    playlists,
    assets: ASSETS,
    tags: TAGS,
    ward,
  });
const read = (text: string, ward: WardNames = WARD): ScheduleFileReading => {
  const reading = readScheduleFile(text, ward);
  if (!reading.ok) throw new Error(reading.reason.technician);
  return reading.value;
};
const elsewhere = (parts: Partial<WardNames> = {}): WardNames => ({
  zone: 'Asia/Ho_Chi_Minh',
  playlists: [],
  screens: [],
  groups: [],
  calendars: [],
  dayParts: [],
  ...parts,
});

describe('a schedule as JSON', () => {
  it('TL4 DY1 TL22: any slot comes back word for word', () => {
    fc.assert(
      fc.property(aRandomSlot, (slot) => {
        const { proposals, missingPlaylists, missingCalendars } = read(write([slot]));
        expect([missingPlaylists, missingCalendars]).toEqual([[], []]);
        const { id, version, updatedAt } = slot;
        const draft = proposals[0]?.slot && completed(proposals[0].slot);
        expect(Slot.parse({ ...draft, id, version, updatedAt })).toEqual(slot);
      }),
      { numRuns: 300 },
    );
  });

  it('DY3: so does a slot with a day-part, which the file has as well', () => {
    fc.assert(
      fc.property(aDayPartSlot, ({ slot, ward }) => {
        const text = write([slot], PLAYLISTS, ward);
        const { proposals, missingDayParts } = read(text, ward);
        expect(missingDayParts).toEqual([]);
        const { id, version, updatedAt } = slot;
        const draft = proposals[0]?.slot && completed(proposals[0].slot);
        expect(Slot.parse({ ...draft, id, version, updatedAt })).toEqual(slot);
        const dayPart = ward.dayParts.find(({ id }) => id === slot.dayPartId);
        const drafts = read(text, WARD).missingDayParts.map(draftOfDayPart);
        expect(drafts).toEqual([{ name: dayPart?.name, ranges: dayPart?.ranges }]);
      }),
      { numRuns: 100 },
    );
  });

  it('DY3: a day-part is found by its name; without it a slot is off, for it would run at other times', () => {
    const text = write([aSlot({ dayPartId: 'dpt_rush' })], PLAYLISTS, { ...WARD, dayParts: [aDayPart()] });
    const there = { ...WARD, dayParts: [aDayPart({ id: 'dpt_there', name: 'GIỜ cao điểm' })] };
    expect(read(text, there).proposals[0]).toMatchObject({
      slot: { dayPartId: 'dpt_there', enabled: true },
      notes: [],
    });
    const [proposal] = read(text).proposals;
    expect(proposal?.slot).toMatchObject({ dayPartId: null, from: '08:00', until: '17:00', enabled: false });
    expect(proposal?.notes.map(({ vi }) => vi)).toEqual(['Phường chưa có giờ mẫu “Giờ cao điểm”']);
  });

  it('reads a file from before day-parts', () => {
    const file = JSON.parse(write([aSlot()]));
    delete file.dayParts;
    delete file.slots[0].dayPart;
    const { proposals, missingDayParts } = read(JSON.stringify(file));
    expect([proposals[0]?.slot?.dayPartId, missingDayParts]).toEqual([null, []]);
  });

  it('in another ward finds by name what has another id there, and says what is not there', () => {
    const slot = aSlot({
      targets: [
        { kind: 'screen', screenId: 'scr_gate' },
        { kind: 'screen', screenId: 'scr_hall' },
      ],
      avoidCalendars: ['cal_holidays'],
    } as never);
    const there = elsewhere({
      playlists: [{ id: 'pls_there', name: ' tuyên truyền  nghị quyết 57 ' }] as never,
      screens: [{ id: 'scr_there', name: 'Cổng chào'.normalize('NFD') }] as never,
    });
    const [proposal] = read(write([slot]), there).proposals;
    expect(proposal?.slot).toMatchObject({
      playlistId: 'pls_there',
      targets: [{ kind: 'screen', screenId: 'scr_there' }],
      avoidCalendars: [],
    });
    expect(proposal?.notes.map(({ vi }) => vi)).toEqual([
      'Phường chưa có màn hình “Nhà văn hóa, khu 2”',
      'Phường chưa có ngày đặc biệt “Ngày nghỉ lễ”',
    ]);
  });

  it('two things of one name are not guessed between', () => {
    const there = elsewhere({
      playlists: ['pls_1', 'pls_2'].map((id) => ({ id, name: 'Tuyên truyền Nghị quyết 57' })) as never,
    });
    expect(read(write([aSlot()]), there).proposals[0]?.slot?.playlistId).toBeNull();
  });

  it('brings the playlists and calendars along, what is contained first', () => {
    const inner = aPlaylist({ id: 'pls_inner', name: 'Trong' });
    const outer = aPlaylist({
      id: 'pls_outer',
      name: 'Ngoài',
      entries: [
        { id: 'ent_1', kind: 'playlist', playlistId: 'pls_inner', take: 2 },
        { id: 'ent_2', kind: 'topic', topic: '1.1', durationMs: null },
        { id: 'ent_3', kind: 'asset', assetId: 'ast_slide', durationMs: 7_000 },
        { id: 'ent_4', kind: 'asset', assetId: 'ast_gone', durationMs: null },
        { id: 'ent_5', kind: 'tags', tags: ['tag_bdhvs', 'tag_fair'], match: 'any', take: 2, durationMs: null },
        { id: 'ent_6', kind: 'tags', tags: ['tag_bdhvs', 'tag_fair'], match: 'all', durationMs: null },
        { id: 'ent_7', kind: 'tags', tags: ['tag_fair'], match: 'all', durationMs: 6_000 },
      ],
    });
    const unused = aPlaylist({ id: 'pls_unused', name: 'Không dùng' });
    const text = write([aSlot({ playlistId: 'pls_outer', requireCalendars: ['cal_own'] })], [outer, inner, unused]);
    const { missingPlaylists, missingCalendars, proposals } = read(text, elsewhere());
    expect(missingPlaylists.map(({ name }) => name)).toEqual(['Trong', 'Ngoài']);
    expect(missingCalendars.map(draftOfCalendar)).toMatchObject([{ name: 'Họp, ngày hội; "số"', base: 'none' }]);
    // Meant for some days only; on every day it would be wrong.
    expect(proposals[0]?.slot?.enabled).toBe(false);
    const assets = [{ id: 'ast_there', title: 'Áp phích' }];
    const { draft, notes } = draftOfPlaylist(missingPlaylists[1] as never, [{ id: 'pls_new', name: 'Trong' }], assets, [
      { id: TagId.parse('tag_here'), name: 'HỘI CHỢ' },
    ]);
    expect(draft.entries).toMatchObject([
      { kind: 'playlist', playlistId: 'pls_new', take: 2 },
      { kind: 'topic', topic: '1.1' },
      { kind: 'asset', assetId: 'ast_there', durationMs: 7_000 },
      { kind: 'tags', tags: ['tag_here'], match: 'any', take: 2 },
      // All of two, of which one is not here, would bring what nobody meant.
      { kind: 'tags', tags: ['tag_here'], match: 'all', durationMs: 6_000 },
    ]);
    expect(draft.entries.every((entry) => entry.id === undefined)).toBe(true);
    expect(notes.map(({ vi }) => vi)).toEqual([
      'Phường chưa có nội dung “”',
      'Phường chưa có nhãn “Bình dân học vụ số”',
      'Phường chưa có nhãn “Bình dân học vụ số”',
    ]);
  });

  it('refuses what it cannot read, and one slot alone where only that is wrong', () => {
    const refusedAs = (text: string) => {
      const reading = readScheduleFile(text, WARD);
      return reading.ok ? null : reading.reason.code;
    };
    const good = write([aSlot(), aSlot({ id: 'slt_two', name: 'Hai' })]);
    expect(refusedAs('{')).toBe('not-a-schedule');
    expect(refusedAs('null')).toBe('not-a-schedule');
    expect(refusedAs(good.replace('"version": 1', '"version": 2'))).toBe('newer-format');
    expect(refusedAs(good.replace('"zone": "Asia', '"zone": "Mars'))).toBe('not-a-schedule');
    expect(refusedAs(good + ' '.repeat(2_000_000))).toBe('file-too-large');
    const [broken, whole] = read(good.replace('"from": "08:00"', '"from": "8 giờ"')).proposals;
    expect(broken).toMatchObject({ slot: null, reason: { code: 'slot-unreadable' } });
    expect(whole?.slot).not.toBeNull();
  });
});

describe('tickers in a schedule file', () => {
  const { palette: _palette, ...ticker } = aTicker();
  const own = { kind: 'ticker', tickerId: ticker.id } as const;
  const [playlist] = PLAYLISTS;
  const slotWith = (running: Slot['ticker'], id = 'slt_one') =>
    aSlot({ id, playlistId: playlist?.id as string, ...(running && { ticker: running }) });
  const file = (slots: Slot[]) =>
    writeScheduleFile({
      ...{ wardName: 'Phường', writtenAt: at('2026-03-01 08:00'), slots, playlists: PLAYLISTS, assets: [], tags: [] },
      tickers: [ticker],
      ward: WARD,
    });
  it('come back by id in the same ward, and by name in another', () => {
    const text = file([slotWith(own), slotWith({ kind: 'none' }, 'slt_two'), slotWith(undefined, 'slt_three')]);
    const here = read(text, { ...WARD, tickers: [ticker] });
    expect(here.missingTickers).toEqual([]);
    expect(here.proposals.map(({ slot }) => slot?.ticker)).toEqual([own, { kind: 'none' }, undefined]);
    const there = { id: 'tck_other' as typeof ticker.id, name: ticker.name };
    expect(read(text, { ...WARD, tickers: [there] }).proposals[0]?.slot?.ticker).toEqual({
      ...own,
      tickerId: there.id,
    });
  });
  it('are brought along, unapproved, where the ward does not have them; till then the slot has none and says so', () => {
    const reading = read(file([slotWith(own)]));
    expect(reading.missingTickers.map(draftOfTicker)).toEqual([
      expect.objectContaining({ name: ticker.name, messages: ticker.messages }),
    ]);
    expect('approval' in (reading.missingTickers[0] ?? {})).toBe(false);
    expect(reading.proposals[0]?.slot?.ticker).toBeUndefined();
    expect(reading.proposals[0]?.notes.map(({ vi }) => vi)).toEqual(['Phường chưa có chữ chạy “Tin phường”']);
  });
  it('a file without any is what it was before there were any', () => {
    expect(file([slotWith(undefined)])).not.toContain('ticker');
  });
  it('TK6 a ticker alone comes back as one; where the ward does not have it, it is refused and says so', () => {
    const alone = { ...slotWith(own), playlistId: null };
    const text = file([alone]);
    const [proposal] = read(text, { ...WARD, tickers: [ticker] }).proposals;
    const { id: _id, version: _version, updatedAt: _at, ...draft } = alone;
    expect(proposal?.slot && completed(proposal.slot)).toEqual(draft);
    const [refused] = read(text, { ...WARD, tickers: [] }).proposals;
    expect(refused).toMatchObject({ slot: null, reason: { code: 'ticker-unknown' } });
    expect(refused?.reason?.staff.vi).toContain(ticker.name);
  });
});
