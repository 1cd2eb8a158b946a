/** Wards of any size for the benches of the engine, the same in every run. */
import type { Schedule } from '../../playlists/model/schedule.ts';
import { aPlaylist, aSchedule, aScreen, aSlot, aStill, at, aVideo } from '../support/builders.ts';

/** When all of them are compiled. */
export const NOW = at('2026-03-02 10:00');
/** By the names of RFC 5545. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const PRIORITIES = ['normal', 'normal', 'priority', 'urgent'] as const;

export const two = (number: number): string => String(number).padStart(2, '0');
const playlists = Array.from({ length: 20 }, (_, i) =>
  aPlaylist(
    { id: `pls_${i}` },
    Array.from({ length: 10 }, (_, j) => `ast_${(i * 3 + j) % 40}`),
  ),
);
const assets = Array.from({ length: 40 }, (_, i) => (i % 2 ? aStill({ id: `ast_${i}` }) : aVideo({ id: `ast_${i}` })));

/** A slot that differs from its neighbours in everything that matters, the same in every run. */
const nthSlot = (n: number, target: { kind: 'all' } | { kind: 'screen'; screenId: string }, zone: string | null) =>
  aSlot({
    id: `slt_${n}`,
    playlistId: `pls_${n % 20}`,
    targets: [target],
    from: `${two((n * 7) % 24)}:${two((n * 13) % 60)}`,
    until: `${two((n * 7 + 1 + (n % 9)) % 24)}:${two((n * 29) % 60)}`,
    zone,
    recurrence: `FREQ=WEEKLY;BYDAY=${WEEKDAYS.filter((_, day) => day === n % 7 || day === (n * 3) % 7).join()}`,
    priority: PRIORITIES[n % PRIORITIES.length],
  });

/** `screens` with `shared` slots for all and `own` for each. */
export const wardOf = (count: number, shared: number, own: number, zone: string | null = null): Schedule => {
  const screens = Array.from({ length: count }, (_, i) => aScreen({ id: `scr_${i}`, defaultPlaylistId: 'pls_0' }));
  return aSchedule({
    screens,
    assets,
    playlists,
    slots: [
      ...Array.from({ length: shared }, (_, n) => nthSlot(n, { kind: 'all' }, zone)),
      ...screens.flatMap(({ id }, i) =>
        Array.from({ length: own }, (_, n) => nthSlot(shared + i * own + n, { kind: 'screen', screenId: id }, zone)),
      ),
    ],
  });
};
