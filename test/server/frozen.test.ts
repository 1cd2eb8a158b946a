/** Values that cannot change are told from others, and equal input is parsed once. */
import { describe, expect, it } from 'vitest';
import { freezeWhole, isFrozenWhole, parsedOnce } from '../../server/frozen.ts';

describe('freezeWhole', () => {
  it('freezes all the way down and remembers what it gave back', () => {
    const value = freezeWhole({ a: [{ b: 1 }] });
    expect(() => value.a.push({ b: 2 })).toThrow(TypeError);
    expect(() => Object.assign(value.a[0] as object, { b: 2 })).toThrow(TypeError);
    expect(isFrozenWhole(value)).toBe(true);
  });
  it('what somebody else froze, perhaps at the top alone, is not taken for whole', () => {
    expect(isFrozenWhole(Object.freeze({ a: [1] }))).toBe(false);
    expect(isFrozenWhole('text')).toBe(false);
    expect(isFrozenWhole(null)).toBe(false);
  });
});

describe('parsedOnce', () => {
  it('gives the same value for equal input, and parses what is new', () => {
    const parsed: unknown[] = [];
    const parse = parsedOnce((input) => {
      parsed.push(input);
      return { input };
    }, 2);
    const first = parse({ a: 1 });
    expect(parse({ a: 1 })).toBe(first);
    expect(parse({ a: 2 })).not.toBe(first);
    expect(parsed).toEqual([{ a: 1 }, { a: 2 }]);
    // One more than are kept: all begin anew, and nothing is wrong.
    parse({ a: 3 });
    expect(parse({ a: 1 })).toEqual(first);
    expect(parsed).toHaveLength(4);
  });
  it('what cannot be parsed fails each time', () => {
    const parse = parsedOnce(() => {
      throw new RangeError('no');
    }, 2);
    expect(() => parse(1)).toThrow(RangeError);
    expect(() => parse(1)).toThrow(RangeError);
  });
});
