/** Calendars: whole replacements, each naming the version it was made on; those that slots name stay. */
import { Calendar } from '../../playlists/model/calendar.ts';
import { CalendarId } from '../../playlists/model/ids.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import { namePlaces, type UsagePlace, usageOf } from '../../playlists/model/usage.ts';
import type { CalendarDraft } from '../../playlists/wire/api/schedules.ts';
import { actorOf } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';
import type { Caller, Served } from '../http/handlers.ts';
import { ownerOf, slotPlaces } from './drafts.ts';
import type { SchedulePorts } from './playlists.ts';

/** All calendars by name, or the one with `id`. */
export const readCalendars = ({ now, query }: Database, id?: string): Calendar[] =>
  now
    .all(
      query
        .selectFrom('calendar')
        .selectAll()
        .$if(id !== undefined, (some) => some.where('id', '=', id ?? ''))
        .orderBy('name'),
    )
    .map(({ added, removed, ...row }) =>
      Calendar.parse({ ...row, added: JSON.parse(added), removed: JSON.parse(removed) }),
    );

const columnsOf = ({ added, removed, ...rest }: Calendar) => ({
  ...rest,
  added: JSON.stringify(added),
  removed: JSON.stringify(removed),
});

/** Writes one whole, in place of the one there is; inside the caller's transaction. */
export const writeCalendar = ({ now, query }: Database, calendar: Calendar): void => {
  const { id, ...values } = columnsOf(calendar);
  if (now.run(query.updateTable('calendar').set(values).where('id', '=', id)) === 0)
    now.run(query.insertInto('calendar').values({ id, ...values }));
};

export const createCalendars = ({ database, now, record, changed }: SchedulePorts) => {
  const { query, transact } = database;
  const find = (id: string): Calendar | null => readCalendars(database, id)[0] ?? null;
  const placesOf = (id: CalendarId, caller: Caller): UsagePlace[] =>
    slotPlaces(
      database,
      (slot) => slot.avoidCalendars.includes(id) || slot.requireCalendars.includes(id),
      ownerOf(caller),
    );
  const check = ({ name }: CalendarDraft, id: string): Outcome<undefined> => {
    const named = database.now.first(query.selectFrom('calendar').select('id').where('name', '=', name));
    return named && named.id !== id ? refused('name-taken', name, {}, { name: 'name-taken' }) : accepted(undefined);
  };
  const gone = (id: string) => refused('not-found', `calendar ${id} does not exist`);
  const tell = (): void => queueMicrotask(() => changed('calendars'));

  const handlers: Served['handlers'] = {
    listCalendars: () => accepted(readCalendars(database)),
    createCalendar: ({ body: { id = CalendarId.parse(newId('cal')), ...draft }, caller }) =>
      transact(() => {
        const made = find(id);
        if (made) return accepted(made);
        const checked = check(draft, '');
        if (!checked.ok) return checked;
        const calendar: Calendar = { ...draft, id, version: 1, updatedAt: now() };
        writeCalendar(database, calendar);
        record({ ...actorOf(caller), act: 'calendar.created', subject: calendar.id, detail: { ...calendar } });
        tell();
        return accepted(calendar);
      }),
    changeCalendar: ({ params, body: { basedOn, ...draft }, caller }) =>
      transact(() => {
        const known = find(params.calendarId);
        if (!known) return gone(params.calendarId);
        if (known.version !== basedOn)
          return refused('changed-meanwhile', `based on ${basedOn}, newest is ${known.version}`);
        const checked = check(draft, known.id);
        if (!checked.ok) return checked;
        const calendar: Calendar = { ...draft, id: known.id, version: known.version + 1, updatedAt: now() };
        writeCalendar(database, calendar);
        record({
          ...actorOf(caller),
          act: 'calendar.changed',
          subject: known.id,
          detail: { before: known, after: calendar },
        });
        tell();
        return accepted(calendar);
      }),
    getCalendarUsage: ({ params, caller }) =>
      accepted(find(params.calendarId) ? usageOf(placesOf(params.calendarId, caller)) : { kind: 'gone' }),
    deleteCalendar: ({ params, caller }) =>
      transact((step) => {
        const known = find(params.calendarId);
        if (!known) return gone(params.calendarId);
        const users = placesOf(known.id, caller);
        if (users.length > 0) {
          const places = namePlaces(users);
          return refused('calendar-in-use', `used in ${places}`, { places });
        }
        step.run(query.deleteFrom('calendar').where('id', '=', known.id));
        record({ ...actorOf(caller), act: 'calendar.deleted', subject: known.id, detail: { ...known } });
        tell();
        return accepted(undefined);
      }),
  };
  return { handlers };
};
