/**
 * What is worth saying of tickers: those that are gone (FD28), have nothing to say on some day (FD29), run too fast (FD30), take too long to
 * come round (FD31), are too small for who reads them (FD32), or were approved by nobody (FD33). Nothing is looked at where there are none.
 */
import type { Finding } from '../model/finding.ts';
import type { TickerId } from '../model/ids.ts';
import type { Said } from '../model/said.ts';
import type { Screen } from '../model/screen.ts';
import type { Slot } from '../model/slot.ts';
import { runningOn, type ScheduledTicker } from '../model/ticker.ts';
import { HORIZON_DAYS, type Instant } from '../model/time.ts';
import { rowsNeeded } from '../slides/legibility.ts';
import { lapMs, layOutTicker, seenMs, type TickerLayout } from '../tickers/layout.ts';
import { bodyIn } from './bodies.ts';
import type { Coverage } from './coverage-findings.ts';
import { sayDate } from './day-sentences.ts';
import type { Stretch } from './occurrences.ts';
import { describeSlot, nameScreens } from './sentences.ts';
import { areTickersOn, standingTickerOf, tickerIn } from './ticker-spans.ts';
import { dateOf } from './wall-clock.ts';
import type { Ward } from './ward.ts';

/** A letter that crosses the screen in less is gone before it was read. */
export const LEAST_SEEN_MS = 2_000;
/** Who passes by does not wait longer than this for a message to come again. */
export const LONGEST_LAP_MS = 180_000;

/** A ticker and the screens on which it runs within the horizon. */
interface Use {
  ticker: ScheduledTicker;
  screens: Coverage[];
}

const quote = ({ name }: ScheduledTicker): string => `“${name}”`;

const finding = (
  code: Finding['code'],
  staff: Said,
  { ticker, screens = [], blocks = false }: { ticker?: ScheduledTicker; screens?: readonly Screen[]; blocks?: boolean },
): Finding => ({
  code,
  blocks,
  staff,
  ...(ticker && { tickerId: ticker.id }),
  ...(screens.length === 1 && { screenId: screens[0]?.id }),
});

/** FD28. */
const missing = (ward: Ward, aimed: readonly Slot[]): Finding[] => {
  const slots = aimed.filter(({ ticker }) => ticker?.kind === 'ticker' && !tickerIn(ward, ticker.tickerId));
  const screens = ward.schedule.screens.filter((screen) => {
    const standing = standingTickerOf(screen);
    return standing !== null && !tickerIn(ward, standing);
  });
  return [
    ...slots.map((slot): Finding => {
      const named = describeSlot(slot);
      const staff = {
        vi: `Khung giờ ${named.vi} dùng một dòng chữ chạy không còn tồn tại. Hãy chọn dòng chữ khác hoặc để theo màn hình.`,
        en: `The slot ${named.en} uses a ticker that no longer exists. Choose another one, or leave it to the screen.`,
      };
      return { ...finding('ticker-missing', staff, { blocks: true }), slotId: slot.id };
    }),
    ...(screens.length === 0
      ? []
      : [
          finding(
            'ticker-missing',
            {
              vi: `Màn hình ${nameScreens(screens).vi} dùng một dòng chữ chạy không còn tồn tại. Hãy chọn dòng chữ khác.`,
              en: `${nameScreens(screens).en} use a ticker that no longer exists. Choose another one.`,
            },
            { screens, blocks: true },
          ),
        ]),
  ];
};

/** FD29: the first day from today on, on the clock of its first screen, on which it has nothing to say. */
const silent = ({ ticker, screens }: Use, now: Instant): Finding[] => {
  const today = screens[0]?.clock.readingAt(now).day;
  if (today === undefined) return [];
  for (let day = today; day <= today + HORIZON_DAYS; day += 1) {
    if (runningOn(ticker, dateOf(day))) continue;
    const date = sayDate(dateOf(day));
    return [
      finding(
        'ticker-silent',
        {
          vi: `Chữ chạy ${quote(ticker)} không có lời nào còn hiệu lực vào ${date.vi} nên hôm đó không chạy. Hãy thêm lời hoặc sửa ngày hiệu lực.`,
          en: `The ticker ${quote(ticker)} has no message that is valid on ${date.en}, so it does not run that day. Add a message or change the days.`,
        },
        { ticker },
      ),
    ];
  }
  return [];
};

/** FD30, FD31, FD32: judged with all its messages, on the canvas of each screen. */
const looks = ({ ticker, screens }: Use): Finding[] => {
  const { id: tickerId, messages } = ticker;
  const layouts = new Map<Screen, TickerLayout>(
    screens.map(({ screen }) => [screen, layOutTicker({ ...ticker, tickerId, messages }, screen.canvas)]),
  );
  const on = (is: (layout: TickerLayout, screen: Screen) => boolean): Screen[] =>
    [...layouts].filter(([screen, layout]) => is(layout, screen)).map(([screen]) => screen);
  const most = (found: readonly Screen[], of: (layout: TickerLayout) => number): number =>
    Math.max(...found.map((screen) => of(layouts.get(screen) as TickerLayout)));
  const say = (code: Finding['code'], found: Screen[], sentence: (on: Said) => Said): Finding[] =>
    found.length === 0 ? [] : [finding(code, sentence(nameScreens(found)), { ticker, screens: found })];
  const fast = on((layout) => seenMs(layout) < LEAST_SEEN_MS);
  const long = on((layout) => lapMs(layout) > LONGEST_LAP_MS);
  const small = on(({ capRows }, screen) => capRows < rowsNeeded(screen).rows);
  const seconds = Math.round(most(fast, (layout) => -seenMs(layout)) / -100) / 10;
  const minutes = Math.ceil(most(long, lapMs) / 60_000);
  return [
    ...say('ticker-too-fast', fast, ({ vi, en }) => ({
      vi: `Chữ chạy ${quote(ticker)} lướt qua màn hình ${vi} trong ${String(seconds).replace('.', ',')} giây nên khó đọc kịp. Hãy giảm tốc độ đọc hoặc chiều cao dải chữ.`,
      en: `The ticker ${quote(ticker)} crosses ${en} in ${seconds} s, too fast to be read. Lower the reading rate or the height of the band.`,
    })),
    ...say('ticker-too-long', long, ({ vi, en }) => ({
      vi: `Chữ chạy ${quote(ticker)} dài quá: trên màn hình ${vi} mất đến ${minutes} phút mới hết một vòng. Hãy rút gọn hoặc bớt lời.`,
      en: `The ticker ${quote(ticker)} is too long: on ${en} it takes up to ${minutes} minutes to come round. Shorten it or take messages out.`,
    })),
    ...say('ticker-text-small', small, ({ vi, en }) => ({
      vi: `Chữ chạy ${quote(ticker)} trên màn hình ${vi} nhỏ hơn mức dễ đọc từ chỗ người xem. Hãy tăng chiều cao dải chữ.`,
      en: `The ticker ${quote(ticker)} on ${en} is smaller than can be read from where people stand. Make its band higher.`,
    })),
  ];
};

/** FD33. */
const unapprovedOne = ({ ticker, screens }: Use, blocks: boolean): Finding[] =>
  ticker.approval
    ? []
    : [
        finding(
          'ticker-unapproved',
          {
            vi: `Chữ chạy ${quote(ticker)} trên màn hình ${nameScreens(screens.map(({ screen }) => screen)).vi} chưa được duyệt.${blocks ? ' Phường chỉ đăng phát nội dung đã được duyệt: hãy nhờ người duyệt hoặc bỏ dòng chữ này.' : ''}`,
            en: `Nobody has approved the ticker ${quote(ticker)} on ${nameScreens(screens.map(({ screen }) => screen)).en}.${blocks ? ' The ward publishes approved content only: ask an approver or take it out.' : ''}`,
          },
          { ticker, blocks },
        ),
      ];

/** All of them; `aimed`: enabled slots that reach a screen. */
export const tickerFindings = (
  ward: Ward,
  aimed: readonly Slot[],
  coverages: readonly Coverage[],
  horizonOf: (screen: Screen) => Stretch,
  now: Instant,
): Finding[] => {
  const uses = new Map<TickerId, Use>();
  const note = (id: TickerId, coverage: Coverage): void => {
    const ticker = tickerIn(ward, id);
    if (!ticker) return;
    const use = uses.get(id) ?? { ticker, screens: [] };
    uses.set(id, use);
    if (!use.screens.includes(coverage)) use.screens.push(coverage);
  };
  const withTickers = coverages.filter(({ screen }) => areTickersOn(ward, screen));
  if (withTickers.length === 0) return [];
  for (const coverage of withTickers) {
    const { screen } = coverage;
    const standing = standingTickerOf(screen);
    if (standing !== null) note(standing, coverage);
    for (const { slot } of ward.slotsOf(screen))
      if (slot.ticker?.kind === 'ticker') note(slot.ticker.tickerId, coverage);
  }
  /** Judged by how they look where they run; a ticker that says nothing runs nowhere. */
  const runsOn = (id: TickerId, { screen }: Coverage): boolean =>
    bodyIn(ward, screen, horizonOf(screen)).tickers?.some(({ tickerId }) => tickerId === id) ?? false;
  const all = [...uses.values()].sort((a, b) => (a.ticker.id < b.ticker.id ? -1 : 1));
  const { approvalRequired } = ward.schedule;
  return [
    ...missing(ward, aimed),
    ...all.flatMap((use) => [
      ...unapprovedOne(use, approvalRequired),
      ...silent(use, now),
      ...looks({ ...use, screens: use.screens.filter((coverage) => runsOn(use.ticker.id, coverage)) }),
    ]),
  ];
};
