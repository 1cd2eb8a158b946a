/**
 * One player without glass and without disk: the real link, the real vault and the real checks of `player/core`, storage in
 * memory. Files count as fetched; plays follow the real timeline. Thousands of them live in one process.
 */

import type { Cancel, Clocks } from '../../player/core/clocks.ts';
import type { Identity } from '../../player/core/identity.ts';
import { createLink, type LinkState } from '../../player/core/link.ts';
import type { ManifestCheck } from '../../player/core/manifest-check.ts';
import { createVault } from '../../player/core/vault.ts';
import { createMemoryVaultStore } from '../../player/core/vault-store.ts';
import type { CommandKind } from '../../playlists/model/command.ts';
import type { BootId, Digest } from '../../playlists/model/ids.ts';
import { BootId as BootIdSchema } from '../../playlists/model/ids.ts';
import { playheadAt } from '../../playlists/timeline/playhead.ts';
import { Command } from '../../playlists/wire/command.ts';
import { type Play, PlayReceipt } from '../../playlists/wire/play.ts';
import type { Heartbeat } from '../../playlists/wire/player-link.ts';

/** What a player without glass and without a disk can answer at once. */
const SIMULATED_COMMANDS: readonly CommandKind[] = ['reload', 'blank', 'unblank', 'volume', 'clear-cache'];
/** Plays kept for handing in; a simulator that is left alone for a night must not eat the machine. */
const MOST_BACKLOG = 5_000;
const MOST_PER_BATCH = 200;

export interface SimulatedPlayer {
  identity: Identity;
  state(): LinkState;
  /** Version on its imagined disk; 0 = none. */
  version(): number;
  /** Plays that the server acknowledged. */
  storedPlays(): number;
  start(): void;
  stop(): Promise<void>;
}

/**
 * The body that this process verified last: the same text is neither hashed nor kept again for each of a thousand players,
 * who would each have a processor and a memory of their own.
 */
export interface BodyMemory {
  /** The one copy of a text that is known already; null = not known. */
  recall(digest: string, text: string): string | null;
  learn(digest: string, text: string): void;
}

export const createBodyMemory = (): BodyMemory => {
  let known = { digest: '', text: '' };
  return {
    recall: (digest, text) => (known.digest === digest && known.text === text ? known.text : null),
    learn: (digest, text) => {
      known = { digest, text };
    },
  };
};

/** What a real player does after its answer (download, check, sync) takes this long, on a processor of its own. */
const FETCH_MS = { least: 1_000, most: 3_000 };

export interface SimulatedPlayerParts {
  serverUrl: string;
  identity: Identity;
  /** Shared by all players of the process: one statement is verified once. */
  check: ManifestCheck;
  /** Shared as well. */
  memory: BodyMemory;
  clocks: Clocks;
  /** False: writes no plays. */
  plays: boolean;
  changed: (player: SimulatedPlayer) => void;
}

const playOf = (
  seq: number,
  body: Parameters<typeof playheadAt>[0],
  version: Heartbeat['active'],
  at: number,
): [Play | null, number] => {
  const head = playheadAt(body, at);
  if (head.kind !== 'cue') return [null, head.until];
  const play: Play = {
    seq,
    kind: head.cue.kind,
    assetId: head.cue.assetId,
    digest: (head.slide ?? head.file).digest,
    slotId: head.slotId,
    playlistId: body.loops[head.span.loop]?.playlistId ?? null,
    epoch: version?.epoch ?? 0,
    version: version?.version ?? 0,
    dueAt: head.from,
    startedAt: head.from,
    durationMs: head.until - head.from,
    outcome: 'completed',
    frames: head.cue.kind === 'video' ? Math.round((head.until - head.from) / 40) : null,
    clock: 'synced',
    fault: null,
  };
  return [play, head.until];
};

export const createSimulatedPlayer = (parts: SimulatedPlayerParts): SimulatedPlayer => {
  const { clocks } = parts;
  const bootId: BootId = BootIdSchema.parse(
    `boot_${Math.floor(clocks.chance() * 36 ** 10)
      .toString(36)
      .padStart(10, '0')}`,
  );
  const vault = createVault({ store: createMemoryVaultStore(), check: parts.check, log: () => {} });
  const startedAt = clocks.monotonic();
  let seq = 0;
  let stored = 0;
  let backlog: Play[] = [];
  let cancelPlay: Cancel = () => {};
  let handingIn = false;
  let isStopped = false;

  const held = (): Heartbeat['active'] => {
    const envelope = vault.active()?.signed.envelope;
    return envelope ? { epoch: envelope.epoch, version: envelope.version, bodyDigest: envelope.bodyDigest } : null;
  };
  const beat = (): Heartbeat => {
    const body = vault.active()?.body;
    const head = body ? playheadAt(body, clocks.wall()) : null;
    return {
      now:
        head?.kind === 'cue'
          ? { kind: head.cue.kind, assetId: head.cue.assetId, slotId: head.slotId, since: head.from }
          : { kind: head?.kind === 'blank' ? 'blank' : 'safe', assetId: null, slotId: null, since: head?.from ?? 0 },
      active: held(),
      clock: { quality: 'synced', offsetMs: 0, errorMs: 1 },
      backlog: backlog.length,
      vitals: {
        uptimeS: Math.round((clocks.monotonic() - startedAt) / 1000),
        rssBytes: null,
        cpuLoad: null,
        diskFreeBytes: null,
        droppedFrames: null,
      },
      faults: [],
    };
  };

  /** The vault as the link sees it. What follows an answer is spread in time, as it is in a fleet of real machines. */
  let pushed: { digest: Digest; text: string } | null = null;
  const sparing: Parameters<typeof createLink>[0]['vault'] = {
    ...vault,
    keepBody: (digest, text) => {
      const known = parts.memory.recall(digest, text);
      if (known !== null) {
        pushed = { digest, text: known };
        return true;
      }
      const isKept = vault.keepBody(digest, text);
      if (isKept) parts.memory.learn(digest, text);
      return isKept;
    },
    holdsBody: (digest) => pushed?.digest === digest || vault.holdsBody(digest),
    offer: async (signed) => {
      const waitMs = FETCH_MS.least + clocks.chance() * (FETCH_MS.most - FETCH_MS.least);
      await new Promise<void>((resolve) => clocks.after(waitMs, resolve));
      if (pushed) vault.keepBody(pushed.digest, pushed.text);
      pushed = null;
      return vault.offer(signed);
    },
  };

  const link = createLink({
    serverUrl: parts.serverUrl,
    identity: parts.identity,
    bootId,
    app: { version: 'fleet', shell: 'none', can: [...SIMULATED_COMMANDS] },
    commands: {
      hear: async (message) => {
        const read = Command.safeParse(message);
        if (!read.success) throw new Error('a command that is none');
        const { id } = read.data;
        // The link gives the answer; the result follows it.
        clocks.after(0, () => void link.tellResult({ id, outcome: { kind: 'done' }, tookMs: 0 }));
        return { kind: 'accepted' };
      },
      welcomed: () => {},
    },
    vault: sparing,
    clocks,
    fetch,
    log: () => {},
    beat,
    changed: () => {
      parts.changed(player);
      void handIn();
    },
  });

  const handIn = async (): Promise<void> => {
    if (handingIn) return;
    handingIn = true;
    try {
      while (backlog.length > 0 && link.state().kind === 'online' && !isStopped) {
        const plays = backlog.slice(0, MOST_PER_BATCH);
        const reply = await link.calls.call('/player/plays', {
          method: 'POST',
          json: { bootId, plays },
          maxBytes: 10_000,
        });
        if (reply.status !== 200) break;
        const { storedUpTo } = PlayReceipt.parse(JSON.parse(reply.text));
        stored = storedUpTo;
        backlog = backlog.filter((play) => play.seq > storedUpTo);
      }
    } catch {
      // The server is away; the backlog waits for the next welcome or the next play.
    } finally {
      handingIn = false;
    }
  };

  /** One play at the end of each cue, as a real player writes it. */
  const playOn = (): void => {
    cancelPlay();
    const body = vault.active()?.body;
    if (!parts.plays || !body || isStopped) return;
    const [play, until] = playOf(seq + 1, body, held(), clocks.wall());
    cancelPlay = clocks.after(Math.max(50, until - clocks.wall()), () => {
      if (play) {
        seq += 1;
        backlog = [...backlog, play].slice(-MOST_BACKLOG);
        void handIn();
      }
      playOn();
    });
  };

  vault.onChange((what) => {
    const staged = vault.staged()?.signed.envelope;
    if (what !== 'staged' || !staged) return;
    const version = { epoch: staged.epoch, version: staged.version, bodyDigest: staged.bodyDigest };
    vault.promote(version).then(
      (promoted) => {
        if (!promoted) return;
        link.report({ ...version, state: { kind: 'active', at: Math.round(clocks.wall()) } });
        parts.changed(player);
        playOn();
      },
      () => {},
    );
  });

  const player: SimulatedPlayer = {
    identity: parts.identity,
    state: () => link.state(),
    version: () => vault.active()?.signed.envelope.version ?? 0,
    storedPlays: () => stored,
    start: () => {
      void vault.open().then(() => {
        if (!isStopped) link.start();
      });
    },
    stop: async () => {
      isStopped = true;
      cancelPlay();
      await link.stop();
    },
  };
  return player;
};
