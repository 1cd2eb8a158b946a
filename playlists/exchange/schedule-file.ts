/**
 * A schedule as a JSON file of our own: playlists, tickers, calendars, day-parts and slots, each reference by id and by name. A file from the same ward
 * finds everything by id; in another ward names are matched, and what is not there is said. Reading is by schema, once.
 */
import { z } from 'zod';
import { Calendar } from '../model/calendar.ts';
import { DayPart } from '../model/day-part.ts';
import type { TagId } from '../model/ids.ts';
import { EntryDraft, Playlist } from '../model/playlist.ts';
import type { Said } from '../model/said.ts';
import { Slot } from '../model/slot.ts';
import { Ticker } from '../model/ticker.ts';
import { Instant, ZoneId } from '../model/time.ts';
import type { CalendarDraft, DayPartDraft, SlotDraft } from '../wire/api/schedules.ts';
import type { TickerDraft } from '../wire/api/tickers.ts';
import {
  FILE_LIMIT,
  type FileReading,
  lacksPlaylist,
  notFound,
  type Proposal,
  ProposedSlot,
  reason,
} from './proposal.ts';
import {
  distinct,
  match,
  matchTarget,
  type Named,
  type NamedTarget,
  nameTarget,
  type WardNames,
} from './ward-names.ts';

/** Raised when a file could be misread by a program that knows an older one only. */
export const FORMAT_VERSION = 1;
const FORMAT = 'bang-tin-schedule';

const Reference = z.object({ id: z.string().max(100), name: z.string().max(300) });
const FileTarget = z.union([
  z.object({ kind: z.literal('all') }),
  Reference.extend({ kind: z.enum(['group', 'screen']) }),
]);

/** An entry as in the product, with the title of its asset or the name of its playlist beside the id, and the names of its tags. */
const FileEntry = z.object({
  entry: EntryDraft,
  name: z.string().max(300),
  tags: z.array(Reference).max(20).optional(),
});
const FilePlaylist = Playlist.pick({ id: true, name: true, order: true, transition: true }).extend({
  entries: z.array(FileEntry).max(500),
});
export type FilePlaylist = z.infer<typeof FilePlaylist>;
const FileCalendar = Calendar.omit({ version: true, updatedAt: true });
export type FileCalendar = z.infer<typeof FileCalendar>;
const FileDayPart = DayPart.omit({ version: true, updatedAt: true });
export type FileDayPart = z.infer<typeof FileDayPart>;
/** Who approved it is a matter of the ward that it comes from. */
const FileTicker = Ticker.omit({ version: true, updatedAt: true, approval: true });
export type FileTicker = z.infer<typeof FileTicker>;
const FileSlot = Slot.omit({
  version: true,
  updatedAt: true,
  playlistId: true,
  targets: true,
  avoidCalendars: true,
  requireCalendars: true,
  dayPartId: true,
  ticker: true,
}).extend({
  /** Null = a ticker alone. */
  playlist: Reference.nullable(),
  /** `none`: it hides that of the screen; absent: it leaves it as it is. */
  ticker: z.union([z.literal('none'), Reference]).optional(),
  dayPart: Reference.nullable().default(null),
  targets: z.array(FileTarget).max(500),
  avoidCalendars: z.array(Reference).max(20),
  requireCalendars: z.array(Reference).max(20),
});
type FileSlot = z.infer<typeof FileSlot>;

const ScheduleFile = z.object({
  format: z.literal(FORMAT),
  version: z.literal(FORMAT_VERSION),
  wardName: z.string().max(200),
  zone: ZoneId,
  writtenAt: Instant,
  playlists: z.array(FilePlaylist).max(2_000),
  calendars: z.array(FileCalendar).max(200),
  dayParts: z.array(FileDayPart).max(200).default([]),
  tickers: z.array(FileTicker).max(200).default([]),
  slots: z.array(z.unknown()).max(5_000),
});

export interface ScheduleExport {
  wardName: string;
  writtenAt: Instant;
  slots: readonly Slot[];
  /** All of the ward: those that the slots play, and what these contain, are written. */
  playlists: readonly Playlist[];
  assets: readonly { id: string; title: string }[];
  tags: readonly Named[];
  /** All of the ward: those that the slots name are written. */
  tickers?: readonly Ticker[];
  ward: WardNames;
}

/** Those that slots play and those within them, in the order of the ward. */
const playedBy = (slots: readonly Slot[], playlists: readonly Playlist[]): Playlist[] => {
  const byId = new Map(playlists.map((playlist) => [playlist.id, playlist]));
  const wanted = new Set<Playlist>();
  const follow = (playlist: Playlist | undefined): void => {
    if (!playlist || wanted.has(playlist)) return;
    wanted.add(playlist);
    for (const entry of playlist.entries) if (entry.kind === 'playlist') follow(byId.get(entry.playlistId));
  };
  for (const { playlistId } of slots) if (playlistId !== null) follow(byId.get(playlistId));
  return playlists.filter((playlist) => wanted.has(playlist));
};

const nameOf = (id: string, things: readonly Named[]): string => things.find((thing) => thing.id === id)?.name ?? '';

/** The text of the file, indented so that people can compare two of them. */
export const writeScheduleFile = ({
  wardName,
  writtenAt,
  slots,
  playlists,
  assets,
  tags,
  tickers = [],
  ward,
}: ScheduleExport): string => {
  const titles = assets.map(({ id, title }) => ({ id, name: title }));
  const named = (ids: readonly string[], things: readonly Named[]) =>
    ids.map((id) => ({ id, name: nameOf(id, things) }));
  const calendarIds = new Set(slots.flatMap((slot) => [...slot.avoidCalendars, ...slot.requireCalendars]));
  const dayPartIds = new Set(slots.map(({ dayPartId }) => dayPartId));
  const tickerIds = new Set(slots.map(({ ticker }) => (ticker?.kind === 'ticker' ? ticker.tickerId : null)));
  const nameTicker = (ticker: Slot['ticker']) =>
    ticker?.kind === 'ticker' ? { id: ticker.tickerId, name: nameOf(ticker.tickerId, tickers) } : ticker && 'none';
  const file: z.input<typeof ScheduleFile> = {
    format: FORMAT,
    version: FORMAT_VERSION,
    wardName,
    zone: ward.zone,
    writtenAt,
    playlists: playedBy(slots, playlists).map(({ id, name, order, transition, entries }) => ({
      id,
      name,
      order,
      transition,
      entries: entries.map((entry) => ({
        entry,
        name:
          entry.kind === 'asset'
            ? nameOf(entry.assetId, titles)
            : entry.kind === 'playlist'
              ? nameOf(entry.playlistId, playlists)
              : '',
        ...(entry.kind === 'tags' ? { tags: named(entry.tags, tags) } : {}),
      })),
    })),
    calendars: ward.calendars
      .filter(({ id }) => calendarIds.has(id))
      .map(({ version: _version, updatedAt: _at, ...calendar }) => calendar),
    dayParts: ward.dayParts
      .filter(({ id }) => dayPartIds.has(id))
      .map(({ version: _version, updatedAt: _at, ...dayPart }) => dayPart),
    ...(tickers.some(({ id }) => tickerIds.has(id)) && {
      tickers: tickers
        .filter(({ id }) => tickerIds.has(id))
        .map(({ version: _version, updatedAt: _at, approval: _approval, ...ticker }) => ticker),
    }),
    slots: slots.map(({ version: _version, updatedAt: _at, playlistId, dayPartId, targets, ticker, ...slot }) => ({
      ...slot,
      ...(ticker && { ticker: nameTicker(ticker) }),
      dayPart: dayPartId && { id: dayPartId, name: nameOf(dayPartId, ward.dayParts) },
      playlist: playlistId && { id: playlistId, name: nameOf(playlistId, playlists) },
      targets: targets.map((target) => nameTarget(target, ward)),
      avoidCalendars: named(slot.avoidCalendars, ward.calendars),
      requireCalendars: named(slot.requireCalendars, ward.calendars),
    })),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
};

export interface ScheduleFileReading {
  wardName: string;
  /** In an order in which each can be made after those it contains. */
  missingPlaylists: FilePlaylist[];
  missingCalendars: FileCalendar[];
  missingDayParts: FileDayPart[];
  missingTickers: FileTicker[];
  proposals: Proposal[];
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
};

/** What is contained comes first; a circle is broken where it is met. */
const innerFirst = (playlists: readonly FilePlaylist[]): FilePlaylist[] => {
  const byId = new Map(playlists.map((playlist) => [playlist.id, playlist]));
  const ordered = new Set<FilePlaylist>();
  const met = new Set<FilePlaylist>();
  const follow = (playlist: FilePlaylist): void => {
    if (met.has(playlist)) return;
    met.add(playlist);
    for (const { entry } of playlist.entries) {
      const inner = entry.kind === 'playlist' && byId.get(entry.playlistId);
      if (inner) follow(inner);
    }
    ordered.add(playlist);
  };
  for (const playlist of playlists) follow(playlist);
  return [...ordered];
};

const proposeSlot = (file: FileSlot, ward: WardNames): { slot: z.input<typeof ProposedSlot>; notes: Said[] } => {
  const notes: Said[] = [];
  const {
    id: _id,
    playlist: reference,
    dayPart: part,
    ticker: running,
    targets,
    avoidCalendars,
    requireCalendars,
    ...slot
  } = file;
  const playlist = reference && match(reference, ward.playlists);
  if (reference && !playlist) notes.push(notFound({ vi: 'danh sách phát', en: 'playlist' }, reference.name));
  const dayPart = part && match(part, ward.dayParts);
  if (part && !dayPart) notes.push(notFound({ vi: 'giờ mẫu', en: 'day-part' }, part.name));
  const ticker = running && running !== 'none' ? match(running, ward.tickers ?? []) : null;
  if (running && running !== 'none' && !ticker) notes.push(notFound({ vi: 'chữ chạy', en: 'ticker' }, running.name));
  const found = targets.flatMap((target: NamedTarget) => {
    const here = matchTarget(target, ward);
    if (!here && target.kind !== 'all')
      notes.push(
        notFound(target.kind === 'group' ? { vi: 'nhóm', en: 'group' } : { vi: 'màn hình', en: 'screen' }, target.name),
      );
    return here ?? [];
  });
  const calendars = (references: readonly z.infer<typeof Reference>[]) => [
    ...new Set(
      references.flatMap((one) => {
        const here = match(one, ward.calendars);
        if (!here) notes.push(notFound({ vi: 'ngày đặc biệt', en: 'calendar' }, one.name));
        return here?.id ?? [];
      }),
    ),
  ];
  return {
    slot: {
      ...slot,
      playlistId: playlist?.id ?? null,
      ...(reference === null && { isTickerAlone: true as const }),
      dayPartId: dayPart?.id ?? null,
      ...(running === 'none' && { ticker: { kind: 'none' as const } }),
      ...(ticker && { ticker: { kind: 'ticker' as const, tickerId: ticker.id } }),
      targets: distinct(found),
      avoidCalendars: calendars(avoidCalendars),
      requireCalendars: calendars(requireCalendars),
    },
    notes,
  };
};

/**
 * Whether a slot would run when its writer did not mean it: all calendars it requires are unknown here, or its day-part, of which it
 * has the last times of one range at most.
 */
const losesTimes = (file: FileSlot, slot: z.input<typeof ProposedSlot>): boolean =>
  (file.requireCalendars.length > 0 && slot.requireCalendars?.length === 0) ||
  (file.dayPart !== null && slot.dayPartId === null);

/** Reads a file whole; a slot that cannot be read is told apart, the others are proposed. */
export const readScheduleFile = (text: string, ward: WardNames): FileReading<ScheduleFileReading> => {
  if (text.length > FILE_LIMIT) return { ok: false, reason: reason('file-too-large', `${text.length} characters`) };
  const json = parseJson(text);
  const head = z.object({ format: z.literal(FORMAT), version: z.int() }).safeParse(json);
  if (!head.success) return { ok: false, reason: reason('not-a-schedule', 'no format mark') };
  if (head.data.version > FORMAT_VERSION)
    return { ok: false, reason: reason('newer-format', `version ${head.data.version}`) };
  const file = ScheduleFile.safeParse(json);
  if (!file.success) {
    const [issue] = file.error.issues;
    return { ok: false, reason: reason('not-a-schedule', `${issue?.path.join('.')}: ${issue?.message}`) };
  }
  const proposals = file.data.slots.map((raw, place): Proposal => {
    const read = FileSlot.safeParse(raw);
    const name = read.data?.name ?? z.object({ name: z.string().max(120) }).safeParse(raw).data?.name ?? '?';
    const refuse = (technician: string): Proposal => {
      return { key: String(place), name, slot: null, reason: reason('slot-unreadable', technician), notes: [] };
    };
    if (!read.success) return refuse(read.error.issues.map(({ path }) => path.join('.')).join(', '));
    const { slot, notes } = proposeSlot(read.data, ward);
    const { playlist, ticker } = read.data;
    if (playlist === null && slot.ticker?.kind !== 'ticker') {
      const named = typeof ticker === 'object' ? ticker.name : '';
      return { key: String(place), name, slot: null, reason: reason('ticker-unknown', named, named), notes: [] };
    }
    // A slot for certain days must not become one for every day; it is proposed switched off.
    const proposed = ProposedSlot.safeParse(losesTimes(read.data, slot) ? { ...slot, enabled: false } : slot);
    return proposed.success
      ? { key: String(place), name, slot: proposed.data, reason: null, notes }
      : refuse(proposed.error.issues.map(({ path }) => path.join('.')).join(', '));
  });
  const { wardName, playlists, calendars, dayParts, tickers } = file.data;
  return {
    ok: true,
    value: {
      wardName,
      missingPlaylists: innerFirst(playlists).filter((playlist) => !match(playlist, ward.playlists)),
      missingCalendars: calendars.filter((calendar) => !match(calendar, ward.calendars)),
      missingDayParts: dayParts.filter((dayPart) => !match(dayPart, ward.dayParts)),
      missingTickers: tickers.filter((ticker) => !match(ticker, ward.tickers ?? [])),
      proposals,
    },
  };
};

/** The draft of a playlist from a file, of what this ward has; the rest is in the notes. */
export const draftOfPlaylist = (
  { name, order, transition, entries }: FilePlaylist,
  playlists: readonly Named[],
  assets: readonly { id: string; title: string }[],
  tags: readonly Named<TagId>[],
): { draft: Pick<Playlist, 'name' | 'order' | 'transition'> & { entries: EntryDraft[] }; notes: Said[] } => {
  const titles = assets.map(({ id, title }) => ({ id, name: title }));
  const notes: Said[] = [];
  const found = entries.flatMap(({ entry, name: title, tags: references = [] }): EntryDraft[] => {
    const { id: _id, ...rest } = entry;
    if (rest.kind === 'topic') return [rest];
    if (rest.kind === 'tags') {
      const wanted = rest.tags.map((tag) => references.find((one) => one.id === tag) ?? { id: tag, name: '' });
      const here = wanted.flatMap((one) => {
        const tag = match(one, tags);
        if (!tag) notes.push(notFound({ vi: 'nhãn', en: 'tag' }, one.name));
        return tag?.id ?? [];
      });
      // Of “all of these” none may be left out: it would bring what was not meant.
      const isWhole = here.length === wanted.length;
      return here.length === 0 || (rest.match === 'all' && !isWhole) ? [] : [{ ...rest, tags: [...new Set(here)] }];
    }
    const isAsset = rest.kind === 'asset';
    const here = match({ id: isAsset ? rest.assetId : rest.playlistId, name: title }, isAsset ? titles : playlists);
    if (!here) {
      notes.push(
        notFound(isAsset ? { vi: 'nội dung', en: 'content' } : { vi: 'danh sách phát', en: 'playlist' }, title),
      );
      return [];
    }
    return [EntryDraft.parse({ ...rest, ...(isAsset ? { assetId: here.id } : { playlistId: here.id }) })];
  });
  return { draft: { name, order, transition, entries: found }, notes };
};

export const draftOfCalendar = ({ id: _id, ...draft }: FileCalendar): CalendarDraft => draft;
export const draftOfDayPart = ({ id: _id, ...draft }: FileDayPart): DayPartDraft => draft;
export const draftOfTicker = ({ id: _id, ...draft }: FileTicker): TickerDraft => draft;

/** A proposal is complete when it can be sent as it is. */
export const completed = (slot: ProposedSlot): SlotDraft | null => {
  const { isTickerAlone: _, ...draft } = slot;
  return lacksPlaylist(slot) || slot.targets.length === 0 ? null : draft;
};
