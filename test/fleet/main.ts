/**
 * `npm run fleet -- --players 200 --server http://localhost:8080 [--email E --password P] [--seed S] [--for 60] [--plays]`:
 * simulated players against a real server. With credentials they pair themselves. Prints one JSON line a second and one at
 * the end; Ctrl-C stops. Exit 0 when all were online at the end.
 */
import { parseArgs } from 'node:util';
import { type Claims, openClaims } from './claims.ts';
import { createFleet } from './fleet.ts';

const { values } = parseArgs({
  options: {
    players: { type: 'string', default: '10' },
    server: { type: 'string', default: 'http://localhost:8080' },
    email: { type: 'string' },
    password: { type: 'string' },
    seed: { type: 'string', default: 'fleet' },
    for: { type: 'string' },
    plays: { type: 'boolean', default: false },
  },
});

const print = (line: Record<string, unknown>): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
const size = Number(values.players);
if (!Number.isInteger(size) || size < 1 || size > 20_000 || !URL.canParse(values.server)) {
  process.stderr.write(
    'usage: --players N (1 to 20000) --server URL [--email E --password P] [--seed S] [--for SECONDS] [--plays]\n',
  );
  process.exit(64);
}
const serverUrl = values.server.replace(/\/$/, '');

let claims: Claims | null = null;
if (values.email !== undefined)
  claims = await openClaims({ serverUrl, email: values.email, password: values.password ?? '', wanted: size });

const fleet = createFleet({
  serverUrl,
  size,
  seed: values.seed,
  plays: values.plays,
  changed: (player) => {
    const state = player.state();
    if (state.kind !== 'unpaired' || !claims) return;
    claims.claim(state.code).catch((fault: unknown) => print({ event: 'claim-failed', why: String(fault) }));
  },
});

const ended = new Promise<void>((resolve) => {
  process.once('SIGINT', resolve);
  process.once('SIGTERM', resolve);
  if (values.for !== undefined) setTimeout(resolve, Number(values.for) * 1_000).unref();
});
let before = '';
const report = setInterval(() => {
  const counts = JSON.stringify(fleet.counts());
  if (counts !== before) print({ event: 'fleet', players: size, ...fleet.counts() });
  before = counts;
}, 1_000);
await fleet.start();
await ended;
clearInterval(report);
const last = fleet.counts();
await fleet.stop();
print({ event: 'stopped', players: size, ...last });
process.exitCode = last.online === size ? 0 : 1;
