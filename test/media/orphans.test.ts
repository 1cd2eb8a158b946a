/** What bubblewrap leaves when its other half is killed at the wrong moment is ended at the next start, and nothing else is. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { endOrphans } from '../../media/orphans.ts';
import { aFolder } from '../support/folder.ts';

test.skipIf(process.platform !== 'linux')(
  'A1 sandboxes of an earlier life on our files are ended, others are not',
  async () => {
    const folder = await aFolder();
    const start = async (argv0: string, file: string): Promise<ChildProcess> => {
      const child = spawn('/bin/sh', ['-c', 'echo up; read line', file], { argv0, stdio: ['pipe', 'pipe', 'ignore'] });
      await once(child.stdout as NodeJS.ReadableStream, 'data');
      return child;
    };
    const ours = await start('/usr/bin/bwrap', join(folder, 'made/a'));
    const others = [await start('bwrap', `${folder}-of-another/made/a`), await start('sh', join(folder, 'made/a'))];
    const gone = once(ours, 'exit');
    endOrphans(folder);
    expect((await gone)[1]).toBe('SIGKILL');
    for (const other of others) {
      expect([other.exitCode, other.signalCode]).toEqual([null, null]);
      const ended = once(other, 'exit');
      other.stdin?.end('\n');
      expect(await ended).toEqual([0, null]);
    }
  },
);
