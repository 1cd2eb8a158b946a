/**
 * First run: nobody exists, so whoever reads the server's own output may create the first administrator with the link
 * printed there. 32 random bytes, 15 minutes, once; only its hash is kept, in memory. Opening the setup page after the link
 * ran out prints a new one.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export const LINK_LIFE_MS = 15 * 60_000;

/** sha-256; enough for a secret of 32 random bytes. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
export const makeToken = (): string => randomBytes(32).toString('base64url');

export interface SetupLink {
  /** Prints a link unless a living one was printed. */
  offer(): void;
  isRight(token: string): boolean;
  /** The link is used up. */
  close(): void;
}

/** `announce` prints the token as a link where only those who run the server can read it. */
export const createSetupLink = (ports: { now: () => number; announce: (token: string) => void }): SetupLink => {
  let open: { hash: string; until: number } | null = null;
  const isAlive = () => open !== null && ports.now() < open.until;
  return {
    offer: () => {
      if (isAlive()) return;
      const token = makeToken();
      open = { hash: hashToken(token), until: ports.now() + LINK_LIFE_MS };
      ports.announce(token);
    },
    isRight: (token) =>
      open !== null && isAlive() && timingSafeEqual(Buffer.from(hashToken(token)), Buffer.from(open.hash)),
    close: () => {
      open = null;
    },
  };
};
