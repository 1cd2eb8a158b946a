/**
 * Canonical JSON (RFC 8785) for the values we sign: plain objects, arrays, strings, booleans, null and finite numbers. Keys are
 * sorted by UTF-16 code units and `undefined` members are left out; ECMAScript already prints numbers and strings as the RFC
 * asks. Whatever JSON would quietly turn into something else (a Date, a Map, NaN) is refused: nobody should sign a guess.
 */

/** Plain in any realm: made by a literal, by JSON.parse, or without a prototype. */
const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
};

/** Printable ASCII without quote and backslash: nearly every string we sign, and it needs no escaping. */
const NEEDS_NO_ESCAPE = /^[ !#-[\]-~]*$/;
const quote = (text: string): string => (NEEDS_NO_ESCAPE.test(text) ? `"${text}"` : JSON.stringify(text));

/** By UTF-16 code units, in place. Our objects have a handful of keys, where inserting beats the general sort twofold. */
const sortKeys = (keys: string[]): string[] => {
  if (keys.length > 24) return keys.sort();
  for (let i = 1; i < keys.length; i += 1) {
    const key = keys[i] as string;
    let place = i;
    for (; place > 0 && (keys[place - 1] as string) > key; place -= 1) keys[place] = keys[place - 1] as string;
    keys[place] = key;
  }
  return keys;
};

/** Whether JSON.stringify says the value canonically: keys in order throughout, and nothing in it that JSON cannot say exactly. */
const isInOrder = (value: unknown): boolean => {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' || typeof value === 'boolean' || value === null;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) if (!isInOrder(value[i] ?? null)) return false;
    return true;
  }
  if (!isPlain(value)) return false;
  let last = '';
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key];
    if (key < last || (member !== undefined && !isInOrder(member))) return false;
    last = key;
  }
  return true;
};

/** Writes it part by part: what is in order at once, the rest with its keys sorted. */
const write = (value: object): string => {
  let text = '';
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) text += `${i > 0 ? ',' : ''}${canonicalJson(value[i] ?? null)}`;
    return `[${text}]`;
  }
  if (!isPlain(value)) throw new TypeError(`canonical JSON has no ${value.constructor.name}`);
  const members = value as Record<string, unknown>;
  for (const key of sortKeys(Object.keys(members))) {
    const member = members[key];
    if (member !== undefined) text += `${text && ','}${quote(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
};

/**
 * The canonical text of a value. Throws a TypeError on anything that JSON cannot say exactly. Several times as fast where keys are in
 * order already, as in objects that are written down so.
 */
export const canonicalJson = (value: unknown): string => {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('canonical JSON has no NaN and no infinities');
    return String(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object') throw new TypeError(`canonical JSON has no ${typeof value}`);
  return isInOrder(value) ? JSON.stringify(value) : write(value);
};

/** Items of a list in one piece of text. */
const ITEMS_A_PIECE = 1_000;

/** `canonicalJson` of an object in pieces, for whoever digests something large: it is never there as a whole. */
export function* canonicalPieces(value: Readonly<Record<string, unknown>>): Generator<string> {
  let before = '{';
  for (const key of sortKeys(Object.keys(value))) {
    const member = value[key];
    if (member === undefined) continue;
    yield `${before}${quote(key)}:`;
    before = ',';
    if (!Array.isArray(member)) yield canonicalJson(member);
    else {
      for (let first = 0; first < member.length; first += ITEMS_A_PIECE)
        yield `${first === 0 ? '[' : ','}${canonicalJson(member.slice(first, first + ITEMS_A_PIECE)).slice(1, -1)}`;
      yield member.length === 0 ? '[]' : ']';
    }
  }
  yield before === '{' ? '{}' : '}';
}
