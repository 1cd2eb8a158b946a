/**
 * Announcements: a notice on air at once. It is published upon what is on air, never upon somebody's unfinished edits, and findings
 * do not stop it; slide, playlist, slot, audit line and publication are one commit. It ends by itself by the schedule that players
 * hold, or when somebody ends it. Where the ward airs approved content only, an approver alone may announce; that is the approval.
 */

import type { Announcement, AnnouncementDraft } from '../../playlists/model/announcement.ts';
import { AssetId, EntryId, SlotId } from '../../playlists/model/ids.ts';
import { Playlist } from '../../playlists/model/playlist.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import { type Schedule, ScheduledAsset } from '../../playlists/model/schedule.ts';
import type { Screen } from '../../playlists/model/screen.ts';
import { Slot } from '../../playlists/model/slot.ts';
import { DAY_MS, type Instant, type ZoneId } from '../../playlists/model/time.ts';
import { layOutSlide } from '../../playlists/slides/layout.ts';
import { isAimedAt } from '../../playlists/timeline/aim.ts';
import { nameScreens } from '../../playlists/timeline/sentences.ts';
import { createWallClocks, dateOf, type WallClock } from '../../playlists/timeline/wall-clock.ts';
import type { Changed } from '../../playlists/wire/console-feed.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';
import { isApprovalRequired } from '../database/settings.ts';
import type { Caller, Served } from '../http/handlers.ts';
import { assetsUsed } from '../publishing/intent.ts';
import type { Publishing } from '../publishing/publish.ts';
import { thawSchedule } from '../publishing/thaw.ts';
import type { Gathering } from '../schedules/gather.ts';
import { entryRow } from '../schedules/playlist-rows.ts';
import { deleteSlots, readSlots, writeSlots } from '../schedules/slot-rows.ts';
import { readSlides } from './slide-rows.ts';
import type { Slides } from './slides.ts';

export interface AnnouncementPorts {
  database: Database;
  now: () => number;
  record: RecordAct;
  /** Whose wall clock the slot is written in. */
  zone: ZoneId;
  slides: Pick<Slides, 'add' | 'coloured'>;
  publishing: Pick<Publishing, 'inTurn' | 'publishNow' | 'readFrozen'>;
  gatherSchedule: (of?: Gathering) => Promise<Schedule>;
  changed: (...what: Changed[]) => void;
}

/** How long one stays where several take turns. */
const TURN_MS = 15_000;

const two = (part: number): string => String(part).padStart(2, '0');
const timeText = (ms: number): string => {
  const seconds = Math.floor(ms / 1000) % 86_400;
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
};

/** As many letters of a title as stand in one line of a list. */
const SHORT_TITLE = 40;

/** The whole title, or its first words where it is longer than a line. */
const firstWords = (title: string): string =>
  title.length <= SHORT_TITLE ? title : `${title.slice(0, SHORT_TITLE).replace(/\s+\S*$/, '')}…`;

export const createAnnouncements = (ports: AnnouncementPorts): Served => {
  const { database, record, zone } = ports;
  const { query } = database;
  const clocks = createWallClocks();
  /** The clock in which an announcement from now on is written: the ward's, or UTC where the ward's jumps before it is over. */
  const clockFor = (now: Instant, lengthMs: number): WallClock => {
    const own = clocks(zone);
    const { day, msOfDay } = own.readingAt(now);
    const isSteady = own.instantOf(day, msOfDay) === now && own.instantOf(day, msOfDay + lengthMs) === now + lengthMs;
    return isSteady ? own : clocks('UTC');
  };
  const nameOf = (caller: Caller): string => (caller.kind === 'person' ? caller.name : 'system');

  const rows = () =>
    database.now.all(
      query.selectFrom('announcement').selectAll().where('endedAt', 'is', null).orderBy('startedAt', 'desc'),
    );
  type Row = ReturnType<typeof rows>[number];
  const isRunning = ({ untilAt }: Row): boolean => untilAt > ports.now();

  const show = (row: Row): Announcement[] => {
    const slot = readSlots(database, [row.slotId])[0];
    const content = readSlides(database, [row.assetId]).get(row.assetId)?.content;
    if (content?.template !== 'notice') return [];
    return [
      {
        slotId: SlotId.parse(row.slotId),
        assetId: AssetId.parse(row.assetId),
        notice: content,
        targets: slot?.targets ?? [],
        startedAt: row.startedAt,
        untilAt: row.untilAt,
        startedBy: row.startedBy,
        endedAt: row.endedAt,
      },
    ];
  };

  /**
   * What is on air, with what became ready since. Screens for which nobody has published yet have nothing of their own on them: nobody
   * has looked at that, and it may be what a publish would refuse.
   */
  const onAirNow = async (): Promise<Schedule> => {
    const frozen = await ports.publishing.readFrozen();
    const today = await ports.gatherSchedule(frozen ? { also: assetsUsed(frozen) } : {});
    const published = new Set<string>(frozen?.screens.map(({ id }) => id));
    const seen = new Set<string>(frozen?.sites.map(({ id }) => id));
    const bare: Schedule = {
      ...today,
      slots: [],
      screens: today.screens.map((screen) =>
        published.has(screen.id) ? screen : { ...screen, defaultPlaylistId: null },
      ),
      sites: today.sites.map((site) => (seen.has(site.id) ? site : { ...site, safeAssetId: null })),
    };
    return frozen ? thawSchedule(frozen, bare) : bare;
  };
  const without = (schedule: Schedule, gone: readonly Row[]): Schedule => {
    const slots = new Set<string>(gone.map(({ slotId }) => slotId));
    const playlists = new Set<string>(gone.map(({ playlistId }) => playlistId));
    const kept = schedule.slots.filter(({ id }) => !slots.has(id));
    const used = new Set<string | null>(kept.map(({ playlistId }) => playlistId));
    return {
      ...schedule,
      slots: kept,
      playlists: schedule.playlists.filter(({ id }) => !playlists.has(id) || used.has(id)),
    };
  };

  /** Takes slots and playlists of announcements that are over out of the ward; inside the transaction. */
  const clear = (gone: readonly Row[]): void => {
    for (const { slotId, playlistId } of gone) {
      deleteSlots(database, [slotId]);
      const uses = [
        database.now.first(query.selectFrom('slot').select('id').where('playlistId', '=', playlistId).limit(1)),
        database.now.first(
          query.selectFrom('screen').select('id').where('defaultPlaylistId', '=', playlistId).limit(1),
        ),
        database.now.first(query.selectFrom('playlistEntry').select('id').where('nestedId', '=', playlistId).limit(1)),
      ];
      if (uses.every((use) => use === undefined))
        database.now.run(query.deleteFrom('playlist').where('id', '=', playlistId));
    }
  };
  const markEnded = (gone: readonly Row[], at: (row: Row) => Instant, by: string): void => {
    for (const row of gone)
      database.now.run(
        query
          .updateTable('announcement')
          .set({ endedAt: at(row), endedBy: by })
          .where('slotId', '=', row.slotId),
      );
  };
  const tell = (): void => ports.changed('slots', 'playlists', 'assets', 'publications');

  /** Everything an announcement is made of; nothing is written yet. */
  const make = ({ notice, targets, minutes }: AnnouncementDraft, caller: Caller) => {
    const now = ports.now();
    const lengthMs = minutes * 60_000;
    const begun = Math.floor(now / 1000) * 1000;
    const clock = clockFor(begun, lengthMs);
    const { day, msOfDay } = clock.readingAt(begun);
    const day0 = dateOf(day);
    const said = clocks(zone).readingAt(now);
    const today = dateOf(said.day);
    const title = `${notice.heading} – ${notice.text}`.slice(0, 100).trim();
    const begins = `${timeText(said.msOfDay).slice(0, 5)} ${today.slice(8)}/${today.slice(5, 7)}`;
    const name = `${firstWords(title)} · ${begins}`;
    const assetId = AssetId.parse(newId('ast'));
    const slide = ports.slides.coloured(notice);
    const playlist = Playlist.parse({
      id: newId('pls'),
      name: `${name} · ${assetId.slice(-4)}`,
      entries: [{ id: EntryId.parse(newId('ent')), assetId, durationMs: TURN_MS }],
      version: 1,
      updatedAt: now,
    });
    const slot = Slot.parse({
      id: newId('slt'),
      name,
      playlistId: playlist.id,
      targets,
      from: timeText(msOfDay),
      until: lengthMs >= DAY_MS ? timeText(msOfDay) : timeText(msOfDay + lengthMs),
      zone: clock.zone,
      recurrence: 'FREQ=DAILY;COUNT=1',
      validFrom: day0,
      validUntil: day0,
      priority: 'urgent',
      boundary: 'cut',
      // Two that are on at once are shown in turn (SH1).
      share: { kind: 'interleave', weight: 1 },
      enabled: true,
      version: 1,
      updatedAt: now,
    });
    const approval =
      isApprovalRequired(database) && caller.kind === 'person'
        ? { by: caller.personId, name: caller.name, at: now }
        : null;
    const asset = ScheduledAsset.parse({
      id: assetId,
      title,
      kind: 'slide',
      durationMs: null,
      topic: null,
      renditions: [],
      slide,
      approval,
    });
    return {
      title,
      slide,
      asset,
      playlist,
      slot,
      approval,
      startedAt: now,
      untilAt: begun + lengthMs,
    };
  };

  const write = (made: ReturnType<typeof make>, caller: Caller): void => {
    const { title, slide, asset, playlist, slot, approval, startedAt, untilAt } = made;
    ports.slides.add({ title, content: slide.content }, slide, caller, asset.id);
    if (approval) {
      const { digest } = slide;
      const text = JSON.stringify({ ...approval, digest, fit: 'contain' });
      database.now.run(query.updateTable('asset').set({ approval: text }).where('id', '=', asset.id));
      record({ ...actorOf(caller), act: 'asset.approved', subject: asset.id, detail: { digest, by: 'announcement' } });
    }
    const { id, name, order, transition, version, updatedAt } = playlist;
    database.now.run(
      query.insertInto('playlist').values({
        id,
        name,
        playOrder: JSON.stringify(order),
        transition: JSON.stringify(transition),
        version,
        updatedAt,
      }),
    );
    for (const [position, entry] of playlist.entries.entries())
      database.now.run(query.insertInto('playlistEntry').values({ ...entryRow(entry), playlistId: id, position }));
    writeSlots(database, [slot], nameOf(caller));
    database.now.run(
      query.insertInto('announcement').values({
        slotId: slot.id,
        playlistId: id,
        assetId: asset.id,
        startedAt,
        untilAt,
        startedBy: nameOf(caller),
      }),
    );
    record({
      ...actorOf(caller),
      act: 'announcement.started',
      subject: slot.id,
      detail: { assetId: asset.id, targets: slot.targets, untilAt, content: slide.content },
    });
  };

  const targetsKnown = ({ targets }: AnnouncementDraft, { screens }: Schedule): boolean => {
    const groups = new Set<string>(database.now.all(query.selectFrom('screenGroup').select('id')).map(({ id }) => id));
    return targets.every((target) => {
      if (target.kind === 'all') return true;
      if (target.kind === 'group') return groups.has(target.groupId);
      return screens.some(({ id }) => id === target.screenId);
    });
  };

  /** Screens on which not all of the notice has room, even in the smallest type. */
  const cutOn = (made: ReturnType<typeof make>, { screens }: Schedule): Screen[] =>
    screens.filter((screen) => {
      if (!made.slot.targets.some((target) => isAimedAt(target, screen))) return false;
      const facts = { now: made.startedAt, clock: clocks(screen.zone), hasPicture: false };
      return layOutSlide(made.slide, screen.canvas, facts).isCut;
    });

  const handlers: Served['handlers'] = {
    listAnnouncements: () => accepted(rows().filter(isRunning).flatMap(show)),

    announce: ({ body, caller }) =>
      ports.publishing.inTurn(async (): Promise<Outcome<Announcement>> => {
        if (isApprovalRequired(database) && (caller.kind !== 'person' || caller.role !== 'approver'))
          return refused('announcement-needs-approver', 'the ward requires approvals');
        const over = rows().filter((row) => !isRunning(row));
        const base = without(await onAirNow(), over);
        if (!targetsKnown(body, base))
          return refused('slot-refers-nowhere', 'a target does not exist', {}, { targets: 'unknown' });
        const made = make(body, caller);
        const cut = body.evenIfCut ? [] : cutOn(made, base);
        if (cut.length > 0)
          return refused('announcement-cut', `cut on ${cut.map(({ id }) => id).join()}`, {
            screens: nameScreens(cut).vi,
            screensEn: nameScreens(cut).en,
          });
        const published = await ports.publishing.publishNow({
          schedule: {
            ...base,
            playlists: [...base.playlists, made.playlist],
            slots: [...base.slots, made.slot],
            assets: [...base.assets, made.asset],
          },
          cause: 'announcement',
          note: made.title,
          caller,
          renew: false,
          alongside: () => {
            markEnded(over, ({ untilAt }) => untilAt, '');
            clear(over);
            write(made, caller);
          },
        });
        if (!published.ok) return published;
        tell();
        const row = rows().find(({ slotId }) => slotId === made.slot.id);
        const shown = row ? show(row)[0] : undefined;
        return shown ? accepted(shown) : refused('not-found', made.slot.id);
      }),

    endAnnouncement: ({ params: { slotId }, caller }) =>
      ports.publishing.inTurn(async (): Promise<Outcome<Announcement>> => {
        const mine = rows().find((row) => row.slotId === slotId);
        if (!mine || !isRunning(mine)) return refused('announcement-over', slotId);
        const shown = show(mine)[0];
        const over = [mine, ...rows().filter((row) => row !== mine && !isRunning(row) && row.slotId !== slotId)];
        const endedAt = ports.now();
        const published = await ports.publishing.publishNow({
          schedule: without(await onAirNow(), over),
          cause: 'announcement',
          note: `Kết thúc: ${shown?.notice.heading ?? slotId}`.slice(0, 200),
          caller,
          renew: false,
          alongside: () => {
            markEnded(over, (row) => Math.min(row.untilAt, endedAt), nameOf(caller));
            clear(over);
            record({
              ...actorOf(caller),
              act: 'announcement.ended',
              subject: slotId,
              detail: { assetId: mine.assetId },
            });
          },
        });
        if (!published.ok) return published;
        tell();
        return shown ? accepted({ ...shown, endedAt }) : refused('not-found', slotId);
      }),
  };
  return { handlers };
};
