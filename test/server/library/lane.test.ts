/** A lane does wanted work one step after another, and a step that breaks beyond words stops neither the lane nor the server. */
import { describe, expect, it } from 'vitest';
import { createLane } from '../../../server/library/lane.ts';

const aLane = (step: () => Promise<boolean>) => {
  const heard: string[] = [];
  const stopping = new AbortController();
  const lane = createLane(
    stopping.signal,
    () => heard.push('rest'),
    step,
    (fault) => heard.push(`broke: ${(fault as Error).message}`),
  );
  return { lane, heard, stopping };
};

describe('a lane', () => {
  it('works until nothing is wanted, and looks again when asked meanwhile', async () => {
    let wanted = 3;
    let done = 0;
    const { lane, heard } = aLane(async () => {
      if (wanted === 0) return false;
      wanted -= 1;
      done += 1;
      if (done === 3) {
        wanted = 1;
        lane.run();
      }
      return true;
    });
    lane.run();
    await lane.idle();
    expect([done, heard]).toEqual([4, ['rest']]);
  });

  it('a step that throws is told, ends the run, and the next run goes on', async () => {
    let isFull = true;
    const { lane, heard } = aLane(async () => {
      if (isFull) throw new Error('database or disk is full');
      return false;
    });
    lane.run();
    await lane.idle();
    expect(heard).toEqual(['broke: database or disk is full']);
    isFull = false;
    lane.run();
    await lane.idle();
    expect(heard).toEqual(['broke: database or disk is full', 'rest']);
  });

  it('says nothing any more once it was stopped', async () => {
    const { lane, heard, stopping } = aLane(async () => {
      stopping.abort();
      throw new Error('cut off');
    });
    lane.run();
    await lane.idle();
    expect(heard).toEqual([]);
  });
});
