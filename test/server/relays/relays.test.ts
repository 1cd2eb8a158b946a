/** Relays in the library: who may what, what a try of a source says, and that no source leads the server astray. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type LiveSource, openLiveSource } from '../../support/live-source.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';

let server: TestServer;
let source: LiveSource;
const allowed = (port: number) => ({ name: '127.0.0.1', port, isIntranet: true });
const allow = async (...ports: number[]): Promise<void> => {
  const answer = await server.admin.call('PATCH', '/ward-settings', {
    relayHosts: [...ports, source.port].map(allowed),
  });
  expect(answer.status).toBe(200);
};
const trial = (url: string) => server.admin.call('POST', '/relay-trials', { url });

beforeAll(async () => {
  server = await startTestServer();
  source = await openLiveSource('magenta', { width: 400, height: 300 });
  await allow();
}, 60_000);
afterAll(async () => {
  await source?.drop();
  await server?.stop();
});

/** A broadcaster of ill will, and its port. */
const serve = async (answer: RequestListener): Promise<number> => {
  const evil = createServer(answer);
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        evil.close(() => resolve());
        evil.closeAllConnections();
      }),
  );
  return (evil.address() as AddressInfo).port;
};
const playlistOf = (segment: string): string =>
  `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:1\n#EXTINF:2,\n${segment}\n`;

describe('relays in the library', () => {
  it('a try shows the first picture as players would get it, and keeps nothing', async () => {
    const { status, body } = await trial(source.url);
    expect(body).toMatchObject({ width: 400, height: 300, hasSound: true });
    expect(status).toBe(200);
    expect(body.picture).toMatch(/^data:image\/jpeg;base64,\/9j\//);
    expect((await server.admin.call('GET', '/assets')).body.items).toEqual([]);
  });

  it('takes fragmented MP4 as well', async () => {
    const other = await openLiveSource('blue', { kind: 'fmp4' });
    onTestFinished(() => other.drop());
    await allow(other.port);
    expect((await trial(other.url)).body).toMatchObject({ width: 384, height: 192, hasSound: true });
  });

  it('is content like other content: approved as it is, and another address voids that', async () => {
    await allow();
    const approver = await server.addPerson('approver');
    const made = await server.admin.call('POST', '/relays', { title: 'Đài phường', url: source.url });
    expect(made.status).toBe(201);
    const { id, digest, look } = made.body;
    expect(made.body).toMatchObject({ kind: 'relay', state: { kind: 'ready' }, relay: { url: source.url } });
    const given = await approver.call('POST', `/assets/${id}/approval`, { digest, look });
    expect(given.body).toMatchObject({ approval: { by: approver.id } });
    const named = await server.admin.call('PUT', `/relays/${id}`, { title: 'Đài', url: source.url });
    expect(named.body).toMatchObject({ title: 'Đài', approval: { by: approver.id } });
    const moved = await server.admin.call('PUT', `/relays/${id}`, { title: 'Đài', url: `${source.url}?b` });
    expect(moved.body).toMatchObject({ approval: null, relay: { url: `${source.url}?b` } });
    expect((await server.admin.call('DELETE', `/assets/${id}`)).status).toBeLessThan(300);
  });

  it('staff add sources, administrators alone allow hosts, and nobody but a player gets a stream', async () => {
    const staff = await server.addPerson('staff');
    const { status } = await staff.call('PATCH', '/ward-settings', { relayHosts: [] });
    expect(status).toBe(403);
    const body = { title: 'Nguồn lạ', url: 'https://elsewhere.example/a.m3u8' };
    const refused = await staff.call('POST', '/relays', body);
    expect(refused).toMatchObject({
      status: 422,
      body: { refusal: { code: 'relay-host-not-allowed', fields: { url: 'host' } } },
    });
    expect((await staff.call('POST', '/relays', { title: 'Đài', url: source.url })).status).toBe(201);
    for (const who of [staff, server.admin]) expect((await who.call('GET', '/player/relays/ast_any')).status).toBe(401);
  });

  it.each([
    ['a segment on a host that is not allowed', () => 'http://10.0.0.1/s.ts', 'relay-host-not-allowed'],
    ['a segment among the files of the server', () => 'file:///etc/passwd', 'relay-host-not-allowed'],
    ['a segment that is a page', (at: string) => `${at}/page`, 'relay-not-a-stream'],
    ['a segment without an end', (at: string) => `${at}/endless`, 'relay-too-large'],
    ['a segment that leads to the secrets of a cloud', (at: string) => `${at}/cloud`, 'relay-host-not-allowed'],
    ['a segment that leads to our own metrics', (at: string) => `${at}/metrics`, 'relay-host-not-allowed'],
    ['a segment of noise in the clothes of a stream', (at: string) => `${at}/noise`, 'relay-not-live'],
  ])('%s is refused, and the server goes on', async (_, segment, code) => {
    const port = await serve((request, response) => {
      const here = `http://${request.headers.host}`;
      switch (request.url) {
        case '/page':
          return void response.end('<html>Đăng nhập</html>'.repeat(100));
        case '/endless': {
          const more = (): void => {
            while (!response.destroyed && response.write(Buffer.alloc(256_000, 0x47)));
            if (!response.destroyed) response.once('drain', more);
          };
          return more();
        }
        case '/cloud':
          return void response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
        case '/metrics':
          return void response.writeHead(302, { location: `${server.url}/metrics` }).end();
        case '/noise': {
          const noise = Buffer.from(
            Array.from({ length: 188 * 400 }, (_, i) => (i % 188 === 0 ? 0x47 : (i * 7919) % 251)),
          );
          return void response.end(noise);
        }
        default:
          return void response.end(playlistOf(segment(here)));
      }
    });
    await allow(port);
    const { status, body } = await trial(`http://127.0.0.1:${port}/a.m3u8`);
    expect(body.refusal).toMatchObject({ code });
    expect(status).toBeGreaterThan(399);
    expect(body.refusal.staff.vi).not.toContain('{');
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it('a playlist of hundreds of megabytes is refused', async () => {
    const port = await serve((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(`${'#EXT-X-A\n'.repeat(10_000)}`));
        if (!response.destroyed) response.once('drain', more);
      };
      response.write('#EXTM3U\n');
      more();
    });
    await allow(port);
    expect((await trial(`http://127.0.0.1:${port}/a.m3u8`)).body.refusal).toMatchObject({ code: 'relay-too-large' });
  });

  it('tries re-encode as relays do, so they share the room there is: nobody can start any number of them', async () => {
    let waiting = 0;
    const port = await serve(() => {
      waiting += 1;
    });
    await allow(port);
    const silent = `http://127.0.0.1:${port}/a.m3u8`;
    const over = new AbortController();
    onTestFinished(() => over.abort());
    const headers = { cookie: server.admin.cookie(), origin: server.url, 'content-type': 'application/json' };
    const ask = (): Promise<unknown> =>
      fetch(`${server.url}/api/relay-trials`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ url: silent }),
        signal: over.signal,
      }).catch(() => null);
    const asked = [ask(), ask(), ask()];
    await until('three tries', () => waiting === 3);
    expect((await trial(silent)).body.refusal).toMatchObject({ code: 'relay-busy' });
    await allow();
    await Promise.all(asked);
    expect((await trial(source.url)).status).toBe(200);
  }, 60_000);

  it('leaves no process and no file behind', async () => {
    const { readdir } = await import('node:fs/promises');
    const work = `${server.dataFolder}/media/work/relays`;
    await until('an empty folder', async () => (await readdir(work)).length === 0);
  });
});
