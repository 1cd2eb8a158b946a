/** What the upload desk keeps of a file besides what the panel shows: its bytes, where it goes, its digest and its place at the server. */
import type { AssetId, Digest, FolderId } from '../../../../playlists/model/ids.ts';
import type { Sending } from './send-file.ts';
import { createSpeedGauge, type SpeedGauge } from './upload-speed.ts';

/** Where files go: into a folder, or in place of the file that an asset has. */
export interface UploadTo {
  folder?: FolderId | null;
  replaces?: AssetId;
}

export interface Task {
  file: File | null;
  lastModified: number;
  to: UploadTo;
  /** Null until it was hashed, or when it could not be. */
  digest: Digest | null;
  /** Hashing that goes on while it is sent. */
  hashing: Promise<Digest | null> | null;
  hashed: number;
  /** Known content was looked for, or there is none. */
  isCompared: boolean;
  /** At the server, once it began there. */
  url: string | null;
  sending: Sending | null;
  gauge: SpeedGauge;
  toldAt: number;
  stop: AbortController;
}

export const newTask = (of: Pick<Task, 'file' | 'lastModified' | 'to'> & Partial<Task>): Task => ({
  digest: null,
  hashing: null,
  hashed: 0,
  isCompared: false,
  url: null,
  sending: null,
  gauge: createSpeedGauge(),
  toldAt: 0,
  stop: new AbortController(),
  ...of,
});
