/** A player reduced to its socket and its key, so that a test can say and withhold every single word. */
import { generateKeyPairSync } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { identityOf } from '../../player/core/identity.ts';
import type { SignedEnvelope } from '../../playlists/wire/manifest.ts';
import {
  type BodyPush,
  challengeText,
  type Heartbeat,
  type HelloAnswer,
  type ManifestAnswer,
} from '../../playlists/wire/player-link.ts';
import { until } from './until.ts';

export interface Push {
  signed: SignedEnvelope;
  answer: (reply: ManifestAnswer) => void;
}

let boots = 0;

export const aHeartbeat = (parts: Partial<Heartbeat> = {}): Heartbeat => ({
  now: null,
  active: null,
  clock: { quality: 'synced', offsetMs: 0, errorMs: 1 },
  backlog: 0,
  vitals: { uptimeS: 5, rssBytes: null, cpuLoad: null, diskFreeBytes: null, droppedFrames: null },
  faults: [],
  ...parts,
});

/** Connects at once. `identity` may be shared by two, to make clones. */
export const openBarePlayer = (
  url: string,
  options: { identity?: ReturnType<typeof identityOf>; reconnection?: boolean } = {},
) => {
  const identity = options.identity ?? identityOf(generateKeyPairSync('ed25519').privateKey);
  const bootId = `boot_${String(++boots).padStart(8, '0')}`;
  const socket: Socket = io(`${url}/player`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: options.reconnection ?? false,
    reconnectionDelay: 50,
    reconnectionDelayMax: 100,
  });
  const seen = {
    nonces: [] as string[],
    bodies: [] as BodyPush[],
    pushes: [] as Push[],
    again: [] as string[],
    closes: 0,
  };
  socket.on('challenge', ({ nonce }: { nonce: string }) => seen.nonces.push(nonce));
  socket.on('body', (push: BodyPush) => seen.bodies.push(push));
  socket.on('manifest', (signed: SignedEnvelope, answer: Push['answer']) => seen.pushes.push({ signed, answer }));
  socket.on('again', ({ why }: { why: string }) => seen.again.push(why));
  socket.on('disconnect', () => {
    seen.closes += 1;
  });

  const challenged = async (): Promise<string> => {
    await until('a challenge', () => socket.connected && seen.nonces.length > seen.closes);
    return seen.nonces.at(-1) as string;
  };
  return {
    socket,
    identity,
    bootId,
    seen,
    /** Whatever `parts` say instead of the truth is sent. */
    hello: async (parts: Record<string, unknown> = {}): Promise<HelloAnswer> => {
      const nonce = await challenged();
      return socket.timeout(5_000).emitWithAck('hello', {
        deviceId: identity.deviceId,
        publicKey: identity.publicKey,
        signature: identity.sign(challengeText(nonce, identity.deviceId)),
        bootId,
        app: { version: '0.0.0', shell: 'none' },
        active: null,
        ...parts,
      });
    },
    nextPush: (nth: number) => until(`push ${nth}`, () => seen.pushes[nth - 1]),
    challenged,
    close: () => void socket.disconnect(),
  };
};
export type BarePlayer = ReturnType<typeof openBarePlayer>;
