/**
 * Several slots on one screen at a time, in turn. **Hosts** have the screen by the ladder: one alone, or all that interleave on the
 * winner's level and aim (SH1). **Guests** take a share of the time (SH2) or come between two items (SH3) of whoever hosts. Those
 * on at an instant form one claim with members, so everything else treats them as one; here it is decided who they are, and
 * their loops are laid out as one loop.
 */
import type { PlaylistId, SlotId } from '../model/ids.ts';
import type { Share } from '../model/slot.ts';
import { DAY_MS } from '../model/time.ts';
import type { LooseCue, LooseLoop } from './loops.ts';
import type { Stretch } from './occurrences.ts';
import { type Claim, compareClaims, LEVEL, type WonStretch } from './overlaps.ts';
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

/** Who is shown of the running claims: hosts first. Never empty, as the safe image always runs. */
const membersOf = (running: readonly Claim[], shareOf: (claim: Claim) => Share): Claim[] => {
  const ranked = [...running].sort((a, b) => compareClaims(b, a));
  const all = Map.groupBy(ranked, (claim) => claim.kind === 'slot' && isGuest(shareOf(claim)));
  const best = (all.get(false) ?? [])[0] as Claim;
  const guests = (all.get(true) ?? []).filter(({ level }) => level >= best.level);
  const isDark = best.kind === 'blank' || best.kind === 'safe';
  if (isDark && guests.length > 0) return guests.sort(byId);
  const joins = ({ kind, level, specificity }: Claim): boolean =>
    kind === 'slot' && level === best.level && specificity === best.specificity;
  const hosts =
    best.kind === 'slot' && shareOf(best).kind === 'interleave'
      ? (all.get(false) ?? []).filter((claim) => joins(claim) && shareOf(claim).kind === 'interleave')
      : [best];
  return [...hosts.sort(byId), ...guests.sort(byId)];
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

/** As `resolveClaims`, for screens on which some slot is not exclusive. */
export const resolveShares = (
  claims: readonly Claim[],
  horizon: Stretch,
  shareOf: (claim: Claim) => Share,
): WonStretch[] => {
  const waiting = [...claims].sort((a, b) => a.from - b.from);
  const united = new Map<string, Claim>();
  const claimOf = (running: readonly Claim[]): Claim => {
    const members = membersOf(running, shareOf);
    const [only] = members;
    if (only && members.length === 1) return only;
    const key = members.map(({ slotId, from }) => `${slotId}@${from}`).join();
    const claim = united.get(key) ?? unite(members);
    united.set(key, claim);
    return claim;
  };
  const won: WonStretch[] = [];
  let running: Claim[] = [];
  let next = 0;
  for (let now = horizon.from; now < horizon.until; ) {
    running = running.filter(({ until }) => until > now);
    for (let claim = waiting[next]; claim && claim.from <= now; claim = waiting[next]) {
      if (claim.until > now) running.push(claim);
      next += 1;
    }
    const claim = claimOf(running);
    const ends = running.map(({ until }) => until);
    const until = Math.min(...ends, waiting[next]?.from ?? horizon.until, horizon.until);
    const last = won.at(-1);
    const isSame =
      last &&
      (last.claim === claim || (last.claim.kind === claim.kind && claim.kind !== 'slot' && claim.kind !== 'default'));
    if (last && isSame) last.until = until;
    else won.push({ from: now, until, claim });
    now = until;
  }
  return won;
};

/** Takes the items of a loop in order, round and round. */
const createReel = ({ slotId, playlistId, loop: { cues } }: Part) => {
  let place = 0;
  return {
    nextMs: (): number => (cues[place] as LooseCue).durationMs,
    isAtStart: (): boolean => place === 0,
    take: (at: number): LooseCue => {
      const cue = cues[place] as LooseCue;
      place = (place + 1) % cues.length;
      return { ...cue, at, by: { slotId, playlistId } };
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
  const sharers: { target: number; playedMs: number; reel: Pick<Reel, 'nextMs' | 'take'> }[] = [
    { target: Math.max(0, 100 - taken), playedMs: 0, reel: turns },
    ...guests.flatMap((part) =>
      part.share.kind === 'percent' ? [{ target: part.share.percent, playedMs: 0, reel: createReel(part) }] : [],
    ),
  ].filter(({ target }) => target > 0);
  const visitors = guests.flatMap((part) =>
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
    const visitor: (typeof visitors)[number] | undefined = isVisited
      ? undefined
      : visitors.find(({ dueMs }) => dueMs <= lengthMs);
    isVisited = visitor !== undefined;
    if (visitor) {
      visitor.dueMs = lengthMs + visitor.everyMs;
      lay(visitor.reel.take(lengthMs));
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
