/**
 * F1: the power goes while a player downloads, swaps manifests and writes plays. Its data lies on a small ext4 or XFS disk
 * that is shut down without flushing (`xfs_io -x -c shutdown`), mounted again and inspected: everything that was said to be
 * active or written is there. Needs root, loop devices, mkfs and xfs_io; says plainly when it is skipped.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startDoomed } from '../support/doomed-player.ts';
import { startFakeServer } from '../support/fake-server.ts';
import { aFolder } from '../support/folder.ts';
import { createPlayLedger, inspectPlayer, publishBusy, saidActive } from '../support/player-disk.ts';
import { until } from '../support/until.ts';

const run = (program: string, ...args: string[]): void => {
  execFileSync(program, args, { stdio: 'pipe', timeout: 30_000 });
};

/** A small disk of its own, mounted; null when this machine does not allow it. */
const aDisk = async (kind: 'ext4' | 'xfs') => {
  const folder = await aFolder();
  const [image, place] = [join(folder, 'disk.img'), join(folder, 'disk')];
  try {
    writeFileSync(image, '');
    await truncate(image, 320_000_000);
    run(`mkfs.${kind}`, ...(kind === 'ext4' ? ['-qF'] : ['-q', '-f']), image);
    mkdirSync(place);
    run('mount', '-o', 'loop', image, place);
    run('xfs_io', '-V');
  } catch (thrown) {
    process.stdout.write(`power cuts on ${kind} are skipped here: ${String(thrown).split('\n')[0]}\n`);
    return null;
  }
  let mounted = true;
  const unmount = (): void => {
    if (mounted) run('umount', place);
    mounted = false;
  };
  onTestFinished(unmount);
  chmodSync(place, 0o700);
  return {
    data: join(place, 'player'),
    cutPower: (): void => run('xfs_io', '-x', '-c', 'shutdown', place),
    unmount,
    mount: (): void => {
      run('mount', '-o', 'loop', image, place);
      mounted = true;
    },
  };
};

test.for([
  ['ext4', 6],
  ['xfs', 6],
] as const)('F1 power cuts on %s: nothing said is lost, always a whole manifest', async ([kind, cuts], { skip }) => {
  const disk = await aDisk(kind);
  if (!disk) return skip('no disk of its own can be made here');
  const server = await startFakeServer();
  onTestFinished(() => server.stop());
  const ledger = createPlayLedger(server);
  let activeSaid = 0;
  let hellos = 0;
  for (let version = 1; version <= cuts; version += 1) {
    publishBusy(server, version);
    server.bytesPerSecond = version === 1 ? null : 300_000;
    const player = startDoomed({ server: server.url, folder: disk.data });
    onTestFinished(() => player.kill().catch(() => {}));
    const first = version === 1;
    await until('its hello', () => server.hellos.length > hellos || !player.alive(), 20_000);
    const cutAt = performance.now() + ((version * 173) % 700);
    await until('the moment', () => (first ? saidActive(player, 1) : performance.now() > cutAt), 20_000);
    if (first) await until('some plays', () => player.said.some((line) => line.kind === 'play-written'));
    disk.cutPower();
    await player.kill();
    ledger.collect(player);
    if (saidActive(player, version)) activeSaid = version;
    hellos = server.hellos.length;
    disk.unmount();
    disk.mount();
    const active = await inspectPlayer(disk.data);
    expect(active?.signed.envelope.version).toBeGreaterThanOrEqual(activeSaid);
  }
  server.bytesPerSecond = null;
  const last = startDoomed({ server: server.url, folder: disk.data });
  onTestFinished(() => last.kill().catch(() => {}));
  await until('all plays of earlier lives', ledger.arrived, 30_000);
  await last.kill('SIGTERM');
  ledger.expectProven();
  expect(new Set(server.hellos.map(({ deviceId }) => deviceId)).size).toBe(1);
});
