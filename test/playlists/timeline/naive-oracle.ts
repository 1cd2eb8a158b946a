/**
 * A second, deliberately naive resolver: it looks at the wall clock of every single minute and walks through everything anew.
 * It shares no code with the compiler; where the two differ, one of them (or RULES.md) is wrong. Times in whole minutes only.
 */
import type { Playlist } from '../../../playlists/model/playlist.ts';
import type { Schedule } from '../../../playlists/model/schedule.ts';
import type { Screen } from '../../../playlists/model/screen.ts';
import type { Slot } from '../../../playlists/model/slot.ts';
import { wallText } from './timeline-text.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** What the oracle expects at an instant. */
export type Expected =
  | { kind: 'blank' }
  | { kind: 'safe' }
  | { kind: 'cue'; slotId: string | null; assetId: string; offsetMs: number };

/** The first minute at which the wall of `zone` shows `wall` or later: TZ1 and TZ2 in one naive sentence. */
type FirstMinute = (wall: string) => number;

const memory = new Map<string, FirstMinute>();
const firstMinuteIn = (zone: string, from: number, until: number): FirstMinute => {
  const key = `${zone} ${from} ${until}`;
  const known = memory.get(key);
  if (known) return known;
  const texts: string[] = [];
  for (let at = from; at < until; at += MINUTE) texts.push(wallText(at, zone));
  const found = new Map<string, number>();
  const first: FirstMinute = (wall) => {
    const index = found.get(wall) ?? texts.findIndex((text) => text >= wall);
    found.set(wall, index);
    return index < 0 ? until : from + index * MINUTE;
  };
  memory.set(key, first);
  return first;
};

const dateText = (day: number): string => new Date(day).toISOString().slice(0, 10);
const CODES = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

interface Run {
  from: number;
  until: number;
}

/** Every run that starts on a wanted day around `at`. */
const runsOf = (
  times: { from: string; until: string },
  wants: (date: string, weekdayCode: string) => boolean,
  first: FirstMinute,
  at: number,
): Run[] => {
  const runs: Run[] = [];
  const today = Math.floor(at / DAY) * DAY;
  for (let day = today - 3 * DAY; day <= today + 2 * DAY; day += DAY) {
    const date = dateText(day);
    if (!wants(date, CODES[new Date(day).getUTCDay()] as string)) continue;
    const endDate = times.until === '24:00' || times.until <= times.from ? dateText(day + DAY) : date;
    const endTime = times.until === '24:00' ? '00:00' : times.until;
    runs.push({ from: first(`${date} ${times.from}:00`), until: first(`${endDate} ${endTime}:00`) });
  }
  return runs;
};

const playable = (schedule: Schedule, screen: Screen, playlist: Playlist | undefined) =>
  (playlist?.entries ?? []).flatMap((entry) => {
    if (entry.kind !== 'asset') return [];
    const asset = schedule.assets.find(({ id }) => id === entry.assetId);
    const file = asset?.renditions.find(
      ({ canvas }) => canvas.width === screen.canvas.width && canvas.height === screen.canvas.height,
    );
    if (!asset || !file) return [];
    const own = asset.durationMs ?? 10_000;
    const lasts =
      entry.durationMs === null ? own : asset.kind === 'video' ? Math.min(own, entry.durationMs) : entry.durationMs;
    return [{ assetId: asset.id as string, isVideo: asset.kind === 'video', lasts }];
  });

type Range = Schedule['dayParts'][number]['ranges'][number];
const seasons = new Map<string, Set<string>>();
/** Walks from the first day of a season to its last, in a leap year, and remembers the days it met. */
const daysOfSeason = ({ from, until }: NonNullable<Range['season']>): Set<string> => {
  const key = `${from} ${until}`;
  const days = seasons.get(key) ?? new Set([from]);
  seasons.set(key, days);
  for (let day = Date.parse(`2000-${from}T00:00Z`); !days.has(until); day += DAY) days.add(dateText(day).slice(5));
  return days;
};
/** DY3: in its season, or without one where no range has a season that holds the day. */
const holdsOn = ({ season }: Range, all: readonly Range[], monthDay: string): boolean =>
  season
    ? daysOfSeason(season).has(monthDay)
    : !all.some((other) => other.season && daysOfSeason(other.season).has(monthDay));

const LEVELS = ['normal', 'priority', 'urgent'];

/** Who is on, by the rules of winning alone. `from` is the true start; `items` what it has to show. */
export interface Winner {
  kind: 'slot' | 'blank' | 'default' | 'safe';
  slot: Slot | null;
  from: number;
  items: ReturnType<typeof playable>;
}

/** Asks who wins on one screen at an instant. `around` is a stretch of time that holds every instant asked about. */
export const createWinner = (schedule: Schedule, screen: Screen, around: Run) => {
  const margin = { from: around.from - 4 * DAY, until: around.until + 4 * DAY };
  const wallOf = (zone: string) => firstMinuteIn(zone, margin.from, margin.until);
  const runningNow = (runs: Run[], at: number) => runs.filter((run) => run.from <= at && at < run.until);
  const known = new Map<string, Run[]>();
  /** Looked up once for each day: the same runs are asked about again and again. */
  const runsOfSlot = (slot: Slot, at: number): Run[] => {
    const key = `${slot.id} ${Math.floor(at / DAY)}`;
    const runs = known.get(key) ?? allRunsOf(slot, at);
    known.set(key, runs);
    return runs;
  };
  const allRunsOf = (slot: Slot, at: number): Run[] => {
    const codes = slot.recurrence === 'FREQ=DAILY' ? CODES : (slot.recurrence.split('BYDAY=')[1] ?? '').split(',');
    const wants = (date: string, code: string) =>
      codes.includes(code) &&
      (slot.validFrom === null || date >= slot.validFrom) &&
      (slot.validUntil === null || date <= slot.validUntil);
    const wall = wallOf(slot.zone ?? screen.zone);
    if (slot.dayPartId === null) return runsOf(slot, wants, wall, at);
    const ranges = schedule.dayParts.find(({ id }) => id === slot.dayPartId)?.ranges ?? [];
    return ranges.flatMap((range) =>
      runsOf(range, (date, code) => wants(date, code) && holdsOn(range, ranges, date.slice(5)), wall, at),
    );
  };
  const blankRuns = (at: number): Run[] =>
    screen.blankHours.flatMap((hours) =>
      runsOf(hours, (_, code) => hours.weekdays.includes(CODES.indexOf(code) || 7), wallOf(screen.zone), at),
    );
  const midnight = (at: number): number => wallOf(screen.zone)(`${wallText(at, screen.zone).slice(0, 10)} 00:00:00`);

  /** Slots that run, strongest first, with what of their content can be shown. */
  const runningAt = (at: number) => {
    const candidates = schedule.slots.flatMap((slot) => {
      if (!slot.enabled) return [];
      const aims = slot.targets.map((target) =>
        target.kind === 'all'
          ? 1
          : target.kind === 'group'
            ? screen.groupIds.includes(target.groupId) && 2
            : target.screenId === screen.id && 3,
      );
      const aim = Math.max(...aims.map(Number));
      const items = playable(
        schedule,
        screen,
        schedule.playlists.find(({ id }) => id === slot.playlistId),
      );
      if (aim === 0) return [];
      return runningNow(runsOfSlot(slot, at), at).map((run) => ({
        slot,
        items,
        from: run.from,
        strength: [LEVELS.indexOf(slot.priority), aim, run.from, slot.id] as const,
      }));
    });
    candidates.sort((a, b) => {
      for (let i = 0; i < 4; i += 1) {
        const [x, y] = [a.strength[i] as number | string, b.strength[i] as number | string];
        if (x !== y) return x > y ? -1 : 1;
      }
      return 0;
    });
    return candidates;
  };
  const candidatesAt = (at: number) => runningAt(at).filter(({ items }) => items.length > 0);
  const isBlank = (at: number): boolean => runningNow(blankRuns(at), at).length > 0;
  /** What there is without any slot. */
  const restAt = (at: number): Winner => {
    const items = playable(
      schedule,
      screen,
      schedule.playlists.find(({ id }) => id === screen.defaultPlaylistId),
    );
    return { kind: items.length > 0 ? 'default' : 'safe', slot: null, from: midnight(at), items };
  };

  const winnerAt = (at: number): Winner => {
    const [best] = candidatesAt(at);
    if (isBlank(at) && best?.slot.priority !== 'urgent') return { kind: 'blank', slot: null, from: 0, items: [] };
    if (best) return { kind: 'slot', slot: best.slot, from: best.from, items: best.items };
    return restAt(at);
  };
  /** Every instant at which the winner may change. */
  const changesIn = (from: number, until: number): number[] => {
    const found = new Set([from]);
    for (let at = from; at < until + DAY; at += DAY / 2) {
      for (const run of [...schedule.slots.flatMap((slot) => runsOfSlot(slot, at)), ...blankRuns(at)])
        for (const edge of [run.from, run.until]) found.add(edge);
      found.add(midnight(at));
    }
    return [...found].filter((at) => at >= from && at < until).sort((a, b) => a - b);
  };
  return { winnerAt, runningAt, candidatesAt, isBlank, restAt, changesIn, midnight };
};

/** Asks the naive resolver what one screen shows, where every boundary is `cut`. */
export const createOracle = (schedule: Schedule, screen: Screen, around: Run) => {
  const { winnerAt } = createWinner(schedule, screen, around);
  return (at: number): Expected => {
    const { kind, slot, from, items } = winnerAt(at);
    if (kind === 'blank' || kind === 'safe') return { kind };
    let left = at - from;
    for (let i = 0; ; i = (i + 1) % items.length) {
      const item = items[i] as (typeof items)[number];
      if (left < item.lasts) return { kind: 'cue', slotId: slot?.id ?? null, assetId: item.assetId, offsetMs: left };
      left -= item.lasts;
    }
  };
};
