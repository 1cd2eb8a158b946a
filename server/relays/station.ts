/**
 * One stream on its way through the server, for as long as somebody wants it: fetched, re-encoded, handed to all who follow. **The
 * signal is lost** when ten seconds after the next segment was due none has come, or nothing has come out of the encoder for as long;
 * then everybody who follows is let go, and it is tried anew every two seconds.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type RelayEncoder, startRelayEncoder } from '../../media/relay-encoder.ts';
import type { MediaTools } from '../../media/tools.ts';
import { type Refusal, refusal } from '../../playlists/model/refusal.ts';
import { hostOf, type RelayHost } from '../../playlists/model/relay.ts';
import { createRelayWindow, type RelayWindow } from '../../playlists/wire/relay-stream.ts';
import type { Resolve } from './outside.ts';
import { followSource, type SourcePiece } from './source-feed.ts';

/** Without a segment this long after it was due, the signal is lost. */
export const LOST_AFTER_MS = 10_000;
/** The encoder looks at the stream before it says anything. */
const FIRST_PICTURE_MS = 15_000;
const AGAIN_MS = 2_000;
const LOOK_MS = 250;
/** Pieces that wait for the encoder, which goes by the clock: beyond, no more are fetched for now. */
const MOST_WAITING = 8;

export interface StationPorts {
  url: string;
  hosts: () => readonly RelayHost[];
  tools: MediaTools;
  /** Runs make folders of their own in it. */
  workFolder: string;
  /** Never goes back. */
  monotonicMs: () => number;
  resolve?: Resolve | undefined;
  log: (event: string, fields: Record<string, unknown>) => void;
}

export interface Station {
  /** Live within this time, or why not. */
  live(withinMs: number): Promise<Refusal | null>;
  /** Parts from now on; `ended` is told when the signal is lost. Returns how to stop. */
  follow(write: (bytes: Uint8Array) => void, ended: () => void): () => void;
  followers(): number;
  /** The first picture of the run as a JPEG; null while there is none. */
  shot(): Promise<Buffer | null>;
  stop(): Promise<void>;
}

interface Run {
  window: RelayWindow;
  encoder: RelayEncoder | null;
  parts: number;
  ends: Set<() => void>;
}

export const openStation = (ports: StationPorts): Station => {
  const { monotonicMs, log } = ports;
  const over = new AbortController();
  let run: Run | null = null;
  let why: Refusal | null = null;
  /** How often it was tried, so that whoever waits hears of the next end. */
  let turns = 0;

  const host = hostOf(ports.url);
  const lost = (detail: string): Refusal => refusal('relay-not-live', detail, { host });

  const once = async (current: Run, folder: string): Promise<Refusal | null> => {
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, over.signal]);
    let due = monotonicMs();
    let partDue = Number.POSITIVE_INFINITY;
    let stumble: Refusal | null = null;
    let container: SourcePiece['container'] | null = null;
    const waiting: SourcePiece[] = [];
    let pumping = false;
    /** The source ended or began anew. */
    let isOver = false;
    let end: Refusal | null = null;
    const finish = (refusal: Refusal): void => {
      end ??= refusal;
      stop.abort();
    };
    const pump = async (encoder: RelayEncoder): Promise<void> => {
      if (pumping) return;
      pumping = true;
      for (let piece = waiting.shift(); piece && !signal.aborted; piece = waiting.shift())
        await encoder.write(piece.bytes);
      pumping = false;
      if (isOver) encoder.finish();
    };
    const begin = (of: SourcePiece['container']): RelayEncoder => {
      container = of;
      partDue = monotonicMs() + FIRST_PICTURE_MS;
      const encoder = startRelayEncoder(ports.tools, {
        container: of,
        folder,
        onPart: (part) => {
          current.parts += 1;
          partDue = monotonicMs() + LOST_AFTER_MS;
          current.window.take(part);
        },
      });
      void encoder.ended.then((said) => finish(refusal('relay-not-a-stream', `the encoder ended: ${said}`, { host })));
      return encoder;
    };
    const take = async (piece: SourcePiece): Promise<void> => {
      due = monotonicMs() + piece.durationMs;
      current.encoder ??= begin(piece.container);
      if (piece.container !== container) return finish(lost('the stream changed how it is packed'));
      waiting.push(piece);
      void pump(current.encoder);
      while (waiting.length >= MOST_WAITING && !signal.aborted) {
        await wait(LOOK_MS, undefined, { signal }).catch(() => {});
        due = monotonicMs() + piece.durationMs;
      }
      return undefined;
    };
    const watch = async (): Promise<void> => {
      while (!signal.aborted) {
        const now = monotonicMs();
        if (!isOver && now - due > LOST_AFTER_MS)
          finish(stumble ?? lost(`no new segment for ${Math.round(now - due)} ms`));
        else if (now > partDue) finish(lost('nothing comes out of the encoder'));
        await wait(LOOK_MS, undefined, { signal }).catch(() => {});
      }
    };
    const followed = followSource({
      url: ports.url,
      hosts: ports.hosts,
      signal,
      resolve: ports.resolve,
      take,
      stumbled: (refusal) => {
        stumble = refusal;
      },
    }).then((refusal) => {
      if (refusal) finish(refusal);
      else if (current.encoder === null) finish(lost('the stream is over'));
      else {
        // What was fetched is still shown.
        isOver = true;
        void pump(current.encoder);
      }
      return undefined;
    });
    await Promise.all([watch(), followed]);
    current.encoder?.stop();
    await current.encoder?.ended;
    return end;
  };

  const work = (async () => {
    while (!over.signal.aborted) {
      const current: Run = { window: createRelayWindow(), encoder: null, parts: 0, ends: new Set() };
      run = current;
      const folder = await mkdtemp(join(ports.workFolder, 'relay-'));
      const startedAt = monotonicMs();
      try {
        why = await once(current, folder);
      } catch (thrown) {
        why = refusal('media-tool-missing', String(thrown));
      }
      run = null;
      turns += 1;
      const tookMs = Math.round(monotonicMs() - startedAt);
      log('relay.ended', {
        host,
        parts: current.parts,
        tookMs,
        why: why?.code ?? null,
        detail: why?.technician ?? null,
      });
      for (const ended of current.ends) ended();
      await rm(folder, { recursive: true, force: true });
      await wait(AGAIN_MS, undefined, { signal: over.signal }).catch(() => {});
    }
  })();

  return {
    live: async (withinMs) => {
      const until = monotonicMs() + withinMs;
      const before = turns;
      // Init and a first fragment.
      while ((run?.parts ?? 0) < 2) {
        if (turns > before || over.signal.aborted) return why ?? lost('it was stopped');
        if (monotonicMs() > until) return why ?? lost(`no picture within ${withinMs} ms`);
        await wait(50);
      }
      return null;
    },
    follow: (write, ended) => {
      const current = run;
      if (!current) {
        ended();
        return () => {};
      }
      const leave = current.window.follow(write);
      current.ends.add(ended);
      return () => {
        leave();
        current.ends.delete(ended);
      };
    },
    followers: () => run?.window.followers() ?? 0,
    shot: async () => (await run?.encoder?.shot()) ?? null,
    stop: async () => {
      over.abort();
      await work;
    },
  };
};
