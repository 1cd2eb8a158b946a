import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../support/server.ts';

let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'console-'));
  await mkdir(join(folder, 'dist', 'assets'), { recursive: true });
  await writeFile(join(folder, 'dist', 'index.html'), '<!doctype html><title>Bảng Tin</title>');
  await writeFile(join(folder, 'dist', 'assets', 'main-1a2b.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'canary');
  server = await startTestServer({ doors: { consoleFolder: join(folder, 'dist') } });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Sends the path as it is, without tidying the dots. */
const getRaw = (path: string): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(server.url);
    request({ host: '127.0.0.1', port, path }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    })
      .on('error', reject)
      .end();
  });

describe('the console as files', () => {
  it('every address of the console gets the page, uncached', async () => {
    for (const path of ['/', '/screens/scr_1', '/setup', '/pair?code=ABCD2345']) {
      const answer = await fetch(`${server.url}${path}`);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('Bảng Tin');
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('hashed files stay for ever; a missing one is missing, not the page', async () => {
    const file = await fetch(`${server.url}/assets/main-1a2b.js`);
    expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await fetch(`${server.url}/assets/main-0000.js`)).status).toBe(404);
  });

  it('C1 nothing outside the folder is served', async () => {
    for (const path of [
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '//secret.txt',
    ])
      expect((await getRaw(path)).text, path).not.toContain('canary');
  });

  it('a console that was not built says how to build it', async () => {
    await using bare = await startTestServer({ doors: { consoleFolder: join(folder, 'nowhere') } });
    const answer = await fetch(`${bare.url}/`);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('npm start');
  });
});

describe('B4 hostile connections', () => {
  it('garbage instead of HTTP is answered 400 and closed, and the server lives on', async () => {
    const { port } = new URL(server.url);
    const said = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('\u0000\u0001GARBAGE\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
      });
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    expect(said).toContain('400 Bad Request');
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it('headers of a megabyte are refused', async () => {
    const answer = await fetch(`${server.url}/api/setup`, { headers: { 'x-long': 'x'.repeat(200_000) } }).catch(
      () => null,
    );
    expect(answer === null || answer.status === 431).toBe(true);
  });
});
