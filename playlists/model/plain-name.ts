/** Names that people give: one line of letters that can be seen, in one spelling. */
import { z } from 'zod';

/** In one spelling (NFC). Line breaks, tabs and other controls become a space; what cannot be seen, or turns the text around it, is left out. */
export const toPlainText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu, '')
    .trim();

/** A name of 1 to `most` UTF-16 units, counted after it was made plain. */
export const plainName = (most: number) => z.string().overwrite(toPlainText).min(1).max(most);
