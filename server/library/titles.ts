/** Names of files and words to search for, as people mean them. Pure. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is taken out
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]/g;

/** Without accents and case, `đ` as `d`: "Đô thị số" → "do thi so". What is searched and what is searched for both pass here. */
export const foldText = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/\s+/g, ' ').trim();

/**
 * A title from the name that a browser sent: the last part of a path, without its ending, without characters that cannot be
 * seen or that turn the reading direction. Display text only; never part of a path.
 */
export const titleOf = (fileName: string): string => {
  const last = fileName.normalize('NFC').replace(UNSEEN, '').split(/[\\/]/).at(-1) ?? '';
  const bare = last.replace(/\.[A-Za-z0-9]{1,5}$/, '').trim();
  return [...(bare || last.trim() || 'Chưa đặt tên')].slice(0, 200).join('').trim().slice(0, 200) || 'Chưa đặt tên';
};
