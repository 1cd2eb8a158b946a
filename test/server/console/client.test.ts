/** The typed client: addresses, refusals as values, replies parsed; against a real HTTP server. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../../../playlists/model/refusal.ts';
import { addressOf, call, troubleOf } from '../../../server/console/src/api/client.ts';

describe('addressOf', () => {
  it.each([
    ['/slots', {}, {}, '/api/slots'],
    ['/slots/{slotId}', { slotId: 'slt_1' }, {}, '/api/slots/slt_1'],
    ['/invitations/{token}', { token: 'a/b?c' }, {}, '/api/invitations/a%2Fb%3Fc'],
    [
      '/assets',
      {},
      { search: 'nghị quyết', kind: undefined, limit: 60 },
      '/api/assets?search=ngh%E1%BB%8B+quy%E1%BA%BFt&limit=60',
    ],
    ['/assets', {}, { search: '' }, '/api/assets'],
  ])('%s %o %o', (path, params, query, address) => {
    expect(addressOf(path, params, query)).toBe(address);
  });
});

describe('troubleOf', () => {
  const spoken = refusal('playlist-in-use', 'slot slt_1', { places: 'Bản tin sáng' });

  it('reads a refusal, wrapped or bare', () => {
    expect(troubleOf(409, JSON.stringify({ refusal: spoken }))).toMatchObject({ code: 'playlist-in-use', status: 409 });
    expect(troubleOf(409, JSON.stringify(spoken)).staff.vi).toContain('Bản tin sáng');
  });

  it.each(['', '<html>502 Bad Gateway</html>', '{"message":"nope"}', '[]', 'null'])(
    'says that %s cannot be read',
    (text) => {
      expect(troubleOf(502, text)).toMatchObject({ code: 'reply-unreadable', status: 502 });
    },
  );
});

describe('call', () => {
  let server: Server;
  let answer: { status: number; text: string };
  let heard: { method: string | undefined; url: string | undefined; body: string }[];
  const realFetch = globalThis.fetch;

  beforeEach(async () => {
    heard = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        heard.push({ method: request.method, url: request.url, body });
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(answer.status === 204 ? undefined : answer.text);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    // A browser resolves `/api/…` against the page; Node has no page.
    globalThis.fetch = (input, options) => realFetch(new URL(String(input), `http://127.0.0.1:${port}`), options);
  });
  afterEach(async () => {
    globalThis.fetch = realFetch;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('sends the body and parses the reply', async () => {
    answer = { status: 200, text: '{"needed":true}' };
    expect(await call('getSetup')).toEqual({ ok: true, value: { needed: true } });
    expect(heard).toEqual([{ method: 'GET', url: '/api/setup', body: '' }]);
  });

  it('takes 204 as nothing', async () => {
    answer = { status: 204, text: '' };
    expect(await call('deleteSlot', { params: { slotId: 'slt_1' as never } })).toEqual({ ok: true, value: undefined });
  });

  it('refuses a wrong body before it leaves, and marks the fields', async () => {
    const called = await call('createPlaylist', { body: { name: '', entries: [] } });
    expect(called).toMatchObject({ ok: false, trouble: { code: 'request-malformed', status: 400 } });
    expect(!called.ok && Object.keys(called.trouble.fields ?? {})).toEqual(['name']);
    expect(heard).toEqual([]);
  });

  it('hands on a refusal of the server as a value', async () => {
    answer = { status: 410, text: JSON.stringify({ refusal: refusal('link-expired', 'used') }) };
    expect(await call('getInvitation', { params: { token: 'x'.repeat(20) } })).toMatchObject({
      ok: false,
      trouble: { code: 'link-expired', status: 410 },
    });
  });

  it('says so when a reply breaks its contract', async () => {
    answer = { status: 200, text: '{"needed":"perhaps"}' };
    expect(await call('getSetup')).toMatchObject({ ok: false, trouble: { code: 'reply-unreadable' } });
  });

  it('says so when nobody answers', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await call('getSetup')).toMatchObject({ ok: false, trouble: { code: 'unreachable', status: 0 } });
  });
});
