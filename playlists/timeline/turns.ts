/**
 * Whose turn it is among several with weights: spread as evenly as whole turns allow (SH1 one by one, PL1 a round at a time), or in
 * another order each round that follows from a seed (PL2). Speaks of places in a list; what stands there is the caller's business.
 */
import type { Order } from '../model/playlist.ts';

/** Endless turns by weight. `isEven` when everybody has had their share and the order begins anew. */
export interface Turns {
  peek: () => number;
  take: () => number;
  isEven: () => boolean;
}

/** Smooth weighted round robin: the place with the most credit is next, the first of them where several have. */
export const createTurns = (weights: readonly number[]): Turns => {
  const credits = weights.map(() => 0);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const standing = (place: number): number => (credits[place] as number) + (weights[place] as number);
  const peek = (): number =>
    weights.reduce((best, _weight, place) => (standing(place) > standing(best) ? place : best), 0);
  return {
    peek,
    take: () => {
      const next = peek();
      for (let place = 0; place < weights.length; place += 1) credits[place] = standing(place);
      credits[next] = (credits[next] as number) - total;
      return next;
    },
    isEven: () => credits.every((credit) => credit === 0),
  };
};

/** After so many rounds the orders of a shuffle come again. */
export const SHUFFLED_ROUNDS = 24;

/** FNV-1a over UTF-16 code units, 32 bits. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};

/** Even numbers in [0, 1) that follow from a seed (mulberry32). */
const createDraws = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** How many turns each place has left, so that the place of the n-th of all of them is found without counting up to it (Fenwick). */
const createTickets = (weights: readonly number[]) => {
  const size = weights.length;
  const sums = new Float64Array(size + 1);
  const left = [...weights];
  let open = 0;
  const add = (place: number, count: number): void => {
    open += count;
    for (let node = place + 1; node <= size; node += node & -node) sums[node] = (sums[node] as number) + count;
  };
  weights.forEach((weight, place) => {
    add(place, weight);
  });
  const leftOf = (place: number): number => left[place] as number;
  return {
    /** All turns that are left. */
    open: () => open,
    leftOf,
    /** Gives and takes turns of one place. */
    change: (place: number, count: number): void => {
      left[place] = leftOf(place) + count;
      add(place, count);
    },
    /** Whose the n-th turn is, counted from 0 in the order of places. */
    placeOf: (nth: number): number => {
      let node = 0;
      let before = 0;
      for (let step = 2 ** Math.floor(Math.log2(size)); step >= 1; step /= 2) {
        const next = node + step;
        if (next > size || before + (sums[next] as number) > nth) continue;
        node = next;
        before += sums[next] as number;
      }
      return node;
    },
    /** The place that has more turns left than all others together; −1 = none. */
    most: (): number => left.findIndex((count) => count * 2 > open),
  };
};

/** One round: every place as often as its weight, none twice running, nor after `before`, while that can be. */
const drawRound = (weights: readonly number[], before: number | null, draw: () => number): number[] => {
  const tickets = createTickets(weights);
  const round: number[] = [];
  const heaviest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  for (let last = before; tickets.open() > 0; last = round.at(-1) as number) {
    const drawn = draw();
    /** Whoever has more turns left than there are others to come between them is next. */
    const pressed = heaviest * 2 > tickets.open() ? tickets.most() : -1;
    const held = last === null ? 0 : tickets.leftOf(last);
    let next: number;
    if (pressed >= 0 && pressed !== last) next = pressed;
    else if (last === null || held === 0 || held === tickets.open()) {
      next = tickets.placeOf(Math.floor(drawn * tickets.open()));
    } else {
      tickets.change(last, -held);
      next = tickets.placeOf(Math.floor(drawn * tickets.open()));
      tickets.change(last, held);
    }
    tickets.change(next, -1);
    round.push(next);
  }
  return round;
};

/** The tries to end a shuffle with another place than it begins with. */
const LAST_ROUND_TRIES = 16;

/**
 * The rounds of a shuffle, each drawn when it is first asked for: few are, where one round is long. The last is followed by the first
 * again, so that pair is kept apart as well.
 */
const createShuffle = (weights: readonly number[], seed: string): ((index: number) => number[]) => {
  const rounds: number[][] = [];
  const drawNext = (): void => {
    const index = rounds.length;
    const before = rounds.at(-1)?.at(-1) ?? null;
    const draws = (attempt: number) => drawRound(weights, before, createDraws(hashOf(`${seed}:${index}:${attempt}`)));
    let round = draws(0);
    const isLast = index === SHUFFLED_ROUNDS - 1;
    for (let attempt = 1; isLast && round.at(-1) === rounds[0]?.[0] && attempt < LAST_ROUND_TRIES; attempt += 1)
      round = draws(attempt);
    rounds.push(round);
  };
  return (index) => {
    while (rounds.length <= index) drawNext();
    return rounds[index] as number[];
  };
};

const greatestCommon = (a: number, b: number): number => (b === 0 ? a : greatestCommon(b, a % b));

/**
 * One round in which the turns of each lie as far apart as they can, also where it begins anew: the heaviest are laid first, each in
 * even steps from its first free place. Begins with the first in the list.
 */
const spreadRound = (weights: readonly number[]): number[] => {
  const measure = weights.reduce(greatestCommon);
  const turns = weights.map((weight) => weight / measure);
  const size = turns.reduce((sum, count) => sum + count, 0);
  const round: (number | null)[] = Array<null>(size).fill(null);
  const freeFrom = (wanted: number): number => {
    for (let step = 0; ; step += 1) if (round[(wanted + step) % size] === null) return (wanted + step) % size;
  };
  const heaviestFirst = turns.map((count, place) => ({ count, place })).sort((a, b) => b.count - a.count);
  for (const { count, place } of heaviestFirst) {
    const first = freeFrom(0);
    for (let turn = 0; turn < count; turn += 1) round[freeFrom(first + Math.round((turn * size) / count))] = place;
  }
  const start = round.indexOf(0);
  return round.map((_, index) => round[(start + index) % size] as number);
};

/** Endless rounds of turns. `isEven` at the start of a round from which everything repeats. */
export interface Rounds {
  next: () => number[];
  isEven: () => boolean;
}

/** Rounds in the order of a playlist. `seed` tells playlists with equal numbers apart. At least one weight. */
export const createRounds = (weights: readonly number[], order: Order, seed: string): Rounds => {
  if (order.kind === 'shuffle' && weights.length > 1) {
    const roundAt = createShuffle(weights, `${seed}:${order.seed}`);
    let index = 0;
    return {
      next: () => {
        const round = roundAt(index);
        index = (index + 1) % SHUFFLED_ROUNDS;
        return round;
      },
      isEven: () => index === 0,
    };
  }
  const round = spreadRound(weights);
  return { next: () => round, isEven: () => true };
};
