/** The door to environment and command line, and the key of the device. */

import { createPublicKey, verify } from 'node:crypto';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigFault, readPlayerConfig } from '../../../player/core/config.ts';
import { deviceIdOf, openIdentity } from '../../../player/core/identity.ts';
import { aFolder } from '../../support/folder.ts';

describe('player configuration', () => {
  test('defaults, environment, and the command line above it', () => {
    expect(readPlayerConfig({}, [])).toMatchObject({
      serverUrl: 'http://localhost:8080',
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
    openIdentity(
      folder,
      () => 7,
      (event) => logs.push(event),
    );

  test('made once, kept, readable by its owner only, and it signs', async () => {
    const folder = await aFolder();
    const first = await open(folder);
    expect((await open(folder)).deviceId).toBe(first.deviceId);
    expect((await stat(join(folder, 'identity.json'))).mode & 0o777).toBe(0o600);
    const raw = Buffer.from(first.publicKey, 'base64');
    expect(deviceIdOf(raw)).toBe(first.deviceId);
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
    expect(verify(null, Buffer.from('chào'), key, Buffer.from(first.sign('chào'), 'base64'))).toBe(true);
    expect(JSON.stringify(first)).not.toContain(
      JSON.parse(await readFile(join(folder, 'identity.json'), 'utf8')).privateKey,
    );
  });

  test('a key file that others may read is closed again; a damaged one is put aside', async () => {
    const folder = await aFolder();
    const path = join(folder, 'identity.json');
    const logs: string[] = [];
    const first = await open(folder);
    await chmod(path, 0o644);
    await open(folder, logs);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await writeFile(path, '{"format":1,"privateKey":"AAAA"}');
    expect((await open(folder, logs)).deviceId).not.toBe(first.deviceId);
    expect(logs).toEqual(['identity.mode-mended', 'identity.damaged', 'identity.made']);
    expect((await readdir(folder)).sort()).toEqual(['identity.json', 'identity.json.damaged-7']);
  });
});
