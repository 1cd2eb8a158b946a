/** What a step made beside slots, and the way back from it. Plain data, so that it outlives a load of the page. */
import { z } from 'zod';
import { CalendarId, PlaylistId } from '../../../../playlists/model/ids.ts';
import { call, type Trouble } from '../api/client.ts';

export const MadeBeside = z.object({ playlists: z.array(PlaylistId), calendars: z.array(CalendarId) });
export type MadeBeside = z.infer<typeof MadeBeside>;

export interface TakenBack {
  /** Names of what stays, because somebody has edited it since or something else uses it. */
  kept: string[];
  /** Why the rest could not be asked for; null when all of it was. */
  trouble: Trouble | null;
}

/** Deletes what was made, once the slots are gone that used it. What somebody edited since, or uses, is theirs and stays. */
export const takeBack = async ({ playlists, calendars }: MadeBeside): Promise<TakenBack> => {
  const made = [
    ...playlists.map((playlistId) => ({
      read: () => call('getPlaylist', { params: { playlistId } }),
      remove: () => call('deletePlaylist', { params: { playlistId } }),
    })),
    ...calendars.map((calendarId) => ({
      read: async () => {
        const listed = await call('listCalendars');
        const found = listed.ok ? listed.value.find(({ id }) => id === calendarId) : undefined;
        return found ? ({ ok: true, value: found } as const) : listed.ok ? null : listed;
      },
      remove: () => call('deleteCalendar', { params: { calendarId } }),
    })),
  ];
  const kept: string[] = [];
  for (const { read, remove } of made) {
    const found = await read();
    // Deleted by somebody already.
    if (!found || (!found.ok && found.trouble.code === 'not-found')) continue;
    if (!found.ok) return { kept, trouble: found.trouble };
    const { name, version } = found.value;
    const removed = version > 1 ? null : await remove();
    if (removed?.ok || removed?.trouble.code === 'not-found') continue;
    if (removed && !removed.trouble.code.endsWith('-in-use')) return { kept, trouble: removed.trouble };
    kept.push(name);
  }
  return { kept, trouble: null };
};
