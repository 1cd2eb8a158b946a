/**
 * Pairs simulated players through the same API that staff use: signs in, adds screens where too few are free, claims each
 * code once. For a fresh test ward, not for a real one.
 */
import type { ScreenId } from '../../playlists/model/ids.ts';

export interface Claims {
  /** Gives the player that shows `code` to a free screen; false when there was none to give. */
  claim(code: string): Promise<boolean>;
}

interface Listed {
  screen: { id: ScreenId; deviceId: string | null };
}

/** Signs in and prepares `wanted` free screens. Throws with the server's own words when it may not. */
export const openClaims = async (parts: {
  serverUrl: string;
  email: string;
  password: string;
  wanted: number;
}): Promise<Claims> => {
  const origin = new URL(parts.serverUrl).origin;
  let cookie = '';
  const call = async <Body>(method: string, path: string, body?: unknown): Promise<Body> => {
    const answer = await fetch(`${parts.serverUrl}/api${path}`, {
      method,
      headers: { origin, cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const cookies = answer.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
    if (cookies.length > 0) cookie = cookies.join('; ');
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return (text === '' ? undefined : JSON.parse(text)) as Body;
  };
  await call('POST', '/auth/sign-in/email', { email: parts.email, password: parts.password });

  const freeScreens = async (): Promise<ScreenId[]> =>
    (await call<Listed[]>('GET', '/screens'))
      .filter(({ screen }) => screen.deviceId === null)
      .map(({ screen }) => screen.id);
  const free = await freeScreens();
  if (free.length < parts.wanted) {
    const sites = await call<{ id: string }[]>('GET', '/sites');
    const name = `Mô phỏng ${Date.now().toString(36)}`;
    const site = sites[0] ?? (await call<{ id: string }>('POST', '/sites', { name, kind: 'public-place' }));
    for (let n = free.length; n < parts.wanted; n += 1) {
      const canvas = { width: 768, height: 384 };
      const draft = { name: `${name} ${n + 1}`, siteId: site.id, canvas, zone: 'Asia/Ho_Chi_Minh' };
      free.push((await call<{ id: ScreenId }>('POST', '/screens', draft)).id);
    }
  }
  const claimed = new Set<string>();
  return {
    claim: async (code) => {
      if (claimed.has(code)) return true;
      claimed.add(code);
      const screenId = free.shift();
      if (!screenId) return false;
      await call('POST', '/pairings', { code, screenId });
      return true;
    },
  };
};
