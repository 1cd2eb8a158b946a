/** The loopback origin of the Chromium shell: who gets in, what is served, how messages pass. Real HTTP on port 0. */
import { writeFile } from 'node:fs/promises';
import { get as httpGet, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { MediaFile } from '../../../player/core/stage.ts';
import { openPageServer, type PageServer } from '../../../player/shell/chromium/page-server.ts';
import type { PageToCore } from '../../../playlists/wire/stage.ts';
import { aDigest } from '../../support/builders.ts';
import { aFolder } from '../../support/folder.ts';
import { until } from '../../support/until.ts';

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}
const ask = (
  url: string,
  parts: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const call = httpRequest(url, { method: parts.method ?? 'GET', headers: parts.headers ?? {} }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) }),
      );
      response.on('error', reject);
    });
    call.on('error', reject);
    call.end(parts.body);
  });

describe('page server', () => {
  const digest = aDigest('film');
  let server: PageServer;
  let origin = '';
  let cookie = '';
  let heard: PageToCore[] = [];
  let refused: string[] = [];

  const enter = async (): Promise<void> => {
    const invitation = server.invite();
    origin = new URL(invitation).origin;
    const reply = await ask(invitation);
    expect(reply.status).toBe(302);
    const [set = ''] = reply.headers['set-cookie'] ?? [];
    expect(set).toMatch(/HttpOnly; SameSite=Strict; Path=\/$/);
    cookie = set.split(';')[0] ?? '';
  };
  const inside = (path: string, parts: Parameters<typeof ask>[1] = {}): Promise<Reply> =>
    ask(`${origin}${path}`, { ...parts, headers: { cookie, ...parts.headers } });
  const post = (body: string, headers: Record<string, string> = {}): Promise<Reply> =>
    inside('/channel', { method: 'POST', body, headers: { origin, 'content-type': 'application/json', ...headers } });

  beforeEach(async () => {
    heard = [];
    refused = [];
    const path = join(await aFolder(), 'film');
    await writeFile(path, Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251)));
    const film: MediaFile = { path, bytes: 1000, type: 'video/mp4' };
    server = await openPageServer({
      page: new Map([['/', { type: 'text/html; charset=utf-8', bytes: new TextEncoder().encode('<!doctype html>') }]]),
      locate: (asked) => (asked === digest ? film : null),
      relay: () => null,
      heard: (message) => heard.push(message),
      refused: (what) => refused.push(what),
    });
    onTestFinished(() => server.stop());
    await enter();
  });

  it('lets nobody in without the key, and the key works once', async () => {
    for (const path of ['/', `/media/${digest}`, '/channel', '/nothing'])
      expect((await ask(`${origin}${path}`)).status).toBe(403);
    const invitation = server.invite();
    expect((await ask(invitation)).status).toBe(302);
    expect((await ask(invitation)).status).toBe(403);
    expect((await ask(`${origin}/enter/${'A'.repeat(43)}`)).status).toBe(403);
    expect(refused.length).toBeGreaterThan(0);
  });

  it('a new invitation shuts out the browser before', async () => {
    expect((await inside('/')).status).toBe(200);
    server.invite();
    expect((await inside('/')).status).toBe(403);
  });

  it('answers under its own address only (DNS rebinding)', async () => {
    expect((await inside('/', { headers: { host: 'evil.example:80' } })).status).toBe(403);
    expect((await inside('/', { headers: { host: origin.replace('http://127.0.0.1', 'localhost') } })).status).toBe(
      403,
    );
  });

  it('H5 gives the page a policy that allows nothing but its own origin', async () => {
    const { headers, status } = await inside('/');
    expect(status).toBe(200);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-store');
  });

  it('serves media by digest in ranges, and no path of a request reaches the disk', async () => {
    const part = await inside(`/media/${digest}`, { headers: { range: 'bytes=990-' } });
    expect(part.status).toBe(206);
    expect(part.headers['content-range']).toBe('bytes 990-999/1000');
    expect([...part.body]).toEqual(Array.from({ length: 10 }, (_, i) => (990 + i) % 251));
    const whole = await inside(`/media/${digest}`);
    expect([whole.status, whole.body.length, whole.headers['content-type']]).toEqual([200, 1000, 'video/mp4']);
    expect((await inside(`/media/${digest}`, { headers: { range: 'bytes=5000-' } })).status).toBe(416);
    for (const path of [
      `/media/${aDigest('other')}`,
      '/media/../../etc/passwd',
      '/media/%2e%2e%2fetc%2fpasswd',
      '/../package.json',
      `/media/${digest}/x`,
    ]) {
      expect((await inside(path)).status, path).toBe(404);
    }
    expect((await inside(`/media/${digest}`, { method: 'DELETE' })).status).toBe(405);
  });

  it('hears messages of the page in order, and only well-formed ones from its own page', async () => {
    expect((await post(JSON.stringify([{ kind: 'ready' }, { kind: 'pong', token: 4 }]))).status).toBe(204);
    expect(heard).toEqual([{ kind: 'ready' }, { kind: 'pong', token: 4 }]);
    expect((await post('[{"kind":"rule the world"}]')).status).toBe(400);
    expect((await post('{')).status).toBe(400);
    expect((await post('[]', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post('[]', { 'content-type': 'text/plain' })).status).toBe(403);
    expect((await post(JSON.stringify('x'.repeat(300_000)))).status).toBe(413);
    expect(heard).toHaveLength(2);
  });

  it('sends messages to the one page that listens; a new page takes the place of the old', async () => {
    const listen = (): { text: string; ended: boolean } => {
      const got = { text: '', ended: false };
      httpGet(`${origin}/channel`, { headers: { cookie } }, (response) => {
        response.on('data', (piece) => {
          got.text += String(piece);
        });
        response.on('close', () => {
          got.ended = true;
        });
      });
      return got;
    };
    const first = listen();
    await until('the first page', () => first.text.includes('retry'));
    server.send({ kind: 'ping', token: 1 });
    await until('the message', () => first.text.includes('data: {"kind":"ping","token":1}\n\n'));
    const second = listen();
    await until('the second page', () => second.text.includes('retry') && first.ended);
    server.send({ kind: 'ping', token: 2 });
    await until('the message', () => second.text.includes('"token":2'));
    expect(first.text).not.toContain('"token":2');
  });
});
