/** What deleting means for each kind of thing: which contract says where it is used, which one deletes it. */
import { z } from 'zod';
import type {
  AssetId,
  CalendarId,
  DayPartId,
  GroupId,
  PlaylistId,
  ScreenId,
  SiteId,
  SlotId,
  TickerId,
} from '../../../../playlists/model/ids.ts';
import type { Usage } from '../../../../playlists/model/usage.ts';
import { type Called, call } from '../api/client.ts';
import { type DeletionPorts, type Doomed, Unanswered } from './deletions.ts';

interface DeletionCalls {
  /** Null: nothing can stand in the way. */
  usage: ((id: string) => Promise<Called<Usage>>) | null;
  remove: (id: string, keepalive: boolean) => Promise<Called<unknown>>;
}

const CALLS: Readonly<Record<Doomed['kind'], DeletionCalls>> = {
  asset: {
    usage: (id) => call('getAssetUsage', { params: { assetId: id as AssetId } }),
    remove: (id, keepalive) => call('deleteAsset', { params: { assetId: id as AssetId } }, { keepalive }),
  },
  playlist: {
    usage: (id) => call('getPlaylistUsage', { params: { playlistId: id as PlaylistId } }),
    remove: (id, keepalive) => call('deletePlaylist', { params: { playlistId: id as PlaylistId } }, { keepalive }),
  },
  slot: {
    usage: null,
    remove: (id, keepalive) => call('deleteSlot', { params: { slotId: id as SlotId } }, { keepalive }),
  },
  screen: {
    usage: (id) => call('getScreenUsage', { params: { screenId: id as ScreenId } }),
    remove: (id, keepalive) => call('deleteScreen', { params: { screenId: id as ScreenId } }, { keepalive }),
  },
  calendar: {
    usage: (id) => call('getCalendarUsage', { params: { calendarId: id as CalendarId } }),
    remove: (id, keepalive) => call('deleteCalendar', { params: { calendarId: id as CalendarId } }, { keepalive }),
  },
  'day-part': {
    usage: (id) => call('getDayPartUsage', { params: { dayPartId: id as DayPartId } }),
    remove: (id, keepalive) => call('deleteDayPart', { params: { dayPartId: id as DayPartId } }, { keepalive }),
  },
  ticker: {
    usage: (id) => call('getTickerUsage', { params: { tickerId: id as TickerId } }),
    remove: (id, keepalive) => call('deleteTicker', { params: { tickerId: id as TickerId } }, { keepalive }),
  },
  group: {
    usage: (id) => call('getGroupUsage', { params: { groupId: id as GroupId } }),
    remove: (id, keepalive) => call('deleteGroup', { params: { groupId: id as GroupId } }, { keepalive }),
  },
  site: {
    usage: (id) => call('getSiteUsage', { params: { siteId: id as SiteId } }),
    remove: (id, keepalive) => call('deleteSite', { params: { siteId: id as SiteId } }, { keepalive }),
  },
};

/** Where the thing is used, as the server knows it now. */
export const askUsage = async ({ kind, id }: Doomed): Promise<Called<Usage>> =>
  CALLS[kind].usage?.(id) ?? { ok: true, value: { kind: 'free', takesAlong: [] } };

export const sendDeletion = ({ kind, id }: Doomed, keepalive: boolean): Promise<Called<unknown>> =>
  CALLS[kind].remove(id, keepalive);

const KEY = 'bang-tin.deletions';

/** The memory of deletions in this browser. Where storage is closed off, nothing outlives the page. */
export const browserMemory: DeletionPorts['memory'] = {
  read: () => {
    try {
      return z.array(Unanswered).parse(JSON.parse(localStorage.getItem(KEY) ?? '[]'));
    } catch {
      return [];
    }
  },
  write: (all) => {
    try {
      if (all.length > 0) localStorage.setItem(KEY, JSON.stringify(all));
      else localStorage.removeItem(KEY);
    } catch {
      // See above.
    }
  },
};
