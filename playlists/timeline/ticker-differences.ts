/** What of the tickers of a screen would be seen otherwise (DF1): two bodies of it, put side by side, and the words for it. */
import type { Said } from '../model/said.ts';
import type { RunningTicker } from '../model/ticker.ts';
import type { Instant } from '../model/time.ts';
import type { ManifestBody } from '../wire/manifest.ts';
import type { Stretch } from './occurrences.ts';
import { tickerIn } from './ticker-spans.ts';
import type { Ward } from './ward.ts';

/** A ticker that runs for a while; null = none. */
export interface SeenTicker extends Stretch {
  ticker: RunningTicker | null;
  anchor: Instant;
  name: string;
}

/** All the time of a body, with what runs in it. */
export const seenTickers = (ward: Ward, body: ManifestBody): SeenTicker[] => {
  const seen: SeenTicker[] = [];
  const none = (from: Instant, until: Instant): void => {
    if (from < until) seen.push({ from, until, ticker: null, anchor: 0, name: '' });
  };
  let at = body.from;
  for (const { from, until, ticker: place, anchor } of body.tickerSpans ?? []) {
    const ticker = body.tickers?.[place] ?? null;
    none(at, from);
    const name = (ticker && tickerIn(ward, ticker.tickerId)?.name) ?? '';
    seen.push({ from, until, ticker, anchor, name });
    at = until;
  }
  none(at, body.until);
  return seen;
};

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What is another of a ticker that stays. */
const sayLook = (before: RunningTicker, after: RunningTicker, name: string): Said | null => {
  const parts: Said[] = [];
  if (!isSame(before.messages, after.messages)) parts.push({ vi: 'lời mới', en: 'other messages' });
  if (before.syllablesPerMinute !== after.syllablesPerMinute) parts.push({ vi: 'tốc độ khác', en: 'another speed' });
  const style = ({ edge, heightPercent, separator, palette }: RunningTicker) => [
    edge,
    heightPercent,
    separator,
    palette,
  ];
  if (!isSame(style(before), style(after))) parts.push({ vi: 'vị trí hoặc màu khác', en: 'another place or look' });
  if (parts.length === 0) return null;
  return {
    vi: `chạy chữ “${name}” với ${parts.map(({ vi }) => vi).join(', ')}`,
    en: `will run the ticker “${name}” with ${parts.map(({ en }) => en).join(', ')}`,
  };
};

/** What one sees another in two stretches of the same time; null when nothing. */
export const sayTickerChange = (before: SeenTicker, after: SeenTicker): Said | null => {
  if (!before.ticker && !after.ticker) return null;
  if (!before.ticker) return { vi: `chạy chữ “${after.name}”`, en: `will run the ticker “${after.name}”` };
  if (!after.ticker)
    return { vi: `không còn chạy chữ “${before.name}”`, en: `will no longer run the ticker “${before.name}”` };
  if (before.ticker.tickerId !== after.ticker.tickerId)
    return {
      vi: `chạy chữ “${after.name}” thay cho “${before.name}”`,
      en: `will run the ticker “${after.name}” instead of “${before.name}”`,
    };
  const look = sayLook(before.ticker, after.ticker, after.name);
  if (look || before.anchor === after.anchor) return look;
  return {
    vi: `vẫn chạy chữ “${after.name}”, chỉ bắt đầu vòng chữ vào lúc khác`,
    en: `will still run the ticker “${after.name}”, only beginning its laps at other moments`,
  };
};
