/** The simulator against the whole server: it pairs itself as staff would, takes what is published, and goes when told. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { ADMIN, startTestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const PLAYERS = 12;

it('pairs, comes online, takes a publication and says so to the console', async () => {
  await using server = await startTestServer();
  const args = [
    '--players',
    String(PLAYERS),
    '--server',
    server.url,
    '--email',
    ADMIN.email,
    '--password',
    ADMIN.password,
  ];
  const child = spawn(process.execPath, [fileURLToPath(new URL('./main.ts', import.meta.url)), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    const lines: Record<string, unknown>[] = [];
    createInterface(child.stdout).on('line', (line) => lines.push(JSON.parse(line)));
    await until('all online', () => lines.at(-1)?.online === PLAYERS, 20_000);
    const published = await server.admin.call('POST', '/publications', { note: '' });
    expect(published.status).toBe(201);
    expect(published.body.screens).toHaveLength(PLAYERS);
    await until('all active', () => lines.at(-1)?.active === PLAYERS, 20_000);
    const screens = await until('the console knows', async () => {
      const { body } = await server.admin.call('GET', '/screens');
      return (
        body.every((listed: { live: { delivery: { kind: string } } }) => listed.live.delivery.kind === 'active') && body
      );
    });
    expect(new Set(screens.map((listed: { live: { connection: string } }) => listed.live.connection))).toEqual(
      new Set(['online']),
    );
    const screenIds = screens.map((listed: { screen: { id: string } }) => listed.screen.id);
    const issued = await server.admin.call('POST', '/commands', { screenIds, task: { kind: 'clear-cache' } });
    expect(issued.status).toBe(201);
    await until('every player has done its command', async () => {
      const { items } = (await server.admin.call('GET', '/commands')).body;
      return items.length === PLAYERS && items.every(({ state }: { state: string }) => state === 'done');
    });
    const gone = await server.admin.call('DELETE', `/screens/${screens[0].screen.id}`);
    expect(gone.status).toBe(204);
    await until('its player is sent away', () => lines.at(-1)?.online === PLAYERS - 1);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
});
