/** What a what-if comes to, in one sentence for staff, Vietnamese and English side by side. No decisions are made here. */
import type { SlotId } from '../model/ids.ts';
import type { Said } from '../model/said.ts';
import type { Screen } from '../model/screen.ts';
import type { Slot } from '../model/slot.ts';
import { sayWeekdays } from './day-sentences.ts';
import { sayClock } from './difference-times.ts';
import type { Stretch } from './occurrences.ts';
import { RULE } from './rules.ts';
import { listNames, nameScreens, reasonOf } from './sentences.ts';
import { type CalendarDay, type WallClock, weekdayOf } from './wall-clock.ts';
import type { Ward } from './ward.ts';
import type { Outlook, TakenStretch } from './what-if.ts';

const NOTHING_ELSE: Said = { vi: 'phát trọn, không che khung giờ nào', en: 'shown whole, hides no other slot' };
const NOT_RUNNING: Said = { vi: 'không chạy vào lúc này theo ngày của nó', en: 'does not run then, by its days' };

/** `09:00–10:30`; with the weekday where that is not `day`. */
const sayHours = ({ from, until }: Stretch, clock: WallClock, day: CalendarDay | null): Said => {
  const begin = clock.readingAt(from);
  const end = clock.readingAt(until);
  const isMidnight = end.msOfDay === 0 && end.day > begin.day;
  const hours = `${sayClock(begin.msOfDay)}–${isMidnight ? '24:00' : sayClock(end.msOfDay)}`;
  if (begin.day === day) return { vi: hours, en: hours };
  const weekday = sayWeekdays([weekdayOf(begin.day)]);
  return { vi: `${weekday.vi} ${hours}`, en: `${weekday.en} ${hours}` };
};

const within = <Piece extends Stretch>(pieces: readonly Piece[], focus: Stretch): Piece[] =>
  pieces.flatMap((piece) => {
    const cut = { ...piece, from: Math.max(piece.from, focus.from), until: Math.min(piece.until, focus.until) };
    return cut.from < cut.until ? [cut] : [];
  });

/** What one screen would see, in phrases; what is amiss comes first. */
const phrasesOf = (ward: Ward, outlook: Outlook, focus: Stretch): Said[] => {
  const clock = ward.clocks(outlook.screen.zone);
  const { day } = clock.readingAt(focus.from);
  const nameOf = (id: SlotId): string => ward.schedule.slots.find((slot) => slot.id === id)?.name ?? '';
  const timesOf = (pieces: readonly Stretch[]): Said =>
    listNames(
      pieces.map((piece) => sayHours(piece, clock, day)),
      { vi: 'khoảng', en: 'periods' },
    );
  if (within(outlook.runs, focus).length === 0) return [NOT_RUNNING];
  const phrases: Said[] = [];
  const takings = (pieces: readonly TakenStretch[]): TakenStretch[][] => [
    ...Map.groupBy(within(pieces, focus), ({ slotId, rule }) => `${slotId} ${rule}`).values(),
  ];
  for (const pieces of takings(outlook.hidden)) {
    const { slotId, rule } = pieces[0] as TakenStretch;
    const times = timesOf(pieces);
    const reason = reasonOf(rule);
    if (slotId)
      phrases.push({
        vi: `bị che ${times.vi} bởi “${nameOf(slotId)}” (${reason.vi})`,
        en: `hidden ${times.en} by “${nameOf(slotId)}”, which ${reason.en}`,
      });
    else if (rule === RULE.blank)
      phrases.push({ vi: `không phát ${times.vi} vì giờ tắt màn hình`, en: `not shown ${times.en}: blank hours` });
    else phrases.push({ vi: `chưa có nội dung để phát ${times.vi}`, en: `has nothing to show ${times.en}` });
  }
  for (const pieces of takings(outlook.hides)) {
    const { slotId } = pieces[0] as TakenStretch;
    const times = timesOf(pieces);
    if (slotId)
      phrases.push({ vi: `sẽ che “${nameOf(slotId)}” ${times.vi}`, en: `would hide “${nameOf(slotId)}” ${times.en}` });
  }
  if (phrases.length === 0) phrases.push(NOTHING_ELSE);
  if (outlook.newlyBare.length > 0) {
    const times = timesOf(outlook.newlyBare);
    phrases.push({ vi: `để hở ${times.vi}, chỉ còn hình an toàn`, en: `leaves ${times.en} with only the safe image` });
  }
  return phrases;
};

/** Screens of which different things are said are told apart up to this many times. */
const MOST_GROUPS = 2;

/**
 * `“Bản tin” T4 09:00–10:30: bị che 09:00–09:30 bởi “Khẩn” (có mức ưu tiên cao hơn); sẽ che “Sáng” 09:30–10:30.` Only what lies
 * within `focusOf` (the occurrence that is being moved) is told, and gaps wherever they are. Null without outlooks.
 */
export const sayOutlooks = (
  ward: Ward,
  slot: Pick<Slot, 'name'>,
  outlooks: readonly Outlook[],
  focusOf: (screen: Screen) => Stretch,
): Said | null => {
  const [first] = outlooks;
  if (!first) return null;
  const groups = [
    ...Map.groupBy(
      outlooks.map((outlook) => {
        const phrases = phrasesOf(ward, outlook, focusOf(outlook.screen));
        return {
          screen: outlook.screen,
          isCalm: phrases[0] === NOTHING_ELSE && phrases.length === 1,
          vi: phrases.map(({ vi }) => vi).join('; '),
          en: phrases.map(({ en }) => en).join('; '),
        };
      }),
      ({ vi }) => vi,
    ).values(),
  ].sort((a, b) => Number(a[0]?.isCalm) - Number(b[0]?.isCalm) || b.length - a.length);
  const when = sayHours(focusOf(first.screen), ward.clocks(first.screen.zone), null);
  const said = groups.slice(0, MOST_GROUPS).map((group): Said => {
    const { vi, en } = group[0] as Said;
    const on = nameScreens(group.map(({ screen }) => screen));
    return { vi: `${on.vi}: ${vi}`, en: `${on.en}: ${en}` };
  });
  const rest = groups.length - said.length;
  if (rest > 0) said.push({ vi: `và ${rest} trường hợp khác`, en: `and ${rest} other cases` });
  return {
    vi: `“${slot.name}” ${when.vi} – ${said.map(({ vi }) => vi).join('. ')}.`,
    en: `“${slot.name}” ${when.en} – ${said.map(({ en }) => en).join('. ')}.`,
  };
};
