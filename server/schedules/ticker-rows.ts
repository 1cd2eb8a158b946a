/** Tickers as rows, and those of them that a schedule takes along, in the ward's colours of today. */
import type { Screen } from '../../playlists/model/screen.ts';
import type { Slot } from '../../playlists/model/slot.ts';
import { type ScheduledTicker, Ticker } from '../../playlists/model/ticker.ts';
import { paletteOf as paletteOfLook } from '../../playlists/slides/colours.ts';
import type { Database } from '../database/open.ts';
import { paletteOf } from '../database/settings.ts';

/** All tickers by name, or the one with `id`. */
export const readTickers = ({ now, query }: Database, id?: string): Ticker[] =>
  now
    .all(
      query
        .selectFrom('ticker')
        .selectAll()
        .$if(id !== undefined, (some) => some.where('id', '=', id ?? ''))
        .orderBy('name'),
    )
    .map(({ messages, approval, editedBy: _, ...row }) =>
      Ticker.parse({
        ...row,
        messages: JSON.parse(messages),
        approval: approval === null ? null : JSON.parse(approval),
      }),
    );

/** Who wrote the messages as they are, by id; '' = nobody of today. */
export const writerOf = ({ now, query }: Database, id: string): string =>
  now.first(query.selectFrom('ticker').select('editedBy').where('id', '=', id))?.editedBy ?? '';

/** Writes one whole, in place of the one there is; inside the caller's transaction. */
export const writeTicker = ({ now, query }: Database, ticker: Ticker, editedBy: string): void => {
  const { id, messages, approval, ...rest } = ticker;
  const values = {
    ...rest,
    messages: JSON.stringify(messages),
    approval: approval && JSON.stringify(approval),
    editedBy,
  };
  if (now.run(query.updateTable('ticker').set(values).where('id', '=', id)) === 0)
    now.run(query.insertInto('ticker').values({ id, ...values }));
};

/** Those that slots and screens name, by id. Where none is named nothing is read. */
export const scheduledTickers = (
  database: Database,
  slots: readonly Slot[],
  screens: readonly Screen[],
): ScheduledTicker[] => {
  const named = new Set<string>();
  for (const { ticker } of slots) if (ticker?.kind === 'ticker') named.add(ticker.tickerId);
  for (const { tickerId } of screens) if (tickerId) named.add(tickerId);
  if (named.size === 0) return [];
  const brand = paletteOf(database);
  return readTickers(database)
    .filter(({ id }) => named.has(id))
    .map((ticker) => ({ ...ticker, palette: paletteOfLook(ticker.look, brand) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
};
