/**
 * Whether there is room for a file, asked before its first byte: on the disk, which keeps `minFreeBytes` free, and within what the
 * library was granted. What running uploads were promised counts as taken.
 */
import { type Refusal, refusal } from '../../playlists/model/refusal.ts';
import type { Database } from '../database/open.ts';
import type { Staging } from './staging.ts';

/** Bytes that the library holds: everything uploaded (bin and earlier versions too) and everything made of it; equal bytes once. */
export const libraryBytes = ({ raw }: Database): number =>
  raw
    .prepare(
      `select
        (select coalesce(sum(bytes), 0) from (
          select max(bytes) as bytes from (
            select coalesce(digest, id) as content, bytes from asset
              where purged_at is null and state != 'refused' and coalesce(kind, '') not in ('slide', 'relay')
            union all select digest, bytes from asset_version where dropped_at is null
          ) group by content)) +
        (select coalesce(sum(bytes), 0) from (select bytes from rendition group by file_digest)) +
        (select coalesce(sum(bytes), 0) from storyboard)`,
    )
    .pluck()
    .get() as number;

/** Sizes as staff read them, in both languages alike. */
export const sizeOf = (bytes: number): string =>
  bytes >= 1_000_000_000 ? `${Math.floor(bytes / 100_000_000) / 10} GB` : `${Math.floor(bytes / 1_000_000)} MB`;

export interface RoomPorts {
  database: Database;
  staging: Staging;
  freeBytes(): Promise<number>;
  /** Uploads are refused when they would leave less than this. */
  minFreeBytes: number;
  /** What the library may hold in all; null = as much as the disk has. */
  quotaBytes: number | null;
}

export interface Room {
  /** Keeps `bytes` for an upload that is about to begin, or says why not. */
  reserve(uploadId: string, bytes: number): Promise<Refusal | null>;
  /** The upload stands on the disk and counts there, or was not begun after all. */
  release(uploadId: string): void;
}

export const createRoom = (ports: RoomPorts): Room => {
  /** Uploads that were promised their room and are not on the disk yet. */
  const beginning = new Map<string, number>();
  return {
    reserve: async (uploadId, bytes) => {
      const [free, running] = await Promise.all([ports.freeBytes(), ports.staging.running()]);
      // From here to the end nothing else runs, so two that ask at once are not promised the same room.
      const known = new Set(running.map(({ id }) => id));
      const promised = [...beginning].reduce((sum, [id, size]) => sum + (known.has(id) ? 0 : size), 0);
      const unsent = running.reduce((sum, { size, offset }) => sum + size - offset, 0) + promised;
      if (free - unsent - bytes < ports.minFreeBytes)
        return refusal(
          'upload-storage-full',
          `${free} bytes free, ${unsent} promised, ${bytes} asked, ${ports.minFreeBytes} kept`,
        );
      if (ports.quotaBytes !== null) {
        const coming = running.reduce((sum, { size }) => sum + size, 0) + promised;
        const taken = libraryBytes(ports.database) + coming;
        if (taken + bytes > ports.quotaBytes)
          return refusal('library-quota-full', `${taken} taken or promised of ${ports.quotaBytes}, ${bytes} asked`, {
            left: sizeOf(Math.max(0, ports.quotaBytes - taken)),
            quota: sizeOf(ports.quotaBytes),
            size: sizeOf(bytes),
          });
      }
      beginning.set(uploadId, bytes);
      return null;
    },
    release: (uploadId) => void beginning.delete(uploadId),
  };
};
