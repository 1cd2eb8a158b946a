/** Byte ranges of media, as browsers ask for them and as nobody should. */
import { describe, expect, it } from 'vitest';
import { readRange } from '../../../player/shell/page/byte-range.ts';

describe('byte ranges', () => {
  it.each([
    [null, { kind: 'whole' }],
    ['bytes=0-', { kind: 'part', from: 0, until: 1000 }],
    ['bytes=0-0', { kind: 'part', from: 0, until: 1 }],
    ['bytes=999-', { kind: 'part', from: 999, until: 1000 }],
    ['bytes=10-99999', { kind: 'part', from: 10, until: 1000 }],
    ['bytes=-10', { kind: 'part', from: 990, until: 1000 }],
    ['bytes=-5000', { kind: 'part', from: 0, until: 1000 }],
    ['bytes=1000-', { kind: 'outside' }],
    ['bytes=-0', { kind: 'outside' }],
    ['bytes=5-2', { kind: 'whole' }],
    ['bytes=-', { kind: 'whole' }],
    ['bytes=0-1,5-6', { kind: 'whole' }],
    ['items=0-1', { kind: 'whole' }],
    ['bytes=99999999999999999999-', { kind: 'whole' }],
  ])('%s of 1000 bytes', (header, range) => {
    expect(readRange(header, 1000)).toEqual(range);
  });
});
