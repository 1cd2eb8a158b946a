/** Groups: sets of screens that slots may aim at. A group that a slot uses cannot be deleted. */
import { GroupId } from '../../playlists/model/ids.ts';
import { accepted, refused } from '../../playlists/model/refusal.ts';
import type { Group } from '../../playlists/model/screen.ts';
import { namePlaces, type UsagePlace, usageOf } from '../../playlists/model/usage.ts';
import type { Changed } from '../../playlists/wire/console-feed.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';
import type { Caller, Served } from '../http/handlers.ts';
import { ownerOf, slotPlaces } from '../schedules/drafts.ts';
import { readGroups } from './screen-rows.ts';
import { refuseTwoSteps } from './steps.ts';

export interface GroupPorts {
  database: Database;
  record: RecordAct;
  /** Told after the commit. */
  changed: (what: Changed) => void;
}

export const createGroups = ({ database, record, changed }: GroupPorts) => {
  const { query, transact } = database;
  const find = (id: string): Group | null => readGroups(database).find((group) => group.id === id) ?? null;

  const placesOf = (id: string, caller: Caller): UsagePlace[] =>
    slotPlaces(
      database,
      ({ targets }) => targets.some((target) => target.kind === 'group' && target.groupId === id),
      ownerOf(caller),
    );

  const save = (group: Group, write: () => void, act: string, caller: Caller) => {
    const { all, run } = database.now;
    const other = all(query.selectFrom('screenGroup').select('id').where('name', '=', group.name));
    if (other.some(({ id }) => id !== group.id)) return refused('name-taken', group.name, {}, { name: 'name-taken' });
    const known = new Map<string, string>(
      all(query.selectFrom('screen').select(['id', 'name'])).map(({ id, name }) => [id, name]),
    );
    if (!group.screenIds.every((id) => known.has(id)))
      return refused('request-malformed', 'a screen does not exist', {}, { screenIds: 'unknown' });
    const others = readGroups(database).filter(({ id }) => id !== group.id);
    const twice = refuseTwoSteps([...others, group], (id) => known.get(id) ?? id, 'screenIds');
    if (twice) return twice;
    write();
    run(query.deleteFrom('screenGroupMember').where('groupId', '=', group.id));
    for (const [position, screenId] of group.screenIds.entries())
      run(query.insertInto('screenGroupMember').values({ groupId: group.id, screenId, position }));
    const { id, ...detail } = group;
    record({ ...actorOf(caller), act, subject: id, detail });
    queueMicrotask(() => {
      changed('groups');
      changed('screens');
    });
    return accepted(group);
  };

  const handlers: Served['handlers'] = {
    listGroups: () => accepted(readGroups(database)),
    createGroup: ({ body, caller }) =>
      transact((step) => {
        const group = {
          id: GroupId.parse(newId('grp')),
          ...body,
          screenIds: [...new Set(body.screenIds)],
        };
        const { screenIds: _, ...row } = group;
        const insert = () => step.run(query.insertInto('screenGroup').values(row));
        return save(group, insert, 'group.created', caller);
      }),
    changeGroup: ({ params, body, caller }) =>
      transact((step) => {
        const known = find(params.groupId);
        if (!known) return refused('not-found', `group ${params.groupId} does not exist`);
        const group = {
          ...known,
          ...body,
          screenIds: [...new Set(body.screenIds ?? known.screenIds)],
        };
        const { id, name, stepMs } = group;
        const update = () => step.run(query.updateTable('screenGroup').set({ name, stepMs }).where('id', '=', id));
        return save(group, update, 'group.changed', caller);
      }),
    getGroupUsage: ({ params, caller }) =>
      accepted(find(params.groupId) ? usageOf(placesOf(params.groupId, caller)) : { kind: 'gone' }),
    deleteGroup: ({ params, caller }) =>
      transact((step) => {
        const known = find(params.groupId);
        if (!known) return refused('not-found', `group ${params.groupId} does not exist`);
        const users = placesOf(known.id, caller);
        if (users.length > 0) {
          const places = namePlaces(users);
          return refused('group-in-use', `used in ${places}`, { places });
        }
        step.run(query.deleteFrom('screenGroup').where('id', '=', known.id));
        record({ ...actorOf(caller), act: 'group.deleted', subject: known.id, detail: { name: known.name } });
        queueMicrotask(() => {
          changed('groups');
          changed('screens');
        });
        return accepted(undefined);
      }),
  };
  return { handlers };
};
