/**
 * The conversation with the server: the one door to socket.io-client, used unchanged by real players and by the fleet
 * simulator (thousands in one process; storage is a port). Push is delivery, pull over HTTP the guarantee. Whatever the server
 * or the network does, the link keeps trying: socket.io's own timer first, a slow jittered one of ours when that gave up.
 */
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import type { BootId, ScreenId } from '../../playlists/model/ids.ts';
import { assertNever, type Refusal, refusal } from '../../playlists/model/refusal.ts';
import type { CommandAnswer, CommandResult } from '../../playlists/wire/command.ts';
import { SignedEnvelope } from '../../playlists/wire/manifest.ts';
import {
  BodyPush,
  Challenge,
  ClockAnswer,
  challengeText,
  HEARTBEAT_EVERY_MS,
  type Heartbeat,
  type Hello,
  HelloAnswer,
  type ManifestAnswer,
  type ManifestProgress,
  type PlayerToServer,
  type ServerToPlayer,
} from '../../playlists/wire/player-link.ts';
import type { RoundTrip } from './clock.ts';
import { type Cancel, type Clocks, jittered } from './clocks.ts';
import type { Identity } from './identity.ts';
import { type Log, wordsOf } from './log.ts';
import { createServerCalls, NoAnswer, type ServerCalls } from './server-calls.ts';
import type { Vault } from './vault.ts';
import type { Vitals } from './vitals.ts';

const HELLO_TIMEOUT_MS = 10_000;
/** After a welcome the push comes by itself; the pull waits so long (jittered) for it. */
const PULL_AFTER_HELLO_MS = 4_000;
const PULL_EVERY_MS = 15 * 60_000;
/** Our own retry: patient while socket.io still tries or a server is there, quicker at first when it has given up. */
const PATIENT_RETRY_MS = 45_000;
const FORSAKEN_RETRY_MS = 4_000;
/** Round trips of the clock: a quick handful after a welcome, then one a minute. */
const CLOCK_BURST = 8;
const CLOCK_BURST_GAP_MS = 200;
const CLOCK_EVERY_MS = 60_000;
const RESULT_TIMEOUT_MS = 10_000;
const BEAT_GAP_MS = 1_000;
const ENVELOPE_MAX_BYTES = 64_000;
const BODY_MAX_BYTES = 32_000_000;
const NOT_TAKEN = 'manifest-not-taken';

/** Where the device stands with its server. `offline` = no socket; what the server said last is `LinkState.standing`. */
export type LinkState =
  | { kind: 'connecting' }
  | { kind: 'unpaired'; code: string; url: string; expiresAt: number }
  | { kind: 'online'; screenId: ScreenId; screenName: string }
  | { kind: 'revoked' }
  /** The server's answer was no, or we refuse the server (changed key); asked again slowly. */
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'offline'; why: string };

export interface LinkDoors {
  serverUrl: string;
  identity: Identity;
  bootId: BootId;
  app: Hello['app'];
  vault: Pick<Vault, 'active' | 'welcomed' | 'examine' | 'offer' | 'keepBody' | 'holdsBody'>;
  clocks: Clocks;
  /** Absent = the clock is not asked (simulators that do not paint). */
  clock?: { heard(trip: RoundTrip): boolean };
  fetch: typeof fetch;
  log: Log;
  /** What the heartbeat says now. */
  beat: () => Heartbeat;
  changed: (state: LinkState) => void;
  /** Takes commands; absent = this device knows none (and `app.can` says so). */
  commands?: { hear(message: unknown): Promise<CommandAnswer>; welcomed(): void };
  /** For heartbeats: why a manifest could not be taken, until one was. Absent in simulators. */
  faults?: Pick<Vitals, 'fault' | 'mended'>;
  /** Default: WebSocket only. */
  transports?: ('websocket' | 'polling')[];
}

export interface Link {
  state(): LinkState;
  /** HTTP with this link's token. */
  calls: ServerCalls;
  start(): void;
  stop(): Promise<void>;
  /** The picture changed: a heartbeat soon (at most one a second). */
  beatSoon(): void;
  /** Tells the result of a command; true = the server has it durably. */
  tellResult(result: CommandResult): Promise<boolean>;
  /** Says how far a manifest is; lost when offline (the next hello says what is active). */
  report(progress: ManifestProgress): void;
  /** Asks for the newest manifest over HTTP now. Never throws. */
  pull(): Promise<void>;
  /** Asks for the server's time now; nothing happens when offline (it is asked at the next welcome). */
  measure(): void;
}

export const createLink = (doors: LinkDoors): Link => {
  const { vault, clocks, log, identity } = doors;
  let state: LinkState = { kind: 'connecting' };
  let token: { text: string; until: number } | null = null;
  let socket: Socket<ServerToPlayer, PlayerToServer> | null = null;
  let nonce: string | null = null;
  let greeting: 'idle' | 'under-way' | 'again' = 'idle';
  let etag: string | null = null;
  let pushedSinceHello = false;
  /** Own retries since the last welcome. */
  let retries = 0;
  let lastBeatAt = Number.NEGATIVE_INFINITY;
  let stopped = true;
  /** The last answer to hello has had its effect (the key is pinned on disk): pushes wait for it. */
  let settled: Promise<void> = Promise.resolve();
  /** Raised at each connection and each welcome, so late answers of an earlier one have no effect. */
  let era = 0;

  type TimerName = 'slow' | 'beat' | 'soon' | 'clock' | 'pull' | 'renew';
  const timers = new Map<TimerName, Cancel>();
  const set = (name: TimerName, ms: number, run: () => void): void => {
    timers.get(name)?.();
    if (stopped) return;
    timers.set(
      name,
      clocks.after(ms, () => {
        timers.delete(name);
        if (!stopped) run();
      }),
    );
  };
  const clear = (...names: TimerName[]): void => {
    for (const name of names) {
      timers.get(name)?.();
      timers.delete(name);
    }
  };
  const enter = (next: LinkState): void => {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    log('link.changed', { state: next.kind, ...(next.kind === 'offline' ? { why: next.why } : {}) });
    doors.changed(next);
  };

  const calls = createServerCalls({
    serverUrl: doors.serverUrl,
    fetch: doors.fetch,
    clocks,
    token: () => token?.text ?? null,
    tokenRefused: () => {
      token = null;
      set('renew', jittered(clocks, 2_000), greet);
    },
  });

  /** Our own timer: for when socket.io has given up (the server closed the socket) or nobody says a word. */
  const retrySlowly = (): void => {
    const patient = socket?.connected || socket?.active;
    const waitMs = patient ? PATIENT_RETRY_MS : Math.min(PATIENT_RETRY_MS, FORSAKEN_RETRY_MS * 2 ** retries);
    set('slow', jittered(clocks, waitMs), () => {
      retries += 1;
      log('link.retried', { state: state.kind, retries });
      socket?.disconnect();
      socket?.connect();
      retrySlowly();
    });
  };

  const beat = (): void => {
    clear('soon');
    set('beat', jittered(clocks, HEARTBEAT_EVERY_MS, 0.05), beat);
    if (state.kind !== 'online' || !socket?.connected) return;
    lastBeatAt = clocks.monotonic();
    socket.volatile.emit('heartbeat', doors.beat());
  };

  const askClock = (left: number): void => {
    const asked = socket;
    const { clock } = doors;
    if (!clock || !asked?.connected) return;
    const sentAt = clocks.monotonic();
    asked.emit('clock', { sentAt }, (answer: unknown) => {
      const heardAt = clocks.monotonic();
      const read = ClockAnswer.safeParse(answer);
      if (stopped || asked !== socket || !read.success || read.data.sentAt !== sentAt) return;
      if (!clock.heard({ sentAt, receivedAt: read.data.receivedAt, repliedAt: read.data.repliedAt, heardAt }))
        log('clock.answer-refused', { ...read.data, heardAt });
    });
    set('clock', left > 1 ? CLOCK_BURST_GAP_MS : jittered(clocks, CLOCK_EVERY_MS, 0.2), () => askClock(left - 1));
  };

  const progressOf = (signed: SignedEnvelope, spoken: Refusal): ManifestProgress => ({
    epoch: signed.envelope.epoch,
    version: signed.envelope.version,
    bodyDigest: signed.envelope.bodyDigest,
    state: { kind: 'refused', refusal: spoken },
  });
  const report = (progress: ManifestProgress): void => {
    if (socket?.connected && state.kind === 'online') socket.emit('progress', progress);
  };

  /** Envelope verified; brings the body if it is missing and stages both. Never throws. */
  const take = async (signed: SignedEnvelope): Promise<void> => {
    try {
      let offer = await vault.offer(signed);
      if (offer.kind === 'body-missing') {
        const reply = await calls.call(`/player/bodies/${offer.digest}`, { maxBytes: BODY_MAX_BYTES });
        if (reply.status !== 200) throw new NoAnswer(`status ${reply.status} for body ${offer.digest}`);
        if (!vault.keepBody(offer.digest, reply.text)) {
          const wrong = refusal('manifest-body-wrong', `what came for ${offer.digest} has another digest`);
          offer = { kind: 'refused', refusal: wrong };
        } else offer = await vault.offer(signed);
      }
      doors.faults?.mended(NOT_TAKEN);
      if (offer.kind !== 'refused') return;
      log('manifest.refused', { code: offer.refusal.code, why: offer.refusal.technician });
      report(progressOf(signed, offer.refusal));
    } catch (thrown) {
      const { epoch, version } = signed.envelope;
      if (stopped) return;
      log('manifest.not-taken', { epoch, version, why: wordsOf(thrown) });
      doors.faults?.fault(NOT_TAKEN, `${epoch}.${version}: ${wordsOf(thrown)}`);
      etag = null;
      set('pull', jittered(clocks, 30_000), () => void pull());
    }
  };

  const pull = async (): Promise<void> => {
    set('pull', jittered(clocks, PULL_EVERY_MS, 0.1), () => void pull());
    if (state.kind !== 'online') return;
    const mine = era;
    try {
      const reply = await calls.call('/player/manifest', { etag, maxBytes: ENVELOPE_MAX_BYTES });
      if (mine !== era || stopped || reply.status === 304 || reply.status === 404) return;
      if (reply.status !== 200) throw new NoAnswer(`status ${reply.status} for the manifest`);
      const read = SignedEnvelope.safeParse(JSON.parse(reply.text));
      if (!read.success) throw new NoAnswer('the reply is not a signed envelope');
      etag = reply.etag;
      await take(read.data);
    } catch (thrown) {
      log('manifest.pull-failed', { why: wordsOf(thrown) });
      set('pull', jittered(clocks, 60_000), () => void pull());
    }
  };

  const hearManifest = async (message: unknown, answer: (reply: ManifestAnswer) => void): Promise<void> => {
    const read = SignedEnvelope.safeParse(message);
    if (!read.success) {
      const [issue] = read.error.issues;
      const words = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}`;
      log('manifest.refused', { code: 'manifest-refused', why: words });
      return answer({ kind: 'refused', epoch: 0, version: 0, refusal: refusal('manifest-refused', words) });
    }
    const { epoch, version } = read.data.envelope;
    await settled;
    pushedSinceHello = true;
    const examined = vault.examine(read.data);
    if (!examined.ok) {
      log('manifest.refused', { epoch, version, code: examined.refusal.code, why: examined.refusal.technician });
      return answer({ kind: 'refused', epoch, version, refusal: examined.refusal });
    }
    if (examined.value === 'had') return answer({ kind: 'had', epoch, version });
    answer({ kind: 'taken', epoch, version });
    await take(read.data);
  };

  const hearAnswer = async (reply: HelloAnswer, mine: number): Promise<void> => {
    token = null;
    clear('renew', 'clock', 'pull');
    switch (reply.kind) {
      case 'welcome': {
        const bound = await vault.welcomed(reply);
        if (mine !== era || stopped) return;
        if (!bound.ok) {
          enter({ kind: 'refused', refusal: bound.refusal });
          return retrySlowly();
        }
        token = { text: reply.token, until: reply.tokenUntil };
        const livesMs = Math.max(60_000, reply.tokenUntil - reply.serverTime);
        set('renew', livesMs * (0.7 + 0.2 * clocks.chance()), greet);
        enter({ kind: 'online', screenId: reply.screenId, screenName: reply.screenName });
        retries = 0;
        clear('slow');
        askClock(CLOCK_BURST);
        beat();
        doors.commands?.welcomed();
        pushedSinceHello = false;
        set('pull', jittered(clocks, PULL_AFTER_HELLO_MS, 0.5), () => {
          if (!pushedSinceHello) return void pull();
          set('pull', jittered(clocks, PULL_EVERY_MS, 0.1), () => void pull());
        });
        return;
      }
      case 'unpaired':
        enter({ kind: 'unpaired', code: reply.code, url: reply.url, expiresAt: reply.expiresAt });
        askClock(CLOCK_BURST);
        /** The code dies with time; a fresh one comes with a fresh hello. */
        set('renew', Math.max(5_000, reply.expiresAt - reply.serverTime), greet);
        return clear('slow');
      case 'revoked':
        enter({ kind: 'revoked' });
        return retrySlowly();
      case 'refused':
        log('hello.refused', { code: reply.refusal.code, why: reply.refusal.technician });
        enter({ kind: 'refused', refusal: reply.refusal });
        return retrySlowly();
      default:
        return assertNever(reply);
    }
  };

  /** Says hello on the open socket; asked again while one is under way, it repeats once that is answered. */
  function greet(): void {
    const talking = socket;
    if (!talking?.connected || nonce === null || stopped) return;
    if (greeting !== 'idle') {
      greeting = 'again';
      return;
    }
    greeting = 'under-way';
    era += 1;
    const mine = era;
    const held = vault.active()?.signed.envelope;
    const hello: Hello = {
      deviceId: identity.deviceId,
      publicKey: identity.publicKey,
      signature: identity.sign(challengeText(nonce, identity.deviceId)),
      bootId: doors.bootId,
      app: doors.app,
      active: held ? { epoch: held.epoch, version: held.version, bodyDigest: held.bodyDigest } : null,
    };
    talking.timeout(HELLO_TIMEOUT_MS).emit('hello', hello, (fault: Error | null, answer: unknown) => {
      if (stopped || talking !== socket || mine !== era) return;
      const read = HelloAnswer.safeParse(answer);
      const heard =
        fault || !read.success
          ? Promise.reject(new NoAnswer(fault ? 'no answer to hello' : 'the answer to hello is malformed'))
          : hearAnswer(read.data, mine);
      settled = heard
        .catch((thrown: unknown) => {
          log('hello.failed', { why: wordsOf(thrown) });
          retrySlowly();
        })
        .finally(() => {
          if (mine !== era) return;
          const again = greeting === 'again';
          greeting = 'idle';
          if (again) greet();
        });
    });
  }

  const drop = (why: string): void => {
    era += 1;
    nonce = null;
    greeting = 'idle';
    clear('clock', 'renew', 'pull');
    if (state.kind === 'revoked') {
      retrySlowly();
      return;
    }
    enter({ kind: 'offline', why });
    retrySlowly();
  };

  const open = (): Socket<ServerToPlayer, PlayerToServer> => {
    const opened: Socket<ServerToPlayer, PlayerToServer> = io(`${doors.serverUrl}/player`, {
      autoConnect: false,
      forceNew: true,
      transports: doors.transports ?? ['websocket'],
      reconnectionDelay: 1_000,
      reconnectionDelayMax: 30_000,
      randomizationFactor: 0.5,
      timeout: 15_000,
    });
    /** Handlers take `unknown`: types of the wire are claims until parsed. */
    opened.on('challenge', (message: unknown) => {
      const read = Challenge.safeParse(message);
      if (!read.success) return log('challenge.malformed');
      nonce = read.data.nonce;
      greet();
    });
    opened.on('again', (message: unknown) => {
      const read = z.object({ why: z.string() }).safeParse(message);
      log('hello.asked-again', { why: read.success ? read.data.why : 'unsaid' });
      greet();
    });
    opened.on('body', (message: unknown) => {
      const read = BodyPush.safeParse(message);
      if (!read.success || !vault.keepBody(read.data.digest, read.data.text)) log('body.refused');
    });
    opened.on('manifest', (message: unknown, answer: unknown) => {
      if (typeof answer === 'function') void hearManifest(message, answer as (reply: ManifestAnswer) => void);
    });
    opened.on('command', (message: unknown, answer: unknown) => {
      if (typeof answer !== 'function') return;
      // After the welcome has had its effect, as manifests.
      void settled
        .then(() => doors.commands?.hear(message))
        .then((reply) => reply && (answer as (reply: CommandAnswer) => void)(reply))
        .catch((thrown: unknown) => log('command.not-taken', { why: wordsOf(thrown) }));
    });
    opened.on('connect', retrySlowly);
    opened.on('disconnect', (reason: string) => drop(reason));
    opened.on('connect_error', (fault: Error) => drop(fault.message));
    return opened;
  };

  return {
    state: () => state,
    calls,
    start: () => {
      if (!stopped) return;
      stopped = false;
      socket = open();
      socket.connect();
    },
    stop: async () => {
      stopped = true;
      era += 1;
      clear('slow', 'beat', 'soon', 'clock', 'pull', 'renew');
      socket?.removeAllListeners();
      socket?.disconnect();
      socket = null;
      token = null;
    },
    beatSoon: () => {
      if (stopped || state.kind !== 'online' || timers.has('soon')) return;
      set('soon', Math.max(0, lastBeatAt + BEAT_GAP_MS - clocks.monotonic()), beat);
    },
    report,
    tellResult: async (result) => {
      const talking = socket;
      if (!talking?.connected || state.kind !== 'online') return false;
      const stored: unknown = await talking
        .timeout(RESULT_TIMEOUT_MS)
        .emitWithAck('command-result', result)
        .catch(() => null);
      return z.object({ kind: z.literal('stored') }).safeParse(stored).success;
    },
    pull,
    measure: () => askClock(CLOCK_BURST),
  };
};
