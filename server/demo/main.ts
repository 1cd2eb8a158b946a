/**
 * `npm run demo`: the whole system on one machine, for real. Starts the production server on an empty folder, works as staff
 * would (first administrator, screens, uploads, playlists, slots, publish), starts players, pairs them by the code they show,
 * and prints what each screen plays and every proven play. Ctrl-C stops everything; `--for 75` ends by itself and judges.
 */
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { resolveTools } from '../../media/tools.ts';
import type { AssetId } from '../../playlists/model/ids.ts';
import { readEnvironment } from '../config.ts';
import { type Child, startChild } from './child.ts';
import { makeClips } from './clips.ts';
import { drawPictures, POSTERS, SLIDES } from './pictures.ts';
import { openStaff, type Staff } from './staff.ts';
import { type Verdict, watchPlays } from './watch.ts';
import { ADMIN, buildPlaylists, buildSlots, buildWard, type DemoScreen, WARD_NAME } from './world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const print = (line = '') => process.stdout.write(`${line}\n`);

const { values: options } = parseArgs({
  options: {
    /** Seconds after publishing at which the demo ends by itself and judges what was proven. */
    for: { type: 'string' },
    /** Port of the server; default 8080, or any free one when that is taken. */
    port: { type: 'string' },
    /** Draw the player's picture without a window (default where there is no display). */
    headless: { type: 'boolean', default: false },
  },
});
const seconds = options.for === undefined ? null : Number(options.for);
if (seconds !== null && !(seconds >= 20 && seconds <= 86_400)) {
  process.stderr.write('✗ --for cần số giây từ 20 đến 86400. / --for needs a number of seconds from 20 to 86400.\n');
  process.exit(2);
}

/** A port nobody listens on: the wanted one when free, else the system's choice. */
const freePort = (wanted: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () => (wanted === 0 ? reject(new Error('no free port')) : freePort(0).then(resolve, reject)));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });

/** 18 symbols of 4 classes, without look-alikes. */
const makePassword = (): string => {
  const classes = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '-+='];
  const pick = (symbols: string) => symbols[randomInt(symbols.length)] ?? '';
  const rest = Array.from({ length: 14 }, () => pick(classes.slice(0, 3).join('')));
  return [...classes.map(pick), ...rest].join('');
};

const folder = await mkdtemp(join(tmpdir(), 'bang-tin-demo-'));
const running: Child[] = [];
let stopping: Promise<void> | null = null;
const stopAll = (): Promise<void> => {
  stopping ??= (async () => {
    for (const child of running.reverse()) await child.stop();
    await rm(folder, { recursive: true, force: true });
  })();
  return stopping;
};
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interrupted.abort());

/** Starts the real server and creates its first administrator through the link it prints. */
const startServer = async (): Promise<{ base: string; staff: Staff; password: string }> => {
  const port = await freePort(Number(options.port ?? 8080));
  const base = `http://127.0.0.1:${port}`;
  const server = startChild(['server/main.ts'], {
    cwd: root,
    env: {
      BANGTIN_DATA: join(folder, 'server'),
      PORT: String(port),
      HOST: '127.0.0.1',
      PUBLIC_URL: base,
      LOG_LEVEL: 'warn',
    },
  });
  running.push(server);
  const token = await server.waitFor('setup link', (line) => /\/setup#token=([\w-]+)/.exec(line)?.[1] ?? null, 60_000);
  const staff = openStaff(base);
  const password = makePassword();
  await staff.call('completeSetup', { body: { token, wardName: WARD_NAME, ...ADMIN, password } });
  return { base, staff, password };
};

/** Uploads slides and clips and waits until every screen's renditions exist. */
const fillLibrary = async (staff: Staff): Promise<AssetId[]> => {
  const environment = readEnvironment();
  const tools = await resolveTools({ ffmpegPath: environment.FFMPEG_PATH });
  if (!tools.ffmpeg) throw new Error('ffmpeg is missing: set FFMPEG_PATH or install ffmpeg');
  print('• Đang vẽ 4 trang và dựng 2 video mẫu… / drawing 4 slides and making 2 videos…');
  const pictures = await drawPictures([...SLIDES, ...POSTERS], environment.CHROMIUM_PATH);
  const clips = await makeClips(tools.ffmpeg.path, pictures.slice(SLIDES.length), folder);
  const uploads = [
    ...SLIDES.map((slide, i) => ({ ...slide, bytes: pictures[i] as Buffer })),
    ...POSTERS.map((poster, i) => ({ ...poster, bytes: clips[i] as Buffer })),
  ];
  print('• Đang tải lên và chuyển mã cho từng màn hình… / uploading and transcoding for each screen…');
  for (const item of uploads) await staff.upload(item.bytes, item.name, item.topic);
  const deadline = Date.now() + 300_000;
  for (;;) {
    const { items } = await staff.call('listAssets', { query: { limit: 50 } });
    const bad = items.find((asset) => asset.state.kind === 'refused' || asset.state.kind === 'failed');
    if (bad) throw new Error(`${bad.title}: ${JSON.stringify(bad.state)}`);
    if (items.length === uploads.length && items.every((asset) => asset.state.kind === 'ready')) {
      return uploads.map((item) => {
        const found = items.find(
          (asset) => item.name.startsWith(asset.title) || asset.title.startsWith(item.name.replace(/\.\w+$/, '')),
        );
        if (!found)
          throw new Error(`${item.name} is not in the library: ${items.map((asset) => asset.title).join(', ')}`);
        return found.id;
      });
    }
    if (Date.now() > deadline)
      throw new Error(`media not ready in time: ${JSON.stringify(items.map((asset) => [asset.title, asset.state]))}`);
    if (interrupted.signal.aborted) throw new Error('interrupted');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
};

/** Starts one player per screen and pairs it by the code it shows, as a technician would. */
const startPlayers = async (base: string, staff: Staff, screens: readonly DemoScreen[]): Promise<void> => {
  const headless = options.headless || !readEnvironment().DISPLAY;
  await Promise.all(
    screens.map(async (screen, i) => {
      const shell =
        i === 0 ? ['--shell', 'chromium', '--windowed', ...(headless ? ['--headless'] : [])] : ['--shell', 'none'];
      const player = startChild(
        [
          'player/start.ts',
          ...shell,
          '--server',
          base,
          '--data',
          join(folder, `player-${i}`),
          '--screen-size',
          `${screen.canvas.width}x${screen.canvas.height}`,
        ],
        { cwd: root },
      );
      running.push(player);
      const code = await player.waitFor(
        'pairing code',
        (line) => /"code":"([2-9A-HJ-NP-Z]{8})"/.exec(line)?.[1] ?? null,
        60_000,
      );
      await staff.call('claimPairing', { body: { code, screenId: screen.id } });
      print(
        `• ${screen.name} (${screen.canvas.width}×${screen.canvas.height}): ${i === 0 ? 'cửa sổ phát Chromium' : 'lõi phát không màn hình'}, mã ghép nối ${code} ✓`,
      );
    }),
  );
};

/** The first multiple of 5 s that is at least 25 s away: late enough to watch the change, well inside the first minute. */
const changeInstant = (now: number): number => Math.ceil((now + 25_000) / 5_000) * 5_000;

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

const run = async (): Promise<number> => {
  print('Bảng Tin – bản dùng thử / demo');
  const { base, staff, password } = await startServer();
  const screens = await buildWard(staff);
  const assets = await fillLibrary(staff);
  const playlists = await buildPlaylists(staff, assets, screens);
  await startPlayers(base, staff, screens);
  const changeAt = changeInstant(Date.now());
  await buildSlots(staff, playlists, changeAt);
  await staff.call('publish', { body: { note: 'Bản dùng thử' } });
  print();
  print(`  Bảng điều khiển / console:  ${base}`);
  print(`  Tài khoản / account:        ${ADMIN.email}`);
  print(`  Mật khẩu / password:        ${password}`);
  print();
  const verdict = await watchPlays({
    staff,
    screens,
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
