/**
 * Builds the player core by plain calls and starts and stops it. Whatever starts here also stops here, awaited.
 */
import type { ClockQuality, Play } from '../../playlists/wire/play.ts';
import type { StageCue } from '../../playlists/wire/stage.ts';
import type { Clocks } from './clocks.ts';
import type { PlayerConfig } from './config.ts';
import type { Log } from './log.ts';
import type { OpenStage } from './stage.ts';

/** What a player did, for whoever watches it from outside (demo, tests). Never needed for its work. */
export type PlayerEvent =
  | { kind: 'link'; state: 'connecting' | 'unpaired' | 'online' | 'revoked' | 'refused' | 'offline'; code?: string }
  | { kind: 'manifest-active'; epoch: number; version: number; bodyDigest: string }
  | { kind: 'shown'; cue: StageCue; at: number; clock: ClockQuality }
  | { kind: 'play-written'; bootId: string; play: Play }
  | { kind: 'plays-stored'; bootId: string; storedUpTo: number };

export interface PlayerDoors {
  openStage: OpenStage;
  log: Log;
  /** Default: the clocks of this machine. */
  clocks?: Clocks;
  /** Default: the global fetch. */
  fetch?: typeof fetch;
  happened?: (event: PlayerEvent) => void;
}

export interface Player {
  /** Resolves when the stage is open and the first sheet was sent; the server need not be there. Throws on a broken disk. */
  start(): Promise<void>;
  /** Ends plays in progress as partial, makes them durable, closes the stage. Never throws; safe to call twice. */
  stop(): Promise<void>;
}

export type ComposePlayer = (config: PlayerConfig, doors: PlayerDoors) => Player;
export declare const composePlayer: ComposePlayer;
