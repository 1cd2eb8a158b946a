/** Documents: how large they may be, and presentations by their sniffed type. */

/** Largest document that is read; it is held in memory. */
export const MOST_DOCUMENT_BYTES = 256 * 1024 ** 2;

/** Presentations as `file-type` names them. */
const OFFICE = new Set([
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.openxmlformats-officedocument.presentationml.slideshow',
  'application/vnd.oasis.opendocument.presentation',
]);
export const isOffice = (mime: string): boolean => OFFICE.has(mime);

/** A container of many things: PowerPoint files of before 2007, and newer office documents that are locked. */
export const OLD_CONTAINER = 'application/x-cfb';
const named = (bytes: Buffer, name: string): boolean => bytes.includes(Buffer.from(name, 'utf16le'));
/** What such a container holds, by the names of its parts. */
export const heldIn = (bytes: Buffer): 'presentation' | 'locked' | 'other' => {
  if (named(bytes, 'EncryptedPackage') || named(bytes, 'EncryptedSummary')) return 'locked';
  return named(bytes, 'PowerPoint Document') ? 'presentation' : 'other';
};
