/** Writes `openapi.json` from the contracts; with `--check` writes nothing and ends with 1 when the copy is stale. */
import { readFile, writeFile } from 'node:fs/promises';
import { buildOpenApi } from './openapi.ts';

const target = new URL('./openapi.json', import.meta.url);
const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const fresh = `${JSON.stringify(buildOpenApi(version), null, 2)}\n`;

if (process.argv.includes('--check')) {
  const kept = await readFile(target, 'utf8').catch(() => '');
  if (kept !== fresh) {
    process.stderr.write('✗ server/http/openapi.json is stale: run node server/http/write-openapi.ts\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(target, fresh);
  process.stdout.write('server/http/openapi.json written\n');
}
