/** Carrying a slot to another screen: what can be meant by it, what each comes to, and who is left as he was. */
import { describe, expect, it } from 'vitest';
import type { Slot, Target } from '../../../playlists/model/slot.ts';
import { prepareWard } from '../../../playlists/timeline/ward.ts';
import { whatIf } from '../../../playlists/timeline/what-if.ts';
import { sayGaps } from '../../../playlists/timeline/what-if-sentences.ts';
import {
  canLeave,
  editsByRetarget,
  isThereAlready,
  previewOf,
  reachesOf,
  type ScreenMove,
} from '../../../server/console/src/schedule/slot-retarget.ts';
import { eventsBetween, type WeekEvent } from '../../../server/console/src/schedule/week.ts';
import { aSchedule, aScreen, aSlot } from '../../support/builders.ts';

const [HERE, THERE, THIRD] = [aScreen({ id: 'scr_here' }), aScreen({ id: 'scr_there' }), aScreen({ id: 'scr_third' })];
const at = ({ id }: typeof HERE): Target => ({ kind: 'screen', screenId: id });
const WARD = prepareWard(aSchedule({ screens: [HERE, THERE, THIRD] }));

const firstRun = (slot: Slot, day = '2026-03-04'): WeekEvent => {
  const [event] = eventsBetween([slot], day, 1, WARD.calendars, WARD.dayParts);
  if (!event) throw new Error('the slot does not run that day');
  return event;
};
const carry = (part: Partial<Slot>, to?: { start: string; end: string }): ScreenMove => {
  const slot = aSlot({ targets: [at(HERE)], from: '08:00', until: '09:00', recurrence: 'FREQ=DAILY', ...part });
  const event = firstRun(slot);
  return { slot, event, start: event.start, end: event.end, ...to, from: HERE, to: THERE };
};
const LATER = { start: '2026-03-04T10:00:00', end: '2026-03-04T11:00:00' };
const ONCE = { recurrence: 'FREQ=DAILY;COUNT=1', validFrom: '2026-03-04' } as const;
/** Who shows what on a day, once the edit is made: `target from–until`. */
const shownAfter = (move: ScreenMove, reach: Parameters<typeof editsByRetarget>[1], day: string): string[] => {
  const edits = editsByRetarget(move, reach);
  if (!edits) throw new Error('not possible');
  const changed = edits.change.map(({ slot }) => ({ ...move.slot, ...slot }));
  const stays = edits.change.length > 0 ? [] : [move.slot];
  const added = edits.add.map((draft, index) => ({ ...move.slot, ...draft, id: `slt_new${index}` as Slot['id'] }));
  const all = [...changed, ...stays, ...added];
  return eventsBetween(all, day, 1, WARD.calendars, WARD.dayParts)
    .flatMap(({ slotId, start, end }) =>
      (all.find(({ id }) => id === slotId)?.targets ?? []).map(
        (target) =>
          `${target.kind === 'screen' ? target.screenId : target.kind} ${start.slice(11, 16)}–${end.slice(11, 16)}`,
      ),
    )
    .sort();
};

describe('a slot aimed at the screen itself', () => {
  it('leaves it: this occurrence, this and later ones, or all', () => {
    const move = carry({});
    expect(reachesOf(move)).toEqual(['this', 'following', 'all']);
    for (const [reach, before, day, after] of [
      ['this', 'scr_here', 'scr_there', 'scr_here'],
      ['following', 'scr_here', 'scr_there', 'scr_there'],
      ['all', 'scr_there', 'scr_there', 'scr_there'],
    ] as const) {
      expect(shownAfter(move, reach, '2026-03-03')).toEqual([`${before} 08:00–09:00`]);
      expect(shownAfter(move, reach, '2026-03-04')).toEqual([`${day} 08:00–09:00`]);
      expect(shownAfter(move, reach, '2026-03-05')).toEqual([`${after} 08:00–09:00`]);
    }
  });

  it('takes new times along, and other screens of the slot keep theirs', () => {
    const move = carry({ targets: [at(HERE), at(THIRD)] }, LATER);
    for (const reach of ['this', 'following', 'all'] as const)
      expect(shownAfter(move, reach, '2026-03-04')).toEqual(['scr_there 10:00–11:00', 'scr_third 08:00–09:00']);
    expect(shownAfter(move, 'this', '2026-03-05')).toEqual(['scr_here 08:00–09:00', 'scr_third 08:00–09:00']);
    expect(shownAfter(move, 'following', '2026-03-03')).toEqual(['scr_here 08:00–09:00', 'scr_third 08:00–09:00']);
    expect(shownAfter({ ...move, ...firstRun(move.slot), event: move.event }, 'all', '2026-03-04')).toEqual([
      'scr_there 08:00–09:00',
      'scr_third 08:00–09:00',
    ]);
  });

  it('that runs once simply goes, in one change', () => {
    const move = carry(ONCE, LATER);
    expect(reachesOf(move)).toEqual(['all']);
    expect(editsByRetarget(move, 'all')).toMatchObject({
      change: [{ id: move.slot.id, slot: { targets: [at(THERE)], from: '10:00', until: '11:00' } }],
      add: [],
      remove: [],
    });
  });

  it('on its first day has no earlier part to be split from, and what is counted cannot be split', () => {
    expect(reachesOf(carry({ validFrom: '2026-03-04' }))).toEqual(['this', 'all']);
    expect(reachesOf(carry({ recurrence: 'FREQ=DAILY;COUNT=5', validFrom: '2026-03-02' }))).toEqual(['this', 'all']);
  });

  it('loses only the occurrence that was changed on its own', () => {
    const changes = [{ day: '2026-03-04', onDay: '2026-03-04', from: '12:00', until: '13:00' }];
    const move = carry({ changes });
    expect(shownAfter(move, 'this', '2026-03-04')).toEqual(['scr_there 12:00–13:00']);
    expect(editsByRetarget(move, 'this')?.change[0]?.slot).toMatchObject({ changes: [], exceptDays: ['2026-03-04'] });
  });

  it('by a day-part goes for the day with its day-part; at other times with hours of its own', () => {
    const slot = { dayPartId: 'dpt_morning' as Slot['dayPartId'] };
    const event = { id: '', slotId: aSlot().id, day: '2026-03-04', isChanged: false };
    const move: ScreenMove = {
      slot: aSlot({ ...slot, targets: [at(HERE)] }),
      event: { ...event, start: '2026-03-04T08:00:00', end: '2026-03-04T09:00:00' },
      start: '2026-03-04T08:00:00',
      end: '2026-03-04T09:00:00',
      from: HERE,
      to: THERE,
    };
    expect(editsByRetarget(move, 'this')?.add).toMatchObject([{ dayPartId: 'dpt_morning', targets: [at(THERE)] }]);
    expect(reachesOf({ ...move, ...LATER })).toContain('this');
    const later = editsByRetarget({ ...move, ...LATER }, 'this');
    expect(later?.change[0]?.slot.exceptDays).toEqual(['2026-03-04']);
    expect(later?.add).toMatchObject([{ dayPartId: null, from: '10:00', until: '11:00', targets: [at(THERE)] }]);
    expect(editsByRetarget({ ...move, ...LATER }, 'all')?.change[0]?.slot).toMatchObject({ dayPartId: null });
  });

  it('by a day-part of several hours only the one that is carried goes; the others stay, and so do other screens', () => {
    const rest = [{ from: '16:30', until: '18:30' }];
    const move: ScreenMove = {
      ...carry({ targets: [at(HERE), at(THIRD)] }),
      slot: aSlot({ dayPartId: 'dpt_rush' as Slot['dayPartId'], targets: [at(HERE), at(THIRD)] }),
      ...LATER,
    };
    const added = editsByRetarget({ ...move, event: { ...move.event, rest } }, 'this')?.add;
    expect(added?.map(({ targets, from, until, dayPartId }) => [targets, from, until, dayPartId])).toEqual([
      [[at(THERE)], '10:00', '11:00', null],
      [[at(THIRD)], '08:00', '09:00', null],
      [[at(HERE), at(THIRD)], '16:30', '18:30', null],
    ]);
    // What would be left on the row that it leaves, is drawn as it would be.
    expect(previewOf({ ...move, event: { ...move.event, rest } }).leaving?.changes).toEqual([
      { day: '2026-03-04', onDay: '2026-03-04', from: '16:30', until: '18:30' },
    ]);
  });
});

describe('a slot that reaches the screen otherwise', () => {
  const group = { kind: 'group', groupId: 'grp_1' } as Target;
  it.each([
    ['all screens', [{ kind: 'all' } as Target]],
    ['a group and the screen itself', [group, at(HERE)]],
  ])('by %s stays there and is shown on the other as well', (_, targets) => {
    const inGroup = { ...HERE, groupIds: ['grp_1'] } as typeof HERE;
    const move = { ...carry({ targets }, LATER), from: inGroup };
    expect(canLeave(move)).toBe(false);
    expect(reachesOf(move)).toEqual(['once', 'repeated']);
    expect(editsByRetarget(move, 'once')).toMatchObject({
      change: [],
      add: [{ targets: [at(THERE)], recurrence: 'FREQ=DAILY;COUNT=1', from: '10:00' }],
    });
    expect(editsByRetarget(move, 'repeated')?.add).toMatchObject([
      { targets: [at(THERE)], recurrence: 'FREQ=DAILY', from: '10:00' },
    ]);
    expect(previewOf(move).leaving).toBeNull();
  });

  it('can take the other screen among its targets, where it keeps its times and does not reach it yet', () => {
    const move = { ...carry({ targets: [group] }), from: { ...HERE, groupIds: ['grp_1'] } as typeof HERE };
    expect(reachesOf(move)).toEqual(['once', 'repeated', 'joined']);
    expect(editsByRetarget(move, 'joined')?.change[0]?.slot.targets).toEqual([group, at(THERE)]);
  });

  it('has nothing to do where it is shown at that time already', () => {
    const move = carry({ targets: [{ kind: 'all' }] });
    expect(isThereAlready(move)).toBe(true);
    expect(reachesOf(move)).toEqual([]);
  });
});

describe('before the drop', () => {
  it('the row that is left says what stays bare, the other what it gets', () => {
    const move = carry({});
    const { arriving, leaving } = previewOf(move);
    const ward = prepareWard(aSchedule({ screens: [HERE, THERE], slots: [move.slot] }));
    const window = (screen: typeof HERE) => {
      const clock = ward.clocks(screen.zone);
      const day = clock.readingAt(Date.parse('2026-03-04T05:00:00Z')).day;
      return { from: clock.instantOf(day, 0), until: clock.instantOf(day + 1, 0) };
    };
    const [left] = whatIf(ward, leaving as Slot, [HERE], window);
    const [got] = whatIf(ward, arriving, [THERE], window);
    expect(got?.shown).toHaveLength(1);
    expect(left && sayGaps(ward, left, window(HERE))?.vi).toBe(
      `“${HERE.name}”: bỏ trống 08:00–09:00, chỉ còn hình an toàn.`,
    );
    expect(got && sayGaps(ward, got, window(THERE))).toBeNull();
  });
});
