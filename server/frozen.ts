/**
 * Values that nobody can change any more, all the way down: what everybody may be given, and what needs to be worked out of them
 * (their JSON text, say) only once.
 */
const whole = new WeakSet<object>();

const freezeIn = (value: unknown): void => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  for (const member of Object.values(value)) freezeIn(member);
  Object.freeze(value);
};

/** Freezes a value of plain objects and lists, which came from parsing and is held by nobody else. */
export const freezeWhole = <Value>(value: Value): Value => {
  freezeIn(value);
  if (typeof value === 'object' && value !== null) whole.add(value);
  return value;
};

/** True for what `freezeWhole` gave back. */
export const isFrozenWhole = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && whole.has(value);

/**
 * A parser that gives the same frozen value for the same input again. `most`: inputs that are kept; where there are more, all are
 * parsed anew.
 */
export const parsedOnce = <Value>(parse: (input: unknown) => Value, most: number): ((input: unknown) => Value) => {
  const kept = new Map<string, Value>();
  return (input) => {
    const text = JSON.stringify(input);
    const known = kept.get(text);
    if (known !== undefined) return known;
    const parsed = freezeWhole(parse(input));
    if (kept.size >= most) kept.clear();
    kept.set(text, parsed);
    return parsed;
  };
};
