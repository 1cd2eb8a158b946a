/**
 * The live feed. Keeps the state of every screen outside React, so a thousand changes a second wake only the cards they
 * concern, and turns `changed` words into fresh reads. Reconnects by itself and says whether it is connected.
 */
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import { Asset } from '../../../../playlists/model/media.ts';
import { Changed, FeedSnapshot, ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import { ProvenPlay } from '../../../../playlists/wire/play.ts';
import { READS_OF } from './queries.ts';

export type FeedState = 'connecting' | 'live' | 'lost';
/** Newest plays kept for the overview. */
const RECENT_PLAYS = 50;
/** Words that arrive together are answered with one round of reads. */
const GATHER_MS = 150;
/** Reads that move with each step of progress; only what somebody looks at is read. */
const OF_PROGRESS = ['listJobs', 'getTreatment', 'getDocument'] as const;
/** Pause before knocking again where the server has closed the door. */
const TRY_AGAIN_MS = 3_000;

export interface Feed {
  subscribe: (listener: () => void) => () => void;
  state: () => FeedState;
  /** Changes identity whenever any screen changed. */
  screens: () => ReadonlyMap<ScreenId, ScreenLive>;
  recentPlays: () => readonly ProvenPlay[];
  /** Server time minus this machine's, as of the last snapshot. */
  clockOffsetMs: () => number;
  /** Live states that came with a read; newer ones of the feed win. */
  seed: (screens: readonly ScreenLive[]) => void;
  start: () => void;
  stop: () => void;
}

interface AssetPage {
  items: Asset[];
  next: string | null;
}

/** Puts changed assets into cached pages; true when one of them was in none of them. */
export const patchAssets = (client: QueryClient, assets: readonly Asset[]): boolean => {
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  const seen = new Set<string>();
  client.setQueriesData<InfiniteData<AssetPage>>({ queryKey: ['listAssets'] }, (data) => {
    if (!data || !('pages' in data)) return data;
    return {
      ...data,
      pages: data.pages.map((page) => ({
        ...page,
        items: page.items.map((asset) => {
          const changed = byId.get(asset.id);
          if (changed) seen.add(asset.id);
          return changed ?? asset;
        }),
      })),
    };
  });
  for (const asset of assets) client.setQueryData(['getAsset', { params: { assetId: asset.id } }], asset);
  return assets.some((asset) => !seen.has(asset.id));
};

export const createFeed = (client: QueryClient, open: () => Socket = openSocket): Feed => {
  const listeners = new Set<() => void>();
  let state: FeedState = 'connecting';
  let screens: ReadonlyMap<ScreenId, ScreenLive> = new Map();
  let plays: readonly ProvenPlay[] = [];
  let offsetMs = 0;
  let socket: Socket | null = null;
  let gathered = new Set<Changed>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let again: ReturnType<typeof setTimeout> | null = null;
  let hadSnapshot = false;

  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const readAnew = (words: Iterable<Changed>): void => {
    for (const word of words) gathered.add(word);
    timer ??= setTimeout(() => {
      timer = null;
      const names = new Set([...gathered].flatMap((word) => READS_OF[word]));
      gathered = new Set();
      for (const name of names) void client.invalidateQueries({ queryKey: [name] });
    }, GATHER_MS);
  };
  const takeScreens = (changed: readonly ScreenLive[]): void => {
    const next = new Map(screens);
    for (const live of changed) next.set(live.screenId, live);
    screens = next;
    tell();
  };
  /** Parses at the edge; a message we cannot read is dropped and answered with a fresh read of everything. */
  const on = <Message>(event: string, schema: z.ZodType<Message>, take: (message: Message) => void): void => {
    socket?.on(event, (raw: unknown) => {
      const parsed = schema.safeParse(raw);
      if (parsed.success) take(parsed.data);
      else readAnew(Changed.options);
    });
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => state,
    screens: () => screens,
    recentPlays: () => plays,
    clockOffsetMs: () => offsetMs,
    seed: (lives) => {
      const unknown = lives.filter((live) => !screens.has(live.screenId));
      if (unknown.length > 0) takeScreens(unknown);
    },
    start: () => {
      if (socket) return;
      socket = open();
      const setState = (next: FeedState): void => {
        state = next;
        tell();
      };
      const lose = (): void => {
        setState('lost');
        // Cut or turned away by the server: the socket gives up by itself then. Perhaps the session has ended.
        if (socket && !socket.active) {
          void client.invalidateQueries({ queryKey: ['getMe'] });
          again ??= setTimeout(() => {
            again = null;
            socket?.connect();
          }, TRY_AGAIN_MS);
        }
      };
      socket.on('disconnect', lose);
      socket.on('connect_error', lose);
      on('snapshot', FeedSnapshot, (snapshot) => {
        offsetMs = snapshot.serverTime - Date.now();
        screens = new Map(snapshot.screens.map((live) => [live.screenId, live]));
        setState('live');
        // Whatever happened while we were away is unknown, so every read counts as changed.
        if (hadSnapshot) readAnew(Changed.options);
        hadSnapshot = true;
      });
      on('screens', z.array(ScreenLive), takeScreens);
      on('assets', z.array(Asset), (assets) => {
        for (const name of OF_PROGRESS) void client.invalidateQueries({ queryKey: [name] });
        if (patchAssets(client, assets)) readAnew(['assets']);
        // Content that has just become ready, or will never be, changes what publishing would do.
        else if (assets.some(({ state }) => state.kind === 'ready' || state.kind === 'refused')) {
          void client.invalidateQueries({ queryKey: ['previewPublish'] });
        }
      });
      on('changed', z.array(Changed), readAnew);
      on('plays', z.array(ProvenPlay), (fresh) => {
        plays = [...[...fresh].reverse(), ...plays].slice(0, RECENT_PLAYS);
        tell();
      });
    },
    stop: () => {
      if (timer) clearTimeout(timer);
      if (again) clearTimeout(again);
      timer = null;
      again = null;
      socket?.close();
      socket = null;
      state = 'connecting';
      hadSnapshot = false;
      screens = new Map();
      plays = [];
    },
  };
};

const openSocket = (): Socket => io('/console', { transports: ['websocket'], reconnectionDelayMax: 5_000 });
