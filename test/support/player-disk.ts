/** What a restart would find on the disk of a player, and manifests that keep it busy: for fault tests. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createManifestCheck } from '../../player/core/manifest-check.ts';
import { createVault, type HeldManifest } from '../../player/core/vault.ts';
import { createDiskVaultStore } from '../../player/core/vault-store.ts';
import type { Play } from '../../playlists/wire/play.ts';
import type { DoomedPlayer } from './doomed-player.ts';
import type { FakeServer } from './fake-server.ts';
import { aBody, aFile, aManifest } from './signed-manifest.ts';

/** The active manifest, verified again from the disk, every file of it hashed. Null = none. */
export const inspectPlayer = async (folder: string): Promise<HeldManifest | null> => {
  const store = createDiskVaultStore(folder, () => 0);
  const vault = createVault({ store, check: createManifestCheck(), log: () => {} });
  await vault.open();
  const active = vault.active();
  for (const { digest } of active?.body.files ?? []) {
    const content = await readFile(join(folder, 'files', digest));
    expect(createHash('sha256').update(content).digest('hex')).toBe(digest);
  }
  return active;
};

/** Publishes a version with two new files and cues so short that plays are written all the time. */
export const publishBusy = (server: FakeServer, version: number, bytes = 40_000): void => {
  const files = [aFile(`a${version}`, bytes), aFile(`b${version}`, bytes, 'image/png')];
  server.serveFile(...files);
  const body = aBody(
    files.map(({ file }) => file),
    { cueMs: 120 },
  );
  server.publish(aManifest(server.signer, body, version));
};

export const saidActive = (player: DoomedPlayer, version: number): boolean =>
  player.said.some((line) => line.kind === 'manifest-active' && line.version === version);

/** Plays that processes said to be durable, and whether the server has each of them once. */
export const createPlayLedger = (server: FakeServer) => {
  const written = new Map<string, Play>();
  const onServer = (key: string): Play | undefined => {
    const [boot = '', seq] = key.split('/');
    return server.plays.get(boot)?.get(Number(seq));
  };
  return {
    size: () => written.size,
    collect: (player: DoomedPlayer): void => {
      for (const { kind, bootId, play } of player.said)
        if (kind === 'play-written') written.set(`${bootId}/${(play as Play).seq}`, play as Play);
    },
    arrived: (): boolean => [...written.keys()].every((key) => onServer(key)),
    /** Each play on the server as it was written, none numbered twice, no gaps within a boot. */
    expectProven: (): void => {
      expect(written.size).toBeGreaterThan(0);
      expect(server.conflicts).toEqual([]);
      for (const [key, play] of written) expect(onServer(key)).toEqual(play);
      for (const plays of server.plays.values())
        expect([...plays.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: plays.size }, (_, i) => i + 1));
    },
  };
};
