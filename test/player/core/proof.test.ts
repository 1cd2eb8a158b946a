/** From reports of the page to records of play, and the watch over the page. Fake clocks. */
import { describe, expect, test } from 'vitest';
import { createProof } from '../../../player/core/proof.ts';
import { startStageWatch } from '../../../player/core/stage-watch.ts';
import { Digest } from '../../../playlists/model/ids.ts';
import { Play } from '../../../playlists/wire/play.ts';
import type { CoreToPage, StageCue } from '../../../playlists/wire/stage.ts';
import { createFakeClocks } from '../../support/fake-clocks.ts';

const aCue = (id: string, kind: StageCue['kind'] = 'video', from = 10_000, until = 20_000): StageCue => ({
  id,
  kind,
  url: null,
  from,
  until,
  offsetMs: 0,
  muted: true,
  assetId: null,
  digest: Digest.parse('a'.repeat(64)),
  slotId: null,
  playlistId: null,
});
const aProof = (append?: () => Promise<Play>) => {
  const clocks = createFakeClocks(0);
  const plays: Play[] = [];
  const faults: string[] = [];
  const proof = createProof({
    append:
      append ??
      (async (play) => {
        const numbered = Play.parse({ seq: plays.length + 1, ...play });
        plays.push(numbered);
        return numbered;
      }),
    quality: () => 'synced',
    clocks,
    log: () => {},
    written: () => {},
    fault: (code) => faults.push(code),
  });
  const left = (cueId: string, at: number, durationMs: number, frames: number | null = 250) =>
    proof.left({ kind: 'left', cueId, at, durationMs, frames, droppedFrames: 0 });
  return { proof, plays, clocks, left, faults };
};
const version = { epoch: 2, version: 5 };

describe('proof of play', () => {
  test('a whole showing is completed, with the manifest that asked for it', () => {
    const { proof, plays, left } = aProof();
    proof.planned([aCue('a')], version, 9_000);
    proof.shown('a', 10_016.7);
    left('a', 20_001.2, 9_984.6);
    expect(plays).toMatchObject([
      {
        ...version,
        dueAt: 10_000,
        startedAt: 10_017,
        durationMs: 9_985,
        outcome: 'completed',
        frames: 250,
        fault: null,
      },
    ]);
  });

  test.each([
    ['joined late', 15_000, 20_000, 5_000],
    ['cut short', 10_000, 13_000, 3_000],
    ['short by the monotonic clock, whatever the times say', 10_000, 20_000, 4_000],
  ])('%s is partial', (_, shownAt, leftAt, durationMs) => {
    const { proof, plays, left } = aProof();
    proof.planned([aCue('a')], version, 9_000);
    proof.shown('a', shownAt);
    left('a', leftAt, durationMs);
    expect(plays[0]?.outcome).toBe('partial');
  });

  test('a manifest that cuts the running cue short makes it partial', () => {
    const { proof, plays, left } = aProof();
    proof.planned([aCue('a')], version, 9_000);
    proof.shown('a', 10_000);
    proof.planned([aCue('a', 'video', 10_000, 14_000)], { epoch: 2, version: 6 }, 12_000);
    left('a', 14_000, 4_000);
    expect(plays).toMatchObject([{ outcome: 'partial', version: 5 }]);
  });

  test.each([0, null])('G5 a video with %s presented frames was not played', (frames) => {
    const { proof, plays, left } = aProof();
    proof.planned([aCue('a')], version, 9_000);
    proof.shown('a', 10_000);
    left('a', 20_000, 10_000, frames);
    expect(plays).toMatchObject([{ outcome: 'failed', fault: 'no frame was presented' }]);
  });

  test('stills need no frames; blank and cards are no plays', () => {
    const { proof, plays, left } = aProof();
    proof.planned([aCue('s', 'still'), aCue('b', 'blank'), aCue('c', 'card')], version, 9_000);
    for (const id of ['s', 'b', 'c']) {
      proof.shown(id, 10_000);
      left(id, 20_000, 10_000, null);
    }
    expect(plays).toMatchObject([{ kind: 'still', outcome: 'completed', frames: null }]);
  });

  test('a failure is one record with its reason, also when the page says left afterwards', () => {
    const { proof, plays, left } = aProof();
    proof.planned([aCue('a')], version, 9_000);
    expect(proof.failed('a', 10_900, 'no first frame')?.id).toBe('a');
    left('a', 11_000, 100);
    expect(proof.failed('a', 12_000, 'again')).toBeNull();
    expect(plays).toMatchObject([{ outcome: 'failed', fault: 'no first frame', durationMs: 0, startedAt: 10_900 }]);
    expect(proof.now()?.kind).toBe('safe');
  });

  test('F6 a page that dies leaves what was seen until then, and the rest is counted on its own', () => {
    const { proof, plays, clocks, left } = aProof();
    proof.planned([aCue('a')], version, 9_000);
    proof.shown('a', 10_000);
    clocks.pass(4_000);
    proof.lost('renderer crashed');
    proof.shown('a', 14_500);
    left('a', 20_000, 5_500);
    expect(plays).toMatchObject([
      { outcome: 'partial', durationMs: 4_000, fault: 'renderer crashed', frames: null },
      { outcome: 'partial', durationMs: 5_500, startedAt: 14_500 },
    ]);
  });

  test('reports of cues that nobody planned have no effect', () => {
    const { proof, plays, left } = aProof();
    expect(proof.shown('x', 1)).toBeNull();
    left('x', 2, 1);
    expect(proof.failed('x', 2, 'why')).toBeNull();
    expect([plays, proof.now()]).toEqual([[], null]);
  });

  test('a disk that refuses keeps the play in memory until it takes it', async () => {
    let full = true;
    const written: number[] = [];
    const { proof, clocks, left, faults } = aProof(async () => {
      if (full) throw new Error('ENOSPC');
      written.push(1);
      return {} as Play;
    });
    proof.planned([aCue('a')], version, 9_000);
    proof.shown('a', 10_000);
    left('a', 20_000, 10_000);
    await proof.settled();
    expect(faults).toEqual(['play-not-written']);
    full = false;
    clocks.pass(31_000);
    await proof.settled();
    expect(written).toHaveLength(1);
  });
});

describe('stage watch', () => {
  const aWatch = () => {
    const clocks = createFakeClocks(0);
    const pings: number[] = [];
    const reloads: { at: number; reason: string }[] = [];
    const watch = startStageWatch({
      clocks,
      log: () => {},
      send: (message: CoreToPage) => {
        if (message.kind === 'ping') pings.push(message.token);
      },
      reload: (reason) => reloads.push({ at: clocks.monotonic(), reason }),
    });
    return { clocks, pings, reloads, watch };
  };

  test('F6 a hang is found within 5 s, and not found where there is none', () => {
    const { clocks, pings, reloads, watch } = aWatch();
    watch.ready();
    for (let i = 0; i < 200; i += 1) {
      clocks.pass(1_200);
      watch.pong(pings.at(-1) ?? 0);
    }
    expect(reloads).toEqual([]);
    const hungAt = clocks.monotonic();
    clocks.pass(10_000);
    expect(reloads).toHaveLength(1);
    expect((reloads[0]?.at ?? Number.POSITIVE_INFINITY) - hungAt).toBeLessThanOrEqual(5_000);
    watch.stop();
    expect(clocks.waiting()).toBe(0);
  });

  test('a page that never comes up is opened again, and again', () => {
    const { clocks, reloads } = aWatch();
    clocks.pass(65_000);
    expect(reloads.length).toBeGreaterThanOrEqual(3);
  });

  test('pongs of old pings do not count', () => {
    const { clocks, reloads, watch } = aWatch();
    watch.ready();
    clocks.pass(1_200);
    for (let i = 0; i < 5; i += 1) {
      clocks.pass(1_200);
      watch.pong(1);
    }
    expect(reloads).toHaveLength(1);
  });
});
