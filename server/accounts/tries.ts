/**
 * How often somebody may try (goal D3): 5 times in 15 minutes per account and address, 50 an hour per address; counters are
 * rows, so a restart forgives nothing; there is no lock that an attacker could hold on somebody else's account for ever.
 */
import { RateLimiterRes, RateLimiterSQLite } from 'rate-limiter-flexible';
import { type Refusal, refusal } from '../../playlists/model/refusal.ts';
import type { Database } from '../database/open.ts';

export const TRIES_PER_ACCOUNT = 5;
export const ACCOUNT_WINDOW_S = 15 * 60;
export const TRIES_PER_ADDRESS = 50;
export const ADDRESS_WINDOW_S = 60 * 60;

export interface Tries {
  /** Counts one try. A refusal when there were too many; then the try must not be looked at. */
  spend(account: string, address: string): Promise<Refusal | undefined>;
  /** The try was right: the account's count starts anew and the address gets its try back. */
  forgive(account: string, address: string): Promise<void>;
  /** Drops counters that ran out; called at night. */
  sweep(now: number): void;
}

export const createTries = ({ raw }: Database): Tries => {
  const shared = { storeClient: raw, storeType: 'better-sqlite3', tableName: 'tries', tableCreated: true } as const;
  const perAccount = new RateLimiterSQLite({
    ...shared,
    keyPrefix: 'account',
    points: TRIES_PER_ACCOUNT,
    duration: ACCOUNT_WINDOW_S,
  });
  const perAddress = new RateLimiterSQLite({
    ...shared,
    keyPrefix: 'address',
    points: TRIES_PER_ADDRESS,
    duration: ADDRESS_WINDOW_S,
  });
  const sweep = raw.prepare('delete from tries where expire < ?');

  const spendOn = async (limiter: RateLimiterSQLite, key: string): Promise<Refusal | undefined> => {
    try {
      await limiter.consume(key);
      return undefined;
    } catch (spent) {
      if (!(spent instanceof RateLimiterRes)) throw spent;
      const minutes = Math.max(1, Math.ceil(spent.msBeforeNext / 60_000));
      return refusal('too-many-tries', `${limiter.keyPrefix} used up`, { minutes });
    }
  };

  return {
    spend: async (account, address) =>
      (await spendOn(perAddress, address)) ?? (await spendOn(perAccount, `${account}|${address}`)),
    forgive: async (account, address) => {
      await perAccount.delete(`${account}|${address}`);
      await perAddress.reward(address);
    },
    sweep: (now) => {
      sweep.run(now);
    },
  };
};
