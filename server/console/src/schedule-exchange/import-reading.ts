/** A chosen file → what it proposes; which form it has is told by its text, not by its name. Pure. */
import { readCalendar } from '../../../../playlists/exchange/icalendar-reader.ts';
import type { FileReading, Proposal, ProposedSlot } from '../../../../playlists/exchange/proposal.ts';
import {
  type FileCalendar,
  type FileDayPart,
  type FilePlaylist,
  type FileTicker,
  readScheduleFile,
} from '../../../../playlists/exchange/schedule-file.ts';
import type { WardNames } from '../../../../playlists/exchange/ward-names.ts';

export interface ImportReading {
  proposals: Proposal[];
  missingPlaylists: FilePlaylist[];
  missingCalendars: FileCalendar[];
  missingDayParts: FileDayPart[];
  missingTickers: FileTicker[];
}

export const readImport = (text: string, ward: WardNames): FileReading<ImportReading> => {
  if (
    text
      .replace(/^\ufeff/, '')
      .trimStart()
      .startsWith('{')
  )
    return readScheduleFile(text, ward);
  const read = readCalendar(text, ward);
  if (!read.ok) return read;
  return {
    ok: true,
    value: {
      proposals: read.value,
      missingPlaylists: [],
      missingCalendars: [],
      missingDayParts: [],
      missingTickers: [],
    },
  };
};

/** What somebody chose for a row where the file did not say it, or instead of it. */
export type RowChoice = Partial<Pick<ProposedSlot, 'playlistId' | 'targets'>>;

/** A proposed slot with the choices for its row, then those for all rows that lack something. */
export const filled = (slot: ProposedSlot, own: RowChoice, forAll: RowChoice): ProposedSlot => {
  const playlistId = slot.isTickerAlone ? null : (own.playlistId ?? slot.playlistId ?? forAll.playlistId ?? null);
  const said = own.targets ?? slot.targets;
  return { ...slot, playlistId, targets: said.length > 0 ? said : (forAll.targets ?? []) };
};
