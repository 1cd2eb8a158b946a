/** The words of the built-in card: Vietnamese first, English small. Pure; a line that is empty is not drawn. */
import { assertNever } from '../../../playlists/model/refusal.ts';
import type { StageCard } from '../../../playlists/wire/stage.ts';

export interface CardText {
  /** Small line above the main one. */
  above: string;
  /** The main line, read from afar. */
  main: string;
  /** `code`: main is set in wide figures. */
  mainIs: 'words' | 'code';
  /** Line below the main one. */
  below: string;
  /** English. */
  english: string;
  /** Drawn as a QR code. */
  qr: string | null;
  /** Share of work done, 0 to 1. */
  progress: number | null;
}

const plain = { above: '', mainIs: 'words', below: '', qr: null, progress: null } as const;

/** `ABCDEFGH` → `ABCD EFGH`: two groups are read aloud without mistakes. */
const grouped = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1 ');

/** An address without what nobody types; it may be broken after a dot or a slash (zero-width spaces). */
const short = (url: string): string =>
  url
    .replace(/^https?:\/\//, '')
    .replace(/[?#].*$/, '')
    .replace(/\/$/, '')
    .replace(/[./](?=\D)/g, '$&\u200b');

export const cardText = (card: StageCard): CardText => {
  switch (card.kind) {
    case 'starting':
      return { ...plain, main: 'Đang khởi động', english: 'Starting' };
    case 'searching':
      return {
        ...plain,
        main: 'Đang tìm máy chủ',
        below: short(card.server),
        english: 'Looking for the server',
      };
    case 'pairing':
      return {
        above: 'Mã ghép nối',
        main: grouped(card.code),
        mainIs: 'code',
        below: `Nhập mã tại ${short(card.url)} hoặc quét mã QR`,
        english: 'Pairing code: type it at this address, or scan',
        qr: card.url,
        progress: null,
      };
    case 'fetching':
      return {
        ...plain,
        above: card.screenName,
        main: 'Đang tải nội dung',
        below: card.files > 0 ? `${card.filesReady}/${card.files} tệp` : 'Chờ chương trình phát từ máy chủ',
        english: card.files > 0 ? 'Fetching content' : 'Waiting for a timetable',
        progress: card.files > 0 ? Math.min(1, card.filesReady / card.files) : null,
      };
    case 'safe':
      return {
        ...plain,
        main: card.wardName || 'Bảng tin điện tử công cộng',
        below: card.wardName ? 'Bảng tin điện tử công cộng' : '',
        english: 'Public electronic notice board',
      };
    default:
      return assertNever(card);
  }
};
