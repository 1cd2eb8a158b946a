/** Structured log lines of the player: a past-tense name such as `manifest.promoted` and its facts, lengths with units. */
export type Fields = Record<string, unknown>;
export type Log = (event: string, fields?: Fields) => void;

/** One JSON line per event. `write` gets the line with its newline; `wall` is the system clock, for orientation only. */
export const jsonLog =
  (write: (line: string) => void, wall: () => number): Log =>
  (event, fields = {}) =>
    write(`${JSON.stringify({ at: new Date(wall()).toISOString(), event, ...fields })}\n`);

/** The words of an unknown thrown thing. */
export const wordsOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return String(thrown);
  const cause = thrown.cause instanceof Error ? `: ${thrown.cause.message}` : '';
  return `${thrown.message}${cause}`;
};
