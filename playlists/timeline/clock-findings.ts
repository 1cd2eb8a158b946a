/**
 * Times that are not what they look like: the clock of a zone changes and a slot starts elsewhere, is longer, shorter or not there
 * (FD17); or a slot has a zone of its own and the wall by the screen shows another time (FD18). Where no zone changes its clock and no
 * slot has a zone, nothing is looked at.
 */
import type { Finding } from '../model/finding.ts';
import type { Said } from '../model/said.ts';
import type { Slot } from '../model/slot.ts';
import { DAY_MS, type Instant, type ZoneId } from '../model/time.ts';
import type { Running } from './asset-findings.ts';
import type { Runs } from './coverage-findings.ts';
import { sayDate } from './day-sentences.ts';
import { sayClock } from './difference-times.ts';
import { stretchOn, type WallRun, wallRunsOf } from './occurrences.ts';
import { describeSlot, listNames, nameScreens } from './sentences.ts';
import { type CalendarDay, dateOf, msOfTime, type WallClock } from './wall-clock.ts';
import type { Ward } from './ward.ts';

const MOST_SAID = 50;

/** Local days of a zone that are not 24 hours long, from yesterday on (its nights reach into today). */
const oddDays = (clock: WallClock, from: Instant, until: Instant): CalendarDay[] => {
  const days: CalendarDay[] = [];
  const last = clock.readingAt(until).day;
  for (let day = clock.readingAt(from).day - 1; day <= last; day += 1)
    if (clock.instantOf(day + 1, 0) - clock.instantOf(day, 0) !== DAY_MS) days.push(day);
  return days;
};

const sayMinutes = (ms: number): Said => {
  const minutes = Math.round(ms / 60_000);
  return { vi: `${minutes} phút`, en: `${minutes} min` };
};

/** What a clock change does to one occurrence; null = nothing. */
const sayRun = ({ onDay, from, until }: WallRun, clock: WallClock): Said | null => {
  const [startMs, endMs] = [msOfTime(from), msOfTime(until)];
  const date = sayDate(dateOf(onDay));
  const stretch = stretchOn(onDay, { from, until }, clock);
  if (!stretch)
    return {
      vi: `ngày ${date.vi} không chạy vì khoảng giờ này không có`,
      en: `on ${date.en} it does not run, as these hours do not exist`,
    };
  const gained = stretch.until - stretch.from - (endMs <= startMs ? endMs + DAY_MS - startMs : endMs - startMs);
  const start = clock.readingAt(stretch.from);
  const isMoved = start.day !== onDay || start.msOfDay !== startMs;
  if (gained === 0 && !isMoved) return null;
  const [vi, en] = [[] as string[], [] as string[]];
  if (isMoved) {
    vi.push(`bắt đầu lúc ${sayClock(start.msOfDay)} thay vì ${sayClock(startMs)}`);
    en.push(`it starts at ${sayClock(start.msOfDay)} instead of ${sayClock(startMs)}`);
  }
  if (gained !== 0) {
    const by = sayMinutes(Math.abs(gained));
    vi.push(gained > 0 ? `dài thêm ${by.vi}` : `ngắn đi ${by.vi}`);
    en.push(gained > 0 ? `it is ${by.en} longer` : `it is ${by.en} shorter`);
  }
  return { vi: `ngày ${date.vi} ${vi.join(' và ')}`, en: `on ${date.en} ${en.join(' and ')}` };
};

const clockChanges = (ward: Ward, slot: Slot, { clock: own, from, won }: Runs, now: Instant): Said[] => {
  const clock = slot.zone === null ? own : ward.clocks(slot.zone);
  const until = won.at(-1)?.until ?? from;
  const days = ward.shared(`odd days ${clock.zone} ${from} ${until}`, () => oddDays(clock, from, until));
  return days.flatMap((odd) =>
    wallRunsOf(slot, { first: odd - 1, last: odd }, ward.calendars, ward.dayParts, ward.readRule).flatMap((run) => {
      const stretch = stretchOn(run.onDay, run, clock);
      if ((stretch?.until ?? clock.instantOf(odd + 1, 0)) <= now) return [];
      return sayRun(run, clock) ?? [];
    }),
  );
};

/** FD17, once for each slot and zone. */
export const clockChanged = (ward: Ward, slots: readonly Running[], now: Instant): Finding[] => {
  const findings: Finding[] = [];
  for (const { slot, runs } of slots) {
    const zones =
      slot.zone === null ? Map.groupBy(runs, ({ screen }) => screen.zone) : new Map([[slot.zone, [...runs]]]);
    for (const [zone, alike] of zones) {
      const said = alike[0] ? clockChanges(ward, slot, alike[0], now) : [];
      if (said.length === 0) continue;
      if (findings.length >= MOST_SAID) return findings;
      const named = describeSlot(slot);
      const what = listNames(said, { vi: 'lần phát', en: 'occurrences' });
      findings.push({
        code: 'slot-clock-change',
        blocks: false,
        staff: {
          vi: `Đồng hồ của múi giờ ${zone} được chỉnh lại nên khung giờ ${named.vi} ${what.vi}.`,
          en: `The clocks of ${zone} change, and of the slot ${named.en}: ${what.en}.`,
        },
        slotId: slot.id,
      });
    }
  }
  return findings;
};

/** Whether the clocks of two zones ever differ on the days of a horizon. */
const everDiffer = (ward: Ward, a: ZoneId, b: ZoneId, { from, won }: Runs): boolean => {
  const until = won.at(-1)?.until ?? from;
  return ward.shared(`differ ${a} ${b} ${from} ${until}`, () => {
    const [one, other] = [ward.clocks(a), ward.clocks(b)];
    const last = one.readingAt(until).day + 1;
    for (let day = one.readingAt(from).day - 1; day <= last; day += 1)
      if (one.instantOf(day, 0) !== other.instantOf(day, 0)) return true;
    return false;
  });
};

/** FD18, once for each slot and zone of screens, by the first occurrence of which it is true. */
export const otherZones = (ward: Ward, running: readonly Running[], now: Instant): Finding[] => {
  const findings: Finding[] = [];
  for (const { slot, runs } of running) {
    const { zone } = slot;
    if (zone === null) continue;
    const own = ward.clocks(zone);
    for (const [screenZone, alike] of Map.groupBy(runs, ({ screen }) => screen.zone)) {
      const first = alike[0] as Runs;
      if (screenZone === zone || !everDiffer(ward, zone, screenZone, first)) continue;
      for (const { from, until } of first.occurrences) {
        if (until <= now) continue;
        const [there, here] = [own.readingAt(from), first.clock.readingAt(from)];
        if (there.day === here.day && there.msOfDay === here.msOfDay) continue;
        if (findings.length >= MOST_SAID) return findings;
        const ends = first.clock.readingAt(until);
        const times = `${sayClock(here.msOfDay)}–${ends.msOfDay === 0 ? '24:00' : sayClock(ends.msOfDay)}`;
        const [date, named] = [sayDate(dateOf(here.day)), describeSlot(slot)];
        const on = nameScreens(alike.map(({ screen }) => screen));
        findings.push({
          code: 'slot-other-zone',
          blocks: false,
          staff: {
            vi: `Khung giờ ${named.vi} tính theo múi giờ ${zone}; trên màn hình ${on.vi} (${screenZone}) đó là ${times}, kể từ ngày ${date.vi}.`,
            en: `The slot ${named.en} goes by the clock of ${zone}; on ${on.en} (${screenZone}) that is ${times}, first on ${date.en}.`,
          },
          slotId: slot.id,
        });
        break;
      }
    }
  }
  return findings;
};
