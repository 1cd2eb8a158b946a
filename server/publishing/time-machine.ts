/** What a screen shows or showed at any instant, and why: the schedule in force then, compiled by the one compiler. */
import type { ScreenId } from '../../playlists/model/ids.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import type { Schedule } from '../../playlists/model/schedule.ts';
import { LAST_INSTANT } from '../../playlists/model/time.ts';
import { createWallClocks } from '../../playlists/timeline/wall-clock.ts';
import type { Caller, Handlers } from '../http/handlers.ts';
import type { DraftBooks } from '../schedules/draft-books.ts';
import { ownerOf } from '../schedules/drafts.ts';
import type { Gathering } from '../schedules/gather.ts';
import type { Archive, InForce } from './archive.ts';
import type { PressRoom } from './press-room.ts';

export interface TimeMachinePorts {
  archive: Pick<Archive, 'inForceAt'>;
  room: Pick<PressRoom, 'read' | 'view' | 'explain'>;
  gatherSchedule: (of?: Gathering) => Promise<Schedule>;
  drafts: Pick<DraftBooks, 'snapshot'>;
}

interface Found {
  /** Null for the working schedule. */
  id: InForce['id'] | null;
  schedule: Schedule;
  from: number | null;
  until: number | null;
}

export const createTimeMachine = ({ archive, room, gatherSchedule, drafts }: TimeMachinePorts) => {
  /** The schedule that was looked at last: whoever scrubs through a day asks for the same one. */
  let looked: { id: InForce['id']; schedule: Promise<Schedule> } | null = null;
  const lookAt = async (at: number): Promise<Found | null> => {
    const found = archive.inForceAt(at);
    if (!found) return null;
    const { id, schedule: stored, from, until } = found;
    if (looked?.id !== id) looked = { id, schedule: room.read(stored) };
    const mine = looked;
    try {
      return { id, schedule: await mine.schedule, from, until };
    } catch (fault) {
      if (looked === mine) looked = null;
      throw fault;
    }
  };

  /** The schedule that answers for an instant, provided the screen is in it. */
  const find = async (
    screenId: ScreenId,
    at: number,
    of: 'published' | 'working',
    caller: Caller,
  ): Promise<Outcome<Found>> => {
    const found: Found | null =
      of === 'working'
        ? {
            id: null,
            schedule: await gatherSchedule({ draft: await drafts.snapshot(ownerOf(caller)) }),
            from: null,
            until: null,
          }
        : await lookAt(at);
    if (!found) return refused('nothing-in-force', `nothing was published before ${new Date(at).toISOString()}`);
    return found.schedule.screens.some(({ id }) => id === screenId)
      ? accepted(found)
      : refused('nothing-in-force', `screen ${screenId} is not in the schedule of ${new Date(at).toISOString()}`);
  };

  const handlers: Pick<Handlers, 'viewDay' | 'explainMoment'> = {
    viewDay: async ({ params: { screenId }, query: { at, of }, caller }) => {
      const found = await find(screenId, at, of, caller);
      if (!found.ok) return found;
      const { id, schedule, from, until } = found.value;
      const zone = schedule.screens.find((screen) => screen.id === screenId)?.zone ?? '';
      const clock = createWallClocks()(zone);
      const { day } = clock.readingAt(at);
      const horizon = {
        from: Math.max(0, clock.instantOf(day, 0)),
        until: Math.min(LAST_INSTANT, clock.instantOf(day + 1, 0)),
      };
      const body = await room.view({ schedule, screenId, horizon });
      return accepted({ body, publicationId: id, inForceFrom: from, inForceUntil: until });
    },
    explainMoment: async ({ params: { screenId }, query: { at, of }, caller }) => {
      const found = await find(screenId, at, of, caller);
      if (!found.ok) return found;
      const { schedule } = found.value;
      return accepted(await room.explain({ schedule, screenId, at }));
    },
  };
  return { handlers };
};
