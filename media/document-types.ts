/** Documents: how large they may be, PDF by its first bytes, and office documents by their sniffed type. */
import { open } from 'node:fs/promises';

/** Largest document that is read; it is held in memory. */
export const MOST_DOCUMENT_BYTES = 256 * 1024 ** 2;

/** Which part of LibreOffice reads it: slides by Impress, running text by Writer. */
export type OfficeForm = 'presentation' | 'text';

/** Office documents as `file-type` names them. What carries macros by its type is not among them. */
const OFFICE: Readonly<Record<string, OfficeForm>> = {
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'presentation',
  'application/vnd.openxmlformats-officedocument.presentationml.slideshow': 'presentation',
  'application/vnd.oasis.opendocument.presentation': 'presentation',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'text',
  'application/vnd.oasis.opendocument.text': 'text',
};
export const officeFormOf = (mime: string): OfficeForm | null => OFFICE[mime] ?? null;

/** A container of many things: office documents of before 2007, and newer ones that are locked. */
export const OLD_CONTAINER = 'application/x-cfb';
const named = (bytes: Buffer, name: string): boolean => bytes.includes(Buffer.from(name, 'utf16le'));
/** What such a container holds, by the names of its parts. */
export const heldIn = (bytes: Buffer): OfficeForm | 'locked' | 'other' => {
  if (named(bytes, 'EncryptedPackage') || named(bytes, 'EncryptedSummary')) return 'locked';
  if (named(bytes, 'PowerPoint Document')) return 'presentation';
  return named(bytes, 'WordDocument') ? 'text' : 'other';
};

/** PDF by its first bytes. */
export const isPdf = async (path: string): Promise<boolean> => {
  const file = await open(path);
  try {
    const start = Buffer.alloc(5);
    await file.read(start, 0, 5, 0);
    return start.toString('latin1') === '%PDF-';
  } finally {
    await file.close();
  }
};
