/** Screens and groups as rows. One read gives all screens with their groups and their living device. */
import { BlankHours, Group, Screen } from '../../playlists/model/screen.ts';
import type { Database } from '../database/open.ts';
import { parsedOnce } from '../frozen.ts';
import { offsetsOf } from './steps.ts';

interface Members {
  groupId: string;
  screenId: string;
}

const collect = (members: readonly Members[], key: 'groupId' | 'screenId', value: 'groupId' | 'screenId') => {
  const found = new Map<string, string[]>();
  for (const member of members) {
    const list = found.get(member[key]);
    if (list) list.push(member[value]);
    else found.set(member[key], [member[value]]);
  }
  return found;
};

const membersOf = ({ now, query }: Database): Members[] =>
  now.all(
    query
      .selectFrom('screenGroupMember')
      .select(['groupId', 'screenId'])
      .orderBy('groupId')
      .orderBy('position')
      .orderBy('screenId'),
  );

/** Everybody who plans asks for all screens again and again. */
const MOST_KEPT = 2_000;
const parseScreen = parsedOnce((row) => Screen.parse(row), MOST_KEPT);
const parseBlankHours = parsedOnce((text) => BlankHours.array().parse(JSON.parse(String(text))), MOST_KEPT);

/** All screens by name, or the one with `id`. Frozen. */
export const readScreens = (database: Database, id?: string): Screen[] => {
  const { now, query } = database;
  const groups = collect(membersOf(database), 'screenId', 'groupId');
  const offsets = offsetsOf(readGroups(database));
  const rows = now.all(
    query
      .selectFrom('screen')
      .leftJoin('device', (join) => join.onRef('device.screenId', '=', 'screen.id').on('device.revokedAt', 'is', null))
      .selectAll('screen')
      .select('device.id as deviceId')
      .$if(id !== undefined, (some) => some.where('screen.id', '=', id ?? ''))
      .orderBy('screen.name'),
  );
  return rows.map((row) =>
    parseScreen({
      id: row.id,
      name: row.name,
      siteId: row.siteId,
      canvas: { width: row.width, height: row.height },
      zone: row.zone,
      groupIds: groups.get(row.id) ?? [],
      offsetMs: offsets.get(row.id) ?? 0,
      defaultPlaylistId: row.defaultPlaylistId,
      ...(row.tickerId !== null && { tickerId: row.tickerId }),
      blankHours: parseBlankHours(row.blankHours),
      sound: row.sound === 1,
      pitchMm: row.pitchMm,
      viewedFromM: row.viewedFromM,
      deviceId: row.deviceId,
      createdAt: row.createdAt,
    }),
  );
};

export const findScreen = (database: Database, id: string): Screen | null => readScreens(database, id)[0] ?? null;

/** All groups by name, their screens in order. */
export const readGroups = (database: Database): Group[] => {
  const { now, query } = database;
  const screens = collect(membersOf(database), 'groupId', 'screenId');
  return now
    .all(query.selectFrom('screenGroup').select(['id', 'name', 'stepMs']).orderBy('name'))
    .map((row) => Group.parse({ ...row, screenIds: screens.get(row.id) ?? [] }));
};
