/**
 * The stage: where pictures meet glass. The core speaks to the screen page only through this port; each shell (Electron,
 * Chromium, none) opens one. Shells keep the page alive; the core decides what it shows.
 */
import type { AssetId, Digest } from '../../playlists/model/ids.ts';
import type { ManifestFile } from '../../playlists/wire/manifest.ts';
import type { CoreToPage, PageToCore } from '../../playlists/wire/stage.ts';

/** A complete, verified file on this player's disk. */
export interface MediaFile {
  path: string;
  bytes: number;
  type: ManifestFile['type'];
}

/** What the core gives a shell. */
export interface StageSide {
  /** A message of the page, already parsed. After a (re)load the page says `ready` and gets the current sheet anew. */
  heard(message: PageToCore): void;
  /** Serves `/media/<digest>` of the page's origin; null = not on disk (answer 404). */
  locate(digest: Digest): MediaFile | null;
  /** Serves `/relay/<asset>` of the page's origin, without an end; null = no such relay is at hand (answer 404). */
  relay(assetId: AssetId): ReadableStream<Uint8Array> | null;
  /** The page crashed or was killed; the shell is already opening a new one. */
  gone(reason: string): void;
}

export interface Stage {
  send(message: CoreToPage): void;
  /** Throws the page away and opens a new one (hang, corruption). Resolves when the new page was asked to load. */
  reload(reason: string): Promise<void>;
  /** A small JPEG of what is painted now. Absent = there is no glass. Throws when the page cannot be seen. */
  capture?(): Promise<Uint8Array>;
  stop(): Promise<void>;
}

export type OpenStage = (side: StageSide) => Promise<Stage>;
