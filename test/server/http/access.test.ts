/** D1, D5: the real server against its own policy table, every row as every kind of caller. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Access } from '../../../playlists/model/role.ts';
import { POLICY } from '../../../server/http/policy.ts';
import { openAgent } from '../../support/server.ts';
import { type Callers, startWithCallers } from '../callers.ts';

const KINDS = ['anyone', 'staff', 'approver', 'admin', 'device', 'revoked'] as const;
type Kind = (typeof KINDS)[number];

/** What the table promises: null = let in, else the code of the refusal. */
const expected = (kind: Kind, access: Access): string | null => {
  if (access === 'anyone') return null;
  if (kind === 'revoked') return 'device-revoked';
  if (access === 'device') return kind === 'device' ? null : 'device-unknown';
  if (kind === 'anyone') return 'sign-in-needed';
  if (kind === 'device') return 'not-allowed';
  if (access === 'approver') return kind === 'approver' ? null : 'not-allowed';
  return kind === 'admin' || access === 'staff' ? null : 'not-allowed';
};

const ACCESS_CODES = ['sign-in-needed', 'not-allowed', 'device-unknown', 'device-revoked', 'cross-origin'];
const fillPath = (path: string): string =>
  path
    .replace('{digest}', 'a'.repeat(64))
    .replace('{token}', 'x'.repeat(43))
    .replace('{id}', 'abc')
    .replace(
      /\{(\w+)Id\}/g,
      (_, noun: string) =>
        `${{ site: 'sit', screen: 'scr', group: 'grp', asset: 'ast', playlist: 'pls', slot: 'slt', person: 'per', command: 'cmd' }[noun]}_nobody`,
    );

let callers: Callers;
beforeAll(async () => {
  callers = await startWithCallers();
});
afterAll(() => callers.server.stop());

describe('D1 every route as every kind of caller', () => {
  const rows = POLICY.filter((row) => row.path !== '/auth/sign-out');
  it.each(KINDS)('%s is let in exactly where the table says', async (kind) => {
    const wrong: string[] = [];
    for (const { method, path, access } of rows) {
      const answer = await callers.as[kind](method, fillPath(path));
      const code: string | null = answer.body?.refusal?.code ?? null;
      const seen = code !== null && ACCESS_CODES.includes(code) ? code : null;
      const isRefusedByStatus = answer.status === 401 || answer.status === 403;
      const want = expected(kind, access);
      const isRight = method === 'HEAD' ? isRefusedByStatus === (want !== null) : seen === want;
      if (!isRight || answer.status >= 500)
        wrong.push(`${method} ${path} (${access}): wanted ${want}, got ${answer.status} ${code}`);
    }
    expect(wrong).toEqual([]);
  });

  it('covers every contract, and no row twice', () => {
    const names = POLICY.map((row) => `${row.method} ${row.path}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(50);
  });

  it('what is not in the table does not exist, even for an admin', async () => {
    const listed = new Set(POLICY.map((row) => `${row.method} ${fillPath(row.path)}`));
    const paths = [...new Set(POLICY.map((row) => fillPath(row.path)))];
    const wrong: string[] = [];
    for (const path of paths)
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        if (listed.has(`${method} ${path}`)) continue;
        const { status } = await callers.as.admin(method, path, method === 'GET' ? undefined : {});
        if (status !== 404) wrong.push(`${method} ${path}: ${status}`);
      }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['POST', '/auth/sign-up/email'],
    ['GET', '/auth/list-sessions'],
    ['POST', '/auth/update-user'],
    ['POST', '/auth/delete-user'],
    ['POST', '/auth/forget-password'],
    ['GET', '/auth/ok'],
    ['GET', '/'],
    ['GET', '/people/'],
    ['GET', '/PEOPLE'],
    ['GET', '//people'],
    ['GET', '/constructor'],
  ])('%s %s is not served', async (method, path) => {
    const { status } = await callers.as.admin(method, path, method === 'GET' ? undefined : {});
    expect(status).toBe(404);
  });
});

describe('D5 requests of other sites', () => {
  const post = (headers: Record<string, string>, cookie = callers.server.admin.cookie()) =>
    fetch(`${callers.server.url}/api/groups`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(cookie ? { cookie } : {}), ...headers },
      body: JSON.stringify({ name: `nhóm ${Math.random()}`, screenIds: [] }),
    });

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['the null origin', { origin: 'null' }],
    ['no origin at all', {}],
    ['a neighbouring port', { origin: 'http://127.0.0.1:1' }],
    ['our origin as a prefix', { origin: 'http://127.0.0.1.evil.example' }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
    ['a same-site fetch of another host', { 'sec-fetch-site': 'same-site' }],
    ['a form', { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' }],
  ])('refuses %s', async (_, headers) => {
    const answer = await post(headers);
    expect(answer.status).toBe(403);
    expect(((await answer.json()) as { refusal: { code: string } }).refusal.code).toBe('cross-origin');
  });

  it('takes our own page', async () => {
    expect((await post({ origin: callers.server.url })).status).toBe(201);
  });

  it('refuses a sign-in from another site, and better-auth checks again behind us', async () => {
    const answer = await openAgent(callers.server.url).call(
      'POST',
      '/auth/sign-in/email',
      { email: 'a@b.vn', password: 'x' },
      { origin: 'https://evil.example' },
    );
    expect(answer.body.refusal.code).toBe('cross-origin');
  });
});

describe('H5 headers', () => {
  it('locks the console down', async () => {
    const { headers } = await fetch(`${callers.server.url}/`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('keeps answers of the API out of caches', async () => {
    const { headers } = await callers.as.admin('GET', '/me');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
