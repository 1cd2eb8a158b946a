/**
 * F2: 35 days without a server, on fake clocks, over 29 February: what the page is told to show at every single second is what
 * a naive resolver finds that shares no code with the compiler. And a network that lies for a while.
 */
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { createServerClock } from '../../../player/core/clock.ts';
import { composePlayer, type PlayerEvent } from '../../../player/core/compose.ts';
import { readPlayerConfig } from '../../../player/core/config.ts';
import { createDirector } from '../../../player/core/director.ts';
import { openNoneStage } from '../../../player/shell/none.ts';
import type { Schedule } from '../../../playlists/model/schedule.ts';
import { compileScreen } from '../../../playlists/timeline/compile.ts';
import type { StageCue } from '../../../playlists/wire/stage.ts';
import { createWinner } from '../../playlists/timeline/naive-oracle.ts';
import { aDayPart, aPlaylist, aSchedule, aScreen, aSlot, aStill, at, aVideo } from '../../support/builders.ts';
import { createFakeClocks } from '../../support/fake-clocks.ts';
import { startFakeServer } from '../../support/fake-server.ts';
import { aFolder } from '../../support/folder.ts';
import { aBody, aFile, aManifest, aSigner } from '../../support/signed-manifest.ts';
import { until } from '../../support/until.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const DAY = 86_400_000;
const HOLIDAY = '2028-02-16';

/** `slots` for the compiler say the holiday as an exception; those for the naive resolver say it by validity alone. */
const scheduleOf = (slots: readonly object[]): Schedule =>
  aSchedule({
    screens: [
      aScreen({
        defaultPlaylistId: 'pls_rest',
        blankHours: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '23:00', until: '05:00' }],
      } as never),
    ],
    dayParts: [aDayPart()],
    assets: [aVideo(), aVideo({ id: 'ast_long', durationMs: 47_000 }), aStill(), aStill({ id: 'ast_rest' })],
    playlists: [
      aPlaylist(),
      aPlaylist({ id: 'pls_rush', name: 'Giờ cao điểm' }, ['ast_long', 'ast_slide', 'ast_clip']),
      aPlaylist({ id: 'pls_rest', name: 'Nền' }, ['ast_rest', 'ast_clip']),
    ],
    slots: [
      ...slots,
      aSlot({
        id: 'slt_rush',
        name: 'Cao điểm',
        playlistId: 'pls_rush',
        dayPartId: 'dpt_rush',
        priority: 'priority',
      } as never),
      // Over midnight, and gone before the 35 days are.
      aSlot({
        id: 'slt_night',
        name: 'Đêm',
        from: '21:00',
        until: '00:30',
        validUntil: '2028-02-29',
        recurrence: 'FREQ=WEEKLY;BYDAY=TU,FR,SU',
      } as never),
    ],
  } as never);
const asked = scheduleOf([aSlot({ exceptDays: [HOLIDAY] } as never)]);
const said = scheduleOf([
  aSlot({ id: 'slt_before', validUntil: '2028-02-15' } as never),
  aSlot({ id: 'slt_after', validFrom: '2028-02-17' } as never),
]);
const DAY_SLOTS = ['slt_before', 'slt_after'];

test('F2 35 days offline: every second is what the oracle says, and F3 the lease ends in the safe image', {
  timeout: 120_000,
}, () => {
  const from = at('2028-02-01 00:00');
  const stretch = { from, until: from + 35 * DAY };
  const screen = asked.screens[0] as Schedule['screens'][number];
  const { body } = compileScreen(asked, screen.id, { from, until: from + 37 * DAY });
  const made = aManifest(aSigner(), body, 1, { issuedAt: from });
  const { winnerAt } = createWinner(said, screen, stretch);

  const clocks = createFakeClocks(from);
  const clock = createServerClock({ clocks, builtAt: at('2026-01-01 00:00'), saved: null });
  let cues: readonly StageCue[] = [];
  const director = createDirector({
    clock,
    clocks,
    log: () => {},
    canvas: screen.canvas,
    serverUrl: 'http://nobody',
    active: () => ({ signed: made.signed, body }),
    progress: () => null,
    has: () => true,
    relay: () => null,
    send: (message) => {
      if (message.kind === 'sheet') cues = message.cues;
    },
    planned: () => {},
  });
  director.refresh();

  const seen = new Map<string, number>();
  let winner = winnerAt(from);
  for (let now = from; now < stretch.until; now += SECOND) {
    // Every time of the schedule is a whole minute.
    if ((now - from) % MINUTE === 0) winner = winnerAt(now);
    const cue = cues.find((one) => one.from <= now && now < one.until);
    let expected = winner.kind as string;
    if (winner.items.length > 0) {
      let left = (now - winner.from) % winner.items.reduce((sum, { lasts }) => sum + lasts, 0);
      const item = winner.items.find(({ lasts }) => {
        left -= lasts;
        return left < 0;
      });
      const slot = winner.slot && (DAY_SLOTS.includes(winner.slot.id) ? 'slt_day' : winner.slot.id);
      expected = `${slot} ${item?.assetId} ${left + (item?.lasts ?? 0)}`;
    }
    const shown = cue?.assetId ? `${cue.slotId} ${cue.assetId} ${cue.offsetMs + now - cue.from}` : cue?.kind;
    if (shown !== expected) expect(`${new Date(now).toISOString()} ${shown}`).toBe(expected);
    const what = winner.slot?.id ?? winner.kind;
    seen.set(what, (seen.get(what) ?? 0) + 1);
    clocks.pass(SECOND);
  }
  expect([...seen.keys()].sort()).toEqual(['blank', 'default', 'slt_after', 'slt_before', 'slt_night', 'slt_rush']);
  expect([...seen.values()].reduce((sum, count) => sum + count)).toBe(35 * 86_400);
  const last = cues.find((one) => one.from <= stretch.until && stretch.until < one.until);
  expect(last).toMatchObject({ kind: 'card', from: stretch.until, id: expect.stringContaining('lease-end') });
  director.stop();
});

test('F10 a portal that answers everything with its own page: the picture goes on, and after the cure the server is back', async () => {
  const server = await startFakeServer();
  onTestFinished(() => server.stop());
  const one = aFile('one');
  server.serveFile(one);
  server.publish(aManifest(server.signer, aBody([one.file], { cueMs: 300 }), 1));
  const stage: { event: string; kind?: string }[] = [];
  const events: PlayerEvent[] = [];
  const words = ['--server', server.url, '--data', await aFolder(), '--shell', 'none', '--reserve-mb', '0'];
  const player = composePlayer(readPlayerConfig({}, words), {
    openStage: openNoneStage({ write: (line) => stage.push(JSON.parse(line)) }),
    log: () => {},
    happened: (event) => events.push(event),
  });
  onTestFinished(() => player.stop());
  await player.start();
  const kinds = () => stage.filter(({ event }) => event === 'stage.shown').map(({ kind }) => kind);
  await until('the picture', () => kinds().includes('video'));

  await server.away();
  let asks = 0;
  const portal = createServer((_, response) => {
    asks += 1;
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Đăng nhập Wi-Fi</html>');
  });
  portal.on('upgrade', (_, socket) => {
    asks += 1;
    socket.end('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<html></html>');
  });
  await new Promise<void>((resolve) => portal.listen(Number(new URL(server.url).port), '127.0.0.1', resolve));
  const before = kinds().length;
  await until('two tries at the portal', () => asks >= 2, 30_000);
  await until('five more pictures', () => kinds().length >= before + 5);
  expect(new Set(kinds().slice(before))).toEqual(new Set(['video']));
  expect(events.at(-1)?.kind === 'link' && events.at(-1)).not.toMatchObject({ state: 'online' });

  portal.closeAllConnections();
  await new Promise((resolve) => portal.close(resolve));
  const welcomes = server.hellos.length;
  await server.back();
  await until('the server again', () => server.hellos.length > welcomes, 60_000);
});
