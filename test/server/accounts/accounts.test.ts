import BetterSqlite3 from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { ADMIN, openAgent, startTestServer, type TestServer, WARD } from '../../support/server.ts';

let server: TestServer;
afterEach(() => server.stop());

const signIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  openAgent(server.url).call('POST', '/auth/sign-in/email', { email, password }, headers);
const tokenOf = (link: string | undefined) => link?.split('#token=')[1] ?? '';
const code = (answer: { body: { refusal?: { code: string } } }) => answer.body.refusal?.code;

describe('first run', () => {
  it('D2 has no account until the printed link is used; common pairs open nothing', async () => {
    server = await startTestServer({ setUp: false });
    expect((await openAgent(server.url).call('GET', '/setup')).body).toEqual({ needed: true });
    for (const [email, password] of [
      ['admin@localhost', 'admin'],
      ['admin@bangtin.vn', '12345678'],
      ['root@localhost', 'root'],
      ['admin', 'admin'],
    ])
      expect([401, 429]).toContain((await signIn(email as string, password as string)).status);
  });

  it('D2 the link works once, lives 15 minutes, and opening setup later prints a new one', async () => {
    let now = Date.now();
    server = await startTestServer({ setUp: false, doors: { now: () => now } });
    const agent = openAgent(server.url);
    const draft = { wardName: WARD, ...ADMIN };
    expect(code(await agent.call('POST', '/setup', { ...draft, token: 'w'.repeat(43) }))).toBe('link-expired');
    now += 15 * 60_000;
    expect(code(await agent.call('POST', '/setup', { ...draft, token: tokenOf(server.setupLinks[0]) }))).toBe(
      'link-expired',
    );
    await agent.call('GET', '/setup');
    expect(server.setupLinks).toHaveLength(2);
    const token = tokenOf(server.setupLinks[1]);
    const both = await Promise.all([
      agent.call('POST', '/setup', { ...draft, token }),
      openAgent(server.url).call('POST', '/setup', { ...draft, email: 'second@phuong.test', token }),
    ]);
    expect(both.map((answer) => answer.status).sort()).toEqual([201, 410]);
    expect(code(await agent.call('POST', '/setup', { ...draft, token }))).toBe('setup-done');
    expect((await agent.call('GET', '/setup')).body).toEqual({ needed: false });
    expect(server.setupLinks).toHaveLength(2);
  });

  it('D2 a weak password is refused by its own code and nothing is created', async () => {
    server = await startTestServer({ setUp: false });
    const token = tokenOf(server.setupLinks[0]);
    const weak = await openAgent(server.url).call('POST', '/setup', {
      wardName: WARD,
      ...ADMIN,
      password: 'short',
      token,
    });
    expect(weak.status).toBe(422);
    expect(weak.body.refusal).toMatchObject({ code: 'password-weak', fields: { password: 'password-weak' } });
    expect((await openAgent(server.url).call('GET', '/setup')).body.needed).toBe(true);
  });

  it('H3 secrets stay out of the log and out of the database', async () => {
    server = await startTestServer();
    await server.addPerson('staff');
    await signIn(ADMIN.email, 'Sai-mat-khau-2026');
    const token = tokenOf(server.setupLinks[0]);
    const cookie = server.admin.cookie().split('=')[1] as string;
    const log = server.logLines.join('\n');
    for (const secret of [ADMIN.password, 'Mat-khau-rieng-2026', 'Sai-mat-khau-2026', token, cookie])
      expect(log).not.toContain(secret);
    expect(log).toContain('/api/invitations/…');
    expect(log).not.toMatch(/invitations\/[\w-]{20}/);
    const raw = new BetterSqlite3(server.config.databaseFile, { readonly: true });
    const dump = JSON.stringify([
      raw.prepare('select * from credential').all(),
      raw.prepare('select * from invitation').all(),
      raw.prepare('select * from audit').all(),
    ]);
    raw.close();
    for (const secret of [ADMIN.password, 'Mat-khau-rieng-2026', 'Sai-mat-khau-2026', token])
      expect(dump).not.toContain(secret);
    expect(dump).toContain('$argon2id$');
  });
});

describe('signing in', () => {
  it('D4 gives an HttpOnly, SameSite=Strict cookie, a new one each time, and no token in the body', async () => {
    server = await startTestServer();
    const answers = [
      await signIn(ADMIN.email, ADMIN.password),
      await signIn(` ${ADMIN.email.toUpperCase()} `, ADMIN.password),
    ];
    const cookies = answers.map((answer) =>
      answer.headers.getSetCookie().find((line) => line.startsWith('bangtin-session=')),
    );
    for (const cookie of cookies) {
      expect(cookie).toMatch(/HttpOnly/i);
      expect(cookie).toMatch(/SameSite=Strict/i);
    }
    expect(cookies[0]).not.toBe(cookies[1]);
    expect(answers[0]?.body.person.email).toBe(ADMIN.email);
    expect(JSON.stringify(answers[0]?.body)).not.toMatch(/token/);
  });

  it('D4 uses a __Host- cookie and HSTS when the public address is https', async () => {
    server = await startTestServer({ environment: { PUBLIC_URL: 'https://bangtin.example' }, setUp: false });
    const done = await openAgent(server.url).call(
      'POST',
      '/setup',
      { wardName: WARD, ...ADMIN, token: tokenOf(server.setupLinks[0]) },
      { origin: 'https://bangtin.example' },
    );
    expect(done.status).toBe(201);
    const cookie = done.headers.getSetCookie()[0];
    expect(cookie).toMatch(/^__Host-bangtin-session=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/i);
    expect(cookie).not.toMatch(/domain/i);
    expect(done.headers.get('strict-transport-security')).toContain('max-age=31536000');
  });

  it('D3 five tries, then 429, and a restart forgives nothing', async () => {
    server = await startTestServer();
    for (let i = 0; i < 5; i++) expect(code(await signIn(ADMIN.email, `wrong ${i}`))).toBe('sign-in-wrong');
    const blocked = await signIn(ADMIN.email, ADMIN.password);
    expect(blocked.status).toBe(429);
    expect(blocked.body.refusal.staff.vi).toMatch(/chờ \d+ phút/);
    server = await server.restart();
    expect((await signIn(ADMIN.email, ADMIN.password)).status).toBe(429);
  });

  it('D3 a right password in between starts the count anew', async () => {
    server = await startTestServer();
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 4; i++) await signIn(ADMIN.email, 'wrong');
      expect((await signIn(ADMIN.email, ADMIN.password)).status).toBe(200);
    }
  });

  it('D3 fifty tries an hour from one address, whatever the account; X-Forwarded-For of strangers is not believed', async () => {
    server = await startTestServer();
    const statuses: number[] = [];
    for (let i = 0; i < 56; i++) {
      const { status } = await signIn(`nobody${i}@phuong.test`, 'wrong', { 'x-forwarded-for': `10.0.0.${i}` });
      statuses.push(status);
    }
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(50);
    expect(statuses.at(-1)).toBe(429);
  });

  it('D3 an unknown address takes the time of a known one', async () => {
    server = await startTestServer();
    const time = async (email: string): Promise<number> => {
      const begun = performance.now();
      await signIn(email, 'wrong');
      return performance.now() - begun;
    };
    await time('warm@phuong.test');
    const known: number[] = [];
    const unknown: number[] = [];
    for (let i = 0; i < 4; i++) {
      known.push(await time(ADMIN.email));
      unknown.push(await time(`stranger${i}@phuong.test`));
      unknown.push(await time(i % 2 ? `not-an-address${i}` : `stranger-b${i}@phuong.test`));
    }
    // Hashing takes tens of milliseconds, a look-up alone less than five: the fastest of each tells them apart without noise.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) * 0.5);
  });
});

describe('people', () => {
  it('D4 disabling a person ends the sessions at once and closes the account', async () => {
    server = await startTestServer();
    const person = await server.addPerson('staff');
    expect((await person.call('GET', '/me')).status).toBe(200);
    const changed = await server.admin.call('PATCH', `/people/${person.id}`, { disabled: true });
    expect(changed.body).toMatchObject({ id: person.id, disabled: true });
    expect((await person.call('GET', '/me')).status).toBe(401);
    expect(code(await signIn(person.email, person.password))).toBe('sign-in-wrong');
    await server.admin.call('PATCH', `/people/${person.id}`, { disabled: false });
    expect((await person.call('GET', '/me')).status).toBe(401);
    expect((await signIn(person.email, person.password)).status).toBe(200);
  });

  it('D4 another role ends the sessions, so no old right lives on', async () => {
    server = await startTestServer();
    const person = await server.addPerson('admin');
    expect((await person.call('GET', '/people')).status).toBe(200);
    await server.admin.call('PATCH', `/people/${person.id}`, { role: 'staff' });
    expect((await person.call('GET', '/people')).status).toBe(401);
  });

  it('the last administrator can be neither disabled nor demoted', async () => {
    server = await startTestServer();
    const { person } = (await server.admin.call('GET', '/me')).body;
    expect(code(await server.admin.call('PATCH', `/people/${person.id}`, { role: 'staff' }))).toBe('last-admin');
    expect(code(await server.admin.call('PATCH', `/people/${person.id}`, { disabled: true }))).toBe('last-admin');
    await server.addPerson('admin');
    expect((await server.admin.call('PATCH', `/people/${person.id}`, { role: 'staff' })).status).toBe(200);
  });

  it('an invitation works once, for its own address, and a newer one replaces it', async () => {
    server = await startTestServer();
    const invite = async () =>
      tokenOf(
        (
          await server.admin.call('POST', '/people/invitations', {
            name: 'Lan',
            email: 'LAN@phuong.test',
            role: 'staff',
          })
        ).body.url,
      );
    const [old, fresh] = [await invite(), await invite()];
    const anyone = openAgent(server.url);
    expect(code(await anyone.call('GET', `/invitations/${old}`))).toBe('link-expired');
    expect((await anyone.call('GET', `/invitations/${fresh}`)).body).toEqual({
      name: 'Lan',
      email: 'lan@phuong.test',
      wardName: WARD,
    });
    const password = 'Mat-khau-cua-Lan-1';
    expect((await anyone.call('POST', `/invitations/${fresh}`, { password })).body).toMatchObject({
      role: 'staff',
      email: 'lan@phuong.test',
    });
    expect(code(await openAgent(server.url).call('POST', `/invitations/${fresh}`, { password }))).toBe('link-expired');
    expect(
      code(
        await server.admin.call('POST', '/people/invitations', {
          name: 'Lan',
          email: 'lan@phuong.test',
          role: 'staff',
        }),
      ),
    ).toBe('email-taken');
    expect((await server.admin.call('GET', '/people')).body).toHaveLength(2);
  });

  it('D4 signing out ends the session on the server, not only in the browser', async () => {
    server = await startTestServer();
    const stolen = server.admin.cookie();
    expect((await server.admin.call('POST', '/auth/sign-out', {})).status).toBe(200);
    const replay = await openAgent(server.url).call('GET', '/me', undefined, { cookie: stolen });
    expect(replay.status).toBe(401);
  });

  it('D4 a new password ends the other sessions and the old password', async () => {
    server = await startTestServer();
    const person = await server.addPerson('staff');
    const elsewhere = openAgent(server.url);
    await elsewhere.call('POST', '/auth/sign-in/email', { email: person.email, password: person.password });
    expect((await elsewhere.call('GET', '/me')).status).toBe(200);
    const change = (body: object) => person.call('POST', '/auth/change-password', body);
    expect(code(await change({ currentPassword: 'wrong', newPassword: 'Mat-khau-moi-2027' }))).toBe('sign-in-wrong');
    expect(code(await change({ currentPassword: person.password, newPassword: 'weak' }))).toBe('password-weak');
    expect((await change({ currentPassword: person.password, newPassword: 'Mat-khau-moi-2027' })).status).toBe(200);
    expect((await elsewhere.call('GET', '/me')).status).toBe(401);
    expect((await person.call('GET', '/me')).status).toBe(200);
    expect(code(await signIn(person.email, person.password))).toBe('sign-in-wrong');
    expect((await signIn(person.email, 'Mat-khau-moi-2027')).status).toBe(200);
  });

  it('D4 a session that lay idle is over, and none lives beyond its longest time', async () => {
    server = await startTestServer({ environment: { SESSION_IDLE_MINUTES: '30', SESSION_HOURS: '1' } });
    const raw = new BetterSqlite3(server.config.databaseFile);
    const { expires_at: until } = raw.prepare('select expires_at from person_session').get() as { expires_at: string };
    expect(Date.parse(until) - Date.now()).toBeLessThanOrEqual(30 * 60_000);
    expect(Date.parse(until) - Date.now()).toBeGreaterThan(29 * 60_000);
    raw.prepare('update person_session set created_at = ?').run(new Date(Date.now() - 3_601_000).toISOString());
    expect((await server.admin.call('GET', '/me')).status).toBe(401);
    raw.prepare('update person_session set created_at = ?').run(new Date().toISOString());
    expect((await server.admin.call('GET', '/me')).status).toBe(200);
    raw.prepare('update person_session set expires_at = ?').run(new Date(Date.now() - 1_000).toISOString());
    expect((await server.admin.call('GET', '/me')).status).toBe(401);
    raw.close();
  });
});
