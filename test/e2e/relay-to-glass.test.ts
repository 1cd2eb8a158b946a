/**
 * A relay from a real broadcaster (ffmpeg and an HTTP server) through a real server onto a real Chromium: the painted frames, read from
 * outside the page, tell whether stream or fallback is on the glass. Once more in a real Electron, where there is one.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetId, ScreenId, SlotId } from '../../playlists/model/ids.ts';
import { openStaff, type Staff } from '../../server/demo/staff.ts';
import { openDisplay, openKioskHouse, whyNoElectron } from '../support/electron-kiosk.ts';
import { type Glass, openGlass } from '../support/glass.ts';
import { type LiveSource, openLiveSource } from '../support/live-source.ts';
import { openMediaMaker } from '../support/made-media.ts';
import { nameFrame } from '../support/painted-pixels.ts';
import { ADMIN, startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const CANVAS = { width: 768, height: 384 };
const noElectron = whyNoElectron();

/** `HH:MM:SS` in Việt Nam. */
const timeOf = (at: number): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh', timeStyle: 'medium' }).format(at);

describe('a relay on the glass', () => {
  let server: TestServer;
  let staff: Staff;
  let glass: Glass;
  let source: LiveSource;
  let drop: () => Promise<void> = async () => {};
  let relayId: AssetId;
  let slotId: SlotId;
  /** Screen of the Electron kiosk. */
  let gateId: ScreenId;
  let beginsAt = 0;
  const relayShown = () => glass.events.filter((event) => event.kind === 'shown' && event.cue.kind === 'relay');
  const plays = () => glass.events.flatMap((event) => (event.kind === 'play-written' ? [event.play] : []));
  const ended = (): number => server.logLines.filter((line) => line.includes('relay.ended')).length;
  /** What is on the glass now, as its newest frames have it. */
  const onGlass = async (): Promise<string | undefined> => (await glass.frames()).at(-1)?.colour;

  beforeAll(async () => {
    server = await startTestServer();
    staff = openStaff(server.url);
    await staff.signIn(ADMIN.email, ADMIN.password);
    source = await openLiveSource('magenta');
    const maker = await openMediaMaker(CANVAS.width, CANVAS.height);
    drop = maker.drop;
    const film = await maker.video('green', 3);
    const site = await staff.call('createSite', { body: { name: 'Khu dân cư', kind: 'residential-area' } });
    const { id: screenId }: { id: ScreenId } = await staff.call('createScreen', {
      body: { name: 'LED', siteId: site.id, canvas: CANVAS, zone: 'Asia/Ho_Chi_Minh' },
    });
    await staff.upload(await readFile(film.file.path), 'green.mp4', '1.2.a');
    const [asset] = await until(
      'the rendition',
      async () => {
        const { items } = await staff.call('listAssets', { query: { limit: 50 } });
        return items[0]?.state.kind === 'ready' ? items : null;
      },
      90_000,
    );
    if (!asset) throw new Error('no content');
    await staff.call('changeWardSettings', {
      body: { relayHosts: [{ name: '127.0.0.1', port: source.port, isIntranet: true }] },
    });
    ({ id: relayId } = await staff.call('createRelay', { body: { title: 'Tiếp sóng', url: source.url } }));
    const rest = await staff.call('createPlaylist', {
      body: { name: 'Mặc định', entries: [{ assetId: asset.id, durationMs: null }] },
    });
    const live = await staff.call('createPlaylist', {
      body: { name: 'Tiếp sóng', entries: [{ assetId: relayId, durationMs: null }] },
    });
    ({ id: gateId } = await staff.call('createScreen', {
      body: { name: 'Cổng chào', siteId: site.id, canvas: CANVAS, zone: 'Asia/Ho_Chi_Minh' },
    }));
    for (const id of [screenId, gateId])
      await staff.call('changeScreen', { params: { screenId: id }, body: { defaultPlaylistId: rest.id } });

    glass = await openGlass(server.url, join(film.file.path, '..', 'player'), CANVAS);
    await staff.call('claimPairing', { body: { code: glass.code, screenId } });
    beginsAt = Math.ceil((Date.now() + 14_000) / 1_000) * 1_000;
    ({ id: slotId } = await staff.call('createSlot', {
      body: {
        name: 'Tiếp sóng',
        playlistId: live.id,
        targets: [{ kind: 'all' }],
        from: timeOf(beginsAt),
        until: timeOf(beginsAt + 600_000),
        zone: null,
        recurrence: 'FREQ=DAILY',
        validFrom: null,
        validUntil: null,
        priority: 'normal',
        boundary: 'cut',
        enabled: true,
      },
    }));
    await staff.call('publish', { body: {} });
  }, 180_000);

  afterAll(async () => {
    await glass?.stop();
    await source?.drop();
    await server?.stop();
    await drop();
  });

  it('RL1 RL4 begins with its slot, gives way within 12 s of a loss, and comes back when it is steady', async () => {
    await until('the fallback before the slot', async () => (await onGlass()) === 'green', 20_000);
    await until('the stream on the glass', async () => (await onGlass()) === 'magenta', 40_000);
    const first = await until('the page to say that it shows the relay', () => relayShown()[0]);
    if (first?.kind !== 'shown') throw new Error('the page did not say that it shows the relay');
    expect(first.cue).toMatchObject({ assetId: relayId, slotId, from: beginsAt, muted: true });
    expect(first.at - beginsAt).toBeLessThan(2_000);
    await until('five seconds of it', () => Date.now() > first.at + 5_000);

    await source.kill();
    const killedAt = Date.now();
    await until('the fallback', async () => (await onGlass()) === 'green', 20_000);
    const frames = await glass.frames();
    const back = frames.find(({ at, colour }) => at > killedAt && colour === 'green');
    expect((back?.at ?? 0) - killedAt).toBeGreaterThan(7_000);
    expect((back?.at ?? 0) - killedAt).toBeLessThan(12_000);
    // Nothing but the stream and what is behind it was seen since the slot began.
    const since = frames.filter(({ at }) => at > first.at + 500);
    expect([...new Set(since.map(({ colour }) => colour))].sort()).toEqual(['green', 'magenta']);

    const play = await until('the play of the relay', () => plays().find(({ kind }) => kind === 'relay'));
    expect(play).toMatchObject({ assetId: relayId, slotId, outcome: 'partial' });
    expect(play.frames).toBeGreaterThan(100);
    expect(play.fault).toContain('ended before its time');

    // The log has a picture of what it began with, and its line in the audit chain.
    const [shot] = await staff.call('listRelayShots', { params: { assetId: relayId } });
    expect(shot?.picture).toMatch(/^data:image\/jpeg;base64,\/9j\//);

    await source.start();
    const startedAt = Date.now();
    await until('the stream again', async () => (await onGlass()) === 'magenta', 60_000);
    expect(Date.now() - startedAt).toBeGreaterThan(9_000);
    await until('the page to say so', () => relayShown().length === 2);
    // What was seen meanwhile is told for what it was: the default playlist.
    expect(plays().filter(({ kind, startedAt: at }) => kind === 'video' && at > killedAt)[0]).toMatchObject({
      slotId: null,
      assetId: expect.not.stringContaining(relayId),
    });
  });

  it.skipIf(noElectron !== null)(
    `RL1 plays in a real Electron too${noElectron ? ` (skipped: ${noElectron})` : ''}`,
    async () => {
      const display = await openDisplay(CANVAS.width, CANVAS.height);
      const house = await openKioskHouse();
      try {
        const kiosk = await house.start(display, ['--server', server.url, '--data', await house.data('player')]);
        const link = await until(
          'its pairing code',
          () => kiosk.of('player.link').find(({ facts }) => facts?.state === 'unpaired'),
          60_000,
        );
        await staff.call('claimPairing', { body: { code: String(link.facts?.code), screenId: gateId } });
        await until(
          'the stream on its display',
          async () => (await nameFrame(await display.picture())) === 'magenta',
          60_000,
        );
        const shown = await until('the page to say so', () =>
          kiosk.of('player.shown').find(({ facts }) => (facts?.cue as { kind?: string } | undefined)?.kind === 'relay'),
        );
        expect(shown.facts?.cue).toMatchObject({ assetId: relayId, slotId });
        expect(kiosk.of('page.faulted')).toEqual([]);
        await kiosk.stop();
      } finally {
        await house.drop();
        await display.stop();
      }
    },
  );

  it('RL5 ends within 5 s of being taken out', async () => {
    await until('the stream', async () => (await onGlass()) === 'magenta', 20_000);
    await staff.call('deleteSlot', { params: { slotId } });
    await staff.call('publish', { body: {} });
    const takenAt = Date.now();
    const endedBefore = ended();
    await until('something else', async () => (await onGlass()) === 'green', 10_000);
    expect(Date.now() - takenAt).toBeLessThan(5_000);
    await until('nothing is fetched any more', () => ended() > endedBefore, 40_000);
  });
});
