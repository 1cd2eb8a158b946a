/** The door to environment and command line, and the key of the device. */

import { createPublicKey, verify } from 'node:crypto';
import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigFault, readPlayerConfig } from '../../../player/core/config.ts';
import { deviceIdOf, openIdentity } from '../../../player/core/identity.ts';
import { aFolder } from '../../support/folder.ts';

describe('player configuration', () => {
  test('defaults, environment, and the command line above it', () => {
    expect(readPlayerConfig({}, [])).toMatchObject({
      serverUrl: null,
      shell: 'electron',
      window: null,
    });
    const environment = { BANGTIN_SERVER: 'https://bangtin.example:8443/', BANGTIN_WINDOW: '768x384' };
    expect(readPlayerConfig(environment, ['--shell=none', '--data', '/tmp/x'])).toMatchObject({
      serverUrl: 'https://bangtin.example:8443',
      window: { width: 768, height: 384 },
      shell: 'none',
      dataFolder: '/tmp/x',
    });
    expect(readPlayerConfig(environment, ['--server', 'http://10.0.0.2:1']).serverUrl).toBe('http://10.0.0.2:1');
  });
  test.each([
    [['--server', 'ftp://x'], '--server'],
    [['--server', 'http://x/path'], 'without path'],
    [['--server', 'http://user:word@x'], 'without path'],
    [['--server', 'x'], '--server'],
    [['--shell', 'firefox'], '--shell'],
    [['--window', 'big'], '--window'],
    [['--window', '3x4'], '--window'],
    [['--reserve-mb', 'many'], '--reserve-mb'],
    [['--data'], '--data needs a value'],
  ])('%j is refused by name', (argv, words) => {
    expect(() => readPlayerConfig({}, argv)).toThrow(ConfigFault);
    expect(() => readPlayerConfig({}, argv)).toThrow(words);
  });
});

describe('identity', () => {
  const open = (folder: string, logs: string[] = []) =>
    openIdentity({
      folder,
      wall: () => 7,
      log: (event) => logs.push(event),
      damaged: ({ file }) => logs.push(`damaged ${file}`),
    });

  test('made once, kept, readable by its owner only, and it signs', async () => {
    const folder = await aFolder();
    const first = await open(folder);
    expect((await open(folder)).deviceId).toBe(first.deviceId);
    expect((await stat(join(folder, 'identity.json'))).mode & 0o777).toBe(0o600);
    const raw = Buffer.from(first.publicKey, 'base64');
    expect(deviceIdOf(raw)).toBe(first.deviceId);
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
    expect(verify(null, Buffer.from('chào'), key, Buffer.from(first.sign('chào'), 'base64'))).toBe(true);
    const [, secret = ''] = /"privateKey":"([^"]+)"/.exec(await readFile(join(folder, 'identity.json'), 'utf8')) ?? [];
    expect(secret.length).toBeGreaterThan(40);
    expect(JSON.stringify(first)).not.toContain(secret);
  });

  test('a key file that others may read is closed again', async () => {
    const folder = await aFolder();
    const path = join(folder, 'identity.json');
    const logs: string[] = [];
    await open(folder);
    await chmod(path, 0o644);
    await open(folder, logs);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(logs).toEqual(['identity.mode-mended']);
  });

  test('one lost or flipped key file costs nothing: the other has it, and the first is mended', async () => {
    const folder = await aFolder();
    const { deviceId } = await open(folder);
    const names = ['identity.json', 'identity-copy.json'];
    const whole = await readFile(join(folder, 'identity.json'), 'utf8');
    for (const name of names) {
      const path = join(folder, name);
      const flipped = Buffer.from(whole);
      /** In the key itself, where every value is a key of somebody. */
      const at = whole.indexOf('"}') - 6;
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      for (const content of [flipped, '', whole.slice(0, 40), '\0'.repeat(whole.length)]) {
        const logs: string[] = [];
        await writeFile(path, content);
        expect((await open(folder, logs)).deviceId).toBe(deviceId);
        expect(logs).toEqual([`damaged ${name}`]);
        expect(await readFile(path, 'utf8')).toBe(whole);
      }
      await rm(path);
      expect((await open(folder)).deviceId).toBe(deviceId);
      expect(await readFile(path, 'utf8')).toBe(whole);
    }
  });

  test('both key files damaged: both are put aside and a new device begins', async () => {
    const folder = await aFolder();
    const first = await open(folder);
    const logs: string[] = [];
    for (const name of ['identity.json', 'identity-copy.json']) await writeFile(join(folder, name), '{"format":1}');
    expect((await open(folder, logs)).deviceId).not.toBe(first.deviceId);
    expect(logs).toEqual(['damaged identity.json', 'damaged identity-copy.json', 'identity.damaged', 'identity.made']);
    expect((await readdir(folder)).filter((name) => name.endsWith('.damaged-7'))).toHaveLength(2);
  });

  test('the key file of a release without sums is taken over', async () => {
    const folder = await aFolder();
    const { deviceId } = await open(folder);
    const line = await readFile(join(folder, 'identity.json'), 'utf8');
    await rm(join(folder, 'identity-copy.json'));
    await writeFile(join(folder, 'identity.json'), line.slice(line.indexOf('{')));
    expect((await open(folder)).deviceId).toBe(deviceId);
    expect(await readFile(join(folder, 'identity-copy.json'), 'utf8')).toMatch(/^[0-9a-f]{16} 1 \{/);
  });
});
