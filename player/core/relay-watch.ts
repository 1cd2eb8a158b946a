/**
 * Keeps a relay at hand while the manifest shows one, and from half a minute before: opened from the server, watched, handed to the page. It
 * decides by what comes in alone whether the stream is **live**: steady for a moment before the slot begins, or for ten seconds after a
 * loss; **lost** when nothing has come for ten seconds, when the server says so, or when the page could not paint it.
 */
import type { AssetId } from '../../playlists/model/ids.ts';
import { type RelayWindow as RelayTime, relayWindows } from '../../playlists/timeline/relays.ts';
import type { ManifestBody } from '../../playlists/wire/manifest.ts';
import { createPartReader, createRelayWindow, type RelayWindow } from '../../playlists/wire/relay-stream.ts';
import { type Cancel, type Clocks, every } from './clocks.ts';
import { type Log, wordsOf } from './log.ts';
import type { ServerCalls } from './server-calls.ts';

const EARLY_MS = 30_000;
const LOOK_EVERY_MS = 500;
const AGAIN_MS = 1_000;
export const LOST_AFTER_MS = 10_000;
/** How long a stream must flow before it is shown: at first, and after it was lost. */
const STEADY_MS = 1_500;
export const STEADY_AFTER_LOSS_MS = 10_000;
/** A longer silence between two fragments, of about a second each, is no flow. */
const GAP_MS = 4_000;
/** The page needs a moment to make it ready. */
const READY_MS = 2_500;
/** A page that reads no further has as much as this before it is let go. */
const MOST_UNREAD = 60;

/** A stream that is live, and since when it may be shown. */
export interface LiveRelay extends RelayTime {
  since: number;
}

export interface RelayWatch {
  live(): LiveRelay | null;
  /** The stream for the page, from what came last on; null = none is at hand. */
  stream(assetId: AssetId): ReadableStream<Uint8Array> | null;
  /** The page could not paint it. */
  failed(): void;
  /** The manifest may be another: looks at once. */
  look(): void;
  stop(): void;
}

/** One relay for as long as it is wanted. */
interface Hold {
  time: RelayTime;
  quit: AbortController;
  window: RelayWindow | null;
  /** Monotonic: of the newest fragment, and since when they flow without a gap. */
  lastAt: number;
  flowsSince: number | null;
  wasLost: boolean;
  since: number | null;
}

const isSame = (a: RelayTime, b: RelayTime): boolean =>
  a.source.assetId === b.source.assetId && a.source.digest === b.source.digest && a.slotId === b.slotId;

export const startRelayWatch = (doors: {
  calls: Pick<ServerCalls, 'open'>;
  clocks: Clocks;
  /** Server time. */
  now: () => number;
  /** What is played; null = nothing dated may be shown. */
  body: () => ManifestBody | null;
  log: Log;
  /** Live now, or no more. */
  changed: () => void;
}): RelayWatch => {
  const { clocks, log } = doors;
  let hold: Hold | null = null;

  const lose = (of: Hold, why: string): void => {
    of.flowsSince = null;
    if (of.since === null) return;
    of.since = null;
    of.wasLost = true;
    log('relay.lost', { assetId: of.time.source.assetId, why });
    doors.changed();
  };

  const read = async (of: Hold, response: Response): Promise<void> => {
    const window = createRelayWindow();
    const reader = createPartReader((part) => {
      const now = clocks.monotonic();
      if (part.kind === 'fragment') {
        if (of.flowsSince === null || now - of.lastAt > GAP_MS) of.flowsSince = now;
        of.lastAt = now;
      }
      window.take(part);
    });
    /** What the page was given does not go on: it begins anew with the new stream. */
    lose(of, 'the stream began anew');
    of.window = window;
    for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) reader.push(bytes);
    lose(of, 'the server ended the stream');
  };

  const keepOpen = async (of: Hold): Promise<void> => {
    const { signal } = of.quit;
    const { assetId } = of.time.source;
    while (!signal.aborted) {
      try {
        const response = await doors.calls.open(`/player/relays/${assetId}`, {}, signal);
        if (response.ok && response.body) await read(of, response);
        else {
          await response.body?.cancel();
          lose(of, `the server answered ${response.status}`);
        }
      } catch (thrown) {
        if (!signal.aborted) log('relay.not-read', { assetId, why: wordsOf(thrown) });
      }
      await new Promise<void>((resolve) => {
        const cancel = clocks.after(AGAIN_MS, resolve);
        signal.addEventListener('abort', () => {
          cancel();
          resolve();
        });
      });
    }
  };

  const letGo = (): void => {
    hold?.quit.abort();
    const had = hold?.since !== null && hold !== null;
    hold = null;
    if (had) doors.changed();
  };

  const judge = (of: Hold): void => {
    const now = clocks.monotonic();
    if (of.since !== null) {
      if (now - of.lastAt > LOST_AFTER_MS) lose(of, `nothing for ${Math.round(now - of.lastAt)} ms`);
      return;
    }
    const steadyMs = of.wasLost ? STEADY_AFTER_LOSS_MS : STEADY_MS;
    if (of.flowsSince === null || now - of.lastAt > GAP_MS || now - of.flowsSince < steadyMs) return;
    of.since = Math.ceil(doors.now() + READY_MS);
    log('relay.live', { assetId: of.time.source.assetId, again: of.wasLost });
    doors.changed();
  };

  const look = (): void => {
    const body = doors.body();
    const now = doors.now();
    const wanted = body ? (relayWindows(body, now, now + EARLY_MS)[0] ?? null) : null;
    if (hold && (!wanted || !isSame(hold.time, wanted))) letGo();
    if (wanted && !hold) {
      const quit = new AbortController();
      hold = { time: wanted, quit, window: null, lastAt: 0, flowsSince: null, wasLost: false, since: null };
      log('relay.wanted', { assetId: wanted.source.assetId, from: wanted.from, until: wanted.until });
      void keepOpen(hold);
    }
    if (!hold || !wanted) return;
    hold.time = wanted;
    judge(hold);
  };
  const looking: Cancel = every(clocks, LOOK_EVERY_MS, look);

  return {
    look,
    live: () => (hold && hold.since !== null ? { ...hold.time, since: hold.since } : null),
    stream: (assetId) => {
      const window = hold?.time.source.assetId === assetId ? hold.window : null;
      if (!window) return null;
      let leave = (): void => {};
      return new ReadableStream<Uint8Array>(
        {
          start: (controller) => {
            leave = window.follow((bytes) => {
              if ((controller.desiredSize ?? 0) > -MOST_UNREAD) controller.enqueue(bytes);
              else {
                leave();
                controller.error(new Error('the page does not read on'));
              }
            });
          },
          cancel: () => leave(),
        },
        new CountQueuingStrategy({ highWaterMark: 8 }),
      );
    },
    failed: () => {
      if (hold) lose(hold, 'the page could not show it');
    },
    stop: () => {
      looking();
      letGo();
    },
  };
};
