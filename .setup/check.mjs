/** `npm run check`: types, format and lint, import rules, dead code, stale generated documents; every step runs, all faults are told. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const STEPS = [
  ['types', ['node_modules/typescript/bin/tsc', '-p', '.']],
  ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.']],
  ['import rules', ['node_modules/vitest/vitest.mjs', 'run', '--project', 'fast', 'test/architecture.test.ts']],
  ['dead code', ['node_modules/knip/bin/knip.js']],
  ['generated documents', ['server/http/write-openapi.ts', '--check']],
];

const failed = [];
for (const [name, args] of STEPS) {
  process.stdout.write(`── ${name}\n`);
  if (spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status !== 0) failed.push(name);
}
process.stdout.write(failed.length === 0 ? '✓ check: all good\n' : `✗ check: ${failed.join(', ')}\n`);
process.exit(failed.length === 0 ? 0 : 1);
