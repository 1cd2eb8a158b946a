/** Words for what the timeline has to say to staff, Vietnamese and English side by side. No decisions are made here. */
import type { Said } from '../model/said.ts';
import type { Screen } from '../model/screen.ts';
import { isTickerAlone, type Slot } from '../model/slot.ts';
import type { LocalTime } from '../model/time.ts';
import { describeDays } from './day-sentences.ts';
import type { DayRule } from './recurrence.ts';
import { RULE, type Rule } from './rules.ts';

const NAMED_AT_MOST = 3;

const shortTime = (time: LocalTime): string => time.replace(/^(\d\d:\d\d):00$/, '$1');

/** `hằng ngày 08:00–17:00`, `T2, T4 18:00–06:00`, `hằng ngày theo giờ mẫu`. */
export const describeTimes = (slot: DayRule & Pick<Slot, 'from' | 'until' | 'dayPartId'>): Said => {
  const hours = `${shortTime(slot.from)}–${shortTime(slot.until)}`;
  const days = describeDays(slot);
  if (slot.dayPartId !== null) return { vi: `${days.vi} theo giờ mẫu`, en: `${days.en} at the hours of a day-part` };
  return { vi: `${days.vi} ${hours}`, en: `${days.en} ${hours}` };
};

/** `“Sáng” (hằng ngày 08:00–11:30)`. */
export const describeSlot = (slot: Slot): Said => {
  const times = describeTimes(slot);
  return { vi: `“${slot.name}” (${times.vi})`, en: `“${slot.name}” (${times.en})` };
};

/** `Khung giờ “Sáng” (hằng ngày 08:00–11:30)` at the head of a sentence; of a slot that is a ticker alone, the ticker of it (TK6). */
export const subjectOf = (slot: Slot): Said => {
  const named = describeSlot(slot);
  return isTickerAlone(slot)
    ? { vi: `Chữ chạy của khung giờ ${named.vi}`, en: `The ticker of the slot ${named.en}` }
    : { vi: `Khung giờ ${named.vi}`, en: `The slot ${named.en}` };
};

/** Up to three names, then how many more there are; `one` and `many` are the nouns for the rest. */
export const listNames = (names: readonly Said[], rest: Said): Said =>
  listSome(names.length, (index) => names[index] as Said, rest);

/** `listNames` for names that are made when they are said. */
export const listSome = (count: number, nameAt: (index: number) => Said, rest: Said): Said => {
  const shown = Array.from({ length: Math.min(count, NAMED_AT_MOST) }, (_, index) => nameAt(index));
  const more = count - shown.length;
  const vi = shown.map((name) => name.vi);
  const en = shown.map((name) => name.en);
  if (more > 0) {
    vi.push(`${more} ${rest.vi} khác`);
    en.push(`${more} more ${rest.en}`);
  }
  const join = (items: readonly string[], and: string) =>
    items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${and} ${items.at(-1)}`;
  return { vi: join(vi, 'và'), en: join(en, 'and') };
};

/** `“Cổng chào”, “Sân UBND” và 4 màn hình khác`. */
export const nameScreens = (screens: readonly Screen[]): Said =>
  listNames(
    screens.map(({ name }) => ({ vi: `“${name}”`, en: `“${name}”` })),
    { vi: 'màn hình', en: 'screens' },
  );

/** `“Sáng” (hằng ngày 08:00–11:30) và “Trưa” (…)`. */
export const nameSlots = (slots: readonly Slot[]): Said =>
  listSome(slots.length, (index) => describeSlot(slots[index] as Slot), { vi: 'khung giờ', en: 'slots' });

const REASONS: Readonly<Partial<Record<Rule, Said>>> = {
  [RULE.priority]: { vi: 'có mức ưu tiên cao hơn', en: 'has a higher priority' },
  [RULE.specificity]: { vi: 'được đặt riêng cho màn hình này', en: 'is aimed more closely at the screen' },
  [RULE.laterStart]: { vi: 'bắt đầu muộn hơn', en: 'starts later' },
  [RULE.slotId]: { vi: 'ngang nhau mọi mặt nhưng được tạo mã sau', en: 'is equal in all else and has the later id' },
};

/** What the winner has over the loser, for the rules between two slots; for others the general one. */
export const reasonOf = (rule: Rule): Said => REASONS[rule] ?? { vi: 'được chọn trước', en: 'comes first' };
