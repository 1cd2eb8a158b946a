/** Passwords: argon2id, at most two hashed at once, so a burst of tries cannot take the machine's memory and cores. */
import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane; about 45 ms here. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const AT_ONCE = 2;

export interface Passwords {
  hash(password: string): Promise<string>;
  verify(given: { hash: string; password: string }): Promise<boolean>;
}

export const createPasswords = (): Passwords => {
  const waiting: (() => void)[] = [];
  let running = 0;
  const take = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
  return {
    hash: (password) => take(() => hash(password.normalize('NFKC'), COST)),
    verify: ({ hash: stored, password }) => take(() => verify(stored, password.normalize('NFKC'))),
  };
};
