import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAlarm } from '../../server/alarm.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 23, 3, 0, 0) });
});
afterEach(() => vi.useRealTimers());

const MINUTE = 60_000;

describe('alarm', () => {
  it('wakes once, at the instant, across many steps of waiting', async () => {
    const alarm = createAlarm({ now: Date.now, failed: vi.fn() });
    const woken: number[] = [];
    const due = Date.now() + 10 * MINUTE;
    alarm.at('a', due, () => woken.push(Date.now()));
    await vi.advanceTimersByTimeAsync(10 * MINUTE - 1);
    expect(woken).toEqual([]);
    await vi.advanceTimersByTimeAsync(30 * MINUTE);
    expect(woken).toEqual([due]);
    await alarm.stop();
  });

  it('follows a clock that is set forward within 30 s, and does not wake early when it is set back', async () => {
    let shift = 0;
    const alarm = createAlarm({ now: () => Date.now() + shift, failed: vi.fn() });
    const wake = vi.fn();
    alarm.at('a', Date.now() + 60 * MINUTE, wake);
    await vi.advanceTimersByTimeAsync(MINUTE);
    shift = 2 * 60 * MINUTE;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(wake).toHaveBeenCalledTimes(1);
    const again = vi.fn();
    alarm.at('b', Date.now() + shift + 5 * MINUTE, again);
    shift -= 60 * MINUTE;
    await vi.advanceTimersByTimeAsync(6 * MINUTE);
    expect(again).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(again).toHaveBeenCalledTimes(1);
    await alarm.stop();
  });

  it('an instant in the past wakes soon; the same name replaces; cancel forgets', async () => {
    const alarm = createAlarm({ now: Date.now, failed: vi.fn() });
    const [past, replaced, second, cancelled] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()];
    alarm.at('past', Date.now() - MINUTE, past);
    alarm.at('x', Date.now() + MINUTE, replaced);
    alarm.at('x', Date.now() + 2 * MINUTE, second);
    alarm.at('c', Date.now() + MINUTE, cancelled);
    alarm.cancel('c');
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    expect([past, replaced, second, cancelled].map((mock) => mock.mock.calls.length)).toEqual([1, 0, 1, 0]);
    await alarm.stop();
  });

  it('nightly work runs at 00:05 of the ward, night after night, also when it fails', async () => {
    const failed = vi.fn();
    const alarm = createAlarm({ now: Date.now, failed });
    const nights: string[] = [];
    alarm.nightly('horizon', { hour: 0, minute: 5, zone: 'Asia/Ho_Chi_Minh' }, () => {
      nights.push(new Date().toISOString());
      throw new Error('tonight not');
    });
    await vi.advanceTimersByTimeAsync(3 * 24 * 60 * MINUTE);
    expect(nights.map((night) => night.slice(0, 16))).toEqual([
      '2026-11-23T17:05',
      '2026-11-24T17:05',
      '2026-11-25T17:05',
    ]);
    expect(failed).toHaveBeenCalledTimes(3);
    await alarm.stop();
  });

  it('stop waits for work that was woken and wakes nothing more', async () => {
    const alarm = createAlarm({ now: Date.now, failed: vi.fn() });
    let finish = (): void => {};
    const later = vi.fn();
    alarm.at('slow', Date.now() + 1_000, () => new Promise<void>((resolve) => (finish = resolve)));
    alarm.at('later', Date.now() + MINUTE, later);
    await vi.advanceTimersByTimeAsync(2_000);
    let isStopped = false;
    const stopped = alarm.stop().then(() => {
      isStopped = true;
    });
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    expect(isStopped).toBe(false);
    finish();
    await stopped;
    expect(later).not.toHaveBeenCalled();
  });
});
