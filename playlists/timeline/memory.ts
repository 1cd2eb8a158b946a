/** What was worked out once and holds as long as what it was worked out from. */

/** Remembers what `make` gave for a key (anything but undefined). */
export interface Memory<Key, Value> {
  recall: (key: Key, make: () => Value) => Value;
  /** All that is known; for the memory that follows. */
  known: ReadonlyMap<Key, Value>;
}

/**
 * A memory that follows another takes over what it is asked for, and forgets the rest with the one that follows it: what nobody asks for
 * lives for two of them.
 */
export const createMemory = <Key, Value>(before?: ReadonlyMap<Key, Value>): Memory<Key, Value> => {
  const known = new Map<Key, Value>();
  return {
    known,
    recall: (key, make) => {
      const own = known.get(key);
      if (own !== undefined) return own;
      const value = before?.get(key) ?? make();
      known.set(key, value);
      return value;
    },
  };
};
