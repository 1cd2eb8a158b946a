/** Names of files and words to search for, as people mean them. Pure. */
import { toPlainText } from '../../playlists/model/plain-name.ts';

/** Without accents and case, `đ` as `d`: "Đô thị số" → "do thi so". What is searched and what is searched for both pass here. */
export const foldText = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/\s+/g, ' ').trim();

/**
 * A title from the name that a browser sent: the last part of a path, without its ending, without characters that cannot be
 * seen or that turn the reading direction. Display text only; never part of a path.
 */
export const titleOf = (fileName: string): string => {
  const last = toPlainText(fileName).split(/[\\/]/).at(-1) ?? '';
  const bare = last.replace(/\.[A-Za-z0-9]{1,5}$/, '').trim();
  return [...(bare || last.trim() || 'Chưa đặt tên')].slice(0, 200).join('').trim().slice(0, 200) || 'Chưa đặt tên';
};
