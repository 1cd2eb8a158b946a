/**
 * What technicians laid over the content: black or the test page instead of it, large words over it, and how loud it is.
 * Black, test page and loudness are facts on the disk, so a player that is started anew is as dark as it was told to be and no longer;
 * the end of each is in server time. Pages take away by themselves what is over, so a busy core leaves nothing standing.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { Instant } from '../../playlists/model/time.ts';
import type { Heartbeat } from '../../playlists/wire/player-link.ts';
import type { CoreToPage } from '../../playlists/wire/stage.ts';
import type { Cancel, Clocks } from './clocks.ts';
import type { SayDamaged } from './durable-file.ts';
import { createKeptFile } from './kept-file.ts';

const LOOK_AT_MOST_MS = 30_000;

const Kept = z.object({
  format: z.literal(1),
  cover: z.object({ kind: z.enum(['blank', 'test-page']), until: Instant }).nullable(),
  volume: z.int().min(0).max(100),
});
type CoverFact = NonNullable<z.infer<typeof Kept>['cover']>;

export interface Cover {
  /** What stands in place of the content now; null = nothing. */
  now(): NonNullable<Heartbeat['cover']> | null;
  volume(): number;
  /** Durable when it resolves; throws what the disk throws, and nothing has changed then. `null` = the content again. */
  lay(kind: CoverFact['kind'] | null, forMs?: number): Promise<void>;
  identify(number: number | null, forMs: number): void;
  setVolume(percent: number): Promise<void>;
  /** The page is new, or the time has changed. */
  look(): void;
  stop(): void;
}

export const openCover = async (doors: {
  folder: string;
  clocks: Clocks;
  /** Server time as far as it is known. */
  now: () => number;
  screenName: () => string;
  send: (message: CoreToPage) => void;
  /** Something else is to be shown. */
  changed: () => void;
  damaged: SayDamaged;
}): Promise<Cover> => {
  const { clocks } = doors;
  const file = createKeptFile({
    paths: [join(doors.folder, 'cover.json')],
    schema: Kept,
    wall: clocks.wall,
    damaged: doors.damaged,
  });
  const read = await file.read();
  let kept: z.infer<typeof Kept> = read.kind === 'read' ? read.value : { format: 1, cover: null, volume: 100 };
  let identity: { number: number | null; untilMono: number } | null = null;
  let timer: Cancel = () => {};
  let stopped = false;
  /** What the core was told last, so that it plans anew only when it must. */
  let shown = '';

  const current = (): CoverFact | null => (kept.cover && kept.cover.until > doors.now() ? kept.cover : null);

  const look = (): void => {
    if (stopped) return;
    timer();
    const cover = current();
    const mono = clocks.monotonic();
    if (identity && identity.untilMono <= mono) identity = null;
    const leftMs = cover ? cover.until - doors.now() : 0;
    doors.send({
      kind: 'cover',
      testPage: cover?.kind === 'test-page' ? { screenName: doors.screenName(), leftMs: Math.ceil(leftMs) } : null,
      identify: identity && {
        screenName: doors.screenName(),
        number: identity.number,
        leftMs: Math.ceil(identity.untilMono - mono),
      },
      volume: kept.volume,
    });
    const ends = [...(cover ? [leftMs] : []), ...(identity ? [identity.untilMono - mono] : [])];
    if (ends.length > 0) timer = clocks.after(Math.max(20, Math.min(LOOK_AT_MOST_MS, ...ends)), look);
    const next = JSON.stringify(cover);
    if (next !== shown) {
      shown = next;
      doors.changed();
    }
  };
  shown = JSON.stringify(current());

  let writing: Promise<void> = Promise.resolve();
  const keep = (change: Partial<typeof kept>): Promise<void> => {
    const written = writing.then(async () => {
      const next = { ...kept, ...change };
      await file.write(next);
      kept = next;
      look();
    });
    writing = written.catch(() => {});
    return written;
  };

  return {
    now: current,
    volume: () => kept.volume,
    lay: (kind, forMs = 0) => keep({ cover: kind && { kind, until: Math.ceil(Math.max(0, doors.now()) + forMs) } }),
    identify: (number, forMs) => {
      identity = { number, untilMono: clocks.monotonic() + forMs };
      look();
    },
    setVolume: (percent) => keep({ volume: percent }),
    look,
    stop: () => {
      stopped = true;
      timer();
    },
  };
};
