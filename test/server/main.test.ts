/** The program as an installer starts it: real process, real signals. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'main-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const start = (environment: Record<string, string>) => {
  const child = spawn(process.execPath, [join(root, 'server/main.ts')], {
    cwd: folder,
    env: { PATH: process.env.PATH, BANGTIN_DATA: join(folder, 'data'), PORT: '0', LOG_LEVEL: 'info', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      for (const watch of watchers) watch();
    });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (status) => resolve(status)));
  return {
    child,
    ended,
    said: () => said,
    waitFor: (pattern: RegExp): Promise<RegExpExecArray> =>
      new Promise((resolve, reject) => {
        const watch = () => {
          const found = pattern.exec(said);
          if (!found) return;
          watchers.delete(watch);
          resolve(found);
        };
        watchers.add(watch);
        watch();
        void ended.then(() => reject(new Error(`ended before ${pattern}: ${said}`)));
      }),
  };
};

describe('npm start', () => {
  it('A9 D2 prints address and setup link, answers, and stops cleanly on SIGTERM', async () => {
    const server = start({});
    await server.waitFor(/http:\/\/localhost:\d+\/setup#token=[\w-]{43}/);
    const [, port] = await server.waitFor(/Bảng Tin: http:\/\/localhost:(\d+)/);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    const open = fetch(`http://127.0.0.1:${port}/api/setup`);
    expect((await open).status).toBe(200);
    const begun = Date.now();
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(Date.now() - begun).toBeLessThan(10_000);
    expect(server.said()).toContain('server.stopped');
    for (const secret of ['session.secret', 'signing-key.pem', 'token-key'])
      expect((await stat(join(folder, 'data', secret))).mode & 0o777).toBe(0o600);
  });

  it('refuses a wrong configuration in words, before it touches anything', async () => {
    const server = start({ PORT: 'eighty', HOST: 'everywhere' });
    expect(await server.ended).toBe(78);
    expect(server.said()).toMatch(/PORT: .*\n.*HOST: /);
    await expect(stat(join(folder, 'data'))).rejects.toThrow(/ENOENT/);
  });

  it('says so when the port is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const { port } = squatter.address() as { port: number };
    const server = start({ PORT: String(port) });
    expect(await server.ended).toBe(70);
    expect(server.said()).toContain(`Port ${port} is in use`);
    squatter.close();
  });

  it('F3 one server per data folder: a second says which folder is taken; kill -9 frees it', async () => {
    const first = start({});
    await first.waitFor(/Bảng Tin: http/);
    const second = start({});
    expect(await second.ended).toBe(70);
    expect(second.said()).toContain(`đang chạy trên thư mục dữ liệu ${join(folder, 'data')}`);
    expect(second.said()).toContain(`is running on the data folder ${join(folder, 'data')}`);
    expect(second.said()).not.toContain('/setup#token=');
    first.child.kill('SIGKILL');
    await first.ended;
    const third = start({});
    await third.waitFor(/Bảng Tin: http/);
  });

  it('M2 M3 a damaged secret, a lost database, a lost signing key: no start, in both voices', async () => {
    const data = join(folder, 'data');
    const first = start({});
    await first.waitFor(/Bảng Tin: http/);
    first.child.kill('SIGTERM');
    await first.ended;
    const expectRefusedWith = async (vi: string, en: string): Promise<void> => {
      const refused = start({});
      expect(await refused.ended).toBe(70);
      expect(refused.said()).toContain(vi);
      expect(refused.said()).toContain(en);
      expect(refused.said()).not.toContain('/setup#token=');
    };
    for (const [name, damage] of [
      ['token-key', ''],
      ['token-key', '!!!!'],
      ['session.secret', ''],
      ['signing-key.pem', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'],
    ] as const) {
      const kept = await readFile(join(data, name));
      await writeFile(join(data, name), damage);
      await expectRefusedWith(`${name} trống hoặc bị hỏng`, `${name} is empty or damaged`);
      await writeFile(join(data, name), kept);
    }

    const sqlite = await readFile(join(data, 'bang-tin.sqlite'));
    await writeFile(join(data, 'bang-tin.sqlite'), '');
    await expectRefusedWith('tệp bang-tin.sqlite trống', 'bang-tin.sqlite is empty');
    await rm(join(data, 'bang-tin.sqlite'));
    await expectRefusedWith('tệp bang-tin.sqlite không còn', 'bang-tin.sqlite is gone');
    await writeFile(join(data, 'bang-tin.sqlite'), sqlite);

    const again = start({});
    await again.waitFor(/Bảng Tin: http/);
  }, 60_000);
});
