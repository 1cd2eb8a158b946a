/** A frozen schedule as it is stored: its JSON, deflated (RFC 1950). Rows from before migration 012 hold the plain text. */
import { deflateSync, inflateSync } from 'node:zlib';
import { Schedule } from '../../playlists/model/schedule.ts';

export type StoredSchedule = Uint8Array | string;

/** A third of the time of the usual level, for a third more bytes. */
const LEVEL = 3;

export const packSchedule = (schedule: Schedule): Uint8Array =>
  new Uint8Array(deflateSync(JSON.stringify(schedule), { level: LEVEL }));

/** Throws on anything that is no schedule. */
export const readSchedule = (stored: StoredSchedule): Schedule =>
  Schedule.parse(JSON.parse(typeof stored === 'string' ? stored : inflateSync(stored).toString()));
