import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../../playlists/model/schedule.ts';
import { compileWardIn } from '../../../playlists/timeline/compile.ts';
import { findProblemsIn } from '../../../playlists/timeline/conflicts.ts';
import { prepareWard, type Ward } from '../../../playlists/timeline/ward.ts';
import { canonicalJson } from '../../../playlists/wire/canonical-json.ts';
import { aPlaylist, aSchedule, aScreen, aSlot, at } from '../../support/builders.ts';
import { aCase, aPlaylistCase } from './arbitraries.ts';

const RUNS = Number(process.env.ORACLE_RUNS ?? 15);
const NOW = at('2026-03-02 10:00');

/** All that a ward says about itself. */
const textOf = (ward: Ward, now: number): string =>
  canonicalJson({ screens: Object.fromEntries(compileWardIn(ward, now)), findings: findProblemsIn(ward, now) });

type Edit = (schedule: Schedule, n: number, other: Schedule) => Schedule;

const slotEdit =
  (change: (slot: Schedule['slots'][number], n: number) => Partial<Schedule['slots'][number]>): Edit =>
  (schedule, n) => {
    const place = n % Math.max(1, schedule.slots.length);
    const slot = schedule.slots[place];
    return slot ? { ...schedule, slots: schedule.slots.with(place, { ...slot, ...change(slot, n) }) } : schedule;
  };

/** Whatever staff do between two looks; `other` is another ward, to take things from. */
const EDITS: Record<string, Edit> = {
  'another time': slotEdit((_, n) => ({ from: `0${n % 10}:15`, until: `1${n % 10}:45` })),
  'off and on': slotEdit(({ enabled }) => ({ enabled: !enabled })),
  'for all': slotEdit(() => ({ targets: [{ kind: 'all' }] })),
  'another share': slotEdit(({ share }) => ({
    share: share.kind === 'exclusive' ? { kind: 'interleave', weight: 2 } : { kind: 'exclusive' },
  })),
  'another boundary': slotEdit((_, n) => ({ boundary: (['cut', 'finish', 'fit'] as const)[n % 3] ?? 'cut' })),
  'another playlist': slotEdit((_, n) => ({
    playlistId: (['pls_main', 'pls_still', 'pls_mixed'] as const)[n % 3] ?? 'pls_main',
  })),
  removed: (schedule, n) => ({
    ...schedule,
    slots: schedule.slots.filter((_, i) => i !== n % (schedule.slots.length + 1)),
  }),
  'one more': (schedule, n, other) => {
    const [slot] = other.slots;
    return slot
      ? {
          ...schedule,
          slots: schedule.slots.toSpliced(n % (schedule.slots.length + 1), 0, { ...slot, id: `slt_new${n}` }),
        }
      : schedule;
  },
  'back to front': (schedule) => ({ ...schedule, slots: schedule.slots.toReversed() }),
  'playlists of another': (schedule, _, { playlists }) => ({ ...schedule, playlists }),
  'content of another': (schedule, _, { assets }) => ({ ...schedule, assets }),
  'calendars of another': (schedule, _, { calendars, dayParts }) => ({ ...schedule, calendars, dayParts }),
  'another name': (schedule, n) => ({ ...schedule, wardName: `Phường ${n % 3}` }),
  'another step': (schedule, n) => ({
    ...schedule,
    screens: schedule.screens.map((screen, i) => ({ ...screen, offsetMs: ((n + i) % 2) * 3000 })),
  }),
  'another default': (schedule, n) => ({
    ...schedule,
    screens: schedule.screens.map((screen) => ({ ...screen, defaultPlaylistId: n % 2 ? 'pls_still' : null })),
  }),
};

describe('a ward that follows another', () => {
  it('says after every edit what one prepared anew says', () => {
    const edits = fc.array(fc.tuple(fc.constantFrom(...Object.keys(EDITS)), fc.nat(99)), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.oneof(aCase, aPlaylistCase), fc.oneof(aCase, aPlaylistCase), edits, (first, second, steps) => {
        const now = first.horizon.from;
        let ward = prepareWard(first.schedule);
        // Only what was asked for can be kept.
        textOf(ward, now);
        for (const [name, n] of steps) {
          const schedule = (EDITS[name] as Edit)(ward.schedule, n, second.schedule);
          ward = ward.follow(schedule);
          expect(textOf(ward, now)).toBe(textOf(prepareWard(schedule), now));
        }
      }),
      { numRuns: RUNS },
    );
  });

  const [gate, hall] = [aScreen(), aScreen({ id: 'scr_hall', name: 'Nhà văn hóa' })];
  const schedule = aSchedule({
    screens: [gate, hall],
    playlists: [aPlaylist()],
    slots: [
      aSlot({ id: 'slt_gate', targets: [{ kind: 'screen', screenId: gate.id }] }),
      aSlot({ id: 'slt_hall', targets: [{ kind: 'screen', screenId: hall.id }] }),
    ],
  });

  it('keeps the very body of a screen that the edit does not touch, and no other', () => {
    const ward = prepareWard(schedule);
    const before = compileWardIn(ward, NOW);
    const edited = { ...(schedule.slots[0] as Schedule['slots'][number]), until: '23:15' };
    const after = compileWardIn(ward.follow({ ...schedule, slots: schedule.slots.with(0, edited) }), NOW);
    expect(after.get(hall.id)?.body).toBe(before.get(hall.id)?.body);
    expect(after.get(gate.id)?.body).not.toBe(before.get(gate.id)?.body);
  });

  it('leaves the ward before it as it was', () => {
    const ward = prepareWard(schedule);
    const before = textOf(ward, NOW);
    compileWardIn(ward.follow({ ...schedule, slots: [] }), NOW);
    expect(textOf(ward, NOW)).toBe(before);
    expect(ward.slotsOf(gate)).toHaveLength(1);
  });
});
