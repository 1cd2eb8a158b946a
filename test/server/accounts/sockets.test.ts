import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
const sockets: Socket[] = [];
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  await server.stop();
});

const listen = (cookie: string, origin = server.url): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = io(`${server.url}/console`, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { origin, ...(cookie ? { cookie } : {}) },
    });
    sockets.push(socket);
    socket.once('snapshot', () => resolve(socket));
    socket.once('connect_error', reject);
  });
const closed = (socket: Socket) => new Promise((resolve) => socket.once('disconnect', resolve));

describe('D4 console sockets live no longer than their session', () => {
  it('are cut when the person is disabled', async () => {
    const person = await server.addPerson('staff');
    const socket = await listen(person.cookie());
    const end = closed(socket);
    await server.admin.call('PATCH', `/people/${person.id}`, { disabled: true });
    await end;
    await expect(listen(person.cookie())).rejects.toThrow();
  });

  it('are cut when the person signs out', async () => {
    const socket = await listen(server.admin.cookie());
    const end = closed(socket);
    await server.admin.call('POST', '/auth/sign-out', {});
    await end;
  });

  it('are not opened for strangers or from other sites', async () => {
    await expect(listen('')).rejects.toThrow();
    await expect(listen(server.admin.cookie(), 'https://evil.example')).rejects.toThrow();
    await listen(server.admin.cookie());
  });

  it('tell at once what changed', async () => {
    const socket = await listen(server.admin.cookie());
    const told = new Promise((resolve) => socket.once('changed', resolve));
    await server.admin.call('POST', '/sites', { name: 'Nhà văn hóa', kind: 'public-place' });
    expect(await told).toContain('sites');
  });
});
