/** Day-parts: whole replacements, each naming the version it was made on; those that slots name stay. */
import { DayPart } from '../../playlists/model/day-part.ts';
import { DayPartId } from '../../playlists/model/ids.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import { namePlaces, type UsagePlace, usageOf } from '../../playlists/model/usage.ts';
import type { DayPartDraft } from '../../playlists/wire/api/schedules.ts';
import { actorOf } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';
import type { Caller, Served } from '../http/handlers.ts';
import { ownerOf, slotPlaces } from './drafts.ts';
import type { SchedulePorts } from './playlists.ts';

/** All day-parts by name, or the one with `id`. */
export const readDayParts = ({ now, query }: Database, id?: string): DayPart[] =>
  now
    .all(
      query
        .selectFrom('dayPart')
        .selectAll()
        .$if(id !== undefined, (some) => some.where('id', '=', id ?? ''))
        .orderBy('name'),
    )
    .map(({ ranges, ...row }) => DayPart.parse({ ...row, ranges: JSON.parse(ranges) }));

const columnsOf = ({ ranges, ...rest }: DayPart) => ({ ...rest, ranges: JSON.stringify(ranges) });

/** Writes one whole, in place of the one there is; inside the caller's transaction. */
export const writeDayPart = ({ now, query }: Database, dayPart: DayPart): void => {
  const { id, ...values } = columnsOf(dayPart);
  if (now.run(query.updateTable('dayPart').set(values).where('id', '=', id)) === 0)
    now.run(query.insertInto('dayPart').values({ id, ...values }));
};

export const createDayParts = ({ database, now, record, changed }: SchedulePorts) => {
  const { query, transact } = database;
  const find = (id: string): DayPart | null => readDayParts(database, id)[0] ?? null;
  const placesOf = (id: DayPartId, caller: Caller): UsagePlace[] =>
    slotPlaces(database, (slot) => slot.dayPartId === id, ownerOf(caller));
  const check = ({ name }: DayPartDraft, id: string): Outcome<undefined> => {
    const named = database.now.first(query.selectFrom('dayPart').select('id').where('name', '=', name));
    return named && named.id !== id ? refused('name-taken', name, {}, { name: 'name-taken' }) : accepted(undefined);
  };
  const gone = (id: string) => refused('not-found', `day-part ${id} does not exist`);
  const tell = (): void => queueMicrotask(() => changed('day-parts'));

  const handlers: Served['handlers'] = {
    listDayParts: () => accepted(readDayParts(database)),
    createDayPart: ({ body: { id = DayPartId.parse(newId('dpt')), ...draft }, caller }) =>
      transact(() => {
        const made = find(id);
        if (made) return accepted(made);
        const checked = check(draft, '');
        if (!checked.ok) return checked;
        const dayPart: DayPart = { ...draft, id, version: 1, updatedAt: now() };
        writeDayPart(database, dayPart);
        record({ ...actorOf(caller), act: 'day-part.created', subject: dayPart.id, detail: { ...dayPart } });
        tell();
        return accepted(dayPart);
      }),
    changeDayPart: ({ params, body: { basedOn, ...draft }, caller }) =>
      transact(() => {
        const known = find(params.dayPartId);
        if (!known) return gone(params.dayPartId);
        if (known.version !== basedOn)
          return refused('changed-meanwhile', `based on ${basedOn}, newest is ${known.version}`);
        const checked = check(draft, known.id);
        if (!checked.ok) return checked;
        const dayPart: DayPart = { ...draft, id: known.id, version: known.version + 1, updatedAt: now() };
        writeDayPart(database, dayPart);
        record({
          ...actorOf(caller),
          act: 'day-part.changed',
          subject: known.id,
          detail: { before: known, after: dayPart },
        });
        tell();
        return accepted(dayPart);
      }),
    getDayPartUsage: ({ params, caller }) =>
      accepted(find(params.dayPartId) ? usageOf(placesOf(params.dayPartId, caller)) : { kind: 'gone' }),
    deleteDayPart: ({ params, caller }) =>
      transact((step) => {
        const known = find(params.dayPartId);
        if (!known) return gone(params.dayPartId);
        const users = placesOf(known.id, caller);
        if (users.length > 0) {
          const places = namePlaces(users);
          return refused('day-part-in-use', `used in ${places}`, { places });
        }
        step.run(query.deleteFrom('dayPart').where('id', '=', known.id));
        record({ ...actorOf(caller), act: 'day-part.deleted', subject: known.id, detail: { ...known } });
        tell();
        return accepted(undefined);
      }),
  };
  return { handlers };
};
