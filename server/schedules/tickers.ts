/**
 * Tickers: whole replacements, each naming the version it was made on; those that slots or screens show stay. What runs on a public screen
 * is approved as content is: by whose role it is, never by who wrote it, and other words void it.
 */
import { ScreenId, TickerId } from '../../playlists/model/ids.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import type { Ticker } from '../../playlists/model/ticker.ts';
import { namePlaces, type UsagePlace, usageOf } from '../../playlists/model/usage.ts';
import type { TickerDraft } from '../../playlists/wire/api/tickers.ts';
import { actorOf } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Caller, Served } from '../http/handlers.ts';
import { ownerOf, slotPlaces } from './drafts.ts';
import type { SchedulePorts } from './playlists.ts';
import { readTickers, writerOf, writeTicker } from './ticker-rows.ts';

export const createTickers = ({ database, now, record, changed }: SchedulePorts) => {
  const { query, transact } = database;
  const find = (id: string): Ticker | null => readTickers(database, id)[0] ?? null;
  const placesOf = (id: TickerId, caller: Caller): UsagePlace[] => [
    ...slotPlaces(database, ({ ticker }) => ticker?.kind === 'ticker' && ticker.tickerId === id, ownerOf(caller)),
    ...database.now
      .all(query.selectFrom('screen').select(['id', 'name']).where('tickerId', '=', id).orderBy('name'))
      .map((row): UsagePlace => ({ kind: 'screen', id: ScreenId.parse(row.id), name: row.name })),
  ];
  const check = ({ name }: TickerDraft, id: string): Outcome<undefined> => {
    const named = database.now.first(query.selectFrom('ticker').select('id').where('name', '=', name));
    return named && named.id !== id ? refused('name-taken', name, {}, { name: 'name-taken' }) : accepted(undefined);
  };
  const gone = (id: string) => refused('not-found', `ticker ${id} does not exist`);
  const tell = (): void => queueMicrotask(() => changed('tickers'));

  const approve = (known: Ticker, seen: number, caller: Caller): Outcome<Ticker> => {
    if (known.approval) return accepted(known);
    if (caller.kind !== 'person') return refused('not-allowed', 'only people approve');
    if (writerOf(database, known.id) === caller.personId)
      return refused('ticker-own-words', `${caller.personId} wrote ${known.id}`);
    if (seen !== known.version) return refused('changed-meanwhile', `seen ${seen}, newest is ${known.version}`);
    const approved = { ...known, approval: { by: caller.personId, name: caller.name, at: now() } };
    writeTicker(database, approved, writerOf(database, known.id));
    record({
      ...actorOf(caller),
      act: 'ticker.approved',
      subject: known.id,
      detail: { version: seen, messages: known.messages },
    });
    tell();
    return accepted(approved);
  };

  const handlers: Served['handlers'] = {
    listTickers: () => accepted(readTickers(database)),
    getTicker: ({ params: { tickerId } }) => {
      const known = find(tickerId);
      return known ? accepted(known) : gone(tickerId);
    },
    createTicker: ({ body, caller }) =>
      transact(() => {
        const checked = check(body, '');
        if (!checked.ok) return checked;
        const id = TickerId.parse(newId('tck'));
        const ticker: Ticker = { ...body, id, approval: null, version: 1, updatedAt: now() };
        writeTicker(database, ticker, ownerOf(caller));
        record({ ...actorOf(caller), act: 'ticker.created', subject: id, detail: { ...ticker } });
        tell();
        return accepted(ticker);
      }),
    changeTicker: ({ params: { tickerId }, body: { basedOn, ...draft }, caller }) =>
      transact(() => {
        const known = find(tickerId);
        if (!known) return gone(tickerId);
        if (known.version !== basedOn)
          return refused('changed-meanwhile', `based on ${basedOn}, newest is ${known.version}`);
        const checked = check(draft, known.id);
        if (!checked.ok) return checked;
        const isReworded = JSON.stringify(known.messages) !== JSON.stringify(draft.messages);
        const ticker: Ticker = {
          ...draft,
          id: known.id,
          approval: isReworded ? null : known.approval,
          version: known.version + 1,
          updatedAt: now(),
        };
        writeTicker(database, ticker, isReworded ? ownerOf(caller) : writerOf(database, known.id));
        record({
          ...actorOf(caller),
          act: 'ticker.changed',
          subject: known.id,
          detail: { before: known, after: ticker },
        });
        if (isReworded && known.approval)
          record({
            ...actorOf(caller),
            act: 'ticker.approval-voided',
            subject: known.id,
            detail: { by: known.approval.by },
          });
        tell();
        return accepted(ticker);
      }),
    approveTicker: ({ params: { tickerId }, body, caller }) =>
      transact(() => {
        const known = find(tickerId);
        return known ? approve(known, body.version, caller) : gone(tickerId);
      }),
    withdrawTickerApproval: ({ params: { tickerId }, caller }) =>
      transact(() => {
        const known = find(tickerId);
        if (!known) return gone(tickerId);
        if (!known.approval) return accepted(known);
        const open: Ticker = { ...known, approval: null };
        writeTicker(database, open, writerOf(database, known.id));
        record({
          ...actorOf(caller),
          act: 'ticker.approval-withdrawn',
          subject: known.id,
          detail: { by: known.approval.by },
        });
        tell();
        return accepted(open);
      }),
    getTickerUsage: ({ params: { tickerId }, caller }) =>
      accepted(find(tickerId) ? usageOf(placesOf(tickerId, caller)) : { kind: 'gone' }),
    deleteTicker: ({ params: { tickerId }, caller }) =>
      transact((step) => {
        const known = find(tickerId);
        if (!known) return gone(tickerId);
        const users = placesOf(known.id, caller);
        if (users.length > 0) {
          const places = namePlaces(users);
          return refused('ticker-in-use', `used in ${places}`, { places });
        }
        step.run(query.deleteFrom('ticker').where('id', '=', known.id));
        record({ ...actorOf(caller), act: 'ticker.deleted', subject: known.id, detail: { ...known } });
        tell();
        return accepted(undefined);
      }),
  };
  return { handlers };
};
