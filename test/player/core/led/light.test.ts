/** What was asked for is kept, brought about again, and left alone while the controller is yielded. */
import { describe, expect, it } from 'vitest';
import type { LedDriver, LedReading } from '../../../../player/core/led/driver.ts';
import { type Light, openLight } from '../../../../player/core/led/light.ts';
import { createSoftwareDriver } from '../../../../player/core/led/software.ts';
import { createFakeClocks } from '../../../support/fake-clocks.ts';
import { aFolder } from '../../../support/folder.ts';

const NOW = Date.UTC(2026, 10, 29, 9);
const HALF_MINUTE = 30_000;

/** A controller of which a test holds the knob. */
const createKnob = () => {
  const knob = { percent: 100, fault: null as Exclude<LedReading['result'], 'done'> | null, writes: 0, released: 0 };
  const reading = (): LedReading =>
    knob.fault ? { result: knob.fault, percent: null } : { result: 'done', percent: knob.percent };
  const driver: LedDriver = {
    kind: 'mctrl',
    setBrightness: async (percent) => {
      knob.writes += 1;
      if (!knob.fault) knob.percent = percent;
      return reading();
    },
    readBrightness: async () => reading(),
    release: () => {
      knob.released += 1;
    },
  };
  return { knob, driver };
};

const open = async (folder: string, driver: LedDriver) => {
  const clocks = createFakeClocks(NOW);
  const faults = new Map<string, string>();
  const light: Light = await openLight({
    folder,
    clocks,
    driver,
    faults: { fault: (code, detail) => faults.set(code, detail), mended: (code) => faults.delete(code) },
    changed: () => {},
    log: () => {},
    damaged: () => {},
  });
  return { light, clocks, faults };
};

describe('light', () => {
  it('never told a brightness it touches nothing and says nothing', async () => {
    const { knob, driver } = createKnob();
    const { light, clocks } = await open(await aFolder(), driver);
    await clocks.passGently(3_600_000);
    expect([light.now(), knob.writes]).toEqual([undefined, 0]);
  });

  it('brings it about after a start, and again when the controller says otherwise; it writes no more than that', async () => {
    const folder = await aFolder();
    const first = createKnob();
    const before = await open(folder, first.driver);
    expect(await before.light.set(20)).toEqual({ result: 'done', percent: 20 });
    before.light.stop();
    const { knob, driver } = createKnob();
    const { light, clocks } = await open(folder, driver);
    await clocks.passGently(HALF_MINUTE);
    expect([knob.percent, knob.writes]).toEqual([20, 1]);
    await clocks.passGently(10 * HALF_MINUTE);
    expect(knob.writes).toBe(1);
    // Another program, or somebody at the controller's own buttons.
    knob.percent = 90;
    await clocks.passGently(HALF_MINUTE);
    expect([knob.percent, knob.writes]).toEqual([20, 2]);
    expect(light.now()).toEqual({ percent: 20, by: 'mctrl', state: 'done', readPercent: 20 });
  });

  it('keeps what could not be done, says why, and does it when the controller is back', async () => {
    const { knob, driver } = createKnob();
    const { light, clocks, faults } = await open(await aFolder(), driver);
    knob.fault = 'unreachable';
    await expect(light.set(30)).rejects.toThrow(/does not answer; 30 % is kept/);
    expect(faults.get('led-controller')).toContain('does not answer');
    expect(light.now()).toMatchObject({ percent: 30, state: 'unreachable', readPercent: null });
    knob.fault = null;
    await clocks.passGently(HALF_MINUTE);
    expect([knob.percent, faults.size, light.now()?.state]).toEqual([30, 0, 'done']);
  });

  it('leaves a yielded controller alone until the time is over, also for a new wish', async () => {
    const { knob, driver } = createKnob();
    const { light, clocks } = await open(await aFolder(), driver);
    await light.set(20);
    light.yield(10 * HALF_MINUTE);
    expect([knob.released, light.now()?.state]).toEqual([1, 'yielded']);
    knob.percent = 77;
    await expect(light.set(40)).rejects.toThrow(/yielded/);
    await clocks.passGently(9 * HALF_MINUTE);
    expect([knob.percent, knob.writes]).toEqual([77, 1]);
    await clocks.passGently(2 * HALF_MINUTE);
    expect([knob.percent, light.now()?.state]).toEqual([40, 'done']);
  });

  it('without a controller the page dims, each new page too, and there is nothing to yield', async () => {
    const drawn: number[] = [];
    const { light } = await open(
      await aFolder(),
      createSoftwareDriver((percent) => drawn.push(percent)),
    );
    await light.set(10);
    light.look();
    expect(drawn).toEqual([10, 10]);
    expect(() => light.yield(60_000)).toThrow(/no LED controller/);
  });
});
