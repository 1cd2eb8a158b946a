import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, canonicalPieces } from '../../../playlists/wire/canonical-json.ts';

describe('canonical JSON (RFC 8785)', () => {
  it('prints the example of RFC 8785, 3.2.2', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code units (RFC 8785, 3.2.3), in small objects and large ones', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6', '10', '9'];
    const textOf = (names: string[]) => canonicalJson(Object.fromEntries(names.map((name, i) => [name, i])));
    const order = Object.keys(JSON.parse(textOf(keys.filter((key) => !/^\d/.test(key)))) as object);
    expect(order).toEqual(['\r', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']);
    expect(canonicalJson({ 9: 0, 10: 0, 1: 0 })).toBe('{"1":0,"10":0,"9":0}');
    const many = Array.from({ length: 60 }, (_, i) => `k${(i * 37) % 60}`);
    expect(textOf(many)).toMatch(/^\{"k0":\d+,"k1":\d+,"k10":/);
  });

  it('leaves undefined members out, prints -0 as 0, and holes as null', () => {
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested
    expect(canonicalJson({ a: undefined, b: -0, c: [undefined, , 1] })).toBe('{"b":0,"c":[null,null,1]}');
  });

  it('takes plain objects of another realm and those without a prototype', () => {
    expect(canonicalJson(runInNewContext('({ b: [1], a: 2 })'))).toBe('{"a":2,"b":[1]}');
    expect(canonicalJson(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}');
  });

  it.each([
    ['NaN', Number.NaN],
    ['an infinity', [Number.POSITIVE_INFINITY]],
    ['a bigint', { a: 1n }],
    ['a function', () => 1],
    ['nothing', undefined],
    ['a date', { at: new Date(0) }],
    ['a map', new Map([['a', 1]])],
  ])('refuses %s rather than sign a guess', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it('is JSON, says the same value, and does not know the order in which keys came', () => {
    const backwards = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(backwards)
        : value !== null && typeof value === 'object'
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, member]) => [key, backwards(member)]),
            )
          : value;
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(backwards(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('says a part in order as it says one out of order', () => {
    const text = '{"a":{"x":1,"y":[{"k":-0.5,"l":null},{}]},"b":"đ\\ud800"}';
    expect(canonicalJson(JSON.parse(text))).toBe(text);
    expect(canonicalJson({ b: 'đ\ud800', a: { x: 1, y: [{ l: null, k: -0.5 }, {}] } })).toBe(text);
    expect(canonicalJson({ a: [undefined, { x: -0, y: undefined, z: 2 }] })).toBe('{"a":[null,{"x":0,"z":2}]}');
    expect(canonicalJson({ a: { 10: 1, 9: 2 } })).toBe('{"a":{"10":1,"9":2}}');
    expect(canonicalJson(JSON.parse('{"__proto__":{"b":1,"a":2}}'))).toBe('{"__proto__":{"a":2,"b":1}}');
  });

  it('is the same in pieces', () => {
    const lists = fc.record({ a: fc.array(fc.jsonValue()), b: fc.jsonValue(), '9': fc.jsonValue() });
    fc.assert(
      fc.property(lists, (value) => {
        expect([...canonicalPieces(value)].join('')).toBe(canonicalJson(value));
      }),
    );
    const long = { z: Array.from({ length: 2_500 }, (_, n) => ({ n, a: n })), none: undefined, empty: [] };
    expect([...canonicalPieces(long)].join('')).toBe(canonicalJson(long));
    expect([...canonicalPieces({})].join('')).toBe('{}');
  });
});
