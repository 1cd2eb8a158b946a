/** Plays as players write them. */
import { Play } from '../../playlists/wire/play.ts';
import { aDigest, at } from './builders.ts';

const FIRST_AT = at('2026-03-02 10:00');

/** The `seq`-th play of a boot: a 10-s clip, each right after the one before. */
export const aPlay = (seq: number, parts: Partial<Play> = {}): Play =>
  Play.parse({
    seq,
    kind: 'video',
    assetId: 'ast_clip',
    digest: aDigest('ast_clip'),
    slotId: 'slt_day',
    playlistId: 'pls_main',
    epoch: 1,
    version: 1,
    dueAt: FIRST_AT + seq * 10_000,
    startedAt: FIRST_AT + seq * 10_000 + 4,
    durationMs: 10_000,
    outcome: 'completed',
    frames: 250,
    clock: 'synced',
    fault: null,
    ...parts,
  });

export const somePlays = (from: number, until: number): Play[] =>
  Array.from({ length: until - from }, (_, i) => aPlay(from + i));
