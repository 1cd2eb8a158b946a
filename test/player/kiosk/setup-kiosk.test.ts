/** What makes a machine a player: the files that packages carry, where they go, and that the units of systemd hold. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { aFolder } from '../../support/folder.ts';

const run = promisify(execFile);
const root = new URL('../../..', import.meta.url).pathname;
const LINUX = join(root, 'player/kiosk/linux');
const UNITS = ['bang-tin-player.service', 'bang-tin-player-x.service'];
const ANALYZE = '/usr/bin/systemd-analyze';

const setUp = async (into: string, ...words: string[]): Promise<void> => {
  await run('sh', [join(LINUX, 'setup-kiosk'), ...words], {
    env: { PATH: process.env.PATH ?? '', BANGTIN_ROOT: into },
  });
};
const filesBelow = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
    .sort();

describe.runIf(process.platform === 'linux')('a machine that becomes a player', () => {
  it('cage, X and desktop each get what they need, and what was written on the box stays', async () => {
    const folder = await aFolder();
    await setUp(folder, 'cage', '/opt/player.AppImage');
    const tools = ['bang-tin-left', 'bang-tin-supervise', 'bang-tin-x-session', 'setup-kiosk'].map(
      (name) => `/usr/lib/bang-tin/${name}`,
    );
    const cage = [
      '/etc/bang-tin/player.env',
      '/etc/sysctl.d/60-bang-tin.conf',
      ...UNITS.map((name) => `/etc/systemd/system/${name}`),
      '/etc/udev/rules.d/60-bang-tin.rules',
      '/usr/bin/bang-tin-player',
      ...tools,
    ];
    expect(await filesBelow(folder)).toEqual([...cage].sort());
    await writeFile(join(folder, 'etc/bang-tin/player.env'), 'BANGTIN_SERVER=https://ours\n');
    await setUp(folder, 'x');
    expect(await filesBelow(folder)).toEqual([...cage, '/etc/X11/xorg.conf.d/10-bang-tin.conf'].sort());
    expect(await readFile(join(folder, 'etc/bang-tin/player.env'), 'utf8')).toBe('BANGTIN_SERVER=https://ours\n');
    await setUp(folder, 'desktop');
    expect(await filesBelow(folder)).toContain('/etc/xdg/autostart/bang-tin-player.desktop');
    await expect(setUp(folder, 'kitchen')).rejects.toThrow(/usage/);
  });

  it('F6 the units are started again for ever, watched, and not as root', async () => {
    for (const name of UNITS) {
      const unit = await readFile(join(LINUX, name), 'utf8');
      for (const line of [
        'Type=notify',
        'NotifyAccess=all',
        'Restart=always',
        'StartLimitIntervalSec=0',
        'User=bangtin',
      ])
        expect(unit.split('\n'), name).toContain(line);
      const [, watched] = /^WatchdogSec=(\d+)$/m.exec(unit) ?? [];
      /** The supervisor is silent while a player starts, and between two starts. */
      expect(Number(watched)).toBeGreaterThan(60 + 15);
      expect(unit).not.toContain('--no-sandbox');
    }
  });

  it.skipIf(!existsSync(ANALYZE))('systemd reads the units without a complaint', async () => {
    const folder = await aFolder();
    for (const name of UNITS) {
      const unit = await readFile(join(LINUX, name), 'utf8');
      /** The programs that they start are not on this machine: stand-ins take their names. */
      const here = unit.replaceAll(/\/usr\/(bin|lib)\//g, `${folder}/usr/$1/`);
      for (const [program = ''] of here.matchAll(new RegExp(`${folder}/usr/[\\w./-]+`, 'g'))) {
        await mkdir(dirname(program), { recursive: true });
        await writeFile(program, '#!/bin/sh\n');
        await chmod(program, 0o755);
      }
      await writeFile(join(folder, name), here);
    }
    const { stdout, stderr } = await run(ANALYZE, ['verify', '--man=no', ...UNITS.map((name) => join(folder, name))]);
    expect((stdout + stderr).split('\n').filter((line) => UNITS.some((name) => line.includes(name)))).toEqual([]);
  });

  it('the packages carry these files', async () => {
    const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
    const config = await builder('app-builder-lib/out/util/config/config').getConfig(root, null, null);
    const [resources] = config.linux.extraResources;
    for (const from of [resources.from, config.deb.fpm[0].split('=')[0]]) {
      const names = await readdir(join(root, from));
      for (const name of ['bang-tin-supervise', 'setup-kiosk', ...UNITS]) expect(names).toContain(name);
    }
    expect(config.deb.fpm[0]).toMatch(/=\/usr\/lib\/bang-tin\/$/);
  });
});
