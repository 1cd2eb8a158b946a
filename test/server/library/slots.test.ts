/** A slot makes one thing at a time, and pauses it for what comes before it. */
import { describe, expect, it } from 'vitest';
import type { Pause } from '../../../media/pause.ts';
import { createSlot } from '../../../server/library/slots.ts';

/** Work by its turn: the smaller number comes first. */
const aSlot = (options: { mayPause?: (turn: number) => boolean } = {}) => {
  const waiting: number[] = [];
  const heard: string[] = [];
  const running = new Map<number, { end: (fault?: Error) => void; pause: Pause }>();
  const stopping = new AbortController();
  const first = (before: number | null): number | null => {
    const turn = waiting.toSorted((a, b) => a - b)[0] ?? null;
    return turn === null || (before !== null && turn >= before) ? null : turn;
  };
  const slot = createSlot<number>({
    stopped: stopping.signal,
    take: (before) => {
      const turn = first(before);
      if (turn !== null) waiting.splice(waiting.indexOf(turn), 1);
      return turn;
    },
    isAwaited: (turn) => first(turn) !== null,
    mayPause: options.mayPause ?? (() => true),
    work: (turn, pause) =>
      new Promise((resolve, reject) => {
        heard.push(`begins ${turn}`);
        running.set(turn, {
          pause,
          end: (fault) => {
            heard.push(`ends ${turn}`);
            running.delete(turn);
            if (fault) reject(fault);
            else resolve();
          },
        });
      }),
    held: (turn, ahead) => heard.push(ahead === null ? `${turn} goes on` : `${turn} waits for ${ahead}`),
    rest: () => heard.push('rest'),
    broke: (fault) => heard.push(`broke: ${(fault as Error).message}`),
  });
  const want = (...turns: number[]): void => {
    waiting.push(...turns);
    slot.run();
    slot.giveWay();
  };
  const end = async (turn: number, fault?: Error): Promise<void> => {
    running.get(turn)?.end(fault);
    for (let turns = 0; turns < 20; turns += 1) await Promise.resolve();
  };
  /** What runs and is not paused. */
  const atWork = (): number[] => [...running].filter(([, { pause }]) => !pause.isPaused).map(([turn]) => turn);
  return { slot, want, end, heard, atWork, running, stopping };
};

describe('a slot', () => {
  it('pauses what runs for what comes before it, and for nothing else; then it goes on where it was', async () => {
    const { want, end, heard, atWork } = aSlot();
    want(5);
    want(7);
    expect(atWork()).toEqual([5]);
    want(3);
    expect(atWork()).toEqual([3]);
    await end(3);
    expect(atWork()).toEqual([5]);
    await end(5);
    expect(atWork()).toEqual([7]);
    await end(7);
    expect(heard).toEqual([
      ...['begins 5', '5 waits for 3', 'begins 3', 'ends 3', '5 goes on', 'ends 5'],
      ...['begins 7', 'ends 7', 'rest'],
    ]);
  });

  it('makes all that comes before it, says which one it waits for, and pauses at most two', async () => {
    const { want, end, heard, atWork } = aSlot();
    want(9);
    want(5);
    want(3);
    want(1);
    expect(atWork()).toEqual([3]);
    want(4);
    await end(3);
    expect(atWork()).toEqual([1]);
    await end(1);
    expect(atWork()).toEqual([4]);
    await end(4);
    expect(atWork()).toEqual([5]);
    await end(5);
    expect(atWork()).toEqual([9]);
    expect(heard.filter((words) => words.startsWith('9 '))).toEqual(['9 waits for 5', '9 goes on']);
    await end(9);
    expect(heard.at(-1)).toBe('rest');
  });

  it('leaves alone what may not be paused', async () => {
    const { want, end, atWork } = aSlot({ mayPause: (turn) => turn !== 5 });
    want(5);
    want(3);
    expect(atWork()).toEqual([5]);
    await end(5);
    expect(atWork()).toEqual([3]);
  });

  it('begins nothing else when paused work is cancelled, until what came before it is made', async () => {
    const { want, end, heard, atWork } = aSlot();
    want(5);
    want(3);
    want(8);
    await end(5);
    expect(atWork()).toEqual([3]);
    await end(3);
    expect(atWork()).toEqual([8]);
    expect(heard).not.toContain('5 goes on');
  });

  it('lets paused work go on when what came before it broke beyond words', async () => {
    const { want, end, heard, atWork } = aSlot();
    want(5);
    want(3);
    await end(3, new Error('the disk is full'));
    expect(atWork()).toEqual([5]);
    expect(heard).toContain('broke: the disk is full');
  });

  it('is idle when all of it has ended, and begins nothing once it was stopped', async () => {
    const { slot, want, end, atWork, stopping } = aSlot();
    want(5);
    want(3);
    stopping.abort();
    let isIdle = false;
    const idle = slot.idle().then(() => {
      isIdle = true;
    });
    await end(5);
    expect(isIdle).toBe(false);
    await end(3);
    await idle;
    want(1);
    expect(atWork()).toEqual([]);
  });
});
