/** B4, B5: whatever a stranger or a broken player says on a socket, the server stays up, says why, and nothing changes. */
import fc from 'fast-check';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Air, openAir } from '../../support/air.ts';
import { aHeartbeat, type BarePlayer, openBarePlayer } from '../../support/bare-player.ts';
import { aSchedule } from '../../support/builders.ts';
import { until } from '../../support/until.ts';

let air: Air;
beforeAll(async () => {
  air = await openAir(aSchedule());
});
afterAll(() => air.stop());

const EVENTS = [
  'hello',
  'clock',
  'heartbeat',
  'progress',
  'manifest',
  'body',
  'again',
  'challenge',
  'nonsense',
  '__proto__',
] as const;
const anything = fc.anything({
  maxDepth: 3,
  withBigInt: false,
  withDate: true,
  withNullPrototype: true,
  withTypedArray: true,
});
/** Good messages with one member spoilt: what a version skew or a flipped bit looks like. */
const spoilt = (good: object) =>
  fc
    .tuple(fc.constantFrom(...Object.keys(good)), anything)
    .map(([name, value]) => ({ ...good, [name]: value }) as unknown);
const held = { epoch: 1, version: 1, bodyDigest: 'a'.repeat(64) };
const said = fc.oneof(
  anything,
  spoilt(aHeartbeat()),
  spoilt({ ...held, state: { kind: 'active', at: 1 } }),
  spoilt({ sentAt: 1 }),
  fc.string({ maxLength: 2000 }),
  fc.constant({ toString: 'no function', constructor: { prototype: {} } }),
);

/** Proof of life from a player of its own. */
const isAlive = async (): Promise<boolean> => {
  const probe = openBarePlayer(air.url);
  try {
    return (await probe.hello()).kind === 'unpaired';
  } finally {
    probe.close();
  }
};
const rows = () =>
  ['device', 'manifest_active', 'publication', 'audit', 'play'].map((table) =>
    air.database.raw.prepare(`select count(*) from ${table}`).pluck().get(),
  );

describe('malformed input on sockets', () => {
  it('B5: no message of any form brings the server down or leaves a trace', async () => {
    const before = rows();
    const live = air.onAir.liveOf('scr_gate' as never);
    let socket: BarePlayer = openBarePlayer(air.url);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...EVENTS), fc.array(said, { maxLength: 3 })), { maxLength: 6 }),
        async (messages) => {
          if (!socket.socket.connected) {
            socket.close();
            socket = openBarePlayer(air.url);
          }
          await socket.challenged();
          for (const [event, parts] of messages) {
            try {
              socket.socket.emit(event, ...parts);
            } catch {
              // Not every value can be put on the wire at all.
            }
          }
        },
      ),
      { numRuns: 400 },
    );
    socket.close();
    expect(await isAlive()).toBe(true);
    expect(rows()).toEqual(before);
    expect(air.onAir.liveOf('scr_gate' as never)).toEqual(live);
    expect(air.onAir.fleet.refusedMessages()).toBeGreaterThan(100);
    expect(air.log.some((line) => line.includes('player.message-refused'))).toBe(true);
    expect(air.log.filter((line) => line.includes('player.message-failed'))).toEqual([]);
  });

  it('a refused message that asked for an answer gets a code and words', async () => {
    const one = openBarePlayer(air.url);
    try {
      await one.challenged();
      for (const event of ['hello', 'clock', 'nonsense']) {
        const answer = await one.socket.timeout(2_000).emitWithAck(event, { nothing: 'right' });
        expect(answer.refusal).toMatchObject({
          code: 'request-malformed',
          staff: { vi: expect.any(String), en: expect.any(String) },
        });
      }
    } finally {
      one.close();
    }
  });

  it('raw garbage, oversize frames, ten thousand attachments and deep nesting end the connection at most', async () => {
    const garbage = [
      '42/player,',
      '42/player,["hello"',
      '4599999-/player,["hello",{"_placeholder":true,"num":0}]',
      `45${10_000}-/player,["hello",${'{"_placeholder":true,"num":0},'.repeat(500)}1]`,
      `42/player,["hello",${'['.repeat(20_000)}${']'.repeat(20_000)}]`,
      `42/player,["heartbeat","${'x'.repeat(200_000)}"]`,
      '42/player,0["hello",{"__proto__":{"polluted":true}}]',
      '\u0000\uffff',
      '9',
      '43/player,999[]',
    ];
    for (const raw of garbage) {
      const one = openBarePlayer(air.url);
      await one.challenged();
      const transport = (one.socket.io.engine as unknown as { transport: { ws: { send(data: string): void } } })
        .transport;
      transport.ws.send(raw);
      expect(await isAlive(), raw.slice(0, 60)).toBe(true);
      one.close();
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('a flood is slowed down, refused and in the end cut, and does not disturb a neighbour', async () => {
    const flood = openBarePlayer(air.url);
    await flood.challenged();
    for (let i = 0; i < 2_000; i += 1) flood.socket.emit('clock', { sentAt: i }, () => {});
    expect(await isAlive()).toBe(true);
    await until('cut', () => flood.seen.closes > 0);
    flood.close();
  });

  it('who never says hello is shown out; who opens no namespace as well', async () => {
    const root = io(air.url, { transports: ['websocket'], forceNew: true, reconnection: false });
    await new Promise<void>((resolve) => root.on('disconnect', () => resolve()));
    const silent = openBarePlayer(air.url);
    await silent.challenged();
    await until('shown out', () => silent.seen.closes > 0, 15_000);
  }, 20_000);

  it('more than a ward of strangers gets no codes out of us', async () => {
    const offers = Array.from({ length: 4 }, () => openBarePlayer(air.url));
    const codes = new Set<string>();
    for (const one of offers) {
      const [first, second] = [await one.hello(), await one.hello()];
      if (first.kind !== 'unpaired' || second.kind !== 'unpaired') throw new Error('expected codes');
      expect(second.code).toBe(first.code);
      codes.add(first.code);
      one.close();
    }
    expect(codes.size).toBe(4);
  });
});
