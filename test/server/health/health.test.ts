import { afterEach, describe, expect, it } from 'vitest';
import { checkClock } from '../../../server/health/health.ts';
import { checkHorizon, checkOffice } from '../../../server/health/module-checks.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const DAY_MS = 86_400_000;
let server: TestServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

describe('health', () => {
  it('tells each check in both voices', async () => {
    server = await startTestServer();
    const { body } = await server.admin.call('GET', '/health');
    expect(body.checks.map((check: { name: string }) => check.name)).toEqual([
      'database',
      'disk',
      'clock',
      'media-tool',
      'sandbox',
      'office',
      'signing-key',
      'horizon',
    ]);
    for (const name of ['database', 'clock', 'signing-key', 'horizon'])
      expect(body.checks.find((check: { name: string }) => check.name === name)).toMatchObject({ state: 'ok' });
  });

  it('/healthz tells anyone only whether it lives', async () => {
    server = await startTestServer();
    const answer = await fetch(`${server.url}/healthz`);
    expect([answer.status, await answer.text()]).toEqual([200, 'ok\n']);
  });

  it('notices a clock that was set', async () => {
    let [wall, monotonicMs] = [Date.UTC(2026, 10, 1), 0];
    const check = checkClock(
      () => wall,
      () => monotonicMs,
    );
    [wall, monotonicMs] = [wall + 60_000, 60_000];
    expect(await check()).toMatchObject({ state: 'ok' });
    wall += 3_600_000;
    expect(await check()).toMatchObject({ state: 'warning' });
    wall = Date.UTC(2009, 0, 1);
    expect(await check()).toMatchObject({ state: 'fault' });
  });

  it.each([
    [null, 'libreoffice-impress libreoffice-writer', /chỉ nhận tài liệu PDF/],
    [{ presentation: true, text: false }, 'libreoffice-writer', /chưa đọc được tệp Word/],
    [{ presentation: false, text: true }, 'libreoffice-impress', /chưa đọc được tệp PowerPoint/],
    [{ presentation: true, text: true }, null, /đã sẵn sàng/],
  ])('says what LibreOffice reads here (%j), and what to install', async (reads, packages, vi) => {
    const office = reads && { path: '/usr/lib/libreoffice/program/soffice', folder: '/usr/lib/libreoffice', reads };
    const check = await checkOffice({ office })();
    expect(check).toMatchObject({ name: 'office', state: 'ok', staff: { vi: expect.stringMatching(vi) } });
    for (const words of [...Object.values(check.staff), check.technician]) {
      if (packages) expect(words).toContain(packages);
      else expect(words).not.toContain('libreoffice-');
    }
  });

  it.each([
    ['fresh', 0, null, 'ok'],
    ['not rolled for four days', 4, null, 'warning'],
    ['roll failed', 0, false, 'warning'],
    ['a week left', 29, null, 'fault'],
  ])('horizon %s', async (_, daysAgo, lastOk, state) => {
    const now = Date.UTC(2026, 10, 1);
    const check = checkHorizon({
      newestPublishedAt: () => now - daysAgo * DAY_MS,
      lastRoll: () => (lastOk === null ? null : { at: now, ok: lastOk }),
      now: () => now,
    });
    expect(await check()).toMatchObject({ state });
  });
});

describe('metrics', () => {
  const scrape = (headers: Record<string, string> = {}) => fetch(`${server?.url}/metrics`, { headers });

  it('are for this machine only while there is no token, also behind a proxy on it', async () => {
    server = await startTestServer();
    await server.admin.call('GET', '/sites/sit_nobody');
    await server.admin.call('GET', '/screens/scr_nobody');
    const text = await (await scrape()).text();
    expect(text).toContain('bangtin_screens_online 0');
    expect(text).toMatch(
      /bangtin_http_request_seconds_count\{method="GET",route="\/api\/screens\/:screenId",status="404"\} 1/,
    );
    expect(text).not.toContain('scr_nobody');
    expect((await scrape({ 'x-forwarded-for': '203.0.113.7' })).status).toBe(403);
  });

  it('need the token once there is one', async () => {
    server = await startTestServer({ environment: { METRICS_TOKEN: 'một-mã-dài-để-đo' } });
    expect((await scrape()).status).toBe(403);
    expect((await scrape({ authorization: 'Bearer wrong-wrong-wrong' })).status).toBe(403);
  });

  it('open with the right token', async () => {
    server = await startTestServer({ environment: { METRICS_TOKEN: 'a-long-enough-token' } });
    expect((await scrape({ authorization: 'Bearer a-long-enough-token' })).status).toBe(200);
  });
});
