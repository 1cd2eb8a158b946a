/** What a what-if comes to, in one sentence for staff, Vietnamese and English side by side. No decisions are made here. */
import type { ScreenId, SlotId } from '../model/ids.ts';
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

/** So many who hide a slot are named. */
const MOST_TAKINGS = 2;

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

const sayAllHours = (pieces: readonly Stretch[], clock: WallClock, day: CalendarDay | null): Said =>
  listNames(
    pieces.map((piece) => sayHours(piece, clock, day)),
    { vi: 'khoảng', en: 'periods' },
  );

const sayBare = ({ vi, en }: Said): Said => ({
  vi: `bỏ trống ${vi}, chỉ còn hình an toàn`,
  en: `leaves ${en} with only the safe image`,
});

const within = <Piece extends Stretch>(pieces: readonly Piece[], focus: Stretch): Piece[] =>
  pieces.flatMap((piece) => {
    const cut = { ...piece, from: Math.max(piece.from, focus.from), until: Math.min(piece.until, focus.until) };
    return cut.from < cut.until ? [cut] : [];
  });

/** What one screen would see, in phrases; what is amiss comes first. */
const phrasesOf = (ward: Ward, outlook: Outlook, focus: Stretch): Said[] => {
  const clock = ward.clocks(outlook.screen.zone);
  const { day } = clock.readingAt(focus.from);
  const names = ward.shared('names of slots', () => new Map(ward.schedule.slots.map((one) => [one.id, one.name])));
  const nameOf = (id: SlotId): string => names.get(id) ?? '';
  const timesOf = (pieces: readonly Stretch[]): Said => sayAllHours(pieces, clock, day);
  if (within(outlook.runs, focus).length === 0) return [NOT_RUNNING];
  const phrases: Said[] = [];
  const takings = (pieces: readonly TakenStretch[]): TakenStretch[][] => [
    ...Map.groupBy(within(pieces, focus), ({ slotId, rule }) => `${slotId} ${rule}`).values(),
  ];
  const hidden = takings(outlook.hidden);
  for (const pieces of hidden.slice(0, MOST_TAKINGS)) {
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
  const more = hidden.length - MOST_TAKINGS;
  if (more > 0) phrases.push({ vi: `và bị ${more} khung giờ khác che`, en: `and by ${more} more` });
  const hides = takings(outlook.hides).flatMap((pieces): Said[] => {
    const { slotId } = pieces[0] as TakenStretch;
    const times = timesOf(pieces);
    return slotId ? [{ vi: `“${nameOf(slotId)}” ${times.vi}`, en: `“${nameOf(slotId)}” ${times.en}` }] : [];
  });
  if (hides.length > 0) {
    const named = listNames(hides, { vi: 'khung giờ', en: 'slots' });
    phrases.push({ vi: `sẽ che ${named.vi}`, en: `would hide ${named.en}` });
  }
  if (phrases.length === 0) phrases.push(NOTHING_ELSE);
  if (outlook.newlyBare.length > 0) phrases.push(sayBare(timesOf(outlook.newlyBare)));
  return phrases;
};

/**
 * `“Cổng chào”: bỏ trống 06:00–08:00, chỉ còn hình an toàn.` What a screen is left with when an occurrence goes elsewhere; hours of the day of
 * `focus` go without their weekday. Null where nothing is left bare.
 */
export const sayGaps = (ward: Ward, { screen, newlyBare }: Outlook, focus: Stretch): Said | null => {
  if (newlyBare.length === 0) return null;
  const clock = ward.clocks(screen.zone);
  const bare = sayBare(sayAllHours(newlyBare, clock, clock.readingAt(focus.from).day));
  return { vi: `“${screen.name}”: ${bare.vi}.`, en: `“${screen.name}”: ${bare.en}.` };
};

const hasTakings = (outlook: Outlook, focus: Stretch): boolean =>
  [outlook.hidden, outlook.hides].some((pieces) => within<Stretch>(pieces, focus).length > 0);

/**
 * `“Bản tin” T4 09:00–10:30 – “Cổng chào”: bị che 09:00–09:30 bởi “Khẩn” (có mức ưu tiên cao hơn); sẽ che “Sáng” 09:30–10:30.` Only
 * what lies within `focusOf` (the occurrence that is being moved) is told, and gaps wherever they are. One screen speaks, with all
 * that are like it: `lead`, or else the first on which something is amiss; the others are counted. Null without outlooks.
 */
export const sayOutlooks = (
  ward: Ward,
  slot: Pick<Slot, 'name'>,
  outlooks: readonly Outlook[],
  focusOf: (screen: Screen) => Stretch,
  lead?: ScreenId,
): Said | null => {
  const told = outlooks.map((outlook) => {
    const phrases = phrasesOf(ward, outlook, focusOf(outlook.screen));
    const isCalm = phrases.length === 1 && phrases[0] === NOTHING_ELSE;
    const vi = phrases.map((phrase) => phrase.vi).join('; ');
    return { outlook, isCalm, vi, en: phrases.map((phrase) => phrase.en).join('; ') };
  });
  const speaker =
    told.find(({ outlook }) => outlook.screen.id === lead) ?? told.find(({ isCalm }) => !isCalm) ?? told[0];
  if (!speaker) return null;
  const { screen } = speaker.outlook;
  const alike = told.filter(({ vi }) => vi === speaker.vi);
  const rest = told.filter(({ vi, isCalm }) => vi !== speaker.vi && !isCalm);
  const when = sayHours(focusOf(screen), ward.clocks(screen.zone), null);
  const on = nameScreens([screen, ...alike.map(({ outlook }) => outlook.screen).filter(({ id }) => id !== screen.id)]);
  const taking = rest.filter(({ outlook }) => hasTakings(outlook, focusOf(outlook.screen))).length;
  const gaping = rest.filter(({ outlook }) => outlook.newlyBare.length > 0).length;
  const vi = [
    ...(taking > 0 ? [`${taking} màn hình khác cũng có khung giờ bị che`] : []),
    ...(gaping > 0 ? [`${gaping} màn hình khác bị bỏ trống`] : []),
  ];
  const en = [
    ...(taking > 0 ? [`slots are hidden on ${taking} more`] : []),
    ...(gaping > 0 ? [`${gaping} more are left bare`] : []),
  ];
  const others = { vi: vi.length > 0 ? ` (${vi.join(', ')})` : '', en: en.length > 0 ? ` (${en.join(', ')})` : '' };
  return {
    vi: `“${slot.name}” ${when.vi} – ${on.vi}: ${speaker.vi}${others.vi}.`,
    en: `“${slot.name}” ${when.en} – ${on.en}: ${speaker.en}${others.en}.`,
  };
};
