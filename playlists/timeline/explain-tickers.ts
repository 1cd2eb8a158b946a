/** What becomes of the tickers of slots that are a ticker alone (TK6), in words; by the same ladder that the compiler asks. */
import type { CarriedTicker } from '../model/explanation.ts';
import type { Said } from '../model/said.ts';
import type { Screen } from '../model/screen.ts';
import { runningOn } from '../model/ticker.ts';
import type { ShownStretch } from './boundaries.ts';
import type { Stretch } from './occurrences.ts';
import { type Claim, compareClaims, ruleBetween } from './overlaps.ts';
import { RULE, type Rule } from './rules.ts';
import { describeSlot, reasonOf } from './sentences.ts';
import { tickerIn } from './ticker-spans.ts';
import { carrierClaims, tickerTurnsOver } from './ticker-turns.ts';
import { dateOf } from './wall-clock.ts';
import type { Ward } from './ward.ts';

/** Why the ticker of a slot that carries one alone does not run (TK6). */
const sayKept = (keeper: Claim, rule: Rule, named: Said): Said => {
  if (keeper.kind === 'blank')
    return {
      vi: `Chữ chạy của khung giờ ${named.vi} không chạy vì đang trong giờ tắt màn hình.`,
      en: `The ticker of the slot ${named.en} does not run during blank hours.`,
    };
  const reason = reasonOf(rule);
  return {
    vi: `Chữ chạy của khung giờ ${named.vi} nhường vì khung giờ khác ${reason.vi}.`,
    en: `The ticker of the slot ${named.en} gives way: another slot ${reason.en}.`,
  };
};

/** Slots that are a ticker alone and run at the instant, and what becomes of each ticker. */
export const carriedTickers = (ward: Ward, screen: Screen, shown: ShownStretch, moment: Stretch): CarriedTicker[] => {
  const [turn] = tickerTurnsOver(ward, screen, [{ ...shown, ...moment }], moment);
  const holder = turn?.carrier ?? turn?.keeper;
  return carrierClaims(ward, screen, moment)
    .sort((a, b) => compareClaims(b, a))
    .flatMap((claim) => {
      const slot = claim.slotId === null ? undefined : ward.slotOn(screen, claim.slotId);
      if (!slot || !holder || slot.ticker?.kind !== 'ticker') return [];
      const named = describeSlot(slot);
      const isOn = turn?.carrier?.slotId === slot.id && turn.carrier.from === claim.from;
      if (!isOn) {
        const rule = ruleBetween(holder, claim);
        return { slotId: slot.id, isOn, rule, ...sayKept(holder, rule, named) };
      }
      const ticker = tickerIn(ward, slot.ticker.tickerId);
      const name = ticker?.name ?? '';
      if (!ticker || !runningOn(ticker, dateOf(ward.clocks(screen.zone).readingAt(moment.from).day)))
        return {
          slotId: slot.id,
          isOn: false,
          rule: RULE.messageDays,
          vi: `Khung giờ ${named.vi} không chạy chữ vì “${name}” không có lời nào còn hiệu lực hôm đó.`,
          en: `The slot ${named.en} runs no ticker: “${name}” has no message that is valid that day.`,
        };
      return {
        slotId: slot.id,
        isOn,
        rule: RULE.tickerAlone,
        vi: `Khung giờ ${named.vi} chạy chữ “${name}” trên nội dung đang phát.`,
        en: `The slot ${named.en} runs the ticker “${name}” over what is shown.`,
      };
    });
};
