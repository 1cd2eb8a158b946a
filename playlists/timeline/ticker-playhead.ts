/** Which ticker runs on a screen at an instant, by its body: what the player runs by and the console draws by. Total, as `playheadAt` is. */
import type { RunningTicker } from '../model/ticker.ts';
import type { Instant } from '../model/time.ts';
import type { ManifestBody, TickerSpan } from '../wire/manifest.ts';
import { lastStarted } from './playhead.ts';

/** A ticker that runs in `[from, until)`, counted from `anchor`. */
export interface TickerRun {
  from: Instant;
  until: Instant;
  anchor: Instant;
  ticker: RunningTicker;
}

const runOf = ({ tickers }: ManifestBody, span: TickerSpan | undefined): TickerRun | null => {
  const ticker = span && tickers?.[span.ticker];
  return span && ticker ? { from: span.from, until: span.until, anchor: span.anchor, ticker } : null;
};

/** Index of the last span that begins not after an instant; −1 when all begin later. */
const placeAt = ({ tickerSpans = [] }: ManifestBody, at: Instant): number =>
  lastStarted(tickerSpans.length, (index) => (tickerSpans[index] as TickerSpan).from, at);

/** The ticker at an instant; null when none runs. */
export const tickerAt = (body: ManifestBody, at: Instant): TickerRun | null => {
  const run = runOf(body, body.tickerSpans?.[placeAt(body, at)]);
  return run && at < run.until ? run : null;
};

/** Those that run at some time between two instants, in order, at most `limit`. */
export const tickersBetween = (body: ManifestBody, from: Instant, until: Instant, limit: number): TickerRun[] => {
  const runs: TickerRun[] = [];
  const { tickerSpans = [] } = body;
  if (until <= from) return runs;
  for (let place = Math.max(0, placeAt(body, from)); place < tickerSpans.length && runs.length < limit; place += 1) {
    const run = runOf(body, tickerSpans[place]);
    if (!run || run.from >= until) break;
    if (run.until > from) runs.push(run);
  }
  return runs;
};
