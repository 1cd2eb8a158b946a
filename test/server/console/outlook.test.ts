/** What the console says of a publish, of a screen's next picture and of today: pure, from what the server handed out. */

import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../playlists/model/finding.ts';
import type { Slot } from '../../../playlists/model/slot.ts';
import { NO_CALENDARS } from '../../../playlists/timeline/calendars.ts';
import { NO_DAY_PARTS } from '../../../playlists/timeline/day-parts.ts';
import type { PublishPreview } from '../../../playlists/wire/api/schedules.ts';
import type { Span } from '../../../playlists/wire/manifest.ts';
import { sentenceOf } from '../../../server/console/src/i18n/format.ts';
import { fitToday, slotsOfDay } from '../../../server/console/src/overview/today.ts';
import { outlookOf, sortFindings } from '../../../server/console/src/publish/outlook.ts';
import { nowAndNext } from '../../../server/console/src/screens/ahead.ts';
import { aScreen, aSlot } from '../../support/builders.ts';

const finding = (parts: Partial<Record<keyof Finding, unknown>>): Finding =>
  ({ blocks: false, staff: { vi: '', en: '' }, ...parts }) as Finding;
const NOT_READY = finding({ code: 'content-not-ready', playlistId: 'pls_news', assetId: 'ast_film' });

describe('outlookOf', () => {
  const preview = (parts: Partial<PublishPreview>): PublishPreview => ({
    findings: [],
    screens: [],
    unpublished: true,
    ...parts,
  });
  const unchanged = [{ screenId: 'scr_gate' as never, changed: false }];

  it('names the screens that change, whatever else waits', () => {
    const screens = [...unchanged, { screenId: 'scr_hall' as never, changed: true }];
    expect(outlookOf(preview({ screens, findings: [NOT_READY] }))).toEqual({
      kind: 'screens',
      screenIds: ['scr_hall'],
    });
  });
  it('says that content waits when no screen changes for that reason', () => {
    expect(outlookOf(preview({ screens: unchanged, findings: [NOT_READY] }))).toEqual({ kind: 'content' });
  });
  it('says that nothing moves yet when nothing waits either', () => {
    expect(outlookOf(preview({ screens: unchanged }))).toEqual({ kind: 'later' });
  });
});

describe('sortFindings', () => {
  const screen = aScreen({ groupIds: ['grp_out'] });
  const empty = finding({ code: 'slot-playlist-empty', playlistId: 'pls_news', slotId: 'slt_day' });
  const dark = finding({ code: 'screen-without-content', screenId: screen.id });
  const slotOn = (parts: Partial<Slot>): Slot => aSlot({ playlistId: 'pls_news', ...parts } as never);
  const sort = (findings: Finding[], slots: Slot[]) => sortFindings(findings, { slots, screens: [screen] });

  it('leaves out what only follows from the wait', () => {
    const sorted = sort([empty, NOT_READY, dark], [slotOn({ targets: [{ kind: 'all' }] })]);
    expect(sorted).toEqual({ toSee: [], arranged: [], waiting: [NOT_READY] });
  });
  it('follows groups and the default playlist too', () => {
    const group = slotOn({ targets: [{ kind: 'group', groupId: 'grp_out' as never }] });
    expect(sort([NOT_READY, dark], [group]).toSee).toEqual([]);
    const byDefault = { ...screen, defaultPlaylistId: 'pls_news' as never };
    expect(sortFindings([NOT_READY, dark], { slots: [], screens: [byDefault] }).toSee).toEqual([]);
  });
  it('keeps a screen that has no slot, an empty playlist that waits for nothing, and all that blocks, those first', () => {
    const other = finding({ code: 'slot-playlist-empty', playlistId: 'pls_other' });
    const gone = finding({ code: 'content-missing', blocks: true });
    expect(sort([dark, other, NOT_READY, gone], [slotOn({ enabled: false })])).toEqual({
      toSee: [gone, dark, other],
      arranged: [],
      waiting: [NOT_READY],
    });
  });
  it('tells what is as somebody arranged it apart', () => {
    const way = finding({ code: 'slot-gives-way', slotId: 'slt_day' });
    expect(sort([way, dark], [])).toEqual({ toSee: [dark], arranged: [way], waiting: [] });
  });
});

describe('nowAndNext', () => {
  const loop = (from: number, until: number, number: number, slotId: string | null): Span =>
    ({ kind: 'loop', from, until, loop: number, anchor: from, slotId, rule: 'TL6' }) as Span;
  const blank = (from: number, until: number): Span => ({ kind: 'blank', from, until, rule: 'TL12' });

  it('passes over the same slot beginning anew', () => {
    const spans = [loop(0, 10, 0, 'slt_a'), loop(10, 20, 0, 'slt_a'), loop(20, 30, 1, 'slt_b')];
    expect(nowAndNext({ spans }, 5, 100)).toEqual({ now: spans[0], next: spans[2] });
  });
  it('tells one slot from another that plays the same', () => {
    const spans = [loop(0, 10, 0, 'slt_a'), loop(10, 20, 0, null)];
    expect(nowAndNext({ spans }, 0, 100).next).toBe(spans[1]);
  });
  it('knows no next beyond the hours asked for, and nothing outside of the timetable', () => {
    const spans = [loop(0, 10, 0, 'slt_a'), blank(10, 20)];
    expect(nowAndNext({ spans }, 0, 10).next).toBeNull();
    expect(nowAndNext({ spans }, 0, 11).next).toBe(spans[1]);
    expect(nowAndNext({ spans }, 20, 100)).toEqual({ now: null, next: null });
  });
});

describe('slotsOfDay', () => {
  const day = [
    aSlot({ id: 'slt_late', from: '22:00', until: '04:00' }),
    aSlot({ id: 'slt_day', from: '05:00', until: '24:00' }),
    aSlot({ id: 'slt_noon', from: '11:00', until: '12:00' }),
    aSlot({ id: 'slt_off', from: '11:00', until: '12:00', enabled: false }),
  ];
  const told = (wall: string) =>
    slotsOfDay(day, wall, NO_CALENDARS, NO_DAY_PARTS).map(({ slot, state }) => `${slot.id} ${state}`);

  it('TL3 runs by the clock, begins with what came over midnight, leaves out what is suspended', () => {
    expect(told('2026-11-23T03:59:59')).toEqual([
      'slt_late running',
      'slt_day ahead',
      'slt_noon ahead',
      'slt_late ahead',
    ]);
    expect(told('2026-11-23T12:00:00')).toEqual([
      'slt_late over',
      'slt_day running',
      'slt_noon over',
      'slt_late ahead',
    ]);
  });
  it('gives up what is over first, then what is furthest ahead', () => {
    const all = slotsOfDay(day, '2026-11-23T12:00:00', NO_CALENDARS, NO_DAY_PARTS);
    const within = (room: number) => {
      const { shown, left } = fitToday(all, room);
      return [shown.map(({ slot, state }) => `${slot.id} ${state}`), left];
    };
    expect(within(3)).toEqual([['slt_noon over', 'slt_day running', 'slt_late ahead'], 0]);
    expect(within(1)).toEqual([['slt_day running'], 1]);
    expect(within(9)[1]).toBe(0);
  });
});

describe('sentenceOf', () => {
  it('writes figures as the language does', () => {
    const figures = { free: { unit: 'bytes', value: 77_940_000_000 } } as const;
    expect(sentenceOf('Còn {free}.', figures, 'vi')).toBe('Còn 77,9 GB.');
    expect(sentenceOf('{free} free', figures, 'en')).toBe('77.9 GB free');
  });
  it('leaves a mark without a figure alone', () => expect(sentenceOf('{a}', undefined, 'vi')).toBe('{a}'));
});
