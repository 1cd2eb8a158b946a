/**
 * Several slots on one screen at a time, in turn. **Hosts** have the screen by the ladder: one alone, or all that interleave on the
 * winner's level and aim (SH1). **Guests** take a share of the time (SH2) or come between two items (SH3) of whoever hosts. Those
 * on at an instant form one claim with members, so everything else treats them as one; here it is decided who they are, and
 * their loops are laid out as one loop.
 */
import type { PlaylistId, SlotId } from '../model/ids.ts';
import type { Share } from '../model/slot.ts';
import { DAY_MS, type Instant } from '../model/time.ts';
import type { LooseCue, LooseLoop } from './loops.ts';
import type { Stretch } from './occurrences.ts';
import { type Claim, compareClaims, inOrderOfStart, LEVEL, type WonStretch } from './overlaps.ts';
import { createTurns } from './turns.ts';

/** A shared loop begins anew after so many cues, where its members have not come out even before. */
const MOST_CUES = 600;

/** What one member brings to a shared loop. */
export interface Part {
  /** Null = the default playlist. */
  slotId: SlotId | null;
  playlistId: PlaylistId;
  loop: LooseLoop;
  share: Share;
}

/** Whether a slot comes to somebody else's programme. */
export const isGuest = ({ kind }: Share): boolean => kind === 'percent' || kind === 'between';

const byId = (a: { slotId: SlotId | null }, b: { slotId: SlotId | null }): number =>
  (a.slotId ?? '') < (b.slotId ?? '') ? -1 : 1;

/** Running claims, strongest first. */
const createRanks = () => {
  let ranks: Claim[] = [];
  return {
    all: (): readonly Claim[] => ranks,
    add: (claim: Claim): void => {
      let low = 0;
      let high = ranks.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (compareClaims(ranks[middle] as Claim, claim) >= 0) low = middle + 1;
        else high = middle;
      }
      ranks.splice(low, 0, claim);
    },
    dropEnded: (now: Instant): void => {
      if (ranks.some(({ until }) => until <= now)) ranks = ranks.filter(({ until }) => until > now);
    },
  };
};

/** Each slot once, in the run that started last, where one was put beside another of the same slot (TL22). */
const oncePerSlot = (claims: readonly Claim[]): Claim[] =>
  claims.filter(({ slotId }, place) => claims.findIndex((claim) => claim.slotId === slotId) === place);

/** Who is shown of the running claims, given strongest first: hosts first, each part by id. Never empty: the safe image always runs. */
const membersOf = (
  hosting: readonly Claim[],
  visiting: readonly Claim[],
  shareOf: (claim: Claim) => Share,
): Claim[] => {
  const best = hosting[0] as Claim;
  const outranked = visiting.findIndex(({ level }) => level < best.level);
  const guests = oncePerSlot(outranked < 0 ? visiting : visiting.slice(0, outranked)).sort(byId);
  const isDark = best.kind === 'blank' || best.kind === 'safe';
  if (isDark && guests.length > 0) return guests;
  if (best.kind !== 'slot' || shareOf(best).kind !== 'interleave') return [best, ...guests];
  const hosts: Claim[] = [];
  for (const claim of hosting) {
    if (claim.kind !== 'slot' || claim.level !== best.level || claim.specificity !== best.specificity) break;
    if (shareOf(claim).kind === 'interleave') hosts.push(claim);
  }
  return [...oncePerSlot(hosts).sort(byId), ...guests];
};

/** Claims that are shown in turn, as one: on the level of the strongest, counted from the latest start among them. */
const unite = (members: readonly Claim[]): Claim => {
  const first = [...members].sort((a, b) => compareClaims(b, a))[0] as Claim;
  const host = members.find((member) => member.kind === 'default') ?? first;
  return {
    kind: 'slot',
    level: Math.max(LEVEL.default, host.level),
    specificity: host.specificity,
    slotId: host.slotId,
    startedAt: Math.max(...members.map(({ startedAt }) => startedAt)),
    off: '',
    from: Math.max(...members.map(({ from }) => from)),
    until: Math.min(...members.map(({ until }) => until)),
    members,
  };
};

const isAlike = (a: readonly Claim[], b: readonly Claim[]): boolean =>
  a.length === b.length && a.every((claim, place) => claim === b[place]);

/** As `resolveClaims`, for screens on which some slot is not exclusive. */
export const resolveShares = (
  claims: readonly Claim[],
  horizon: Stretch,
  shareOf: (claim: Claim) => Share,
): WonStretch[] => {
  const waiting = inOrderOfStart(claims);
  const united = new Map<string, Claim>();
  const claimOf = (members: readonly Claim[]): Claim => {
    const [only] = members;
    if (only && members.length === 1) return only;
    const key = members.map(({ slotId, from }) => `${slotId}@${from}`).join();
    const claim = united.get(key) ?? unite(members);
    united.set(key, claim);
    return claim;
  };
  const won: WonStretch[] = [];
  const hosting = createRanks();
  const visiting = createRanks();
  let members: readonly Claim[] = [];
  let claim: Claim | null = null;
  let next = 0;
  for (let now = horizon.from; now < horizon.until; ) {
    hosting.dropEnded(now);
    visiting.dropEnded(now);
    for (let begun = waiting[next]; begun && begun.from <= now; begun = waiting[next]) {
      const isVisitor = begun.kind === 'slot' && isGuest(shareOf(begun));
      if (begun.until > now) (isVisitor ? visiting : hosting).add(begun);
      next += 1;
    }
    const found = membersOf(hosting.all(), visiting.all(), shareOf);
    if (!claim || !isAlike(found, members)) claim = claimOf(found);
    members = found;
    const last = won.at(-1);
    const isSame =
      last &&
      (last.claim === claim || (last.claim.kind === claim.kind && claim.kind !== 'slot' && claim.kind !== 'default'));
    /** Nothing changes before one of those who are shown ends, or the host they stand in for, or somebody begins. */
    const ends = [...members, hosting.all()[0] as Claim].map((running) => running.until);
    const until = Math.min(...ends, waiting[next]?.from ?? horizon.until, horizon.until);
    if (last && isSame) last.until = until;
    else won.push({ from: now, until, claim });
    now = until;
  }
  return won;
};

/** Takes the items of a loop in order, round and round. */
const createReel = ({ slotId, playlistId, loop: { cues } }: Part) => {
  const by = { slotId, playlistId };
  let place = 0;
  return {
    nextMs: (): number => (cues[place] as LooseCue).durationMs,
    isAtStart: (): boolean => place === 0,
    take: (at: number): LooseCue => {
      const cue = cues[place] as LooseCue;
      place = (place + 1) % cues.length;
      return { ...cue, at, by };
    },
  };
};
type Reel = ReturnType<typeof createReel>;

/** The reels of hosts, in turns by weight. */
const createHosts = (parts: readonly Part[]) => {
  const reels = parts.map(createReel);
  const turns = createTurns(parts.map(({ share }) => (share.kind === 'interleave' ? share.weight : 1)));
  return {
    nextMs: (): number => (reels[turns.peek()] as Reel).nextMs(),
    isEven: (): boolean => turns.isEven() && reels.every((reel) => reel.isAtStart()),
    take: (at: number): LooseCue => (reels[turns.take()] as Reel).take(at),
  };
};

/** Who comes between items, and from when it may come next. */
interface Visitor {
  everyMs: number;
  dueMs: number;
  reel: Reel;
}

/** Of those who may come, the one that has waited longest: no visitor keeps another out for good. Null when nobody may. */
const longestDue = (visitors: readonly Visitor[], atMs: number): Visitor | null => {
  let first: Visitor | null = null;
  for (const visitor of visitors)
    if (visitor.dueMs <= atMs && visitor.dueMs < (first?.dueMs ?? Infinity)) first = visitor;
  return first;
};

/**
 * Lays the loops of members out as one. Guests of a share: whoever would lie furthest behind with the middle of its next item is
 * next, so shares are kept at every moment to within an item. Comes to an end when everybody is at the start again, or after
 * `MOST_CUES` or a day. Sums above 100 % leave the hosts nothing.
 */
export const mixLoops = (parts: readonly Part[]): LooseLoop => {
  const isAlone = parts.every(({ share }) => isGuest(share));
  const hosts = isAlone ? parts : parts.filter(({ share }) => !isGuest(share));
  const guests = isAlone ? [] : parts.filter(({ share }) => isGuest(share));
  const taken = guests.reduce((sum, { share }) => sum + (share.kind === 'percent' ? share.percent : 0), 0);
  const turns = createHosts(hosts);
  /** What comes between items is at the hosts' expense, so that it takes nothing from the shares of others. */
  const host = { target: Math.max(0, 100 - taken), playedMs: 0, reel: turns };
  const sharers: { target: number; playedMs: number; reel: Pick<Reel, 'nextMs' | 'take'> }[] = [
    host,
    ...guests.flatMap((part) =>
      part.share.kind === 'percent' ? [{ target: part.share.percent, playedMs: 0, reel: createReel(part) }] : [],
    ),
  ].filter(({ target }) => target > 0);
  const visitors = guests.flatMap((part): Visitor[] =>
    part.share.kind === 'between'
      ? [{ everyMs: part.share.everyMs, dueMs: part.share.everyMs, reel: createReel(part) }]
      : [],
  );
  const cues: LooseCue[] = [];
  let lengthMs = 0;
  let isVisited = false;
  const lay = (cue: LooseCue): void => {
    cues.push(cue);
    lengthMs += cue.durationMs;
  };
  while (cues.length < MOST_CUES && lengthMs < DAY_MS) {
    if (guests.length === 0 && cues.length > 0 && turns.isEven()) break;
    const visitor: Visitor | null = isVisited ? null : longestDue(visitors, lengthMs);
    isVisited = visitor !== null;
    if (visitor) {
      visitor.dueMs = lengthMs + visitor.everyMs;
      const cue = visitor.reel.take(lengthMs);
      host.playedMs += cue.durationMs;
      lay(cue);
      continue;
    }
    const lag = ({ playedMs, reel, target }: (typeof sharers)[number]) => (playedMs + reel.nextMs() / 2) / target;
    const next = sharers.reduce((best, one) => (lag(one) < lag(best) ? one : best));
    const cue = next.reel.take(lengthMs);
    next.playedMs += cue.durationMs;
    lay(cue);
  }
  return { lengthMs, cues };
};
