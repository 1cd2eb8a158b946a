/** Many simulated players as one thing: started in small steps, counted as they change, stopped together. */
import { createHash, createPrivateKey } from 'node:crypto';
import { realClocks } from '../../player/core/clocks.ts';
import { type Identity, identityOf } from '../../player/core/identity.ts';
import { createManifestCheck } from '../../player/core/manifest-check.ts';
import { createBodyMemory, createSimulatedPlayer, type SimulatedPlayer } from './simulated-player.ts';

/** PKCS8 head of an Ed25519 private key (RFC 8410): what stands before the raw 32 bytes. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
/** Players that knock within one step of `STEP_MS`; a real ward never starts at one instant. */
const PER_STEP = 25;
const STEP_MS = 50;

/** The `n`-th key of a seed: the same in every process, so a test can enter a fleet in the books before it exists. */
export const identityNumber = (seed: string, n: number): Identity => {
  const raw = createHash('sha256').update(`${seed} ${n}`).digest();
  return identityOf(createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, raw]), format: 'der', type: 'pkcs8' }));
};

export interface Fleet {
  players: readonly SimulatedPlayer[];
  counts(): { online: number; unpaired: number; active: number; storedPlays: number; newest: number };
  start(): Promise<void>;
  stop(): Promise<void>;
}

export const createFleet = (parts: {
  serverUrl: string;
  size: number;
  seed: string;
  plays: boolean;
  changed: (player: SimulatedPlayer) => void;
}): Fleet => {
  const check = createManifestCheck();
  const memory = createBodyMemory();
  const clocks = realClocks();
  const players = Array.from({ length: parts.size }, (_, n) =>
    createSimulatedPlayer({ ...parts, identity: identityNumber(parts.seed, n), check, memory, clocks }),
  );
  return {
    players,
    counts: () => {
      const newest = Math.max(0, ...players.map((player) => player.version()));
      return {
        online: players.filter((player) => player.state().kind === 'online').length,
        unpaired: players.filter((player) => player.state().kind === 'unpaired').length,
        active: players.filter((player) => player.version() > 0).length,
        storedPlays: players.reduce((sum, player) => sum + player.storedPlays(), 0),
        newest,
      };
    },
    start: async () => {
      for (let from = 0; from < players.length; from += PER_STEP) {
        for (const player of players.slice(from, from + PER_STEP)) player.start();
        await new Promise<void>((resolve) => clocks.after(STEP_MS, resolve));
      }
    },
    stop: async () => {
      await Promise.all(players.map((player) => player.stop()));
    },
  };
};
