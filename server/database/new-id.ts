/** Makes identities: a prefix and 16 random symbols (about 82 bits) from the system's generator. */
import { randomInt } from 'node:crypto';

const SYMBOLS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** `newId('scr')` → `scr_…`; parse it with the id schema of the noun to get the branded type. */
export const newId = (prefix: string): string =>
  `${prefix}_${Array.from({ length: 16 }, () => SYMBOLS[randomInt(SYMBOLS.length)]).join('')}`;
