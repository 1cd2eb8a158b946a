/** The days of a slot in words, as a manager would say them: Vietnamese and English side by side. No decisions are made here. */

import { type ByDay, type RecurrenceRule, readRule } from '../model/recurrence.ts';
import type { Said } from '../model/said.ts';
import type { LocalDate, Weekday } from '../model/time.ts';
import type { DayRule } from './recurrence.ts';
import { dayOf, weekdayOf } from './wall-clock.ts';

const WEEKDAYS_VI = ['T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'CN'];
const WEEKDAYS_EN = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS_EN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const join = (items: readonly string[], and: string): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${and} ${items.at(-1)}`;

/** `20/11/2026` and `20 Nov 2026`. */
export const sayDate = (date: LocalDate): Said => {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const two = (part: number): string => String(part).padStart(2, '0');
  return { vi: `${two(day)}/${two(month)}/${year}`, en: `${day} ${MONTHS_EN[month - 1]} ${year}` };
};

/** `T2, T4`. */
export const sayWeekdays = (weekdays: readonly Weekday[]): Said => ({
  vi: weekdays.map((weekday) => WEEKDAYS_VI[weekday - 1]).join(', '),
  en: weekdays.map((weekday) => WEEKDAYS_EN[weekday - 1]).join(', '),
});

const ordinalEn = (number: number): string => {
  const ending = number > 3 && number < 21 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
};

const sayNth = ({ weekday, nth }: ByDay): Said => {
  const [vi, en] = [WEEKDAYS_VI[weekday - 1], WEEKDAYS_EN[weekday - 1]];
  if (nth === null) return { vi: `mọi ${vi}`, en: `every ${en}` };
  if (nth === 1) return { vi: `${vi} đầu tiên`, en: `the first ${en}` };
  if (nth === -1) return { vi: `${vi} cuối cùng`, en: `the last ${en}` };
  return nth > 0
    ? { vi: `${vi} lần thứ ${nth}`, en: `the ${ordinalEn(nth)} ${en}` }
    : { vi: `${vi} thứ ${-nth} từ cuối`, en: `the ${ordinalEn(-nth)} ${en} from the end` };
};

const sayMonthDays = (days: readonly number[]): Said => {
  const ordered = [...days.filter((day) => day > 0), ...days.filter((day) => day < 0).reverse()];
  const vi = ordered.map((day) => (day > 0 ? `${day}` : day === -1 ? 'cuối' : `thứ ${-day} từ cuối`));
  const en = ordered.map((day) =>
    day > 0 ? ordinalEn(day) : day === -1 ? 'last day' : `${ordinalEn(-day)} day from the end`,
  );
  return { vi: `ngày ${join(vi, 'và')}`, en: `the ${join(en, 'and')}` };
};

/** The days within a month: by weekday, by date, or the date of the start. */
const sayWithinMonth = (rule: RecurrenceRule, start: LocalDate | null): Said => {
  if (rule.byDay.length > 0) {
    const named = rule.byDay.map(sayNth);
    return {
      vi: join(
        named.map(({ vi }) => vi),
        'và',
      ),
      en: join(
        named.map(({ en }) => en),
        'and',
      ),
    };
  }
  return sayMonthDays(rule.byMonthDay.length > 0 ? rule.byMonthDay : [Number(start?.slice(8) ?? 1)]);
};

const sayMonths = (months: readonly number[]): Said => ({
  vi: `tháng ${join(months.map(String), 'và')}`,
  en: join(
    months.map((month) => MONTHS_EN[month - 1] as string),
    'and',
  ),
});

const sayRule = (rule: RecurrenceRule, start: LocalDate | null): Said => {
  const { interval, byMonth } = rule;
  const inMonths = byMonth.length > 0 ? sayMonths(byMonth) : null;
  const months = inMonths ? { vi: ` trong ${inMonths.vi}`, en: ` in ${inMonths.en}` } : { vi: '', en: '' };
  switch (rule.frequency) {
    case 'DAILY':
      return interval === 1
        ? { vi: `hằng ngày${months.vi}`, en: `daily${months.en}` }
        : { vi: `${interval} ngày một lần${months.vi}`, en: `every ${interval} days${months.en}` };
    case 'WEEKLY': {
      const weekdays = rule.byDay.map(({ weekday }) => weekday);
      const named = weekdays.length > 0 || start === null ? weekdays : [weekdayOf(dayOf(start))];
      if (named.length === 7 && interval === 1) return sayRule({ ...rule, frequency: 'DAILY' }, start);
      const days = sayWeekdays(named);
      return interval === 1
        ? { vi: `${days.vi}${months.vi}`, en: `${days.en}${months.en}` }
        : {
            vi: `${days.vi}, ${interval} tuần một lần${months.vi}`,
            en: `${days.en}, every ${interval} weeks${months.en}`,
          };
    }
    case 'MONTHLY': {
      const days = sayWithinMonth(rule, start);
      if (inMonths) return { vi: `${days.vi} ${inMonths.vi}`, en: `${days.en} of ${inMonths.en}` };
      return interval === 1
        ? { vi: `${days.vi} hằng tháng`, en: `${days.en} of each month` }
        : { vi: `${days.vi}, ${interval} tháng một lần`, en: `${days.en}, every ${interval} months` };
    }
    case 'YEARLY': {
      const days = sayWithinMonth(rule, start);
      const named = inMonths ?? sayMonths([Number(start?.slice(5, 7) ?? 1)]);
      return interval === 1
        ? { vi: `${days.vi} ${named.vi} hằng năm`, en: `${days.en} of ${named.en} each year` }
        : {
            vi: `${days.vi} ${named.vi}, ${interval} năm một lần`,
            en: `${days.en} of ${named.en}, every ${interval} years`,
          };
    }
  }
};

/** `T2, T4, 2 tuần một lần`, `ngày 1 và 15 hằng tháng, trừ 2 ngày`, `ngày 20/11/2026`. */
export const describeDays = (slot: DayRule): Said => {
  const rule = readRule(slot.recurrence);
  if (!rule) return { vi: slot.recurrence, en: slot.recurrence };
  const once =
    rule.count === 1 && slot.validFrom !== null && rule.frequency === 'DAILY' ? sayDate(slot.validFrom) : null;
  const said = once ? { vi: `ngày ${once.vi}`, en: `on ${once.en}` } : sayRule(rule, slot.validFrom);
  const parts: Said[] = [said];
  if (!once && rule.count !== null) parts.push({ vi: `${rule.count} lần`, en: `${rule.count} times` });
  if (rule.until !== null) {
    const last = sayDate(rule.until);
    parts.push({ vi: `đến hết ${last.vi}`, en: `until ${last.en}` });
  }
  if (slot.avoidCalendars.length > 0) parts.push({ vi: 'trừ ngày đặc biệt đã chọn', en: 'except calendar days' });
  if (slot.requireCalendars.length > 0)
    parts.push({ vi: 'chỉ vào ngày đặc biệt đã chọn', en: 'on calendar days only' });
  const [except, extra] = [slot.exceptDays.length, slot.extraDays.length];
  if (except > 0) parts.push({ vi: `trừ ${except} ngày`, en: `except ${except} day${except > 1 ? 's' : ''}` });
  if (extra > 0) parts.push({ vi: `thêm ${extra} ngày`, en: `plus ${extra} day${extra > 1 ? 's' : ''}` });
  return { vi: parts.map(({ vi }) => vi).join(', '), en: parts.map(({ en }) => en).join(', ') };
};
