/**
 * What a file proposes: for each of its events or slots a slot that could be made, with what is still to be chosen, or the reason
 * why not. Nothing is made by reading.
 */
import { z } from 'zod';
import type { Said } from '../model/said.ts';
import { Target } from '../model/slot.ts';
import { SlotDraft } from '../wire/api/schedules.ts';

/** Longest file that is read, in characters, and most events or slots in one. */
export const FILE_LIMIT = 2_000_000;
export const EVENT_LIMIT = 5_000;

/** A slot whose playlist (null, unless it is a ticker alone) and targets (none) may have to be chosen yet. */
export const ProposedSlot = SlotDraft.extend({
  targets: z.array(Target).max(500),
  /** It shows nothing and carries the ticker that it names (TK6): there is no playlist to choose. */
  isTickerAlone: z.literal(true).optional(),
});
export type ProposedSlot = z.infer<typeof ProposedSlot>;

/** Why something in a file cannot become a slot, or the file cannot be read. `{detail}` is filled in. */
export const EXCHANGE_REASONS = {
  'file-too-large': {
    vi: 'Tệp quá lớn: chỉ đọc tệp tới 2 MB.',
    en: 'The file is too large: files up to 2 MB are read.',
  },
  'too-many-events': {
    vi: 'Tệp có quá nhiều sự kiện: chỉ đọc tới 5.000.',
    en: 'The file has too many events: up to 5,000 are read.',
  },
  'not-a-calendar': {
    vi: 'Không đọc được tệp lịch: tệp hỏng, bị cắt ngang hoặc không phải định dạng iCalendar.',
    en: 'The calendar cannot be read: the file is damaged, cut off, or not in the iCalendar format.',
  },
  'not-a-schedule': {
    vi: 'Không đọc được tệp lịch phát: tệp hỏng hoặc không do Bảng Tin xuất ra.',
    en: 'The schedule cannot be read: the file is damaged, or Bảng Tin did not write it.',
  },
  'newer-format': {
    vi: 'Tệp do phiên bản Bảng Tin mới hơn xuất ra. Hãy cập nhật máy chủ rồi nhập lại.',
    en: 'A newer version of Bảng Tin wrote this file. Update the server, then import it again.',
  },
  'time-unreadable': {
    vi: 'Không đọc được ngày giờ của sự kiện.',
    en: 'The date or time of the event cannot be read.',
  },
  'zone-unknown': {
    vi: 'Không rõ múi giờ “{detail}”. Hãy đặt lại múi giờ của sự kiện rồi xuất lại.',
    en: 'The time zone “{detail}” is unknown. Set another zone for the event and export it again.',
  },
  'no-length': {
    vi: 'Sự kiện không có thời lượng: giờ kết thúc phải sau giờ bắt đầu.',
    en: 'The event has no length: its end must be after its start.',
  },
  'longer-than-a-day': {
    vi: 'Sự kiện dài hơn một ngày. Khung giờ dài nhất là 24 giờ; hãy tách thành nhiều sự kiện.',
    en: 'The event is longer than a day. A slot lasts 24 hours at most; split the event.',
  },
  'rule-unknown': {
    vi: 'Cách lặp “{detail}” không có trong Bảng Tin. Hãy chọn cách lặp hằng ngày, hằng tuần, hằng tháng hoặc hằng năm.',
    en: 'Bảng Tin does not know the repetition “{detail}”. Choose a daily, weekly, monthly or yearly one.',
  },
  'rule-shifted': {
    vi: 'Sự kiện lặp theo giờ UTC, đổi sang giờ tại phường thì rơi vào ngày khác. Hãy đặt múi giờ cho sự kiện rồi xuất lại.',
    en: 'The event repeats in UTC and falls on other days on the clock of the ward. Give it a time zone and export it again.',
  },
  'first-day-apart': {
    vi: 'Ngày đầu tiên không theo cách lặp, nên không rõ “lặp {detail} lần” tính từ đâu.',
    en: 'The first day does not follow the repetition, so it is unclear from where “{detail} times” is counted.',
  },
  'extra-times': {
    vi: 'Sự kiện có lần thêm ở giờ khác trong ngày. Hãy tách lần đó thành sự kiện riêng.',
    en: 'The event has an additional occurrence at another time of day. Make that one an event of its own.',
  },
  'following-changed': {
    vi: 'Sự kiện có thay đổi cho “lần này và các lần sau”. Hãy tách thành hai sự kiện.',
    en: 'The event has a change of “this and all following”. Split it into two events.',
  },
  'too-many-days': {
    vi: 'Sự kiện có hơn 1.000 ngày trừ, ngày thêm hoặc lần thay đổi.',
    en: 'The event has more than 1,000 exceptions, additional days or changes.',
  },
  'ticker-unknown': {
    vi: 'Khung giờ chỉ có chữ chạy “{detail}” mà phường chưa có dòng chữ này. Hãy thêm chữ chạy rồi nhập lại.',
    en: 'The slot is the ticker “{detail}” alone, and the ward has no such ticker. Add it, then import again.',
  },
  cancelled: {
    vi: 'Sự kiện đã bị hủy.',
    en: 'The event was cancelled.',
  },
  'slot-unreadable': {
    vi: 'Khung giờ này có giá trị không hợp lệ.',
    en: 'This slot has values that are not valid.',
  },
} as const satisfies Record<string, Said>;

export interface Reason {
  code: keyof typeof EXCHANGE_REASONS;
  staff: Said;
  technician: string;
}

export const reason = (code: Reason['code'], technician: string, detail = ''): Reason => {
  const shown = detail.length > 80 ? `${detail.slice(0, 79)}…` : detail;
  const { vi, en } = EXCHANGE_REASONS[code];
  const fill = (sentence: string): string => sentence.replace('{detail}', () => shown);
  return { code, staff: { vi: fill(vi), en: fill(en) }, technician };
};

export interface Proposal {
  /** Distinct within a file; no identity of ours. */
  key: string;
  name: string;
  /** Null where there is a `reason`. */
  slot: ProposedSlot | null;
  reason: Reason | null;
  /** What the file names and this ward does not have, or what reads otherwise here. */
  notes: Said[];
}

export type FileReading<Value> = { ok: true; value: Value } | { ok: false; reason: Reason };

/** A note about something that a file names and the ward does not have. */
export const notFound = (what: Said, name: string): Said => ({
  vi: `Phường chưa có ${what.vi} “${name}”`,
  en: `The ward has no ${what.en} “${name}”`,
});

/** Whether a proposal lacks the playlist that it shall show. */
export const lacksPlaylist = ({ playlistId, isTickerAlone }: ProposedSlot): boolean =>
  playlistId === null && !isTickerAlone;
