/** A ticker while it is being written. Pure. */

import type { TickerId } from '../../../../playlists/model/ids.ts';
import type { Palette } from '../../../../playlists/model/slide.ts';
import type { RunningTicker, Ticker, TickerMessage } from '../../../../playlists/model/ticker.ts';
import { BAND_PERCENT, READING_RATE } from '../../../../playlists/model/ticker.ts';
import type { LocalDate } from '../../../../playlists/model/time.ts';
import type { TickerDraft } from '../../../../playlists/wire/api/tickers.ts';

export const blankMessage = (): TickerMessage => ({
  text: '',
  priority: 'normal',
  validFrom: null,
  validUntil: null,
});

export const draftOf = (ticker: Ticker | null, name: string): TickerDraft => ({
  name: ticker?.name ?? name,
  messages: ticker?.messages ?? [blankMessage()],
  edge: ticker?.edge ?? 'bottom',
  heightPercent: ticker?.heightPercent ?? BAND_PERCENT.usual,
  syllablesPerMinute: ticker?.syllablesPerMinute ?? READING_RATE.usual,
  separator: ticker?.separator ?? '•',
  look: ticker?.look ?? 'dark',
});

/** Lines that nobody wrote anything in are not sent, unless there is no other. */
export const sendable = (draft: TickerDraft): TickerDraft => {
  const written = draft.messages.filter(({ text }) => text.trim() !== '');
  return { ...draft, messages: written.length > 0 ? written : draft.messages };
};

/** The draft as it would run on a day; all messages where none is valid then. `sample` stands where nothing is written. */
export const previewOf = (
  draft: TickerDraft,
  palette: Palette,
  today: LocalDate,
  sample: string,
): { ticker: RunningTicker; isSilent: boolean } => {
  const written = draft.messages.filter(({ text }) => text.trim() !== '');
  const valid = written.filter(
    ({ validFrom, validUntil }) =>
      (validFrom === null || validFrom <= today) && (validUntil === null || today <= validUntil),
  );
  const shown = valid.length > 0 ? valid : written.length > 0 ? written : [{ ...blankMessage(), text: sample }];
  const { edge, heightPercent, syllablesPerMinute, separator } = draft;
  return {
    ticker: {
      tickerId: 'tck_draft' as TickerId,
      messages: shown.map(({ text, priority }) => ({
        text: text.normalize('NFC').replace(/\s+/g, ' ').trim(),
        priority,
      })),
      edge,
      heightPercent,
      syllablesPerMinute,
      separator,
      palette,
    },
    isSilent: written.length > 0 && valid.length === 0,
  };
};
