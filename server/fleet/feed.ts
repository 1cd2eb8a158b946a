/**
 * The console's namespace: one snapshot at connection, then what changed, gathered into at most four messages a second and
 * encoded once for everybody. A socket lives no longer than the session that opened it.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Namespace, Socket } from 'socket.io';
import type { PublicationId, ScreenId } from '../../playlists/model/ids.ts';
import type { Asset } from '../../playlists/model/media.ts';
import type { Role } from '../../playlists/model/role.ts';
import type { Changed, FeedSnapshot, ScreenLive, ServerToConsole } from '../../playlists/wire/console-feed.ts';
import type { ProvenPlay } from '../../playlists/wire/play.ts';

export const TICK_MS = 250;
/** How soon a socket ends after its session did, when nobody said so. */
export const SESSION_CHECK_MS = 4_000;
const MOST_PLAYS_A_TICK = 50;
/** The console says nothing on this socket; a few strays are ignored, more ends it. */
const MOST_WORDS = 20;

type Nothing = Record<string, never>;
export type ConsoleNamespace = Namespace<Nothing, ServerToConsole>;
type ConsoleSocket = Socket<Nothing, ServerToConsole>;

export interface Visitor {
  personId: string;
  role: Role;
}

export interface FeedPorts {
  /** Who the cookies of a request belong to; must not lengthen the session. Null = nobody, or no longer. */
  whoIs: (headers: IncomingHttpHeaders) => Promise<Visitor | null>;
  live: (screenId: ScreenId) => ScreenLive;
  liveOfAll: () => ScreenLive[];
  newestPublication: () => PublicationId | null;
  now: () => number;
  log: { info(fields: object, event: string): void; warn(fields: object, event: string): void };
}

export const createFeed = (ports: FeedPorts) => {
  let namespace: ConsoleNamespace | null = null;
  let ticking: NodeJS.Timeout | null = null;
  let checking: NodeJS.Timeout | null = null;
  const screens = new Set<ScreenId>();
  const assets = new Map<string, Asset>();
  const changes = new Set<Changed>();
  let plays: ProvenPlay[] = [];

  const hasListeners = (): boolean => (namespace?.sockets.size ?? 0) > 0;

  const tick = (): void => {
    ticking = null;
    if (!namespace) return;
    const gone = [...screens].map(ports.live);
    const [assetList, changeList, playList] = [[...assets.values()], [...changes], plays];
    screens.clear();
    assets.clear();
    changes.clear();
    plays = [];
    if (!hasListeners()) return;
    if (gone.length > 0) namespace.emit('screens', gone);
    if (assetList.length > 0) namespace.emit('assets', assetList);
    if (changeList.length > 0) namespace.emit('changed', changeList);
    if (playList.length > 0) namespace.emit('plays', playList);
  };
  /** Nobody listens: nothing is gathered, the next snapshot tells all. */
  const soon = (gather: () => void): void => {
    if (!hasListeners()) return;
    gather();
    ticking ??= setTimeout(tick, TICK_MS);
  };

  const snapshot = (): FeedSnapshot => ({
    serverTime: ports.now(),
    screens: ports.liveOfAll(),
    publicationId: ports.newestPublication(),
  });

  const visitorOf = (socket: ConsoleSocket): string => String(socket.data.personId);
  const cut = (socket: ConsoleSocket, why: string): void => {
    ports.log.info({ personId: visitorOf(socket), why }, 'console.cut');
    socket.disconnect(true);
  };
  const checkSessions = async (): Promise<void> => {
    await Promise.all(
      [...(namespace?.sockets.values() ?? [])].map(async (socket) => {
        const visitor = await ports.whoIs(socket.handshake.headers);
        if (visitor?.personId !== visitorOf(socket)) cut(socket, 'the session has ended');
      }),
    );
  };
  const armCheck = (): void => {
    checking = setTimeout(() => {
      checkSessions()
        .catch((fault: unknown) => ports.log.warn({ err: fault }, 'console.check-failed'))
        .finally(() => {
          if (checking) armCheck();
        });
    }, SESSION_CHECK_MS);
  };

  return {
    attach: (served: ConsoleNamespace): void => {
      namespace = served;
      served.use((socket, next) => {
        ports.whoIs(socket.handshake.headers).then(
          (visitor) => {
            if (!visitor) return next(new Error('sign-in-needed'));
            socket.data.personId = visitor.personId;
            next();
          },
          (fault: unknown) => {
            ports.log.warn({ err: fault }, 'console.check-failed');
            next(new Error('server-fault'));
          },
        );
      });
      served.on('connection', (socket) => {
        let words = 0;
        socket.onAny(() => {
          words += 1;
          if (words > MOST_WORDS) cut(socket, 'it talks on a socket that only listens');
        });
        socket.emit('snapshot', snapshot());
      });
      armCheck();
    },
    hasListeners,
    screenTouched: (screenId: ScreenId): void => soon(() => screens.add(screenId)),
    /** Newest state of an asset; only the last one before a tick is told. */
    assetsChanged: (list: readonly Asset[]): void =>
      soon(() => {
        for (const asset of list) assets.set(asset.id, asset);
      }),
    changed: (...what: Changed[]): void =>
      soon(() => {
        for (const one of what) changes.add(one);
      }),
    plays: (list: readonly ProvenPlay[]): void =>
      soon(() => {
        plays = [...plays, ...list].slice(-MOST_PLAYS_A_TICK);
      }),
    /** Ends the sockets of a person at once: signed out, disabled, another role. */
    cutPerson: (personId: string): void => {
      for (const socket of namespace?.sockets.values() ?? [])
        if (visitorOf(socket) === personId) cut(socket, 'signed out');
    },
    stop: (): void => {
      if (ticking) clearTimeout(ticking);
      if (checking) clearTimeout(checking);
      ticking = null;
      checking = null;
      namespace = null;
    },
  };
};
