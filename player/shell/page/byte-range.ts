/** One byte range of a request (RFC 9110, section 14). Pure. */

/** What part of a file is wanted: all of it, `[from, until)`, or something the file does not have (416). */
export type ByteRange = { kind: 'whole' } | { kind: 'part'; from: number; until: number } | { kind: 'outside' };

/** Reads a `Range` header. A header that is no byte range, or names several, is ignored as the RFC allows: whole file. */
export const readRange = (header: string | null | undefined, bytes: number): ByteRange => {
  const read = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (!read) return { kind: 'whole' };
  const [, first = '', last = ''] = read;
  if (first === '') {
    const tail = Number(last);
    if (last === '') return { kind: 'whole' };
    return tail === 0 || bytes === 0
      ? { kind: 'outside' }
      : { kind: 'part', from: Math.max(0, bytes - tail), until: bytes };
  }
  const from = Number(first);
  const until = last === '' ? bytes : Math.min(bytes, Number(last) + 1);
  if (last !== '' && Number(last) < from) return { kind: 'whole' };
  return from >= bytes ? { kind: 'outside' } : { kind: 'part', from, until };
};
