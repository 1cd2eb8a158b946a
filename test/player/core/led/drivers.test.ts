/** Drivers of LED controllers against simulators on real sockets; frames against the vectors of the protocol notes. */
import { afterEach, describe, expect, it } from 'vitest';
import { realClocks } from '../../../../player/core/clocks.ts';
import { createCoexDriver } from '../../../../player/core/led/coex.ts';
import { createMctrlDriver } from '../../../../player/core/led/mctrl.ts';
import { EVERY_CARD, REGISTER, readReply, registerOf, writeRequest } from '../../../../player/core/led/mctrl-frame.ts';
import {
  type CoexSimulator,
  type MctrlSimulator,
  startCoexSimulator,
  startMctrlSimulator,
} from '../../../support/led-simulators.ts';
import { until } from '../../../support/until.ts';

const clocks = realClocks();

describe('frames of MCTRL', () => {
  it.each([
    [50, '55aa0000feff01ffffff010001000002010080d55a'],
    [100, '55aa0000feff01ffffff0100010000020100ff545b'],
    [0, '55aa0000feff01ffffff010001000002010000555a'],
  ])('%i %% for all is what the notes say', (percent, hex) => {
    const data = Uint8Array.of(registerOf(percent));
    const whole = { serial: 0, sender: 0xff, to: EVERY_CARD, register: REGISTER.brightness, data, length: 1 };
    expect(Buffer.from(writeRequest(whole)).toString('hex')).toBe(hex);
  });

  it('half is 128: rounding is by the whole scale', () => {
    expect([0, 1, 33, 50, 100].map(registerOf)).toEqual([0, 3, 84, 128, 255]);
  });

  it('answers are found in rubbish and in pieces, and never taken with a wrong sum', () => {
    const good = Buffer.from('aa55000500fe01000000000001000002010080d256', 'hex');
    good.writeUInt16LE((0x5555 + good.subarray(2, -2).reduce((sum, byte) => sum + byte, 0)) % 65_536, good.length - 2);
    for (let cut = 0; cut < good.length; cut += 1) expect(readReply(good.subarray(0, cut))).toBeNull();
    const found = readReply(Buffer.concat([Buffer.from('0102aa', 'hex'), good, Buffer.from('ff', 'hex')]));
    expect(found).toMatchObject({ taken: 3 + good.length, reply: { serial: 5, ack: 0, isWrite: false } });
    expect([...(found?.reply?.data ?? [])]).toEqual([0x80]);
    for (const at of [2, 3, 10, 12, 18, 19]) {
      const torn = Buffer.from(good);
      torn.writeUInt8(torn.readUInt8(at) ^ 0x10, at);
      expect(readReply(Buffer.concat([torn, Buffer.alloc(40)]))?.reply ?? null, `byte ${at}`).toBeNull();
    }
  });
});

describe('MCTRL over TCP', () => {
  let simulator: MctrlSimulator;
  const open = async () => {
    simulator = await startMctrlSimulator();
    return createMctrlDriver({ host: '127.0.0.1', port: simulator.port, clocks });
  };
  afterEach(() => simulator.close());

  it('sets all cards, reads back, keeps one connection, and lets it go', async () => {
    const driver = await open();
    expect(await driver.setBrightness(20)).toEqual({ result: 'done', percent: 20 });
    expect(simulator.brightness).toBe(51);
    simulator.brightness = 128;
    expect((await driver.readBrightness()).percent).toBeCloseTo(50.2, 1);
    const many = await Promise.all([10, 30, 70].map((percent) => driver.setBrightness(percent)));
    expect(many.map(({ result }) => result)).toEqual(['done', 'done', 'done']);
    expect(simulator.brightness).toBe(registerOf(70));
    expect(simulator.connections()).toBe(1);
    // Head, source and destination, receiving cards, all of them, write, register, length: then the value.
    expect(simulator.heard[0]).toMatch(/^55aa00..fe0001ffffff0100010000020100/);
    driver.release();
    await until('the controller is free', () => simulator.connections() === 0);
    expect(await driver.setBrightness(40)).toMatchObject({ result: 'done' });
    driver.release();
  });

  it('hears its answer among others and in pieces', async () => {
    const driver = await open();
    simulator.mood = 'noisy';
    expect(await driver.setBrightness(60)).toEqual({ result: 'done', percent: 60 });
    driver.release();
  });

  it.each([
    ['unknown', 'unsupported'],
    ['stuck', 'mismatch'],
    ['drops', 'busy'],
    ['silent', 'unreachable'],
  ] as const)('a controller that is %s is told as %s, and works again when it does', async (mood, result) => {
    const driver = await open();
    simulator.mood = mood;
    expect((await driver.setBrightness(20)).result).toBe(result);
    simulator.mood = 'good';
    expect(await driver.setBrightness(20)).toMatchObject({ result: 'done' });
    driver.release();
  });

  it('nobody there is unreachable', async () => {
    const driver = await open();
    await simulator.close();
    expect(await driver.setBrightness(20)).toEqual({ result: 'unreachable', percent: null });
    simulator = await startMctrlSimulator();
  });
});

describe('COEX over HTTP', () => {
  let simulator: CoexSimulator;
  const open = async () => {
    simulator = await startCoexSimulator();
    return createCoexDriver({ host: '127.0.0.1', port: simulator.port, clocks, fetch });
  };
  afterEach(() => simulator.close());

  it('sets all screens and reads back; firmware that does not tell is believed', async () => {
    const driver = await open();
    expect(await driver.setBrightness(35)).toEqual({ result: 'done', percent: 35 });
    expect(simulator.brightness).toBe(35);
    simulator.mood = 'quiet';
    expect(await driver.setBrightness(45)).toEqual({ result: 'done', percent: null });
    expect(simulator.brightness).toBe(45);
  });

  it.each([
    ['refuses', 'refused'],
    ['stuck', 'mismatch'],
    ['page', 'unsupported'],
  ] as const)('one that %s is told as %s', async (mood, result) => {
    const driver = await open();
    simulator.mood = mood;
    expect((await driver.setBrightness(20)).result).toBe(result);
  });

  it('nobody there is unreachable', async () => {
    const driver = await open();
    await simulator.close();
    expect(await driver.readBrightness()).toEqual({ result: 'unreachable', percent: null });
    simulator = await startCoexSimulator();
  });
});
