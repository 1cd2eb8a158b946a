/** The signing key of a server that has published is never replaced silently. */
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startTestServer } from '../../support/server.ts';

it('M3 a server that has published does not start without its signing key, and makes no other', async () => {
  await using server = await startTestServer();
  const { admin } = server;
  const site = (await admin.call('POST', '/sites', { name: 'Trụ sở', kind: 'office' })).body;
  const canvas = { width: 1280, height: 720 };
  const screen = await admin.call('POST', '/screens', {
    name: 'Sảnh',
    siteId: site.id,
    canvas,
    zone: 'Asia/Ho_Chi_Minh',
  });
  expect(screen.status).toBe(201);
  expect((await admin.call('POST', '/publications', { note: '' })).status).toBe(201);
  await server.pause();
  const key = join(server.dataFolder, 'signing-key.pem');
  await rm(key);
  await expect(server.restart()).rejects.toThrow(/khôi phục tệp signing-key\.pem.*Restore signing-key\.pem/);
  await expect(stat(key)).rejects.toThrow(/ENOENT/);
});

it('a lost session.secret is made anew and told, and nothing is told at the first start', async () => {
  await using server = await startTestServer();
  const toldBy = ({ logLines }: { logLines: string[] }) => logLines.filter((line) => line.includes('secret.made-anew'));
  expect(toldBy(server)).toEqual([]);
  await server.pause();
  await rm(join(server.dataFolder, 'session.secret'));
  await using again = await server.restart();
  expect(toldBy(again)).toHaveLength(1);
  expect(toldBy(again)[0]).toMatch(/"file":"session\.secret".*phải đăng nhập lại.*has to sign in again/);
  expect((await again.admin.call('GET', '/screens')).status).toBe(401);
});
