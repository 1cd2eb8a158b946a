/** Documents: how large they may be, and office documents by their sniffed type. */

/** Largest document that is read; it is held in memory. */
export const MOST_DOCUMENT_BYTES = 256 * 1024 ** 2;

/** Names as `file-type` gives them; `x-cfb` are documents of before 2007. */
const OFFICE = new Set([
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.openxmlformats-officedocument.presentationml.slideshow',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.oasis.opendocument.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/x-cfb',
]);
export const isOffice = (mime: string): boolean => OFFICE.has(mime);
