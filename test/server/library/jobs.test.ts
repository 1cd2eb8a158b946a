/** What is done first, what has other work paused, how people stop it and go on, and what another loudness asks for. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { CAN_PAUSE } from '../../../media/pause.ts';
import { readFingerprint } from '../../../playlists/fingerprint/fingerprint.ts';
import type { AssetId } from '../../../playlists/model/ids.ts';
import type { Asset } from '../../../playlists/model/media.ts';
import { PLAIN_TREATMENT } from '../../../playlists/model/treatment.ts';
import { writeSetting } from '../../../server/database/settings.ts';
import { type LibraryServer, startLibraryServer } from '../../support/library-server.ts';
import { openSamples, type Samples, scratchFolder } from '../../support/media-samples.ts';
import { uploadFile } from '../../support/tus-upload.ts';
import { until } from '../../support/until.ts';

vi.setConfig({ testTimeout: 180_000 });
const WALL = { width: 192, height: 96 };
let samples: Samples;
let server: LibraryServer;
let drop: () => Promise<void>;
let soonest: AssetId[] = [];

beforeAll(async () => {
  samples = await openSamples();
});
afterAll(() => samples.drop());
beforeEach(async () => {
  const { path: folder, drop: remove } = await scratchFolder();
  drop = remove;
  soonest = [];
  server = await startLibraryServer({ folder, soonest: () => soonest, soonDoneMs: 0 });
});
afterEach(async () => {
  await server.stop();
  await drop();
});

const isReady = (asset: Asset): boolean => asset.state.kind === 'ready';
const give = async (name: string, seconds: number, width = 192): Promise<AssetId> => {
  const path = await samples.clip({ width, height: width / 2, seconds, sound: true, name });
  await uploadFile(server.url, { path, name, person: 'per_an' });
  return (await server.call('GET', '/api/assets')).body.items[0].id;
};
const jobs = async () => (await server.call('GET', '/api/jobs')).body;
const treat = (id: string, change: object, basedOn: string) =>
  server.call('PUT', `/api/assets/${id}/treatment`, { treatment: { ...PLAIN_TREATMENT, ...change }, basedOn });

describe('jobs', () => {
  test('what airs soonest is done first, and the list says what runs and what waits', async () => {
    server.addScreen({ width: 640, height: 320 });
    const first = await give('first.mp4', 20, 640);
    await server.waitFor(first, ({ state }) => state.kind === 'preparing' && state.progress > 0);
    const second = await give('second.mp4', 2);
    const third = await give('third.mp4', 3);
    for (const id of [second, third]) await server.waitFor(id, ({ facts }) => facts !== null);
    // The film airs before both: what airs sooner would have it paused, whenever the queue looks.
    soonest = [first, third];
    expect(await jobs()).toMatchObject([
      { assetId: first, state: { kind: 'running', step: 'preparing', canvases: [{ width: 640, height: 320 }] } },
      { assetId: third, state: { kind: 'waiting', isPlanned: true, isHurried: false } },
      { assetId: second, state: { kind: 'waiting', isPlanned: false } },
    ]);
    await server.call('POST', `/api/assets/${first}/cancel`);
    for (const id of [second, third]) await server.waitFor(id, isReady);
    const order = server.told.filter(isReady).map(({ id }) => id);
    expect(order.indexOf(third)).toBeLessThan(order.indexOf(second));
    expect(await jobs()).toEqual([]);
  });

  /** A film that is at work, and a clip that waits for it. */
  const giveFilmAndClip = async (): Promise<{ film: AssetId; clip: AssetId }> => {
    server.addScreen({ width: 1280, height: 720 });
    const film = await give('film.mp4', 30, 640);
    await server.waitFor(film, ({ state }) => state.kind === 'preparing' && state.progress > 0);
    const clip = await give('clip.mp4', 2);
    await server.waitFor(clip, ({ facts }) => facts !== null);
    return { film, clip };
  };
  const progressOf = (id: AssetId): number[] =>
    server.told.flatMap(({ id: of, state }) => (of === id && state.kind === 'preparing' ? [state.progress] : []));
  /** The clip was done in the middle of the film, and the film was made in one go for all that. */
  const expectOvertaken = async ({ film, clip }: { film: AssetId; clip: AssetId }): Promise<void> => {
    await server.waitFor(clip, isReady);
    expect(server.library.loadAssets([film])[0]?.state.kind).toBe('preparing');
    await server.waitFor(film, isReady, 120_000);
    const shares = progressOf(film);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(readdirSync(join(server.mediaFolder, 'work'))).toEqual([]);
  };

  test.skipIf(!CAN_PAUSE)(
    'what people want now has the film that runs paused, which goes on where it was',
    async () => {
      const given = await giveFilmAndClip();
      const { film, clip } = given;
      expect((await server.call('POST', `/api/assets/${clip}/prepare-now`)).status).toBe(204);
      expect(await jobs()).toMatchObject([
        { assetId: clip, state: { kind: 'running', step: 'preparing' } },
        { assetId: film, state: { kind: 'paused', ahead: { assetId: clip, title: 'clip' } } },
      ]);
      await expectOvertaken(given);
      expect(await jobs()).toEqual([]);
      const rows = server.database.raw.prepare(`select subject from audit where act = 'asset.hurried'`).pluck().all();
      expect(rows).toEqual([clip]);
      // Said twice, or of what is ready, it changes nothing.
      expect((await server.call('POST', `/api/assets/${clip}/prepare-now`)).status).toBe(204);
      expect(server.database.raw.prepare('select count(hurried_at) from asset').pluck().get()).toBe(0);
      expect((await server.call('POST', '/api/assets/ast_gone/prepare-now')).status).toBe(404);
      expect((await server.call('POST', `/api/assets/${clip}/prepare-now`, undefined, 'device:scr_a')).status).toBe(
        403,
      );
    },
  );

  test.skipIf(!CAN_PAUSE)('so does what airs sooner, as soon as somebody plans it; never what airs later', async () => {
    const given = await giveFilmAndClip();
    const { film, clip } = given;
    soonest = [film, clip];
    server.library.orderChanged();
    await expect(
      until('the film is paused', async () => (await jobs())[0].state.kind === 'paused', 1_000),
    ).rejects.toThrow();
    soonest = [clip, film];
    server.library.orderChanged();
    await until('the clip overtakes', async () => (await jobs())[0]?.assetId === clip);
    await expectOvertaken(given);
  });

  test.skipIf(!CAN_PAUSE)('a film that is stopped while it is paused is gone, and the clip is made', async () => {
    const { film, clip } = await giveFilmAndClip();
    await server.call('POST', `/api/assets/${clip}/prepare-now`);
    await server.call('POST', `/api/assets/${film}/cancel`);
    await server.waitFor(clip, isReady);
    await until('the work folder is empty', () => readdirSync(join(server.mediaFolder, 'work')).length === 0);
    expect(await jobs()).toEqual([]);
  });

  test('work on what plays already is stopped, not thrown away, until people go on or choose anew', async () => {
    server.addScreen(WALL);
    const id = await give('plays.mp4', 2);
    const before = await server.waitFor(id, isReady);
    server.addScreen({ width: 1920, height: 1080 });
    await server.waitFor(id, ({ state }) => state.kind === 'preparing');
    const stopped = (await server.call('POST', `/api/assets/${id}/cancel`)).body;
    expect(stopped).toMatchObject({ state: { kind: 'failed', retryAt: null, refusal: { code: 'media-cancelled' } } });
    expect(stopped.renditions).toEqual(before.renditions);
    server.library.canvasesChanged();
    expect(await jobs()).toMatchObject([{ assetId: id, state: { kind: 'failed', retryAt: null } }]);
    await server.call('POST', `/api/assets/${id}/retry`);
    expect((await server.waitFor(id, isReady)).renditions).toHaveLength(2);
  });
});

describe('what is chosen', () => {
  test('is refused where it cannot be, in both voices, and changes nothing', async () => {
    const id = await give('chosen.mp4', 3);
    await server.waitFor(id, isReady);
    for (const [change, basedOn, code] of [
      [{ trim: { fromMs: 0, untilMs: 9_000 } }, 'contain', 'request-malformed'],
      [{ trim: { fromMs: 2_500, untilMs: null } }, 'contain', 'request-malformed'],
      [{ posterAtMs: 50_000 }, 'contain', 'request-malformed'],
      [{ fit: 'crop' }, 'contain', 'request-malformed'],
      [{ isMuted: true }, 'cover', 'changed-meanwhile'],
    ] as const) {
      const { refusal } = (await treat(id, change, basedOn)).body;
      expect(refusal.code).toBe(code);
      expect(refusal.staff.vi).not.toBe(refusal.staff.en);
    }
    expect((await server.call('GET', `/api/assets/${id}/treatment`)).body.look).toBe('contain');
    expect(server.database.raw.prepare(`select count(*) from audit where act like 'asset.treat%'`).pluck().get()).toBe(
      0,
    );
  });

  test('comes out once, stands in the audit, and costs nothing when it is chosen again', async () => {
    server.addScreen(WALL);
    const id = await give('again.mp4', 3);
    await server.waitFor(id, isReady);
    const part = { trim: { fromMs: 1_000, untilMs: 2_500 }, isMuted: true, posterAtMs: 2_000 };
    const look = (await treat(id, part, 'contain')).body.look;
    const trimmed = await server.waitFor(id, isReady);
    expect(trimmed.renditions.map(({ durationMs }) => durationMs)).toEqual([1_500]);
    await treat(id, {}, look);
    expect(server.library.loadAssets([id])[0]?.state.kind).toBe('ready');
    await treat(id, { ...part, posterAtMs: null }, 'contain');
    expect(server.library.loadAssets([id])[0]).toMatchObject({
      state: { kind: 'ready' },
      renditions: trimmed.renditions,
    });
    const rows = server.database.raw.prepare('select recipe from rendition order by recipe').pluck().all();
    expect(rows).toEqual(['contain;from=1000;until=2500;mute', 'contain;lufs=-23']);
    const acts = server.database.raw.prepare(`select count(*) from audit where act = 'asset.treatment-changed'`);
    expect(acts.pluck().get()).toBe(3);
  });

  test('another loudness has all that is heard made anew; fingerprints of every file are kept', async () => {
    server.addScreen(WALL);
    const id = await give('loud.mp4', 2);
    const before = await server.waitFor(id, isReady);
    server.database.transact(() => {
      writeSetting(server.database, 'loudness-target', '-18');
      server.library.loudnessChanged();
    });
    const after = await server.waitFor(
      id,
      (asset) => isReady(asset) && asset.renditions[0]?.digest !== before.renditions[0]?.digest,
    );
    for (const { digest } of [...before.renditions, ...after.renditions]) {
      const row = server.database.raw
        .prepare('select frames from fingerprint where file_digest = ?')
        .pluck()
        .get(digest);
      expect(readFingerprint(row as Uint8Array)).toHaveLength(2);
    }
  });
});
