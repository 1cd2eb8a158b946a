/**
 * Bearer tokens of players for HTTP: stateless and short-lived (goal E6). A token says which device it was given to and until
 * when; whether that device may still act, and for which screen, is asked anew at each request.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { DeviceId } from '../../playlists/model/ids.ts';
import { openSecret } from '../publishing/secret-file.ts';

export const TOKEN_LIFE_MS = 6 * 3_600_000;

const FORM = /^(dev_[0-9a-f]{32})\.(\d{1,14})\.([A-Za-z0-9_-]{43})$/;

export interface Tokens {
  issue(deviceId: DeviceId): { token: string; tokenUntil: number };
  /** The device that the token was given to; null when it is forged, malformed or expired. */
  read(token: string): DeviceId | null;
}

export const createTokens = (secret: Uint8Array, now: () => number): Tokens => {
  const macOf = (deviceId: string, until: string): Buffer =>
    createHmac('sha256', secret).update(`bang-tin player token v1\n${deviceId}\n${until}`).digest();
  return {
    issue: (deviceId) => {
      const tokenUntil = now() + TOKEN_LIFE_MS;
      return {
        token: `${deviceId}.${tokenUntil}.${macOf(deviceId, String(tokenUntil)).toString('base64url')}`,
        tokenUntil,
      };
    },
    read: (token) => {
      const [, deviceId = '', until = '', mac = ''] = FORM.exec(token) ?? [];
      const expected = macOf(deviceId, until);
      const given = Buffer.from(mac, 'base64url');
      if (given.length !== expected.length || !timingSafeEqual(given, expected) || Number(until) <= now()) return null;
      return DeviceId.parse(deviceId);
    },
  };
};

/**
 * Opens the secret of this server in `folder` (`token-key`, 0600, made at first run, which `made` is told). One that is lost costs
 * little: players get new tokens when they connect, by keys of their own.
 */
export const openTokens = async (folder: string, now: () => number, made?: () => void): Promise<Tokens> =>
  createTokens(
    Buffer.from(
      await openSecret(join(folder, 'token-key'), () => randomBytes(32).toString('base64'), { made }),
      'base64',
    ),
    now,
  );
