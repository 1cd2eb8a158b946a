/**
 * A1, G1: the server is killed (SIGKILL) at random moments while players hand in plays and a person publishes. What it had
 * answered is there, whole and once; what it had not answered is there whole or not at all. The journal of answers is kept
 * here, outside its folder. The seed of the moments is printed; `FAULT_SEED` repeats a run.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createManifestCheck, sha256 } from '../../player/core/manifest-check.ts';
import { Envelope, Statement } from '../../playlists/wire/manifest.ts';
import { proofHolds, proveEnvelopes } from '../../playlists/wire/manifest-proof.ts';
import type { Play } from '../../playlists/wire/play.ts';
import { createAudit } from '../../server/audit/chain.ts';
import { type Database, openDatabase } from '../../server/database/open.ts';
import { openSigner } from '../../server/publishing/signer.ts';
import { identityNumber } from '../fleet/fleet.ts';
import { PERSON_HEADER } from '../support/air.ts';
import { openBarePlayer } from '../support/bare-player.ts';
import { aPlay } from '../support/plays.ts';

const ROUNDS = 18;
const LONGEST_LIFE_MS = 400;
const PLAYERS = 3;
const RUNNER = fileURLToPath(new URL('../support/air-runner.ts', import.meta.url));
const seed = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1e9));
/** mulberry32: small, and the same everywhere. */
let drawn = seed;
const chance = (): number => {
  drawn = (drawn + 0x6d2b79f5) | 0;
  let mixed = Math.imul(drawn ^ (drawn >>> 15), 1 | drawn);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};

let folder: string;
const alive = new Set<ChildProcess>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bang-tin-kill-'));
});
afterAll(async () => {
  for (const child of alive) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const startServer = async () => {
  const child = spawn(process.execPath, [RUNNER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  alive.add(child);
  const ended = once(child, 'exit');
  const lines = createInterface(child.stdout);
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  return {
    url: (JSON.parse(line) as { url: string }).url,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
      alive.delete(child);
    },
  };
};

/** What players wrote and what the server answered, over all its lives. */
const players = Array.from({ length: PLAYERS }, (_, n) => ({
  identity: identityNumber('air-runner', n),
  bootId: `boot_0000000${n}`,
  written: [] as Play[],
  /** Highest receipt ever given. */
  acknowledged: 0,
}));
const publications: string[] = [];

const handInFor = async (url: string, player: (typeof players)[number], isOver: () => boolean): Promise<void> => {
  const link = openBarePlayer(url, { identity: player.identity });
  try {
    const welcome = await link.hello();
    if (welcome.kind !== 'welcome') throw new Error(`expected a welcome, got ${welcome.kind}`);
    const headers = { authorization: `Bearer ${welcome.token}`, 'content-type': 'application/json' };
    while (!isOver()) {
      const size = 1 + Math.floor(chance() * 60);
      while (player.written.length < player.acknowledged + size) player.written.push(aPlay(player.written.length + 1));
      // As a real player: everything that was not acknowledged, again.
      const body = JSON.stringify({
        bootId: player.bootId,
        plays: player.written.slice(player.acknowledged, player.acknowledged + size),
      });
      const answer = await fetch(`${url}/api/player/plays`, { method: 'POST', headers, body });
      if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
      const { storedUpTo } = (await answer.json()) as { storedUpTo: number };
      // More than was sent when an earlier batch was stored but its answer was cut off by the kill; never less.
      expect(storedUpTo).toBeGreaterThanOrEqual(player.acknowledged + size);
      expect(storedUpTo).toBeLessThanOrEqual(player.written.length);
      player.acknowledged = storedUpTo;
    }
  } finally {
    link.close();
  }
};
const publishOn = async (url: string, isOver: () => boolean): Promise<void> => {
  while (!isOver()) {
    const answer = await fetch(`${url}/api/publications`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [PERSON_HEADER]: 'per_admin' },
      body: '{"note":""}',
    });
    if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
    publications.push(((await answer.json()) as { id: string }).id);
  }
};

const examine = async (database: Database): Promise<void> => {
  const { raw } = database;
  for (const player of players) {
    const stored = raw
      .prepare('select seq, started_at, duration_ms from play where device_id = ? and boot_id = ? order by seq')
      .all(player.identity.deviceId, player.bootId) as { seq: number; started_at: number; duration_ms: number }[];
    expect(stored.length).toBeGreaterThanOrEqual(player.acknowledged);
    // In order, without a gap and without a double: the primary key allows none, and batches are stored whole.
    expect(stored.map((play) => play.seq)).toEqual(stored.map((_, i) => i + 1));
    for (const play of stored) expect(play.started_at).toBe(player.written[play.seq - 1]?.startedAt);
  }
  const signer = await openSigner(folder);
  const check = createManifestCheck();
  const rows = raw.prepare('select * from publication order by seq').all() as Record<string, string>[];
  const ids = new Set(rows.map((row) => row.id));
  for (const id of publications) expect(ids.has(id), `acknowledged publication ${id}`).toBe(true);
  const newest = new Map<string, number>();
  for (const row of rows) {
    const statement = Statement.parse(JSON.parse(row.statement as string));
    const envelopes = z.array(Envelope).parse(JSON.parse(row.envelopes as string));
    const leaves = raw.prepare('select * from manifest where publication_id = ? order by leaf').all(row.id) as {
      screen_id: string;
      version: number;
      body_digest: string;
    }[];
    expect([envelopes.length, leaves.length]).toEqual([statement.leaves, statement.leaves]);
    const { proofs } = proveEnvelopes(envelopes, sha256);
    for (const [leaf, envelope] of envelopes.entries()) {
      const signed = { envelope, statement, signature: row.signature as string, leaf, proof: proofs[leaf] ?? [] };
      expect(proofHolds(signed, sha256)).toBe(true);
      expect(check.envelope(signed, signer.publicKey, envelope.screenId).ok).toBe(true);
      expect(leaves[leaf]).toMatchObject({
        screen_id: envelope.screenId,
        version: envelope.version,
        body_digest: envelope.bodyDigest,
      });
      const text = raw
        .prepare('select text from manifest_body where digest = ?')
        .pluck()
        .get(envelope.bodyDigest) as string;
      expect(sha256(text)).toBe(envelope.bodyDigest);
      expect(envelope.version).toBe((newest.get(envelope.screenId) ?? 0) + 1);
      newest.set(envelope.screenId, envelope.version);
    }
    const audited = raw
      .prepare(`select count(*) from audit where act = 'publication.published' and subject = ?`)
      .pluck()
      .get(row.id);
    expect(audited).toBe(1);
  }
  expect(raw.prepare(`select count(*) from audit where act = 'publication.published'`).pluck().get()).toBe(rows.length);
  expect(createAudit({ database, now: () => 0 }).verify()).toEqual([]);
  expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
};

test(`A1, G1: ${ROUNDS} kills while ingesting and publishing lose nothing that was acknowledged and double nothing`, async () => {
  process.stdout.write(`server-kill seed ${seed}\n`);
  for (let round = 0; round < ROUNDS; round += 1) {
    const server = await startServer();
    let isOver = false;
    const over = () => isOver;
    const work = [...players.map((player) => handInFor(server.url, player, over)), publishOn(server.url, over)];
    const settled = Promise.allSettled(work);
    // Some rounds are cut right at the start, some in full swing.
    await new Promise((resolve) => setTimeout(resolve, chance() * LONGEST_LIFE_MS + (round % 3) * 150));
    await server.kill();
    isOver = true;
    for (const outcome of await settled) {
      // A cut line is what we did; a wrong answer is not.
      const reason = outcome.status === 'rejected' ? String(outcome.reason) : '';
      expect(reason).not.toMatch(/AssertionError|expected|^\S+ \d{3} /);
    }
    const database = await openDatabase(join(folder, 'bang-tin.sqlite'));
    try {
      await examine(database);
    } finally {
      await database.close();
    }
  }
  expect(publications.length).toBeGreaterThan(ROUNDS / 2);
  expect(players.reduce((sum, player) => sum + player.acknowledged, 0)).toBeGreaterThan(ROUNDS * 20);
});
