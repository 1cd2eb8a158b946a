/**
 * Manifests on their way to connected players: at most one unanswered per player, the latest wins, and a player that does not
 * answer gets nothing more until it is heard again (it catches up at its next hello). A body that many share is encoded and
 * framed once for all of them; each player then gets its own small envelope.
 */
import type { Namespace, Socket } from 'socket.io';
import type { DeviceId, Digest, ScreenId } from '../../playlists/model/ids.ts';
import { assertNever } from '../../playlists/model/refusal.ts';
import { compareVersions, type SignedEnvelope } from '../../playlists/wire/manifest.ts';
import { ManifestAnswer, type PlayerToServer, type ServerToPlayer } from '../../playlists/wire/player-link.ts';
import type { PrintedBody } from '../publishing/press.ts';
import type { Delivery } from '../publishing/publish.ts';
import type { Held, Roster } from './roster.ts';

export type PlayerSocket = Socket<PlayerToServer, ServerToPlayer>;
export type PlayerNamespace = Namespace<PlayerToServer, ServerToPlayer>;

export const ANSWER_TIMEOUT_MS = 10_000;
/** A larger body is fetched over HTTP, so that nothing waits behind it on the socket. */
export const LARGEST_PUSHED_BODY = 256_000;

/** A player that was welcomed on this socket. */
export interface Session {
  socket: PlayerSocket;
  deviceId: DeviceId;
  screenId: ScreenId;
  bootId: string;
  /** Kinds of commands that it says it carries out. */
  can: ReadonlySet<string>;
  /** Sent and not answered yet. */
  inFlight: boolean;
  /** What to send once the answer is there; always the newest. */
  next: SignedEnvelope | null;
  /** Did not answer in time; nothing is sent until it says hello again. */
  stalled: boolean;
  /** Bodies it has on disk or was sent on this socket. */
  bodies: Set<Digest>;
}

export interface DeliveryPorts {
  namespace: () => PlayerNamespace | null;
  roster: Pick<Roster, 'noteWanted' | 'noteDelivery' | 'noteActive'>;
  now: () => number;
  log: { warn(fields: object, event: string): void };
  answerTimeoutMs?: number;
  /** Every answer, as it comes; for whoever measures. */
  answered?: (screenId: ScreenId, version: number) => void;
}

const heldOf = ({ envelope }: SignedEnvelope): Held => ({
  epoch: envelope.epoch,
  version: envelope.version,
  bodyDigest: envelope.bodyDigest,
});

export const createDelivery = (ports: DeliveryPorts) => {
  const { roster, log } = ports;
  const sessions = new Map<ScreenId, Session>();

  const settle = (session: Session, signed: SignedEnvelope, reply: unknown): void => {
    const { screenId } = session;
    const held = heldOf(signed);
    const read = ManifestAnswer.safeParse(reply);
    if (!read.success) {
      log.warn(
        { screenId, deviceId: session.deviceId, why: read.error.issues[0]?.message },
        'manifest.answer-malformed',
      );
      return;
    }
    ports.answered?.(screenId, held.version);
    switch (read.data.kind) {
      case 'taken':
        session.bodies.add(held.bodyDigest);
        return;
      case 'had':
        if (read.data.epoch === held.epoch && read.data.version === held.version)
          roster.noteActive(screenId, held, ports.now());
        return;
      case 'refused':
        log.warn({ screenId, ...held, refusal: read.data.refusal.technician }, 'manifest.refused');
        roster.noteDelivery(screenId, { kind: 'refused', refusal: read.data.refusal });
        return;
      default:
        assertNever(read.data);
    }
  };

  const send = (session: Session, signed: SignedEnvelope): void => {
    session.inFlight = true;
    session.next = null;
    roster.noteDelivery(session.screenId, { kind: 'sent', at: ports.now() });
    session.socket
      .timeout(ports.answerTimeoutMs ?? ANSWER_TIMEOUT_MS)
      .emit('manifest', signed, (fault: Error | null, reply: unknown) => {
        session.inFlight = false;
        if (sessions.get(session.screenId) !== session) return;
        if (fault) {
          session.stalled = true;
          session.next = null;
          roster.noteDelivery(session.screenId, { kind: 'waiting' });
          log.warn({ screenId: session.screenId, version: signed.envelope.version }, 'manifest.unanswered');
          return;
        }
        settle(session, signed, reply);
        if (session.next) send(session, session.next);
      });
  };

  const sendBodies = (bodies: readonly PrintedBody[]): void => {
    const namespace = ports.namespace();
    for (const { digest, text, bytes, screenIds } of bodies) {
      if (bytes > LARGEST_PUSHED_BODY) continue;
      const sockets: string[] = [];
      for (const screenId of screenIds) {
        const session = sessions.get(screenId);
        if (!session || session.stalled || session.inFlight || session.bodies.has(digest)) continue;
        // Players hold the last two pushed bodies; what was sent before is not counted on.
        session.bodies.clear();
        session.bodies.add(digest);
        sockets.push(session.socket.id);
      }
      if (sockets.length > 0) namespace?.to(sockets).emit('body', { digest, text });
    }
  };

  return {
    /** The welcomed player of a screen, if one is connected. */
    sessionOf: (screenId: ScreenId): Session | undefined => sessions.get(screenId),
    sessions: (): Iterable<Session> => sessions.values(),
    count: (): number => sessions.size,
    add: (session: Session): void => {
      sessions.set(session.screenId, session);
    },
    /** Only when it is still the one of its screen. */
    remove: (session: Session): boolean =>
      sessions.get(session.screenId) === session && sessions.delete(session.screenId),

    /** Hands over what was missed. `held` is what the player says it has on disk. */
    catchUp: (session: Session, newest: SignedEnvelope | null, held: Held | null): void => {
      if (held) roster.noteActive(session.screenId, held, ports.now());
      if (held) session.bodies.add(held.bodyDigest);
      if (!newest || (held && compareVersions(held, newest.envelope) >= 0)) return;
      if (session.inFlight) session.next = newest;
      else send(session, newest);
    },

    /** Sends bodies to those who can take them now and do not have them: one encoding and one frame for each body. */
    sendBodies,

    /** Pushes a publication to whoever is connected; the others are `waiting` until their hello. Returns at once. */
    deliver: (deliveries: readonly Delivery[]): void => {
      const ready: [Session, SignedEnvelope][] = [];
      const bodies = new Map<Digest, PrintedBody>();
      for (const { screenId, signed, bodyText } of deliveries) {
        roster.noteWanted(screenId, heldOf(signed));
        const session = sessions.get(screenId);
        if (!session || session.stalled) continue;
        if (session.inFlight) {
          session.next = signed;
          continue;
        }
        ready.push([session, signed]);
        const { bodyDigest, bodyBytes } = signed.envelope;
        const body = bodies.get(bodyDigest) ?? { digest: bodyDigest, text: bodyText, bytes: bodyBytes, screenIds: [] };
        body.screenIds.push(screenId);
        bodies.set(bodyDigest, body);
      }
      sendBodies([...bodies.values()]);
      for (const [session, signed] of ready) send(session, signed);
    },
  };
};
export type DeliveryDesk = ReturnType<typeof createDelivery>;
