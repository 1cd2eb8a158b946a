/**
 * The one door to socket.io: players under `/player`, the console under `/console`, on the server's own HTTP port. WebSocket
 * only, small messages only, no compression, no recovery by the library (ours is `hello`).
 */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server } from 'socket.io';
import type { DeviceId, PublicationId, ScreenId } from '../../playlists/model/ids.ts';
import type { SignedEnvelope } from '../../playlists/wire/manifest.ts';
import type { RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import type { Delivery } from '../publishing/publish.ts';
import type { DeviceChange, Devices } from '../screens/devices.ts';
import type { Pairing } from '../screens/pairing.ts';
import { createCommandDesk } from './command-desk.ts';
import { createCommandFiles } from './command-files.ts';
import { createCommandRows } from './command-rows.ts';
import { createCommands } from './commands.ts';
import { createDelivery, type PlayerNamespace } from './delivery.ts';
import { type ConsoleNamespace, createFeed, type FeedPorts } from './feed.ts';
import { createPlayers } from './players.ts';
import { createRoster, type Held } from './roster.ts';
import type { Tokens } from './token.ts';

const MAX_MESSAGE_BYTES = 65_536;
const SWEEP_MS = 1_000;
const SEEN_WRITE_MS = 60_000;
/** A year and a month: whoever looks back over a year still finds its first day. */
const COMMANDS_KEPT_MS = 400 * 86_400_000;

export interface FleetPorts {
  database: Database;
  /** Where pictures and bundles of commands are kept. */
  commandFolder: string;
  record: RecordAct;
  devices: Pick<Devices, 'standingOf' | 'deviceOf'>;
  pairing: Pick<Pairing, 'offerCode' | 'closed' | 'tooMany'>;
  tokens: Pick<Tokens, 'issue'>;
  signingKey: string;
  archive: {
    screens: () => Iterable<ScreenId>;
    newestOf: (screenId: ScreenId) => Held | undefined;
    newestSigned: (screenId: ScreenId) => SignedEnvelope | null;
    newestId: () => PublicationId | null;
  };
  whoIs: FeedPorts['whoIs'];
  /** Whether a browser's request comes from our own pages; requests without `Origin` are programs. */
  comesFromUs: (request: IncomingMessage) => boolean;
  /** The address of whoever opened a socket. */
  addressOf: (request: IncomingMessage) => string;
  /** Address at which staff type a pairing code. */
  pairingUrl: (code: string) => string;
  now: () => number;
  log: Record<'info' | 'warn' | 'error', (fields: object, event: string) => void>;
  /** Default 10 s; tests of slow players shorten it. */
  answerTimeoutMs?: number;
  /** Every answer to a pushed manifest; for benches. */
  answered?: (screenId: ScreenId, version: number) => void;
}

export const createFleet = (ports: FleetPorts) => {
  const { database, devices, archive, now, log } = ports;
  let io: Server | null = null;
  let players: PlayerNamespace | null = null;
  const timers: NodeJS.Timeout[] = [];
  const nameOfScreen = database.raw.prepare('select name from screen where id = ?').pluck();

  const roster = createRoster({
    database,
    now,
    deviceOf: devices.deviceOf,
    newest: () =>
      [...archive.screens()].flatMap((screenId): [ScreenId, Held][] => {
        const newest = archive.newestOf(screenId);
        return newest ? [[screenId, newest]] : [];
      }),
    touched: (screenId) => feed.screenTouched(screenId),
    log,
  });
  const feed = createFeed({
    whoIs: ports.whoIs,
    live: roster.live,
    liveOfAll: roster.liveOfAll,
    newestPublication: archive.newestId,
    now,
    log,
  });
  const delivery = createDelivery({
    namespace: () => players,
    roster,
    now,
    log,
    answerTimeoutMs: ports.answerTimeoutMs,
    answered: ports.answered,
  });
  const screenName = (screenId: ScreenId): string | null => (nameOfScreen.get(screenId) as string | undefined) ?? null;
  const rows = createCommandRows(database);
  const files = createCommandFiles(ports.commandFolder);
  const commandsChanged = (): void => feed.changed('commands');
  const commands = createCommands({
    database,
    rows,
    record: ports.record,
    sessionOf: delivery.sessionOf,
    changed: commandsChanged,
    now,
    log,
    answerTimeoutMs: ports.answerTimeoutMs,
  });
  const commandDesk = createCommandDesk({
    database,
    rows,
    files,
    commands,
    record: ports.record,
    deviceOf: devices.deviceOf,
    screenName,
    changed: commandsChanged,
    now,
  });
  const desk = createPlayers({
    devices,
    pairing: ports.pairing,
    roster,
    delivery,
    commands,
    tokens: ports.tokens,
    signingKey: ports.signingKey,
    newestSigned: archive.newestSigned,
    screenName,
    pairingUrl: ports.pairingUrl,
    addressOf: ports.addressOf,
    now,
    log,
  });

  const sweep = (): void => {
    for (const screenId of roster.sweep()) {
      const session = delivery.sessionOf(screenId);
      log.info({ screenId }, 'player.fell-silent');
      session?.socket.conn.close();
    }
    commands.sweep();
  };

  return {
    /** Live states. */
    roster,
    /** What to tell the console. */
    feed,
    handlers: commandDesk.handlers,
    streams: commandDesk.streams,
    /** Before anything is served. */
    open: async (): Promise<void> => files.open(rows.withFiles()),
    /** Nightly: forgets commands that ended long ago. */
    cleanUp: (): void => rows.forgetBefore(now() - COMMANDS_KEPT_MS),
    /** Serves sockets on `server`. */
    attach: (server: HttpServer): void => {
      io = new Server(server, {
        transports: ['websocket'],
        maxHttpBufferSize: MAX_MESSAGE_BYTES,
        perMessageDeflate: false,
        serveClient: false,
        allowRequest: (request, decide) => decide(null, ports.comesFromUs(request)),
      });
      // The bare namespace serves nobody: what connects there could only waste memory.
      io.of('/').on('connection', (socket) => socket.conn.close());
      players = io.of('/player') as unknown as PlayerNamespace;
      desk.attach(players);
      feed.attach(io.of('/console') as unknown as ConsoleNamespace);
      timers.push(setInterval(sweep, SWEEP_MS), setInterval(roster.flushSeen, SEEN_WRITE_MS));
    },
    sendBodies: delivery.sendBodies,
    /** Sends a publication to connected players and tells the console. */
    deliver: (deliveries: Delivery[], _publicationId: PublicationId): void => {
      delivery.deliver(deliveries);
      feed.changed('publications');
    },
    /** To be told of pairing and revoking, after the commit. */
    deviceChanged: (change: DeviceChange): void => {
      roster.reset(change.screenId);
      feed.changed('screens');
      if (change.kind === 'revoked') commands.deviceGone(change.screenId);
      if (players) desk.askAgain(players, change.deviceId, change.kind);
    },
    screenDeleted: (screenId: ScreenId): void => {
      roster.forget(screenId);
      commands.forget(screenId);
    },
    /** Players connected and welcomed now. */
    connected: (): number => delivery.count(),
    sessionOf: (deviceId: DeviceId) => [...delivery.sessions()].find((session) => session.deviceId === deviceId),
    refusedMessages: desk.refusedMessages,
    /** Closes every socket, writes what is still in memory. Leaves the HTTP server itself to its owner. */
    stop: async (): Promise<void> => {
      for (const timer of timers.splice(0)) clearInterval(timer);
      desk.stop();
      feed.stop();
      const closing = io;
      io = null;
      players = null;
      if (closing) {
        // Not `disconnect()`: players must come back by themselves when the server does (rule 8).
        for (const socket of closing.of('/player').sockets.values()) socket.conn.close();
        for (const socket of closing.of('/console').sockets.values()) socket.conn.close();
        closing.engine.close();
      }
      commands.stop();
      roster.flush();
    },
  };
};
