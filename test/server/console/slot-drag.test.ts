/** A drag in steps of a quarter of an hour, rows from the top, and the slot that it would make. */
import { describe, expect, it } from 'vitest';
import { prepareWard } from '../../../playlists/timeline/ward.ts';
import {
  dragBy,
  dragOver,
  hasMoved,
  type SlotDrag,
  slotByMove,
} from '../../../server/console/src/schedule/slot-drag.ts';
import {
  acrossOfWall,
  eventAt,
  placeRows,
  placesBetween,
  screenAt,
  spansOn,
  wallOf,
} from '../../../server/console/src/schedule/timeline-rows.ts';
import { copyOf } from '../../../server/console/src/schedule/week.ts';
import { aSchedule, aScreen, aSite, aSlot, at } from '../../support/builders.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FRAME = { first: '2026-03-02', days: 1 };
const drag = (grip: SlotDrag['grip'], start: number, end: number): SlotDrag => {
  const was = { start: start * HOUR, end: end * HOUR };
  return { grip, screenId: aScreen().id, overId: aScreen().id, slot: null, event: null, isCopy: false, was, ...was };
};
const tell = ({ start, end }: SlotDrag): string =>
  `${wallOf(FRAME, start).slice(11, 16)}–${wallOf(FRAME, end).slice(11, 16)}`;

describe('a drag', () => {
  it.each([
    ['move', 8, 9, 20, '08:15–09:15'],
    ['move', 8, 9, 5, '08:00–09:00'],
    ['move', 8, 9, -100, '06:15–07:15'],
    ['start', 8, 9, 200, '08:45–09:00'],
    ['end', 8, 9, 40, '08:00–09:45'],
    ['end', 8, 9, -300, '08:00–08:15'],
    ['draw', 8, 8.25, 61, '08:00–09:15'],
    ['draw', 8, 8.25, -61, '06:45–08:00'],
    ['draw', 8, 8.25, 0, '08:00–08:15'],
  ] as const)('%s of %s–%s by %s min comes to %s', (grip, start, end, minutes, wanted) => {
    expect(tell(dragBy(drag(grip, start, end), minutes * MINUTE))).toBe(wanted);
  });

  it('back where it began has not moved, unless it copies', () => {
    const held = dragBy(drag('move', 8, 9), 0);
    expect(hasMoved(held)).toBe(false);
    expect(hasMoved({ ...held, isCopy: true })).toBe(true);
  });

  it('puts what is off the grid on it with its first step (TL22 changes that one alone)', () => {
    const held = { ...drag('move', 0, 0), was: { start: 8 * HOUR + 7 * MINUTE, end: 9 * HOUR } };
    expect(tell(dragBy(held, 10 * MINUTE))).toBe('08:15–09:08');
    const slot = aSlot();
    const event = { id: '', slotId: slot.id, day: '2026-03-02', isChanged: false, start: '', end: '' };
    const moved = slotByMove(
      slot,
      { ...event, start: '2026-03-02T08:00:00' },
      '2026-03-02T09:00:00',
      '2026-03-02T18:00:00',
    );
    expect(moved?.changes).toEqual([{ day: '2026-03-02', onDay: '2026-03-02', from: '09:00', until: '18:00' }]);
  });

  it('copied runs once, on the day where it was put', () => {
    const slot = aSlot({ recurrence: 'FREQ=WEEKLY;BYDAY=MO', exceptDays: ['2026-03-09'], validUntil: '2026-04-01' });
    expect(copyOf(slot, '2026-03-04T22:00:00', '2026-03-05T00:00:00')).toMatchObject({
      from: '22:00',
      until: '24:00',
      recurrence: 'FREQ=DAILY;COUNT=1',
      validFrom: '2026-03-04',
      validUntil: null,
      exceptDays: [],
    });
  });
});

describe('rows', () => {
  const sites = [
    aSite({ id: 'sit_b', name: 'B' }),
    aSite({ id: 'sit_a', name: 'A' }),
    aSite({ id: 'sit_c', name: 'C' }),
  ];
  const screens = Array.from({ length: 30 }, (_, n) =>
    aScreen({ id: `scr_${n}`, name: `Bảng ${n}`, siteId: n % 2 ? 'sit_a' : 'sit_b' }),
  );
  const places = placeRows(screens, sites);

  it('stand below their sites by name, one under the other, and empty sites have none', () => {
    const names = places.map((place) => (place.kind === 'site' ? place.site.name : place.screen.name));
    expect(names.slice(0, 4)).toEqual(['A', 'Bảng 1', 'Bảng 3', 'Bảng 5']);
    expect(names[16]).toBe('B');
    expect(names).toHaveLength(32);
    places.forEach((place, index) => {
      const before = places[index - 1];
      expect(place.top).toBe(before ? before.top + before.height : 0);
    });
  });

  it('in view are those that touch it', () => {
    for (const [top, bottom] of [
      [0, 100],
      [310, 640],
      [1_300, 1_400],
      [-50, 10],
      [0, 90_000],
    ] as const) {
      const [first, last] = placesBetween(places, top, bottom);
      const shown = places.slice(first, last);
      const wanted = places.filter((place) => place.top + place.height > top && place.top < bottom);
      expect(shown).toEqual(expect.arrayContaining(wanted));
      expect(shown.length).toBeLessThanOrEqual(wanted.length + 1);
    }
  });
});

describe('what is shown on a row', () => {
  it('is what the compiler says, clipped to the frame, those in turn in lanes (SH1), each leading to its occurrence (TL3)', () => {
    const share = { kind: 'interleave', weight: 1 } as const;
    const schedule = aSchedule({
      slots: [
        aSlot({ id: 'slt_night', from: '22:00', until: '06:00' }),
        aSlot({ id: 'slt_a', from: '08:00', until: '10:00', share }),
        aSlot({ id: 'slt_b', from: '09:00', until: '10:00', share }),
      ],
    });
    const ward = prepareWard(schedule);
    const screen = schedule.screens[0] as (typeof schedule.screens)[number];
    const spans = spansOn(ward, screen, FRAME);
    expect(
      spans.map(({ start, end, slotId, kind, lane }) => `${start / HOUR}–${end / HOUR} ${slotId ?? kind} ${lane}`),
    ).toEqual([
      '0–6 slt_night 0',
      '6–8 safe 0',
      '8–9 slt_a 0',
      '9–10 slt_a 0',
      '9–10 slt_b 1',
      '10–22 safe 0',
      '22–24 slt_night 0',
    ]);
    const night = schedule.slots[0] as (typeof schedule.slots)[number];
    const event = eventAt(ward, night, screen, spans[0]?.startedAt ?? 0);
    expect(event).toMatchObject({ day: '2026-03-01', start: '2026-03-01T22:00:00', end: '2026-03-02T06:00:00' });
    expect(acrossOfWall(FRAME, event?.start ?? '')).toBe(-2 * HOUR);
    expect(eventAt(ward, night, screen, at('2026-03-02 21:00'))).toBeNull();
  });
});

describe('a drag over other rows', () => {
  const [one, two] = [aScreen({ id: 'scr_1', name: 'Bảng 1' }), aScreen({ id: 'scr_2', name: 'Bảng 2' })];

  it('finds the row under the pointer, and none between rows', () => {
    const places = placeRows([one, two], [aSite()]);
    const [site, first, second] = places;
    expect(screenAt(places, (site?.top ?? 0) + 5)).toBeNull();
    expect(screenAt(places, first?.top ?? 0)).toBe('scr_1');
    expect(screenAt(places, (second?.top ?? 0) + 5)).toBe('scr_2');
    expect(screenAt(places, -3)).toBeNull();
    expect(screenAt(places, 9_999)).toBeNull();
  });

  it('leaves its row by the middle alone, which is a move even at the same time', () => {
    const held = dragOver(drag('move', 8, 9), two.id);
    expect(held.overId).toBe('scr_2');
    expect(hasMoved(held)).toBe(true);
    expect(hasMoved(dragOver(drag('end', 8, 9), two.id))).toBe(false);
  });
});
