/** What rolling back could not bring back, and why, as findings of the publication: whoever opens the page later is told as well (FD27). */
import type { Finding } from '../../playlists/model/finding.ts';
import type { PlaylistId, SlotId } from '../../playlists/model/ids.ts';
import { assertNever, refusal } from '../../playlists/model/refusal.ts';
import type { Said } from '../../playlists/model/said.ts';
import { listNames } from '../../playlists/timeline/sentences.ts';

export type LeftOut =
  /** A document that has edits which nobody published: it keeps them, and the screens play the earlier one. */
  | { kind: 'edited'; of: 'playlist' | 'calendar' | 'day-part' | 'ticker'; name: string; playlistId?: PlaylistId }
  /** Content of a playlist that is gone; `binned`: what of it still lies in the bin. By title. */
  | { kind: 'content'; name: string; playlistId: PlaylistId; deleted: string[]; binned: string[] }
  /** Entries by tags that were deleted since. */
  | { kind: 'tags'; name: string; playlistId: PlaylistId }
  /** A playlist that would come to contain itself. */
  | { kind: 'circle'; name: string; playlistId: PlaylistId }
  /** A slot of which all places are gone, or some (then it is there). */
  | { kind: 'places'; name: string; slotId: SlotId | null };

const DOCUMENTS: Readonly<Record<Extract<LeftOut, { kind: 'edited' }>['of'], Said>> = {
  playlist: { vi: 'Danh sách phát', en: 'The playlist' },
  calendar: { vi: 'Ngày đặc biệt', en: 'The calendar' },
  'day-part': { vi: 'Giờ mẫu', en: 'The day-part' },
  ticker: { vi: 'Chữ chạy', en: 'The ticker' },
};

const listTitles = (titles: readonly string[]): Said =>
  listNames(
    titles.map((title) => ({ vi: `“${title}”`, en: `“${title}”` })),
    { vi: 'nội dung', en: 'pieces of content' },
  );

interface Advice {
  binned: Said;
  deleted: Said;
}
/** The publication is on air again, and its playlist lacks what it names. */
const ONCE_BACK: Advice = {
  binned: { vi: 'hãy khôi phục rồi thêm lại vào danh sách', en: 'restore and add again' },
  deleted: { vi: 'hãy tải lên lại hoặc chọn nội dung khác', en: 'upload again or choose other content' },
};
/** The publication is not on air again. */
const WHILE_BLOCKED: Advice = {
  binned: {
    vi: 'hãy khôi phục trong Kho nội dung rồi quay lại bản này lần nữa',
    en: 'restore from the bin of the library and roll back again',
  },
  deleted: {
    vi: 'không quay lại bản này được nữa; hãy tải nội dung lên lại, thêm vào danh sách phát rồi đăng phát',
    en: 'this publication cannot come back; upload the content again, add it to the playlist and publish',
  },
};

/** What is missing, and for each what to do. */
const sayMissing = (deleted: readonly string[], binned: readonly string[], advice: Advice): Said => {
  const parts: Said[] = [];
  if (binned.length > 0) {
    const titles = listTitles(binned);
    parts.push({
      vi: `${titles.vi} đang ở trong thùng rác: ${advice.binned.vi}.`,
      en: `${titles.en} ${binned.length === 1 ? 'is' : 'are'} in the bin: ${advice.binned.en}.`,
    });
  }
  if (deleted.length > 0) {
    const titles = listTitles(deleted);
    parts.push({
      vi: `${titles.vi} đã bị xóa hẳn: ${advice.deleted.vi}.`,
      en: `${titles.en} ${deleted.length === 1 ? 'was' : 'were'} deleted: ${advice.deleted.en}.`,
    });
  }
  return { vi: parts.map(({ vi }) => vi).join(' '), en: parts.map(({ en }) => en).join(' ') };
};

const speakOfContent = ({ name, deleted, binned }: Extract<LeftOut, { kind: 'content' }>): Said => {
  const missing = sayMissing(deleted, binned, ONCE_BACK);
  return {
    vi: `Danh sách phát “${name}” trở lại nhưng thiếu nội dung. ${missing.vi}`,
    en: `The playlist “${name}” is back with content missing. ${missing.en}`,
  };
};

/** Says why an earlier publication cannot be published again: by the content it is about, else by what stops it. */
export const refuseRollBack = (stops: readonly Finding[], leftOut: readonly LeftOut[]) => {
  const missing = leftOut.flatMap((left) => (left.kind === 'content' ? [left] : []));
  const shown = new Set(stops.flatMap(({ code, playlistId }) => (code === 'content-missing' ? [playlistId] : [])));
  const needed = missing.filter(({ playlistId }) => shown.has(playlistId));
  const titles = (of: 'deleted' | 'binned'): string[] => [...new Set(needed.flatMap((left) => left[of]))];
  const said =
    needed.length > 0
      ? sayMissing(titles('deleted'), titles('binned'), WHILE_BLOCKED)
      : {
          vi: stops
            .slice(0, 3)
            .map(({ staff }) => staff.vi)
            .join(' '),
          en: stops
            .slice(0, 3)
            .map(({ staff }) => staff.en)
            .join(' '),
        };
  const codes = stops.map(({ code }) => code).join(', ');
  const inVietnamese = refusal('roll-back-blocked', codes, { what: said.vi });
  const inEnglish = refusal('roll-back-blocked', codes, { what: said.en });
  const staff = { vi: inVietnamese.staff.vi, en: inEnglish.staff.en };
  return { ok: false, refusal: { ...inVietnamese, staff } } as const;
};

const speak = (left: LeftOut): Said => {
  const { name } = left;
  switch (left.kind) {
    case 'edited':
      return {
        vi: `${DOCUMENTS[left.of].vi} “${name}” có sửa đổi chưa đăng phát nên vẫn giữ sửa đổi đó; màn hình thì phát theo bản cũ. Hãy đăng phát để dùng sửa đổi, hoặc sửa lại cho giống bản cũ.`,
        en: `${DOCUMENTS[left.of].en} “${name}” has edits that nobody published and keeps them, while the screens follow the earlier one. Publish to put the edits on air, or edit it back.`,
      };
    case 'content':
      return speakOfContent(left);
    case 'tags':
      return {
        vi: `Danh sách phát “${name}” trở lại nhưng thiếu mục theo nhãn, vì nhãn đã bị xóa. Hãy chọn nhãn khác trong danh sách.`,
        en: `The playlist “${name}” is back without an entry by tags, since the tag was deleted. Choose another tag in the playlist.`,
      };
    case 'circle':
      return {
        vi: `Danh sách phát “${name}” được giữ như hiện nay, vì bản cũ sẽ lồng vòng với một danh sách đang có sửa đổi chưa đăng phát. Hãy gỡ chỗ lồng vòng rồi quay lại lần nữa.`,
        en: `The playlist “${name}” stays as it is, since the earlier one would contain itself by way of a playlist with unpublished edits. Take the circle out and roll back again.`,
      };
    case 'places':
      return left.slotId === null
        ? {
            vi: `Khung giờ “${name}” không trở lại, vì màn hình và nhóm của khung giờ này không còn. Nếu vẫn cần, hãy tạo khung giờ mới cho màn hình hiện có.`,
            en: `The slot “${name}” is not back: its screens and groups are gone. If it is still wanted, make a new one for the screens there are.`,
          }
        : {
            vi: `Khung giờ “${name}” trở lại nhưng thiếu màn hình hoặc nhóm đã bị xóa. Hãy xem lại nơi phát.`,
            en: `The slot “${name}” is back without the screens or groups that are gone. Look over where it plays.`,
          };
    default:
      return assertNever(left);
  }
};

/** Sentences of one roll-back. */
const MOST_SAID = 50;

/** A finding for each of the first fifty; of the rest it is said how many there are. */
export const findLeftOut = (all: readonly LeftOut[]): Finding[] => {
  const findings = all.slice(0, MOST_SAID).map(
    (left): Finding => ({
      code: 'not-brought-back',
      blocks: false,
      staff: speak(left),
      ...('playlistId' in left && left.playlistId ? { playlistId: left.playlistId } : {}),
      ...('slotId' in left && left.slotId !== null ? { slotId: left.slotId } : {}),
    }),
  );
  const more = all.length - findings.length;
  if (more > 0)
    findings.push({
      code: 'not-brought-back',
      blocks: false,
      staff: {
        vi: `Còn ${more} mục khác chưa đưa trở lại được trọn vẹn. Hãy xem lại các danh sách phát và khung giờ.`,
        en: `${more} more could not be brought back whole. Look over the playlists and slots.`,
      },
    });
  return findings;
};
