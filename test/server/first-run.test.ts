import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAgent, startTestServer, type TestServer } from '../support/server.ts';

describe('first run', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  it('D2 the setup link works once and signs in', async () => {
    const me = await server.admin.call('GET', '/me');
    expect(me.body).toMatchObject({ person: { role: 'admin' } });
    const token = server.setupLinks[0]?.split('#token=')[1];
    const again = await openAgent(server.url).call('POST', '/setup', {
      token,
      wardName: 'x',
      name: 'x',
      email: 'x@y.vn',
      password: 'Mat-khau-thu-2026',
    });
    expect(again.status).toBe(410);
    expect(again.body.refusal.code).toBe('setup-done');
  });
});
