/** Names that people give: one line of letters that can be seen, in one spelling. */
import { z } from 'zod';

/** In one spelling (NFC). Line breaks, tabs and other controls become a space; what cannot be seen, or turns the text around it, is left out. */
export const toPlainText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu, '')
    .trim();

/** How much longer a text may be as it is sent than as it is kept: letters come in pieces, and with what is left out. */
const SENT_FOR_KEPT = 8;

/**
 * What a text of at most `most` UTF-16 units is read from before it is brought into one spelling. The time that takes grows with the square
 * of the marks in a row, so of a longer one it would be minutes.
 */
export const sentText = (most: number) => z.string().max(SENT_FOR_KEPT * most, { abort: true });

/** A name of 1 to `most` UTF-16 units, counted after it was made plain. */
export const plainName = (most: number) => sentText(most).overwrite(toPlainText).min(1).max(most);
