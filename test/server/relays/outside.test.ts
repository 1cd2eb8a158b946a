/** C6: the server fetches from allowed hosts only, goes to no private address, follows no redirect into one, and takes in no more than it may. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { allowedBy, RelayHost, RelayUrl } from '../../../playlists/model/relay.ts';
import { fetchOutside, mayConnectTo, type Resolve, type Wish } from '../../../server/relays/outside.ts';

const host = (name: string, parts: Partial<RelayHost> = {}): RelayHost => RelayHost.parse({ name, ...parts });

const serve = async (answer: RequestListener): Promise<{ port: number; asked: string[] }> => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(String(request.url));
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { port: (server.address() as AddressInfo).port, asked };
};

const toLoopback: Resolve = async () => [{ address: '127.0.0.1', family: 4 }];
const ask = (url: string, wish: Partial<Wish>) =>
  fetchOutside(url, { hosts: [], maxBytes: 1_000, timeoutMs: 5_000, ...wish });
/** Code and both voices of a refusal. */
const refusalOf = async (asked: ReturnType<typeof ask>) => {
  const outcome = await asked;
  if (outcome.ok) throw new Error('it was not refused');
  const { code, staff, technician } = outcome.refusal;
  expect(staff.vi.length).toBeGreaterThan(20);
  expect(staff.en.length).toBeGreaterThan(20);
  expect(staff.vi + staff.en).not.toContain('{');
  return { code, technician };
};

describe('C6 the door to hosts of others', () => {
  it.each([
    ['a.example', 'https://a.example/x.m3u8', true],
    ['a.example', 'https://a.example:8443/x.m3u8', false],
    ['a.example', 'https://b.a.example/x.m3u8', false],
    ['a.example', 'https://a.example.evil.example/x.m3u8', false],
    ['a.example', 'http://a.example/x.m3u8', false],
    ['a.example', 'file:///etc/passwd', false],
    ['a.example', 'nothing', false],
    ['127.0.0.1', 'https://2130706433/x.m3u8', true],
  ])('allows by whole name and port: %s and %s', (name, url, allowed) => {
    expect(allowedBy(url, [host(name)]) !== null).toBe(allowed);
  });

  it.each([
    'file:///x.m3u8',
    'https://user:secret@a.example/x.m3u8',
    'https://a.example/x.mp4',
    'x.m3u8',
    'https://a.example/x.m3u8#y',
  ])('is no address of a stream: %s', (url) => {
    expect(RelayUrl.safeParse(url).success).toBe(false);
  });

  it.each(['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '100.64.0.1', '::1', 'fd00::1', '::ffff:10.0.0.1'])(
    'goes to %s only where the host is of the own network',
    (address) => {
      expect(mayConnectTo(address, false)).toBe(false);
      if (!address.includes('ffff')) expect(mayConnectTo(address, true)).toBe(true);
    },
  );

  it.each([
    '169.254.169.254',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    'fe80::1',
    '::',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:7f00:1::',
    '::ffff:0:127.0.0.1',
    '::ffff:7f00:1',
    'x',
  ])('never goes to %s', (address) => {
    expect(mayConnectTo(address, false)).toBe(false);
    expect(mayConnectTo(address, true)).toBe(false);
  });

  it('fetches from a host of the own network', async () => {
    const { port } = await serve((_, response) => response.end('#EXTM3U'));
    const hosts = [host('live.phuong.example', { port, isIntranet: true })];
    const got = await ask(`http://live.phuong.example:${port}/a.m3u8`, { hosts, resolve: toLoopback });
    expect(got.ok && got.value.bytes.toString()).toBe('#EXTM3U');
  });

  it('asks nothing of a host that is not allowed', async () => {
    const { port, asked } = await serve((_, response) => response.end());
    const told = await refusalOf(ask(`http://127.0.0.1:${port}/a.m3u8`, { hosts: [host('a.example')] }));
    expect(told.code).toBe('relay-host-not-allowed');
    expect(asked).toEqual([]);
  });

  it('asks nothing of a private address behind a public name, nor behind one that has both', async () => {
    const { port, asked } = await serve((_, response) => response.end());
    const hosts = [host('a.example', { port })];
    const url = `https://a.example:${port}/a.m3u8`;
    expect((await refusalOf(ask(url, { hosts, resolve: toLoopback }))).code).toBe('relay-address-forbidden');
    const both: Resolve = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    expect((await refusalOf(ask(url, { hosts, resolve: both }))).code).toBe('relay-address-forbidden');
    expect(asked).toEqual([]);
  });

  it('asks nothing of a private address that is written as a number', async () => {
    const told = await refusalOf(ask('https://127.0.0.1/a.m3u8', { hosts: [host('127.0.0.1')] }));
    expect(told.code).toBe('relay-address-forbidden');
  });

  it('goes to the very address that was judged, whatever the name says the next time', async () => {
    const { port } = await serve((_, response) => response.end('here'));
    let turn = 0;
    const rebinding: Resolve = async () => [{ address: turn++ === 0 ? '127.0.0.1' : '169.254.169.254', family: 4 }];
    const hosts = [host('a.example', { port, isIntranet: true })];
    const got = await ask(`http://a.example:${port}/a.m3u8`, { hosts, resolve: rebinding });
    expect(got.ok && got.value.bytes.toString()).toBe('here');
    expect(turn).toBe(1);
  });

  it.each([
    ['to a host that is not allowed', 'http://b.example/a.m3u8', 'relay-host-not-allowed'],
    ['to the secrets of a cloud', 'http://169.254.169.254/latest', 'relay-host-not-allowed'],
    ['to a file', 'file:///etc/passwd', 'relay-host-not-allowed'],
    ['to another port of the same machine', 'http://127.0.0.1:1/', 'relay-host-not-allowed'],
    ['to a link-local address that was allowed by mistake', 'http://169.254.1.1:80/', 'relay-address-forbidden'],
    ['round and round', '/a.m3u8', 'relay-unreachable'],
  ])('follows no redirect %s', async (_, location, code) => {
    const { port } = await serve((_request, response) => response.writeHead(302, { location }).end());
    const hosts = [host('127.0.0.1', { port, isIntranet: true }), host('169.254.1.1', { isIntranet: true })];
    expect((await refusalOf(ask(`http://127.0.0.1:${port}/a.m3u8`, { hosts }))).code).toBe(code);
  });

  it('takes in no more than it may, and hangs up', async () => {
    const closed = Promise.withResolvers<void>();
    const { port } = await serve((_, response) => {
      response.on('close', () => closed.resolve());
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(64_000)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const hosts = [host('127.0.0.1', { port, isIntranet: true })];
    const told = await refusalOf(ask(`http://127.0.0.1:${port}/endless.ts`, { hosts, maxBytes: 500_000 }));
    expect(told.code).toBe('relay-too-large');
    await closed.promise;
  });

  it('waits no longer than it may for one that never ends', async () => {
    const { port } = await serve((_, response) => {
      response.write('a little');
    });
    const hosts = [host('127.0.0.1', { port, isIntranet: true })];
    const told = await refusalOf(ask(`http://127.0.0.1:${port}/slow.ts`, { hosts, timeoutMs: 300 }));
    expect(told).toMatchObject({ code: 'relay-unreachable', technician: expect.stringContaining('300 ms') });
  });

  it.each([
    ['404', 404, {}],
    ['packed content', 200, { 'content-encoding': 'gzip' }],
  ])('takes no %s', async (_, status, headers) => {
    const { port } = await serve((_request, response) => response.writeHead(status, headers).end('x'));
    const hosts = [host('127.0.0.1', { port, isIntranet: true })];
    expect((await refusalOf(ask(`http://127.0.0.1:${port}/a.m3u8`, { hosts }))).code).toBe('relay-unreachable');
  });
});
