/**
 * What would be seen if one published now that is not seen as things stand: two schedules compiled over the coming days and
 * compared by what their spans show, never by their rules. Equal changes of several screens and days become one sentence
 * (DF1, DF2). What differs only later is told by slots (DF3). Bodies are compared once for all screens that share them.
 */
import { byName } from '../model/by-name.ts';
import type { Difference, Differences } from '../model/difference.ts';
import type { ScreenId } from '../model/ids.ts';
import type { Said } from '../model/said.ts';
import type { Schedule } from '../model/schedule.ts';
import type { Screen } from '../model/screen.ts';
import { type Instant, LAST_INSTANT } from '../model/time.ts';
import type { ManifestBody } from '../wire/manifest.ts';
import { bodyIn } from './bodies.ts';
import { createReader, sayChange } from './difference-content.ts';
import { sayTimes } from './difference-times.ts';
import { laterDifferences } from './later-differences.ts';
import type { Stretch } from './occurrences.ts';
import { nameScreens } from './sentences.ts';
import { sayTickerChange, seenTickers } from './ticker-differences.ts';
import type { WallClock } from './wall-clock.ts';
import { prepareWard, type Ward } from './ward.ts';

/** Local days of each screen that are compared, today included. */
export const COMPARED_DAYS = 7;
const MOST_SENTENCES = 50;
const MOST_LATER = 10;

/** A screen's own time: what is compared, and what is compiled so that stretches at its edges are known whole. */
interface View {
  clock: WallClock;
  seen: Stretch;
  compiled: Stretch;
}

const viewOf = (clock: WallClock, now: Instant): View => {
  const today = clock.readingAt(now).day;
  const edge = (day: number): Instant => Math.min(LAST_INSTANT, Math.max(0, clock.instantOf(day, 0)));
  return {
    clock,
    seen: { from: now, until: Math.max(edge(today + COMPARED_DAYS), now + 1) },
    compiled: { from: edge(today - 1), until: Math.max(edge(today + COMPARED_DAYS + 1), now + 1) },
  };
};

/** Walks both bodies at once: a piece for each stretch in which neither changes. */
const eachPiece = <Piece extends Stretch>(
  before: readonly Piece[],
  after: readonly Piece[],
  visit: (stretch: Stretch, before: Piece, after: Piece) => void,
): void => {
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    const [a, b] = [before[i] as Piece, after[j] as Piece];
    const [from, until] = [Math.max(a.from, b.from), Math.min(a.until, b.until)];
    if (from < until) visit({ from, until }, a, b);
    if (a.until <= until) i += 1;
    if (b.until <= until) j += 1;
  }
};

interface Told {
  kind: Difference['kind'];
  what: Said;
  times: { said: Said; spans: Stretch[] }[];
}

/** All that changes between two bodies, each matter with its times. */
const compareBodies = (
  before: ManifestBody,
  after: ManifestBody,
  { clock, seen }: View,
  readers: { before: ReturnType<typeof createReader>; after: ReturnType<typeof createReader> },
  wards: { before: Ward; after: Ward },
): Told[] => {
  const matters = new Map<string, { kind: Difference['kind']; what: Said; stretches: Stretch[] }>();
  const isSameCanvas = before.canvas.width === after.canvas.width && before.canvas.height === after.canvas.height;
  const note = (stretch: Stretch, change: { kind: Difference['kind']; what: Said } | null): void => {
    if (!change) return;
    const key = `${change.kind} ${change.what.vi} ${change.what.en}`;
    const matter = matters.get(key) ?? { ...change, stretches: [] };
    matters.set(key, matter);
    const last = matter.stretches.at(-1);
    if (last?.until === stretch.from) last.until = stretch.until;
    else matter.stretches.push({ ...stretch });
  };
  eachPiece(readers.before(before), readers.after(after), (stretch, a, b) =>
    note(stretch, sayChange(a, b, isSameCanvas)),
  );
  if (before.tickers || after.tickers)
    eachPiece(seenTickers(wards.before, before), seenTickers(wards.after, after), (stretch, a, b) => {
      const what = sayTickerChange(a, b);
      note(stretch, what && { kind: 'ticker', what });
    });
  const told = [...matters.values()].flatMap(({ kind, what, stretches }): Told[] => {
    const times = sayTimes(stretches, { clock, seen, compiled: { from: after.from, until: after.until } });
    return times.length > 0 ? [{ kind, what, times }] : [];
  });
  return [...tellScreen(before, after, seen), ...told];
};

const always = (seen: Stretch): Told['times'] => [
  { said: { vi: 'Từ khi đăng phát', en: 'From publishing on' }, spans: [seen] },
];

/** What changes about the screen itself, at all times. */
const tellScreen = (before: ManifestBody, after: ManifestBody, seen: Stretch): Told[] => {
  const whats: Said[] = [];
  if (before.sound !== after.sound)
    whats.push(
      after.sound
        ? { vi: 'phát có tiếng', en: 'will play sound' }
        : { vi: 'không còn phát tiếng', en: 'will no longer play sound' },
    );
  const size = ({ width, height }: ManifestBody['canvas']): string => `${width} × ${height}`;
  if (size(before.canvas) !== size(after.canvas))
    whats.push({
      vi: `đổi khổ hình từ ${size(before.canvas)} sang ${size(after.canvas)}`,
      en: `will change from ${size(before.canvas)} to ${size(after.canvas)} pixels`,
    });
  return whats.map((what) => ({ kind: 'screen', what, times: always(seen) }));
};

const FIRST: Said = { vi: 'nhận chương trình phát lần đầu', en: 'will get a timetable for the first time' };

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Names up to three screens; of more, all or how many. */
const sayScreens = (screens: readonly Screen[], all: number): Said => {
  if (screens.length === all && all > 1) return { vi: 'mọi màn hình', en: 'all screens' };
  if (screens.length <= 3) return nameScreens(screens);
  return { vi: `${screens.length} màn hình`, en: `${screens.length} screens` };
};

/** The weightiest kind first. */
const RANK: Readonly<Record<Difference['kind'], number>> = {
  first: 0,
  screen: 1,
  shown: 2,
  content: 3,
  ticker: 4,
  moment: 5,
};

/**
 * Compares what is on air with what would be. `onAir` null = nothing was ever published. Screens that only `onAir` knows are
 * gone and said nothing about. At most `most` sentences.
 */
export const compareSchedules = (
  onAir: Schedule | null,
  working: Schedule,
  now: Instant,
  most = MOST_SENTENCES,
): Differences => {
  const ward = prepareWard(working);
  const aired = onAir && prepareWard(onAir);
  const isOneZone = new Set(working.screens.map(({ zone }) => zone)).size < 2;
  const viewIn = (screen: Screen): View =>
    ward.shared(`view ${screen.zone}`, () => viewOf(ward.clocks(screen.zone), now));
  const interned = new Map<string, number>();
  const readers = aired && { before: createReader(aired, interned), after: createReader(ward, interned) };
  const compared = new Map<ManifestBody, Map<ManifestBody, Told[]>>();
  const tell = (screen: Screen): Told[] => {
    const view = viewIn(screen);
    const known = aired?.screens.get(screen.id);
    if (!aired || !readers || !known) return [{ kind: 'first', what: FIRST, times: always(view.seen) }];
    // Read on the same clock, so that both have the same days.
    const before = bodyIn(aired, { ...known, zone: screen.zone }, view.compiled);
    const after = bodyIn(ward, screen, view.compiled);
    const others = compared.get(before) ?? new Map<ManifestBody, Told[]>();
    compared.set(before, others);
    const told = others.get(after) ?? compareBodies(before, after, view, readers, { before: aired, after: ward });
    others.set(after, told);
    return told;
  };

  const sentences = new Map<string, Omit<Difference, 'vi' | 'en' | 'who'>>();
  for (const screen of [...working.screens].sort(byName)) {
    for (const { kind, what, times } of tell(screen)) {
      for (const { said, spans } of times) {
        const zone = isOneZone ? { vi: '', en: '' } : { vi: ` (giờ ${screen.zone})`, en: ` (${screen.zone} time)` };
        const when = { vi: said.vi + zone.vi, en: said.en + zone.en };
        const key = JSON.stringify([kind, what, when, spans]);
        const known = sentences.get(key);
        if (known) known.screenIds.push(screen.id);
        else sentences.set(key, { kind, what, when, spans, screenIds: [screen.id] });
      }
    }
  }
  const inOrder = [...sentences.values()].sort(
    (a, b) => RANK[a.kind] - RANK[b.kind] || (a.spans[0] as Stretch).from - (b.spans[0] as Stretch).from,
  );
  const [first] = working.screens;
  const later = first ? laterDifferences(aired, ward, viewIn(first).seen, first.zone) : [];
  const screenOf = (id: ScreenId): Screen => ward.screens.get(id) as Screen;
  return {
    differences: inOrder.slice(0, most).map((sentence): Difference => {
      const { when, what, screenIds } = sentence;
      const who = sayScreens(screenIds.map(screenOf), working.screens.length);
      return {
        ...sentence,
        who,
        vi: `${capital(when.vi)}, ${who.vi} ${what.vi}.`,
        en: `${capital(when.en)}, ${who.en} ${what.en}.`,
      };
    }),
    more: Math.max(0, inOrder.length - most),
    days: COMPARED_DAYS,
    later: { slots: later.slice(0, MOST_LATER), more: Math.max(0, later.length - MOST_LATER) },
  };
};
