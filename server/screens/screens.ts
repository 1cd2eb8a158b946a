/** Screens: their place, pixel grid, zone, groups, default playlist and blank hours. Changes air with the next publication. */
import type { ScreenId } from '../../playlists/model/ids.ts';
import { ScreenId as ScreenIdSchema } from '../../playlists/model/ids.ts';
import { accepted, refused } from '../../playlists/model/refusal.ts';
import type { Screen } from '../../playlists/model/screen.ts';
import type { Slot } from '../../playlists/model/slot.ts';
import type { Changed, ScreenLive } from '../../playlists/wire/console-feed.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';
import type { Caller, Served } from '../http/handlers.ts';
import { ownerOf, slotPlaces } from '../schedules/drafts.ts';
import { readSlots } from '../schedules/slot-rows.ts';
import { findScreen, readGroups, readScreens } from './screen-rows.ts';
import { refuseTwoSteps } from './steps.ts';

export interface ScreenPorts {
  database: Database;
  now: () => number;
  record: RecordAct;
  /** Told after the commit. */
  changed: (what: Changed) => void;
  liveOf: (screenId: ScreenId) => ScreenLive;
  /** Revokes the player of a screen that is about to be deleted. */
  revokeOf: (screenId: ScreenId, caller: Caller) => boolean;
  /** A canvas exists now that content may not be prepared for. */
  canvasesChanged: () => void;
  /** Told after a screen is gone for good. */
  screenDeleted: (screenId: ScreenId) => void;
  /** Takes the screen out of unpublished slots; inside the transaction. */
  forgetInDrafts: (screenId: ScreenId) => void;
}

const columnsOf = ({ groupIds: _, deviceId: __, offsetMs: ___, canvas, blankHours, sound, ...rest }: Screen) => ({
  ...rest,
  tickerId: rest.tickerId ?? null,
  width: canvas.width,
  height: canvas.height,
  blankHours: JSON.stringify(blankHours),
  sound: sound ? 1 : 0,
});

/** Slots that name this screen alone: without it they would be left without targets. */
const isOnlyOn =
  (id: ScreenId) =>
  ({ targets }: Slot): boolean =>
    targets.every((target) => target.kind === 'screen' && target.screenId === id);

export const createScreens = (ports: ScreenPorts) => {
  const { database, record, changed } = ports;
  const { query, transact } = database;
  const exists = (table: 'site' | 'playlist' | 'ticker' | 'screenGroup', id: string): boolean =>
    database.now.first(query.selectFrom(table).select('id').where('id', '=', id)) !== undefined;

  /** What is wrong with the references of a draft. */
  const faultsOf = (screen: Screen): Record<string, string> => ({
    ...(exists('site', screen.siteId) ? {} : { siteId: 'unknown' }),
    ...(screen.defaultPlaylistId === null || exists('playlist', screen.defaultPlaylistId)
      ? {}
      : { defaultPlaylistId: 'unknown' }),
    ...(!screen.tickerId || exists('ticker', screen.tickerId) ? {} : { tickerId: 'unknown' }),
    ...(screen.groupIds.every((id) => exists('screenGroup', id)) ? {} : { groupIds: 'unknown' }),
  });
  const isNameTaken = (name: string, except: string): boolean =>
    database.now.first(query.selectFrom('screen').select('id').where('name', '=', name).where('id', '!=', except)) !==
    undefined;

  const writeGroups = (screen: Screen): void => {
    const { run } = database.now;
    const groups = readGroups(database);
    for (const { id, screenIds } of groups)
      if (screenIds.includes(screen.id) && !screen.groupIds.includes(id))
        run(query.deleteFrom('screenGroupMember').where('screenId', '=', screen.id).where('groupId', '=', id));
    for (const { id, screenIds } of groups) {
      if (!screen.groupIds.includes(id) || screenIds.includes(screen.id)) continue;
      // Behind the last, though others may have left gaps before it.
      const last = database.now.first(
        query
          .selectFrom('screenGroupMember')
          .select('position')
          .where('groupId', '=', id)
          .orderBy('position', 'desc')
          .limit(1),
      );
      const position = (last?.position ?? -1) + 1;
      run(query.insertInto('screenGroupMember').values({ groupId: id, screenId: screen.id, position }));
    }
  };
  /** The groups as they will be with the screen in those it names. */
  const groupsWith = ({ id, groupIds }: Screen) =>
    readGroups(database).map((group) => {
      const others = group.screenIds.filter((screenId) => screenId !== id);
      return { ...group, screenIds: groupIds.includes(group.id) ? [...others, id] : others };
    });

  /** Checks and writes one screen with its groups; `write` inserts or updates the row. */
  const save = (screen: Screen, write: () => void, act: string, caller: Caller, detail: Record<string, unknown>) => {
    if (isNameTaken(screen.name, screen.id)) return refused('name-taken', screen.name, {}, { name: 'name-taken' });
    const faults = faultsOf(screen);
    if (Object.keys(faults).length > 0)
      return refused('request-malformed', `unknown reference: ${Object.keys(faults).join(', ')}`, {}, faults);
    const twice = refuseTwoSteps(groupsWith(screen), () => screen.name, 'groupIds');
    if (twice) return twice;
    write();
    writeGroups(screen);
    record({ ...actorOf(caller), act, subject: screen.id, detail });
    queueMicrotask(() => {
      changed('screens');
      changed('groups');
      ports.canvasesChanged();
    });
    return accepted({ ...screen, offsetMs: findScreen(database, screen.id)?.offsetMs ?? 0 });
  };
  const unique = <Item>(items: readonly Item[]): Item[] => [...new Set(items)].sort();

  const handlers: Served['handlers'] = {
    listScreens: () => accepted(readScreens(database).map((screen) => ({ screen, live: ports.liveOf(screen.id) }))),
    getScreen: ({ params }) => {
      const screen = findScreen(database, params.screenId);
      return screen
        ? accepted({ screen, live: ports.liveOf(screen.id) })
        : refused('not-found', `screen ${params.screenId} does not exist`);
    },
    createScreen: ({ body, caller }) =>
      transact((step) => {
        const screen: Screen = {
          ...body,
          id: ScreenIdSchema.parse(newId('scr')),
          groupIds: unique(body.groupIds),
          offsetMs: 0,
          deviceId: null,
          createdAt: ports.now(),
        };
        const insert = () => step.run(query.insertInto('screen').values(columnsOf(screen)));
        return save(screen, insert, 'screen.created', caller, { name: screen.name });
      }),
    changeScreen: ({ params, body, caller }) =>
      transact((step) => {
        const known = findScreen(database, params.screenId);
        if (!known) return refused('not-found', `screen ${params.screenId} does not exist`);
        const screen: Screen = { ...known, ...body, groupIds: unique(body.groupIds ?? known.groupIds) };
        const { id, createdAt: _, ...values } = columnsOf(screen);
        const update = () => step.run(query.updateTable('screen').set(values).where('id', '=', id));
        return save(screen, update, 'screen.changed', caller, { ...body });
      }),
    getScreenUsage: ({ params, caller }) =>
      accepted(
        findScreen(database, params.screenId)
          ? { kind: 'free', takesAlong: slotPlaces(database, isOnlyOn(params.screenId), ownerOf(caller)) }
          : { kind: 'gone' },
      ),
    deleteScreen: ({ params, caller }) => {
      const known = findScreen(database, params.screenId);
      if (!known) return refused('not-found', `screen ${params.screenId} does not exist`);
      ports.revokeOf(known.id, caller);
      transact((step) => {
        // They go too, and the audit says so.
        const orphans = readSlots(database).filter(isOnlyOn(known.id));
        step.run(query.deleteFrom('screen').where('id', '=', known.id));
        for (const { id } of orphans) {
          step.run(query.deleteFrom('slot').where('id', '=', id));
          record({ ...actorOf(caller), act: 'slot.deleted', subject: id, detail: { because: known.id } });
        }
        ports.forgetInDrafts(known.id);
        record({ ...actorOf(caller), act: 'screen.deleted', subject: known.id, detail: { name: known.name } });
      });
      ports.screenDeleted(known.id);
      for (const what of ['screens', 'groups', 'slots'] as const) changed(what);
      return accepted(undefined);
    },
  };

  return {
    handlers,
    /** The screen as people see it; null when it does not exist. */
    findScreen: async (screenId: ScreenId): Promise<Screen | null> => findScreen(database, screenId),
  };
};
