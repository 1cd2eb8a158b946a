/**
 * The players' namespace: challenge, hello, and the few small messages of a connected player. Every payload is parsed once;
 * what does not parse is logged, answered with a coded refusal if an answer was asked for, and has no effect. A player is never
 * refused for good: it is told so and may ask again, or its connection is closed and it comes back (rule 8).
 */
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import type { z } from 'zod';
import type { DeviceId, Digest, ScreenId } from '../../playlists/model/ids.ts';
import { assertNever, type Refusal, refusal } from '../../playlists/model/refusal.ts';
import { CommandResult } from '../../playlists/wire/command.ts';
import { compareVersions, type SignedEnvelope } from '../../playlists/wire/manifest.ts';
import {
  ClockAsk,
  challengeText,
  Heartbeat,
  Hello,
  type HelloAnswer,
  ManifestProgress,
} from '../../playlists/wire/player-link.ts';
import type { Devices } from '../screens/devices.ts';
import type { Pairing } from '../screens/pairing.ts';
import type { Commands } from './commands.ts';
import type { DeliveryDesk, PlayerNamespace, PlayerSocket, Session } from './delivery.ts';
import { createPace } from './pace.ts';
import type { Roster } from './roster.ts';
import type { Tokens } from './token.ts';

export const HELLO_DEADLINE_MS = 10_000;
/** A revoked player has so long to say hello again and hear it before its connection is closed. */
const REVOKED_GRACE_MS = 5_000;
/** Bursts are normal after a welcome (clock, progress of many files); a flood is not. */
const PACE = { burst: 60, perSecond: 15 };
/** Signatures are dear: hellos of one socket. */
const HELLO_PACE = { burst: 5, perSecond: 0.2 };
/** Messages over the pace that a socket may send before it is closed. */
const MOST_DROPPED = 200;
const BOOTS_REMEMBERED = 8;

export interface PlayersPorts {
  devices: Pick<Devices, 'standingOf'>;
  pairing: Pick<Pairing, 'offerCode' | 'closed' | 'tooMany'>;
  roster: Roster;
  delivery: DeliveryDesk;
  commands: Pick<Commands, 'handOver' | 'result'>;
  tokens: Pick<Tokens, 'issue'>;
  signingKey: string;
  newestSigned: (screenId: ScreenId) => SignedEnvelope | null;
  screenName: (screenId: ScreenId) => string | null;
  /** Address at which staff type `code`. */
  pairingUrl: (code: string) => string;
  addressOf: (request: PlayerSocket['request']) => string;
  now: () => number;
  log: { info(fields: object, event: string): void; warn(fields: object, event: string): void };
}

/** `dev_` and the first 32 hex digits of sha-256 over the raw key. */
const deviceIdOf = (publicKey: string): string =>
  `dev_${createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 32)}`;

const signatureHolds = (publicKey: string, text: string, signature: string): boolean => {
  try {
    const x = Buffer.from(publicKey, 'base64').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
};

type Answer = (reply: unknown) => void;

export const createPlayers = (ports: PlayersPorts) => {
  const { devices, delivery, roster, log } = ports;
  /** Device → boots that were displaced by a newer one. A boot that comes back from here has a twin (goals E6, F11). */
  const displaced = new Map<DeviceId, string[]>();
  /** Twins that were told to wait, by device. */
  const twins = new Map<DeviceId, Set<PlayerSocket>>();
  const timers = new Set<NodeJS.Timeout>();
  let malformed = 0;

  const after = (ms: number, run: () => void): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timer.unref();
    timers.add(timer);
    return timer;
  };
  const cancel = (timer: NodeJS.Timeout): void => {
    clearTimeout(timer);
    timers.delete(timer);
  };

  /** Makes `session` the one player of its screen. False: its key is also alive elsewhere, and was there later. */
  const takePlace = (session: Session): boolean => {
    const rival = delivery.sessionOf(session.screenId);
    const boots = displaced.get(session.deviceId) ?? [];
    if (rival && rival.socket !== session.socket && rival.bootId !== session.bootId) {
      if (boots.includes(session.bootId)) {
        log.warn(
          { deviceId: session.deviceId, screenId: session.screenId, boots: [rival.bootId, session.bootId] },
          'player.duplicated',
        );
        roster.noteAlarm(session.screenId, 'duplicate-device');
        const waiting = twins.get(session.deviceId) ?? new Set();
        twins.set(session.deviceId, waiting.add(session.socket));
        return false;
      }
      displaced.set(session.deviceId, [rival.bootId, ...boots].slice(0, BOOTS_REMEMBERED));
    }
    delivery.add(session);
    if (rival && rival.socket !== session.socket) rival.socket.conn.close();
    return true;
  };

  /** `before` is the session that this socket has already; what is in flight on it stays in flight. */
  const welcome = (
    socket: PlayerSocket,
    hello: Hello,
    screenId: ScreenId,
    before: Session | null,
  ): [HelloAnswer, Session | null] => {
    const can = new Set(hello.app.can);
    const fresh = {
      socket,
      deviceId: hello.deviceId,
      screenId,
      inFlight: false,
      next: null,
      bodies: new Set<Digest>(),
    };
    const session: Session =
      before?.screenId === screenId
        ? Object.assign(before, { bootId: hello.bootId, can, stalled: false })
        : { ...fresh, bootId: hello.bootId, can, stalled: false };
    if (!takePlace(session))
      return [
        { kind: 'refused', refusal: refusal('device-duplicate', `${hello.deviceId} is connected elsewhere`) },
        null,
      ];
    const { token, tokenUntil } = ports.tokens.issue(hello.deviceId);
    const answer: HelloAnswer = {
      kind: 'welcome',
      screenId,
      screenName: ports.screenName(screenId) ?? '',
      serverTime: ports.now(),
      token,
      tokenUntil,
      signingKey: ports.signingKey,
    };
    return [answer, session];
  };

  const unpaired = (socket: PlayerSocket, hello: Hello): HelloAnswer => {
    const offer = ports.pairing.offerCode({
      deviceId: hello.deviceId,
      publicKey: hello.publicKey,
      shell: hello.app.shell,
      appVersion: hello.app.version,
      address: ports.addressOf(socket.request),
    });
    return offer
      ? {
          kind: 'unpaired',
          code: offer.code,
          url: ports.pairingUrl(offer.code),
          expiresAt: offer.expiresAt,
          serverTime: ports.now(),
        }
      : { kind: 'refused', refusal: ports.pairing.tooMany() };
  };

  const greet = (socket: PlayerSocket): void => {
    const nonce = randomBytes(24).toString('base64url');
    const pace = createPace(PACE, ports.now);
    const helloPace = createPace(HELLO_PACE, ports.now);
    let session: Session | null = null;
    let dropped = 0;
    let known: DeviceId | null = null;
    const deadline = after(HELLO_DEADLINE_MS, () => {
      log.warn({ address: ports.addressOf(socket.request) }, 'player.said-no-hello');
      socket.conn.close();
    });

    /** Not understood, or too much: a log line, a coded answer if one was asked for, nothing else. */
    const spurn = (event: string, spoken: Refusal, answer: Answer | null): void => {
      malformed += 1;
      dropped += 1;
      if (dropped <= 5 || dropped % 100 === 0)
        log.warn(
          { event, deviceId: known, code: spoken.code, why: spoken.technician, dropped },
          'player.message-refused',
        );
      answer?.(event === 'hello' ? { kind: 'refused', refusal: spoken } : { refusal: spoken });
      if (dropped >= MOST_DROPPED) socket.conn.close();
    };

    /** Parses the one payload of a message and finds its answer function, wherever a stranger may have put things. */
    const on = <Schema extends z.ZodType>(
      event: string,
      schema: Schema,
      heard: (message: z.output<Schema>, answer: Answer | null) => void,
    ) =>
      (socket as unknown as { on(event: string, listener: (...sent: unknown[]) => void): void }).on(
        event,
        (...sent) => {
          const last = sent.at(-1);
          const answer = typeof last === 'function' ? (last as Answer) : null;
          if (!pace.allows())
            return spurn(event, refusal('too-many-tries', 'too many messages', { minutes: 1 }), answer);
          const read = schema.safeParse(sent[0]);
          if (!read.success) {
            const [issue] = read.error.issues;
            const why = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}`.slice(0, 200);
            return spurn(event, refusal('request-malformed', why), answer);
          }
          try {
            heard(read.data, answer);
          } catch (fault) {
            log.warn({ err: fault, event, deviceId: known }, 'player.message-failed');
            const incident = randomBytes(4).toString('hex').toUpperCase();
            answer?.({ kind: 'refused', refusal: refusal('server-fault', `incident ${incident}`, { incident }) });
          }
        },
      );

    const leave = (): void => {
      if (!session) return;
      delivery.remove(session);
      const { deviceId } = session;
      session = null;
      // A twin that waited may have its turn now.
      for (const twin of twins.get(deviceId) ?? []) twin.emit('again', { why: 'asked' });
      twins.delete(deviceId);
    };

    on('hello', Hello, (hello, answer) => {
      if (!answer) return spurn('hello', refusal('request-malformed', 'hello without an answer function'), null);
      if (!helloPace.allows())
        return spurn('hello', refusal('too-many-tries', 'too many hellos', { minutes: 1 }), answer);
      if (deviceIdOf(hello.publicKey) !== hello.deviceId)
        return spurn('hello', refusal('device-unknown', 'the device id is not the fingerprint of the key'), answer);
      if (!signatureHolds(hello.publicKey, challengeText(nonce, hello.deviceId), hello.signature))
        return spurn('hello', refusal('device-unknown', 'the signature over the challenge does not hold'), answer);
      if (known && known !== hello.deviceId)
        return spurn('hello', refusal('device-unknown', 'another device spoke on this connection before'), answer);
      known = hello.deviceId;
      cancel(deadline);
      const standing = devices.standingOf(hello.deviceId);
      switch (standing.kind) {
        case 'unknown':
          return answer(unpaired(socket, hello));
        case 'revoked':
          leave();
          return answer({ kind: 'revoked', serverTime: ports.now() } satisfies HelloAnswer);
        case 'paired': {
          const [reply, welcomed] = welcome(socket, hello, standing.screenId, session);
          session = welcomed;
          answer(reply);
          if (!welcomed) return;
          roster.hear(welcomed.screenId, welcomed.deviceId);
          roster.noteApp(welcomed.screenId, hello.app);
          delivery.catchUp(welcomed, ports.newestSigned(welcomed.screenId), hello.active);
          ports.commands.handOver(welcomed);
          return;
        }
        default:
          assertNever(standing);
      }
    });

    on('clock', ClockAsk, ({ sentAt }, answer) => {
      const receivedAt = ports.now();
      answer?.({ sentAt, receivedAt, repliedAt: ports.now() });
    });

    on('heartbeat', Heartbeat, (heartbeat) => {
      if (!session) return spurn('heartbeat', refusal('device-unknown', 'heartbeat before a welcome'), null);
      roster.beat(session.screenId, session.deviceId, heartbeat);
      // It fell silent over a push and is back: one more hello brings it up to date.
      if (session.stalled) {
        session.stalled = false;
        socket.emit('again', { why: 'asked' });
      }
    });

    on('progress', ManifestProgress, (progress) => {
      if (!session) return spurn('progress', refusal('device-unknown', 'progress before a welcome'), null);
      roster.hear(session.screenId, session.deviceId);
      const { state, ...held } = progress;
      if (state.kind === 'active') return roster.noteActive(session.screenId, held, ports.now());
      // News of a manifest that has been replaced meanwhile says nothing about the one that is wanted now.
      const { wanted } = roster.live(session.screenId);
      if (wanted && compareVersions(held, wanted) !== 0) return;
      if (state.kind === 'fetching')
        roster.noteDelivery(session.screenId, { kind: 'fetching', files: state.files, filesReady: state.filesReady });
      else {
        log.warn({ screenId: session.screenId, ...held, refusal: state.refusal.technician }, 'manifest.refused');
        roster.noteDelivery(session.screenId, { kind: 'refused', refusal: state.refusal });
      }
    });

    on('command-result', CommandResult, (result, answer) => {
      if (!session) return spurn('command-result', refusal('device-unknown', 'a result before a welcome'), answer);
      roster.hear(session.screenId, session.deviceId);
      ports.commands.result(session, result, () => answer?.({ kind: 'stored' }));
    });

    const allowed = new Set(['hello', 'clock', 'heartbeat', 'progress', 'command-result']);
    socket.onAny((event: unknown, ...sent: unknown[]) => {
      if (typeof event === 'string' && allowed.has(event)) return;
      const last = sent.at(-1);
      spurn(
        String(event).slice(0, 40),
        refusal('request-malformed', 'no such message'),
        typeof last === 'function' ? (last as Answer) : null,
      );
    });

    socket.on('disconnect', () => {
      cancel(deadline);
      if (known) twins.get(known)?.delete(socket);
      if (known) ports.pairing.closed(known);
      leave();
    });
    socket.data.deviceId = () => known;
    socket.data.leave = leave;
    socket.emit('challenge', { nonce });
  };

  return {
    /** Serves `namespace` from now on. */
    attach: (namespace: PlayerNamespace): void => {
      namespace.on('connection', greet);
    },
    /** Tells a device to say hello again, wherever it is connected. */
    askAgain: (namespace: PlayerNamespace, deviceId: DeviceId, why: 'paired' | 'revoked'): void => {
      for (const socket of namespace.sockets.values()) {
        if ((socket.data.deviceId as (() => DeviceId | null) | undefined)?.() !== deviceId) continue;
        socket.emit('again', { why });
        if (why !== 'revoked') continue;
        // From this moment nothing it says counts and nothing is sent to it; the grace is for its goodbye alone.
        (socket.data.leave as () => void)();
        after(REVOKED_GRACE_MS, () => socket.conn.close());
      }
    },
    /** Messages that were refused since the start. */
    refusedMessages: () => malformed,
    stop: (): void => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
};
