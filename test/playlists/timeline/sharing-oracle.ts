/**
 * A second, deliberately naive judge of those who share a screen (SH1–SH3). It says who must be on by sorting and filtering all that
 * runs at an instant, and reads a shared loop item by item with the sentences of RULES.md. Shares no code with the compiler.
 */
import assert from 'node:assert/strict';
import type { Schedule } from '../../../playlists/model/schedule.ts';
import type { Screen } from '../../../playlists/model/screen.ts';
import type { Share } from '../../../playlists/model/slot.ts';
import { playheadAt } from '../../../playlists/timeline/playhead.ts';
import type { ManifestBody } from '../../../playlists/wire/manifest.ts';
import { createWinner, type Winner } from './naive-oracle.ts';

const MINUTE = 60_000;
const WINDOW = 10 * MINUTE;
const DAY = 86_400_000;
const MOST_CUES = 600;
const RANK = { normal: 0, priority: 1, urgent: 2 };

/** One who is shown, in turn with others or alone. */
interface Member {
  slotId: string | null;
  from: number;
  share: Share;
  items: Winner['items'];
}
interface Company {
  kind: 'cue' | 'blank' | 'safe';
  members: Member[];
  /** Whether all of them are guests, nobody being there to host. */
  isAlone: boolean;
}

const isGuest = ({ share }: Member): boolean => share.kind === 'percent' || share.kind === 'between';

const companyAt = (resolver: ReturnType<typeof createWinner>, at: number): Company => {
  const running = resolver.candidatesAt(at).map(({ slot, from, items, strength }) => ({
    slotId: slot.id as string,
    from,
    items,
    share: slot.share,
    level: RANK[slot.priority],
    aim: strength[1],
  }));
  const hosts = running.filter((one) => !isGuest(one));
  const rest = resolver.restAt(at);
  const [best] = hosts;
  const isDark = resolver.isBlank(at) && best?.level !== RANK.urgent;
  const hostLevel = isDark ? 1.5 : (best?.level ?? (rest.kind === 'default' ? -1 : -2));
  const guests = running.filter((one) => isGuest(one) && one.level >= hostLevel);
  if (isDark || (!best && rest.kind === 'safe'))
    return guests.length > 0
      ? { kind: 'cue', members: guests, isAlone: true }
      : { kind: isDark ? 'blank' : 'safe', members: [], isAlone: false };
  const alike = hosts.filter(
    (one) => one.share.kind === 'interleave' && one.level === best?.level && one.aim === best.aim,
  );
  const byDefault: Member = { slotId: null, from: rest.from, items: rest.items, share: { kind: 'exclusive' } };
  const hosting = !best ? [byDefault] : best.share.kind === 'interleave' ? alike : [best];
  return { kind: 'cue', members: [...hosting, ...guests], isAlone: false };
};

interface Played {
  at: number;
  durationMs: number;
  assetId: string;
  owner: string | null;
}

const percentOf = ({ share }: Member): number => (share.kind === 'percent' ? share.percent : 0);

/** SH1: each in its own order; turns by weight among hosts. */
const checkTurns = (
  members: readonly Member[],
  hosts: readonly Member[],
  played: readonly Played[],
  isAlone: boolean,
) => {
  for (const { slotId, items } of members) {
    const own = played.filter(({ owner }) => owner === slotId);
    own.forEach(({ assetId, durationMs }, i) => {
      const wanted = items[i % items.length] as (typeof items)[number];
      assert.deepEqual({ slotId, assetId, durationMs }, { slotId, assetId: wanted.assetId, durationMs: wanted.lasts });
    });
  }
  const weightOf = ({ share }: Member): number => (share.kind === 'interleave' && !isAlone ? share.weight : 1);
  const round = hosts.reduce((sum, host) => sum + weightOf(host), 0);
  const turns = played.filter(({ owner }) => hosts.some(({ slotId }) => slotId === owner));
  for (let first = 0; first + round <= turns.length; first += round) {
    const one = turns.slice(first, first + round);
    for (const host of hosts) {
      const count = one.filter(({ owner }) => owner === host.slotId).length;
      assert.equal(count, weightOf(host), `SH1 ${host.slotId} has ${count} turns in a round`);
    }
  }
};

/** SH2: in every ten minutes its part of the time, to within an item at either end. */
const checkShares = (members: readonly Member[], played: readonly Played[], lengthMs: number) => {
  const longest = Math.max(...played.map(({ durationMs }) => durationMs));
  const sum = members.reduce((total, member) => total + percentOf(member), 0);
  const hosts = members.filter((member) => !isGuest(member));
  if (sum >= 100) {
    for (const { slotId } of hosts)
      assert.ok(!played.some(({ owner }) => owner === slotId), 'SH2 nothing is left for a host');
    return;
  }
  const visitors = members.filter(({ share }) => share.kind === 'between').map(({ slotId }) => slotId);
  for (const member of members) {
    const share = percentOf(member);
    if (share === 0) continue;
    const playedIn = (from: number, until: number): number =>
      played
        .filter(({ owner }) => owner === member.slotId)
        .reduce((ms, { at, durationMs }) => ms + Math.max(0, Math.min(at + durationMs, until) - Math.max(at, from)), 0);
    for (let from = 0; from + WINDOW <= lengthMs; from += 3 * MINUTE) {
      const ms = playedIn(from, from + WINDOW);
      const wanted = (WINDOW * share) / 100;
      /** Where visits and shares come to more than the time there is, everybody has less. */
      const visits = played
        .filter(({ at, owner }) => visitors.includes(owner) && at >= from - longest && at < from + WINDOW)
        .reduce((total, { durationMs }) => total + durationMs, 0);
      const isCrowded = visits + (WINDOW * sum) / 100 > WINDOW - longest;
      assert.ok(
        ms <= wanted + 2 * longest && (isCrowded || ms >= wanted - 2 * longest),
        `SH2 ${member.slotId} has ${ms} ms of ten minutes at ${from}, wanted ${wanted}, longest item ${longest}`,
      );
    }
  }
};

/** SH3: at most every so many minutes, the first time after one such while, never two visitors running, none kept waiting, the longest due first. */
const checkVisits = (members: readonly Member[], played: readonly Played[]) => {
  const every = new Map(
    members.flatMap(({ slotId, share }) => (share.kind === 'between' ? [[slotId, share.everyMs] as const] : [])),
  );
  const due = new Map(every);
  let before: Played | null = null;
  for (const one of played) {
    const dueAt = due.get(one.owner);
    const isAfterVisit: boolean = before !== null && every.has(before.owner);
    if (dueAt === undefined) {
      const kept = [...due].find(([, at]) => at <= one.at);
      assert.ok(isAfterVisit || !kept, `SH3 ${kept?.[0]} is due at ${kept?.[1]} and not shown at ${one.at}`);
    } else {
      assert.ok(!isAfterVisit, `SH3 two visitors running at ${one.at}`);
      assert.ok(one.at >= dueAt, `SH3 ${one.owner} comes at ${one.at}, before ${dueAt}`);
      const longer = [...due].find(([, at]) => at < dueAt);
      assert.ok(!longer, `SH3 ${longer?.[0]} has waited longer than ${one.owner} at ${one.at}`);
      due.set(one.owner, one.at + (every.get(one.owner) as number));
    }
    before = one;
  }
};

const checkLoop = ({ members, isAlone }: Company, { cues, lengthMs }: ManifestBody['loops'][number]) => {
  const played = cues.map(({ at, durationMs, assetId, by }) => ({
    at,
    durationMs,
    assetId,
    owner: by?.slotId ?? null,
  }));
  let end = 0;
  for (const { at, durationMs } of played) {
    assert.equal(at, end);
    end += durationMs;
  }
  assert.equal(end, lengthMs);
  assert.ok(played.length <= MOST_CUES);
  const hosts = isAlone ? members : members.filter((member) => !isGuest(member));
  checkTurns(members, hosts, played, isAlone);
  if (isAlone) return;
  checkShares(members, played, lengthMs);
  checkVisits(members, played);
  /** It begins anew because it is long, or because everybody is at the beginning. */
  if (played.length === MOST_CUES || lengthMs >= DAY) return;
  for (const { slotId, items } of members)
    assert.equal(played.filter(({ owner }) => owner === slotId).length % items.length, 0, `${slotId} is cut short`);
};

/** Holds a body, compiled where every boundary is `cut`, against who should share the screen at each instant of change. */
export const checkSharing = (schedule: Schedule, screen: Screen, body: ManifestBody): void => {
  const { from, until } = body;
  const resolver = createWinner(schedule, screen, { from, until });
  const edges = resolver.changesIn(from, until);
  const checked = new Set<string>();
  edges.forEach((edge, place) => {
    const next = edges[place + 1] ?? until;
    const company = companyAt(resolver, edge);
    for (const at of [edge, Math.floor((edge + next) / 2), next - 1]) {
      const head = playheadAt(body, at);
      const context = `at ${at}`;
      assert.equal(head.kind, company.kind, context);
      if (head.kind !== 'cue' || head.span.kind !== 'loop') continue;
      const loop = body.loops[head.span.loop] as ManifestBody['loops'][number];
      const { anchor } = head.span;
      const { members } = company;
      assert.equal(anchor, Math.max(...members.map((member) => member.from)), `${context}: counted from another start`);
      assert.ok(
        members.some(({ slotId }) => slotId === head.slotId),
        `${context}: ${head.slotId} is not among ${members.map(({ slotId }) => slotId).join()}`,
      );
      assert.equal(head.rule === 'SH1', members.length > 1, context);
      let left = (at - anchor) % loop.lengthMs;
      const cue = loop.cues.find(({ durationMs }) => {
        if (left < durationMs) return true;
        left -= durationMs;
        return false;
      });
      assert.deepEqual([head.cue.assetId, head.offsetMs], [cue?.assetId, left], context);
      const name = `${head.span.loop} ${members.map(({ slotId }) => slotId).join()}`;
      if (members.length === 1 || checked.has(name)) continue;
      checked.add(name);
      checkLoop(company, loop);
    }
  });
};
