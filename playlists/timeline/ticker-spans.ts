/**
 * A resolution → when which ticker runs over it (TK1, TK3, TK4, TK6): a second timeline beside the spans, which follows them. Where no slot brings
 * a ticker and the screen has none, nothing is looked at.
 */
import type { TickerId } from '../model/ids.ts';
import type { Screen } from '../model/screen.ts';
import type { Slot } from '../model/slot.ts';
import { type RunningTicker, runningOn, type ScheduledTicker } from '../model/ticker.ts';
import type { Instant } from '../model/time.ts';
import type { ManifestBody, TickerSpan } from '../wire/manifest.ts';
import type { ShownStretch } from './boundaries.ts';
import type { Stretch } from './occurrences.ts';
import type { WonStretch } from './overlaps.ts';
import type { TickerTurn } from './resolution.ts';
import { shownUnderFilling, tickerTurnsOver, urgentIn } from './ticker-turns.ts';
import { type CalendarDay, dateOf, dayOf, type WallClock } from './wall-clock.ts';
import type { Ward } from './ward.ts';

/** The ticker that a screen has by itself. */
export const standingTickerOf = ({ tickerId }: Screen): TickerId | null => tickerId ?? null;

export const tickerIn = (ward: Ward, id: TickerId): ScheduledTicker | undefined => tickersById(ward).get(id);

const tickersById = (ward: Ward): ReadonlyMap<TickerId, ScheduledTicker> =>
  ward.shared('tickers', () => new Map((ward.schedule.tickers ?? []).map((ticker) => [ticker.id, ticker])));

/** Whether a ticker may run on a screen at any time: where not, nothing of tickers is looked at. */
export const areTickersOn = (ward: Ward, screen: Screen): boolean =>
  standingTickerOf(screen) !== null || ward.slotsOf(screen).some(({ slot }) => slot.ticker !== undefined);

/** Whether the ticker of a screen is all that is seen of it: a strip needs no playlist. */
export const isStrip = (ward: Ward, screen: Screen): boolean => {
  const standing = standingTickerOf(screen);
  return standing !== null && tickerIn(ward, standing)?.edge === 'fill';
};

/** The ticker of a slot; undefined where it brings none, or one that is gone. */
const carriedIn = (ward: Ward, slot: Slot | undefined): ScheduledTicker | undefined =>
  slot?.ticker?.kind === 'ticker' ? tickerIn(ward, slot.ticker.tickerId) : undefined;

/** What is seen of a screen, where tickers of slots that carry one alone fill it. */
export const seenUnderTickers = (ward: Ward, screen: Screen, horizon: Stretch): readonly WonStretch[] =>
  shownUnderFilling(ward, screen, horizon, (slot) => carriedIn(ward, slot)?.edge === 'fill');

/** Which ticker runs, and from where it is counted: the start of a run, or the midnight of each day. */
interface Choice {
  ticker: ScheduledTicker;
  startedAt: Instant | 'midnight';
}

/** When its run began on the glass: later than its rule says where the one before it was played to its end (TL20). */
const beganAt = ({ claim, anchor, filler }: ShownStretch, offsetMs: number): Instant => {
  const byRule = claim.startedAt + offsetMs;
  return anchor !== undefined && !filler && anchor > claim.from + offsetMs ? anchor : byRule;
};

/** TK1. */
const chooseFor = (ward: Ward, screen: Screen, stretch: TickerTurn): Choice | null => {
  const { claim, carrier } = stretch;
  if (carrier) {
    const ticker = carriedIn(ward, carrier.slotId === null ? undefined : ward.slotOn(screen, carrier.slotId));
    return ticker ? { ticker, startedAt: carrier.startedAt + screen.offsetMs } : null;
  }
  if (claim.kind === 'blank') return null;
  const own = claim.slotId === null ? undefined : ward.slotOn(screen, claim.slotId)?.ticker;
  if (own?.kind === 'none') return null;
  if (own?.kind === 'ticker') {
    const ticker = tickerIn(ward, own.tickerId);
    return ticker ? { ticker, startedAt: beganAt(stretch, screen.offsetMs) } : null;
  }
  const standing = standingTickerOf(screen);
  const ticker = standing === null || urgentIn(claim) ? undefined : tickerIn(ward, standing);
  return ticker ? { ticker, startedAt: 'midnight' } : null;
};

/** The days on which other messages run than on the day before. */
const turningDays = ({ messages }: ScheduledTicker): CalendarDay[] => [
  ...new Set(
    messages.flatMap(({ validFrom, validUntil }) => [
      ...(validFrom === null ? [] : [dayOf(validFrom)]),
      ...(validUntil === null ? [] : [dayOf(validUntil) + 1]),
    ]),
  ),
];

/** Stretches of one day, or of several with the same messages, within another stretch. `since`: the midnight from which it is counted. */
function* daysOf(
  { ticker, startedAt }: Choice,
  within: Stretch,
  clock: WallClock,
): Generator<Stretch & { day: CalendarDay; since: Instant | null }> {
  const turns = turningDays(ticker);
  const isDaily = startedAt === 'midnight';
  let { day } = clock.readingAt(within.from);
  for (let from = within.from; from < within.until; ) {
    const next = isDaily ? day + 1 : Math.min(...turns.filter((turn) => turn > day));
    const midnight = Number.isFinite(next) ? clock.instantOf(next, 0) : Number.POSITIVE_INFINITY;
    const until = Math.min(midnight, within.until);
    const turned = isDaily ? day : Math.max(...turns.filter((turn) => turn <= day));
    const since = Number.isFinite(turned) ? clock.instantOf(turned, 0) : null;
    if (from < until) yield { from, until, day, since };
    from = until;
    day = next;
  }
}

/** What of a body speaks of tickers; undefined where none runs. */
export const tickersOver = (
  ward: Ward,
  screen: Screen,
  won: readonly ShownStretch[],
  within: Stretch,
): Required<Pick<ManifestBody, 'tickers' | 'tickerSpans'>> | undefined => {
  if (!areTickersOn(ward, screen)) return undefined;
  const clock = ward.clocks(screen.zone);
  const running: { key: string; ticker: RunningTicker }[] = [];
  const placeOf = new Map<string, number>();
  const found: (Omit<TickerSpan, 'ticker'> & { key: string })[] = [];
  for (const stretch of tickerTurnsOver(ward, screen, won, within)) {
    const choice = chooseFor(ward, screen, stretch);
    if (!choice) continue;
    for (const { from, until, day, since } of daysOf(choice, stretch, clock)) {
      const ticker = runningOn(choice.ticker, dateOf(day));
      if (!ticker) continue;
      const key = `${ticker.tickerId} ${JSON.stringify(ticker.messages)}`;
      if (!placeOf.has(key)) {
        placeOf.set(key, 0);
        running.push({ key, ticker });
      }
      const turnedAt = since === null ? Number.NEGATIVE_INFINITY : since + screen.offsetMs;
      const anchor = choice.startedAt === 'midnight' ? turnedAt : Math.max(choice.startedAt, turnedAt);
      const last = found.at(-1);
      if (last && last.until === from && last.key === key && last.anchor === anchor) last.until = until;
      else found.push({ from, until, anchor, key });
    }
  }
  if (found.length === 0) return undefined;
  running.sort((a, b) => (a.key < b.key ? -1 : 1));
  running.forEach(({ key }, place) => {
    placeOf.set(key, place);
  });
  return {
    tickers: running.map(({ ticker }) => ticker),
    tickerSpans: found.map(({ from, until, anchor, key }) => ({
      anchor,
      from,
      ticker: placeOf.get(key) as number,
      until,
    })),
  };
};
