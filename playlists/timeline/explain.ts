/**
 * "Lúc 18:00 màn hình này phát gì, vì sao?" Names the winner of an instant and everything that ran and lost, each with the
 * rule that decided. It gathers the same claims as the compiler and asks the same ladder; it has no opinion of its own.
 */

import type { Explanation, Loser } from '../model/explanation.ts';
import type { ScreenId, SlotId } from '../model/ids.ts';
import { assertNever } from '../model/refusal.ts';
import type { Said } from '../model/said.ts';
import type { Schedule } from '../model/schedule.ts';
import { isTickerAlone, type Share, type Slot } from '../model/slot.ts';
import type { Instant } from '../model/time.ts';
import { isAimedAt } from './aim.ts';
import { bodyIn } from './bodies.ts';
import type { Filler, ShownStretch } from './boundaries.ts';
import { claimsOn, playableSlotsOf } from './claims.ts';
import { carriedTickers } from './explain-tickers.ts';
import { type Claim, compareClaims, ruleBetween } from './overlaps.ts';
import { playheadAt } from './playhead.ts';
import { resolveScreen } from './resolution.ts';
import { RULE, type Rule } from './rules.ts';
import { describeSlot, reasonOf } from './sentences.ts';
import { prepareWard } from './ward.ts';

const sayWhyLost = (winner: Claim, loser: Claim, rule: Rule, slot: Slot | null): Said => {
  if (loser.kind === 'blank') {
    return { vi: 'Giờ tắt màn hình nhường cho bản tin khẩn cấp.', en: 'Blank hours give way to an urgent bulletin.' };
  }
  const named = slot ? describeSlot(slot) : { vi: '', en: '' };
  const vi = slot ? `Khung giờ ${named.vi}` : 'Danh sách phát mặc định';
  const en = slot ? `The slot ${named.en}` : 'The default playlist';
  if (winner.kind === 'blank') {
    return { vi: `${vi} không phát vì đang trong giờ tắt màn hình.`, en: `${en} is not shown during blank hours.` };
  }
  if (rule === RULE.turns) {
    return { vi: `${vi} chờ đến lượt.`, en: `${en} waits for its turn.` };
  }
  if (!slot) {
    return { vi: `${vi} chỉ phát khi không có khung giờ nào.`, en: `${en} is shown only while no slot runs.` };
  }
  if (rule === RULE.finish) {
    return {
      vi: `${vi} bắt đầu khi nội dung đang phát kết thúc.`,
      en: `${en} begins when the running item has ended.`,
    };
  }
  const reason = reasonOf(rule);
  return { vi: `${vi} nhường vì khung giờ đang phát ${reason.vi}.`, en: `${en} gives way: the winner ${reason.en}.` };
};

const sayWhyWon = (winner: Claim, slot: Slot | null, playlist: string, rivals: boolean): Said => {
  switch (winner.kind) {
    case 'slot': {
      const named = slot ? describeSlot(slot) : { vi: '', en: '' };
      return rivals
        ? {
            vi: `Khung giờ ${named.vi} được phát vì được ưu tiên nhất trong các khung giờ vào lúc này.`,
            en: `The slot ${named.en} is shown because it is the strongest of those that run.`,
          }
        : {
            vi: `Khung giờ ${named.vi} được phát vì không có khung giờ nào khác vào lúc này.`,
            en: `The slot ${named.en} is shown because no other slot runs.`,
          };
    }
    case 'blank':
      return {
        vi: 'Màn hình tắt vì đang trong giờ tắt màn hình; chỉ bản tin khẩn cấp được phát.',
        en: 'The screen is dark: these are its blank hours, and only an urgent bulletin breaks them.',
      };
    case 'default':
      return {
        vi: `Không có khung giờ nào phát được nên danh sách phát mặc định “${playlist}” được phát.`,
        en: `No slot has anything to show, so the default playlist “${playlist}” is shown.`,
      };
    case 'safe':
      return {
        vi: 'Không có khung giờ hay danh sách phát mặc định nào phát được nên hình an toàn được hiển thị.',
        en: 'Neither a slot nor a default playlist has anything to show, so the safe image is shown.',
      };
    default:
      return assertNever(winner.kind);
  }
};

const sayFiller: Readonly<Record<Filler['kind'], Said>> = {
  still: { vi: 'một ảnh của danh sách phát', en: 'a still of its playlist' },
  default: { vi: 'danh sách phát mặc định', en: 'the default playlist' },
  safe: { vi: 'hình an toàn', en: 'the safe image' },
};

/** Why something else stands where the slot's next video would have been cut off (TL21). */
const sayFilled = (slot: Slot | null, filler: Filler): Said => {
  const named = slot ? describeSlot(slot) : { vi: '', en: '' };
  const { vi, en } = sayFiller[filler.kind];
  return {
    vi: `Khung giờ ${named.vi} không còn đủ thời gian cho video kế tiếp nên ${vi} hiện cho đến hết khung giờ.`,
    en: `The slot ${named.en} has no time left for its next video, so ${en} is shown to its end.`,
  };
};

/** Why a slot is still shown although its time is over, or something else would come first (TL20). */
const sayFinishing = (slot: Slot | null): Said => {
  const named = slot ? describeSlot(slot) : { vi: '', en: '' };
  return {
    vi: `Khung giờ ${named.vi} phát nốt nội dung đang chạy rồi mới chuyển.`,
    en: `The slot ${named.en} plays its running item to the end before it gives way.`,
  };
};

/** Whose item is on, of those who are shown in turn. */
const sayInTurn = (slot: Slot | null, playlist: string, share: Share | undefined): Said => {
  const named = slot
    ? describeSlot(slot)
    : { vi: `Danh sách phát mặc định “${playlist}”`, en: `The default playlist “${playlist}”` };
  const vi = slot ? `Khung giờ ${named.vi}` : named.vi;
  const en = slot ? `The slot ${named.en}` : named.en;
  switch (share?.kind) {
    case 'percent':
      return {
        vi: `${vi} đang đến lượt: được ${share.percent} % thời lượng.`,
        en: `${en} has its turn: ${share.percent} % of the time is its own.`,
      };
    case 'between':
      return {
        vi: `${vi} đang xen giữa hai nội dung, nhiều nhất ${sayEvery(share.everyMs).vi} một lần.`,
        en: `${en} comes between two items, once every ${sayEvery(share.everyMs).en} at most.`,
      };
    case 'interleave':
    case 'exclusive':
    case undefined:
      return { vi: `${vi} đang đến lượt phát.`, en: `${en} has its turn.` };
    default:
      return assertNever(share);
  }
};

/** `4 giây`, `1,5 giây`, `2 phút`. */
const sayLength = (ms: number): Said => {
  if (ms % 1000 === 0) return sayEvery(ms);
  const seconds = String(ms / 1000);
  return { vi: `${seconds.replace('.', ',')} giây`, en: `${seconds} s` };
};

const sayEvery = (everyMs: number): Said => {
  const seconds = Math.round(everyMs / 1000);
  return seconds % 60 === 0
    ? { vi: `${seconds / 60} phút`, en: `${seconds / 60} min` }
    : { vi: `${seconds} giây`, en: `${seconds} s` };
};

const isSame = (a: Claim, b: Claim): boolean => a.kind === b.kind && a.slotId === b.slotId && a.from === b.from;

/** The same occurrence, perhaps with other entries on (PL5): it does not wait for itself. */
const goesOn = (a: Claim, b: Claim): boolean =>
  a.kind === b.kind && a.slotId === b.slotId && a.startedAt === b.startedAt;

/** What a stretch shows, in the words of a winner: a filler of another kind has taken the slot's place. */
const kindShown = ({ claim, filler }: ShownStretch): Claim['kind'] =>
  filler && filler.kind !== 'still' ? filler.kind : claim.kind;

const RULE_OF_WINNER: Readonly<Record<Claim['kind'], Rule>> = {
  slot: RULE.strongestSlot,
  blank: RULE.blank,
  default: RULE.defaultPlaylist,
  safe: RULE.safe,
};

/** Explains what a screen shows at `at` if this schedule is published. Throws on an unknown screen (a bug of the caller). */
export const explain = (schedule: Schedule, screenId: ScreenId, at: Instant): Explanation => {
  const screen = schedule.screens.find(({ id }) => id === screenId);
  if (!screen) throw new RangeError(`no screen ${screenId} in this schedule`);
  /** Of a ward's thousands of slots those of other screens are none of its business. */
  const slots = schedule.slots.filter(({ targets }) => targets.some((target) => isAimedAt(target, screen)));
  const ward = prepareWard({ ...schedule, slots });
  const moment = { from: Math.floor(at), until: Math.floor(at) + 1 };
  const playable = playableSlotsOf(ward, screen);
  const running = claimsOn(ward, screen, playable, moment).filter(
    ({ from, until }) => from < moment.until && until > moment.from,
  );
  const shown = resolveScreen(ward, screen, moment).won[0] as ShownStretch;
  const { members } = shown.claim;
  const head = members && shown.filler?.kind !== 'safe' ? playheadAt(bodyIn(ward, screen, moment), moment.from) : null;
  const onTurn = head?.kind === 'cue' ? head.slotId : null;
  /** Of those who are shown in turn, the one whose item is on. */
  const winner = members?.find(({ slotId }) => slotId === onTurn) ?? shown.claim;
  /** Whoever runs was compared with the strongest of them. */
  const strongest = members ? ([...members].sort((a, b) => compareClaims(b, a))[0] as Claim) : winner;
  const kind = kindShown({ ...shown, claim: winner });
  const isFinishing =
    !members && (running.some((claim) => compareClaims(claim, winner) > 0) || winner.until <= moment.from);
  const aimed = ward.slotsOf(screen);
  const slotOf = (slotId: SlotId | null) => aimed.find(({ slot }) => slot.id === slotId)?.slot ?? null;

  const losers: Loser[] = [];
  for (const claim of running.sort((a, b) => compareClaims(b, a))) {
    if (goesOn(claim, winner) || claim.kind === 'safe' || (claim.kind === 'blank' && winner.kind === 'blank')) continue;
    if (claim.kind === 'default' && kind === 'default') continue;
    const isInTurn = members?.some((member) => isSame(member, claim)) ?? false;
    const isWaiting = !members && compareClaims(claim, winner) > 0;
    const rule = isInTurn ? RULE.turns : isWaiting ? RULE.finish : ruleBetween(strongest, claim);
    const why = sayWhyLost(strongest, claim, rule, slotOf(claim.slotId));
    losers.push({ kind: claim.kind, slotId: claim.slotId, rule, ...why });
  }
  for (const { slot } of aimed) {
    // What plays its last item to the end is not passed over, though it has nothing more to show.
    if (slot.id === winner.slotId || running.some(({ slotId }) => slotId === slot.id)) continue;
    if (isTickerAlone(slot) || ward.occurrencesIn(slot, screen.zone, moment).length === 0) continue;
    const named = describeSlot(slot);
    losers.push({
      kind: 'slot',
      slotId: slot.id,
      rule: RULE.notReady,
      vi: `Khung giờ ${named.vi} bị bỏ qua vì danh sách phát chưa có nội dung nào phát được trên màn hình này.`,
      en: `The slot ${named.en} is passed over: nothing in its playlist can be shown on this screen yet.`,
    });
  }
  const slot = slotOf(winner.slotId);
  if (kind !== winner.kind && shown.filler)
    losers.unshift({ kind: 'slot', slotId: winner.slotId, rule: RULE.fit, ...sayFilled(slot, shown.filler) });
  const ownPlaylist = kind === 'slot' ? slot?.playlistId : null;
  const playlistId = ownPlaylist ?? (kind === 'default' ? screen.defaultPlaylistId : null);
  const playlist = (playlistId && ward.playlists.get(playlistId)?.name) || '';
  const rivals = losers.some((loser) => loser.kind === 'slot' && loser.rule !== RULE.notReady);
  /** On a screen that follows others of its group, what is on began elsewhere (SY1). */
  const follows = (what: Said): Said => {
    if (screen.offsetMs === 0 || (kind !== 'slot' && kind !== 'default')) return what;
    const late = sayLength(screen.offsetMs);
    return {
      vi: `${what.vi} Màn hình này phát chậm hơn màn hình đầu của nhóm ${late.vi}.`,
      en: `${what.en} This screen is ${late.en} behind the first of its group.`,
    };
  };
  const isFilled = kind === 'slot' && shown.filler !== undefined;
  const said = (): Said => {
    if (shown.filler) return sayFilled(slot, shown.filler);
    if (isFinishing) return sayFinishing(slot);
    if (members) return sayInTurn(slot, playlist, slot?.share);
    return sayWhyWon(winner, slot, playlist, rivals);
  };
  return {
    winner: { kind, slotId: kind === 'slot' ? winner.slotId : null, playlistId },
    losers,
    tickers: carriedTickers(ward, screen, shown, moment),
    rule: isFilled ? RULE.fit : members && kind === winner.kind ? RULE.turns : RULE_OF_WINNER[kind],
    ...follows(said()),
  };
};
