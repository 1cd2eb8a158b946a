/**
 * `npm run demo`: the whole system on one machine, for real. Starts the production server on an empty folder, works as staff
 * would (first administrator, screens, uploads, playlists, slots, publish), starts players, pairs them by the code they show,
 * and prints what each screen plays and every proven play. Ctrl-C stops everything; `--for 75` ends by itself and judges.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Child } from './child.ts';
import { readEnvironment } from './environment.ts';
import { fillLibrary, type Run, startPlayers, startServer } from './steps.ts';
import { type Verdict, watchPlays } from './watch.ts';
import { ADMIN, buildPlaylists, buildSlots, buildTickers, buildWard } from './world.ts';

const print = (line = '') => process.stdout.write(`${line}\n`);

const { values: options } = parseArgs({
  options: {
    /** Seconds after publishing at which the demo ends by itself and judges what was proven. */
    for: { type: 'string' },
    /** Port of the server; default PORT, else 8080; any free one when that is taken. */
    port: { type: 'string' },
    /** Draw the player's picture without a window (default where there is no display). */
    headless: { type: 'boolean', default: false },
  },
});
const seconds = options.for === undefined ? null : Number(options.for);
if (seconds !== null && !(seconds >= 60 && seconds <= 86_400)) {
  process.stderr.write('✗ --for cần số giây từ 60 đến 86400. / --for needs a number of seconds from 60 to 86400.\n');
  process.exit(2);
}

const port = Number(options.port ?? readEnvironment().port ?? 8080);
if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
  process.stderr.write(
    '✗ PORT (hoặc --port) cần số từ 0 đến 65535. / PORT (or --port) needs a number from 0 to 65535.\n',
  );
  process.exit(2);
}

const folder = await mkdtemp(join(tmpdir(), 'bang-tin-demo-'));
const children: Child[] = [];
let stopping: Promise<void> | null = null;
const stopAll = (): Promise<void> => {
  stopping ??= (async () => {
    for (const child of children.reverse()) await child.stop();
    await rm(folder, { recursive: true, force: true });
  })();
  return stopping;
};
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interrupted.abort());

/** Files are on the players' disks well before the first slot begins; until then the default playlist plays. */
const FIRST_SLOT_AFTER_MS = 10_000;
/** Long enough to watch a few plays, and the change still falls inside the first minute. */
const FIRST_SLOT_LASTS_MS = 25_000;
/** The first multiple of 5 s that is at least `ms` after `now`. */
const roundInstant = (now: number, ms: number): number => Math.ceil((now + ms) / 5_000) * 5_000;

const tellVerdict = (verdict: Verdict): number => {
  const good = verdict.boundaryCrossed && verdict.playsAfterBoundary > 0 && verdict.screensAcked > 0;
  print();
  print(
    good
      ? '✓ Đã qua mốc đổi khung giờ và có lượt phát được xác nhận. / The boundary was crossed and its plays are proven.'
      : '✗ Chưa chứng minh được lượt phát qua mốc đổi khung giờ. / The boundary was not proven.',
  );
  print(
    JSON.stringify({
      plays: verdict.plays,
      boundaryErrorMs: verdict.boundaryErrorMs,
      screensAcked: verdict.screensAcked,
      screens: verdict.screens,
      playsAfterBoundary: verdict.playsAfterBoundary,
      headlessPlays: verdict.headlessPlays,
    }),
  );
  return good ? 0 : 1;
};

const demo: Run = {
  folder,
  children,
  print,
  signal: interrupted.signal,
  headless: options.headless || !readEnvironment().hasDisplay,
};

const run = async (): Promise<number> => {
  print('Bảng Tin – bản dùng thử / demo');
  const { base, staff, password } = await startServer(demo, port);
  const screens = await buildWard(staff);
  const assets = await fillLibrary(demo, staff);
  const playlists = await buildPlaylists(staff, assets, screens);
  await startPlayers(demo, base, staff, screens);
  const startAt = roundInstant(Date.now(), FIRST_SLOT_AFTER_MS);
  const changeAt = startAt + FIRST_SLOT_LASTS_MS;
  await buildSlots(staff, playlists, changeAt, startAt);
  await buildTickers(staff, screens, changeAt);
  await staff.call('publish', { body: { note: 'Bản dùng thử' } });
  print();
  print(`  Bảng điều khiển / console:  ${base}`);
  print(`  Tài khoản / account:        ${ADMIN.email}`);
  print(`  Mật khẩu / password:        ${password}`);
  print();
  const verdict = await watchPlays({
    staff,
    screens,
    startAt,
    changeAt,
    paintedScreen: screens[0]?.id ?? null,
    print,
    until: seconds === null ? null : Date.now() + seconds * 1_000,
    signal: interrupted.signal,
  });
  return seconds === null ? 0 : tellVerdict(verdict);
};

try {
  process.exitCode = await run();
} catch (fault) {
  if (!interrupted.signal.aborted) {
    process.stderr.write(
      `\n✗ Bản dùng thử dừng vì lỗi. / The demo stopped on a fault.\n${fault instanceof Error ? fault.stack : String(fault)}\n`,
    );
    process.exitCode = 1;
  }
} finally {
  await stopAll();
}
