/** What publishing would do, and what was published: reads alone. */

import { accepted, refused } from '../../playlists/model/refusal.ts';
import type { Schedule } from '../../playlists/model/schedule.ts';
import { horizonOf } from '../../playlists/timeline/compile.ts';
import { ManifestBody } from '../../playlists/wire/manifest.ts';
import type { Caller, Handlers } from '../http/handlers.ts';
import type { DraftBooks } from '../schedules/draft-books.ts';
import { isIdle } from '../schedules/draft-rows.ts';
import { ownerOf } from '../schedules/drafts.ts';
import type { Gathering } from '../schedules/gather.ts';
import type { Archive } from './archive.ts';
import type { PressOrder } from './press.ts';
import type { PressRoom } from './press-room.ts';

export interface PreviewPorts {
  archive: Pick<Archive, 'newestDigest' | 'frozenAsStored' | 'list' | 'newestSigned' | 'bodyText'>;
  room: Pick<PressRoom, 'look' | 'compare' | 'view'>;
  drafts: Pick<DraftBooks, 'snapshot'>;
  gatherSchedule: (of?: Gathering) => Promise<Schedule>;
  /** What the press would be asked for. */
  orderFor: (schedule: Schedule) => PressOrder;
  now: () => number;
}

export const createPreviews = ({ archive, room, drafts, gatherSchedule, orderFor, now }: PreviewPorts) => {
  /** The schedule as a person would publish it. */
  const gatherFor = async (caller: Caller): Promise<Schedule> =>
    gatherSchedule({ draft: await drafts.snapshot(ownerOf(caller)) });

  const handlers: Pick<
    Handlers,
    | 'workingSchedule'
    | 'previewPublish'
    | 'previewDifferences'
    | 'previewScreen'
    | 'listPublications'
    | 'getScreenManifest'
  > = {
    workingSchedule: async ({ query, caller }) => {
      const schedule = await gatherFor(caller);
      return accepted(query.slots === 'with' ? schedule : { ...schedule, slots: [] });
    },

    previewPublish: async ({ caller }) => {
      const draft = await drafts.snapshot(ownerOf(caller));
      const schedule = await gatherSchedule({ draft });
      const { findings, wanted, intent } = await room.look(orderFor(schedule));
      return accepted({
        findings,
        screens: wanted.map(({ screenId, changed }) => ({ screenId, changed })),
        unpublished: intent !== archive.newestDigest() || draft.some((row) => !isIdle(row)),
      });
    },

    previewDifferences: async ({ caller }) => {
      const schedule = await gatherFor(caller);
      return accepted(await room.compare({ onAir: archive.frozenAsStored(), schedule, now: now() }));
    },

    previewScreen: async ({ params, caller }) => {
      const schedule = await gatherFor(caller);
      const screen = schedule.screens.find(({ id }) => id === params.screenId);
      if (!screen) return refused('not-found', `screen ${params.screenId} does not exist`);
      const horizon = horizonOf(now(), screen.zone);
      return accepted({ body: await room.view({ schedule, screenId: screen.id, horizon }) });
    },

    listPublications: ({ query }) => accepted(archive.list(query.cursor, query.limit)),

    getScreenManifest: ({ params }) => {
      const signed = archive.newestSigned(params.screenId);
      const text = signed && archive.bodyText(signed.envelope.bodyDigest);
      if (!signed || text === null) return refused('not-found', `${params.screenId} was never published to`);
      return accepted({ signed, body: ManifestBody.parse(JSON.parse(text)) });
    },
  };
  return handlers;
};
