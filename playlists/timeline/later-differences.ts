/**
 * Which slots differ only beyond the days that are compared picture by picture (DF3): their rules are run on, so that a Tết in three
 * months is not taken for lost. Told by rules, not by what is seen: who wins there is asked of the days themselves when they are near.
 */
import type { LaterDifference } from '../model/difference.ts';
import type { PlaylistId } from '../model/ids.ts';
import { playlistsWithin } from '../model/playlist.ts';
import type { Slot } from '../model/slot.ts';
import { DAY_MS, type Instant, LAST_INSTANT, type ZoneId } from '../model/time.ts';
import type { Stretch } from './occurrences.ts';
import type { Ward } from './ward.ts';

/** More than a year and a lunar leap month: whatever comes every year comes within it. */
const LATER_DAYS = 400;
/** Looked through at a time; most differences are found in the first. */
const CHUNK_DAYS = 50;
/** What differs now and again within these days goes on as it is told already. */
const RHYTHM_DAYS = 7;

/** What a playlist comes to by its rules, with all it holds; tells two wards' playlists apart. */
const createPlaylistText = (ward: Ward): ((id: PlaylistId | null) => string) => {
  const find = (id: PlaylistId) => ward.playlists.get(id);
  return (id) =>
    id === null
      ? ''
      : ward.shared(`later ${id}`, () =>
          JSON.stringify(
            [id, ...playlistsWithin(id, find)].map((one) => {
              const list = find(one);
              return list && [list.order, list.transition, list.entries];
            }),
          ),
        );
};

/** All of a slot that is not its days and hours, nor a mere name. */
const sayRest = (
  { targets, priority, boundary, share, ticker, playlistId }: Slot,
  text: (id: PlaylistId | null) => string,
): string => JSON.stringify([targets, priority, boundary, share, ticker, playlistId, text(playlistId)]);

/** What says when a slot runs; with equal calendars and day-parts, equal ones run at equal times. */
const sayDays = ({
  id: _,
  name,
  playlistId,
  targets,
  priority,
  boundary,
  share,
  ticker,
  version,
  updatedAt,
  ...days
}: Slot) => JSON.stringify(days);

const keyOf = ({ from, until }: Stretch): string => `${from} ${until}`;

/** The first start, by instant, that only one side has; all of both where what is played differs as well. */
const firstDifference = (
  before: readonly Stretch[],
  after: readonly Stretch[],
  isSameRest: boolean,
  from: Instant,
): Instant | null => {
  const [old, fresh] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  const differ = [
    ...before.filter((one) => !isSameRest || !fresh.has(keyOf(one))),
    ...after.filter((one) => !isSameRest || !old.has(keyOf(one))),
  ].map((one) => Math.max(one.from, from));
  return differ.length > 0 ? Math.min(...differ) : null;
};

/** Slots that differ after `seen`, by the first instant at which they do. `before` null = nothing was ever published. */
export const laterDifferences = (before: Ward | null, after: Ward, seen: Stretch, zone: ZoneId): LaterDifference[] => {
  const old = new Map<string, Slot>(before?.schedule.slots.map((slot) => [slot.id, slot]));
  const fresh = new Map<string, Slot>(after.schedule.slots.map((slot) => [slot.id, slot]));
  const textBefore = before && createPlaylistText(before);
  const textAfter = createPlaylistText(after);
  const runs = (ward: Ward | null, slot: Slot | undefined, within: Stretch): readonly Stretch[] =>
    ward && slot ? ward.occurrencesIn(slot, zone, within) : [];

  const sayCalendars = ({ schedule: { calendars, dayParts } }: Ward): string => JSON.stringify([calendars, dayParts]);
  const isSameYear = before !== null && sayCalendars(before) === sayCalendars(after);

  const found: LaterDifference[] = [];
  for (const id of new Set([...old.keys(), ...fresh.keys()])) {
    const [was, is] = [old.get(id), fresh.get(id)];
    const isSameRest = Boolean(was && is && textBefore && sayRest(was, textBefore) === sayRest(is, textAfter));
    if (isSameRest && isSameYear && was && is && sayDays(was) === sayDays(is)) continue;
    const firstIn = (within: Stretch): Instant | null =>
      firstDifference(runs(before, was, within), runs(after, is, within), isSameRest, within.from);
    const end = Math.min(LAST_INSTANT, seen.until + LATER_DAYS * DAY_MS);
    let at: Instant | null = null;
    for (let from = seen.until; at === null && from < end; from += CHUNK_DAYS * DAY_MS)
      at = firstIn({ from, until: Math.min(end, from + CHUNK_DAYS * DAY_MS) });
    if (at === null) continue;
    // What is told of the coming days already, and only goes on.
    if (at < seen.until + RHYTHM_DAYS * DAY_MS && firstIn(seen) !== null) continue;
    const { name } = (is ?? was) as Slot;
    const kind = !was?.enabled ? 'added' : !is?.enabled ? 'removed' : 'changed';
    found.push({ slotId: id as Slot['id'], name, kind, at });
  }
  return found.sort((a, b) => a.at - b.at || (a.slotId < b.slotId ? -1 : 1));
};
