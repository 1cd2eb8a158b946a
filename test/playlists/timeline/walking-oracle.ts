/**
 * A second, deliberately naive player: from a Monday on it walks item by item and asks at each change what RULES.md says about
 * ends (TL9, TL20, TL21). Shares no code with the compiler.
 */
import type { Schedule } from '../../../playlists/model/schedule.ts';
import type { Screen } from '../../../playlists/model/screen.ts';
import { createWinner, type Expected, type Winner } from './naive-oracle.ts';
import { wallText } from './timeline-text.ts';

const DAY = 86_400_000;
const RANK = { normal: 0, priority: 1, urgent: 2 };

interface Showing {
  from: number;
  until: number;
  expected: (at: number) => Expected;
}
interface Reign {
  from: number;
  until: number;
  winner: Winner;
}

const isSame = (a: Winner, b: Winner): boolean =>
  a.kind === b.kind && a.slot === b.slot && (a.kind === 'blank' || a.kind === 'safe' || a.from === b.from);
const levelOf = ({ kind, slot }: Winner): number =>
  kind === 'slot' ? RANK[(slot as { priority: keyof typeof RANK }).priority] : kind === 'blank' ? 1.5 : -1;

/** Everything one screen shows within `around`, in order. */
export const walk = (schedule: Schedule, screen: Screen, around: { from: number; until: number }): Showing[] => {
  const isMonday = (at: number) => new Date(`${wallText(at, screen.zone).slice(0, 10)}T00:00:00Z`).getUTCDay() === 1;
  const wide = { from: around.from - 9 * DAY, until: around.until + 2 * DAY };
  const { winnerAt, changesIn, midnight } = createWinner(schedule, screen, wide);
  let monday = midnight(around.from);
  while (!isMonday(monday)) monday = midnight(monday - 1);

  const reigns: Reign[] = [];
  for (const at of changesIn(monday, wide.until)) {
    const winner = winnerAt(at);
    const last = reigns.at(-1);
    const isReset = isMonday(at) && midnight(at) === at;
    if (last) last.until = at;
    if (!last || isReset || !isSame(last.winner, winner)) reigns.push({ from: at, until: wide.until, winner });
  }

  const showings: Showing[] = [];
  const moved = new Map<string, number>();
  let now = monday;
  reigns.forEach(({ from, until, winner }, place) => {
    const isReset = isMonday(from) && midnight(from) === from;
    if (isReset) moved.clear();
    const next = reigns[place + 1];
    if (winner.kind === 'blank' || winner.kind === 'safe') {
      const { kind } = winner;
      showings.push({ from: now, until, expected: () => ({ kind }) });
      now = until;
      return;
    }
    const name = `${winner.slot?.id} ${winner.from}`;
    if (now > from && winner.from === from) moved.set(name, now);
    const slotId = winner.slot?.id ?? null;
    let starts = moved.get(name) ?? winner.from;
    for (let i = 0; starts < until; i = (i + 1) % winner.items.length) {
      const item = winner.items[i] as Winner['items'][number];
      const [begun, ends] = [starts, starts + item.lasts];
      starts = ends;
      if (ends <= now) continue;
      const play = (last: number) => {
        showings.push({
          from: now,
          until: last,
          expected: (at) => ({ kind: 'cue', slotId, assetId: item.assetId, offsetMs: at - begun }),
        });
        now = last;
      };
      const boundary = next && !isSame(next.winner, winner) ? winner.slot?.boundary : 'cut';
      if (ends <= until) play(ends);
      else if (boundary === 'finish' && next && mayFinish(winner, next, ends, until)) play(ends);
      else if (boundary === 'fit' && item.isVideo) fill(Math.max(begun, now), until, i, winner);
      else play(until);
    }
  });
  return showings;

  function mayFinish(winner: Winner, next: Reign, ends: number, until: number): boolean {
    const startsWeek = isMonday(until) && midnight(until) === until;
    const isLower = levelOf(next.winner) <= levelOf(winner) && next.winner.kind !== 'blank';
    return isLower && !startsWeek && ends - until <= 300_000 && (ends - until) * 2 <= next.until - until;
  }
  function fill(from: number, until: number, index: number, { items, slot }: Winner): void {
    now = until;
    const others = [...items.slice(index + 1), ...items.slice(0, index)];
    const still = others.find(({ isVideo }) => !isVideo);
    const slotId = slot?.id ?? null;
    const { assetId } = still ?? {};
    if (assetId !== undefined) {
      showings.push({ from, until, expected: (at) => ({ kind: 'cue', slotId, assetId, offsetMs: at - from }) });
      return;
    }
    const day = midnight(from);
    showings.push({
      from,
      until,
      expected: (at) => {
        const empty = { ...schedule, slots: [] };
        const dark = { ...screen, blankHours: [] };
        const { items: own } = createWinner(empty, dark, wide).winnerAt(day);
        let left = at - day;
        if (own.length === 0) return { kind: 'safe' };
        for (let i = 0; ; i = (i + 1) % own.length) {
          const item = own[i] as (typeof own)[number];
          if (left < item.lasts) return { kind: 'cue', slotId: null, assetId: item.assetId, offsetMs: left };
          left -= item.lasts;
        }
      },
    });
  }
};
