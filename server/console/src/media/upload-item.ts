/** What the upload panel shows of each file, and what can become of it. */
import type { AssetId } from '../../../../playlists/model/ids.ts';
import type { Trouble } from '../api/client.ts';

/** Content of the library that has the same bytes. */
export interface Twin {
  id: AssetId;
  title: string;
}

export type UploadState =
  | { kind: 'waiting' }
  /** Hashed before it is sent; `read` bytes of it so far. */
  | { kind: 'checking'; read: number }
  /** The library has these bytes; people say what is to become of them. */
  | { kind: 'twin'; twin: Twin }
  /**
   * `isLost`: the server cannot be reached; tried again by itself. `hashed`: only the last piece is left, and waits for the digest; so many
   * bytes were read for it.
   */
  | { kind: 'running'; bytesPerSecond: number | null; isLost: boolean; hashed?: number }
  | { kind: 'paused' }
  /** From before the browser was restarted. `isWrong`: another file was chosen for it. */
  | { kind: 'unfinished'; isWrong: boolean }
  | { kind: 'done' }
  | { kind: 'refused'; trouble: Trouble };

export interface UploadItem {
  id: number;
  name: string;
  bytes: number;
  sent: number;
  state: UploadState;
}

export const isEnded = (item: UploadItem): boolean => item.state.kind === 'done' || item.state.kind === 'refused';
/** Something still goes on by itself that closing the page would end. */
export const isBusy = (item: UploadItem): boolean =>
  ['waiting', 'checking', 'running', 'paused'].includes(item.state.kind);
