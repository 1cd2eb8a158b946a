/** The console's socket: only for signed-in people of our own pages, one snapshot, then what changed. */
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FeedSnapshot, ScreenLive } from '../../../playlists/wire/console-feed.ts';
import { type Air, openAir, PERSON_HEADER } from '../../support/air.ts';
import { aHeartbeat, type BarePlayer, openBarePlayer } from '../../support/bare-player.ts';
import { aSchedule, aScreen } from '../../support/builders.ts';
import { until } from '../../support/until.ts';

let air: Air;
const open: { close(): unknown }[] = [];
beforeEach(async () => {
  air = await openAir(aSchedule({ screens: [aScreen(), aScreen({ id: 'scr_hall' })] }));
});
afterEach(async () => {
  for (const one of open.splice(0)) one.close();
  await air.stop();
});

const watch = (person: string | null, origin = air.url) => {
  const socket: Socket = io(`${air.url}/console`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { origin, ...(person ? { [PERSON_HEADER]: person } : {}) },
  });
  open.push(socket);
  const seen = {
    snapshots: [] as FeedSnapshot[],
    screens: [] as ScreenLive[][],
    changed: [] as string[][],
    faults: [] as string[],
    ends: 0,
  };
  socket.on('snapshot', (snapshot) => seen.snapshots.push(FeedSnapshot.parse(snapshot)));
  socket.on('screens', (screens) => seen.screens.push(ScreenLive.array().parse(screens)));
  socket.on('changed', (changed) => seen.changed.push(changed));
  socket.on('connect_error', (fault) => seen.faults.push(fault.message));
  socket.on('disconnect', () => {
    seen.ends += 1;
  });
  return { socket, seen };
};
const paired = async (): Promise<BarePlayer> => {
  const player = openBarePlayer(air.url);
  open.push(player);
  const hello = await player.hello();
  if (hello.kind !== 'unpaired') throw new Error(hello.kind);
  await air.call('POST', '/pairings', { code: hello.code, screenId: 'scr_gate' });
  await player.hello();
  return player;
};

describe('the console feed', () => {
  it('gives a snapshot of every screen, then changes gathered into few messages', async () => {
    const player = await paired();
    const { seen } = watch('per_admin');
    await until('a snapshot', () => seen.snapshots[0]);
    expect(seen.snapshots[0]?.screens.map((live) => [live.screenId, live.connection])).toEqual([
      ['scr_gate', 'online'],
      ['scr_hall', 'unpaired'],
    ]);
    expect(seen.snapshots[0]?.publicationId).toBeNull();
    for (let i = 0; i < 30; i += 1) player.socket.emit('heartbeat', aHeartbeat({ backlog: i }));
    await until('the newest heartbeat', () => seen.screens.at(-1)?.[0]?.heartbeat?.backlog === 29);
    expect(seen.screens.length).toBeLessThanOrEqual(4);
    await air.call('POST', '/publications', { note: '' });
    await until('told of the publication', () => seen.changed.flat().includes('publications'));
    await until('told of the delivery', () => seen.screens.flat().some((live) => live.wanted?.version === 1));
  });

  it('D5: turns away who is not signed in and who comes from another site', async () => {
    const stranger = watch(null);
    const lapsed = watch('per_gone');
    const elsewhere = watch('per_admin', 'https://evil.example');
    await until('refused', () => [stranger, lapsed, elsewhere].every(({ seen }) => seen.faults.length > 0));
    expect(stranger.seen.faults).toEqual(['sign-in-needed']);
    for (const { seen } of [stranger, lapsed, elsewhere]) expect(seen.snapshots).toEqual([]);
  });

  it('D4: is cut when the session ends, at once when we are told, within 5 s when not', async () => {
    air.signedIn.add('per_two');
    const [one, two] = [watch('per_admin'), watch('per_two')];
    await until('both are in', () => one.seen.snapshots[0] && two.seen.snapshots[0]);
    air.onAir.fleet.feed.cutPerson('per_two');
    await until('cut at once', () => two.seen.ends === 1, 1_000);
    expect(one.seen.ends).toBe(0);
    air.signedIn.delete('per_admin');
    await until('cut by itself', () => one.seen.ends === 1, 6_000);
  });

  it('listens to nothing', async () => {
    const { socket, seen } = watch('per_admin');
    await until('in', () => seen.snapshots[0]);
    for (let i = 0; i < 5; i += 1) socket.emit('snapshot', { screens: [] });
    socket.emit('hello', {}, () => {});
    await until('still in', () => socket.connected);
    for (let i = 0; i < 50; i += 1) socket.emit('noise', i);
    await until('cut', () => seen.ends === 1);
  });
});
