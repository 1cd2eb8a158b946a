/** The steps of the demo and of `npm run dev`: real server, real uploads, real players, driven as staff and technicians would. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findTools } from '../../media/tools.ts';
import type { AssetId } from '../../playlists/model/ids.ts';
import { type Child, startChild } from './child.ts';
import { makeClips } from './clips.ts';
import { readEnvironment } from './environment.ts';
import { drawPictures, POSTERS, SLIDES } from './pictures.ts';
import { openStaff, type Staff } from './staff.ts';
import { ADMIN, type DemoScreen, WARD_NAME } from './world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What every step needs: where to put data, where to keep started processes, how to speak, when to give up. */
export interface Run {
  folder: string;
  /** Started processes, oldest first; the caller stops them. */
  children: Child[];
  print: (line?: string) => void;
  signal: AbortSignal;
  headless: boolean;
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

/** Starts the real server and creates its first administrator through the link it prints. */
export const startServer = async (
  run: Run,
  wantedPort: number,
): Promise<{ base: string; staff: Staff; password: string }> => {
  const port = await freePort(wantedPort);
  const base = `http://127.0.0.1:${port}`;
  const server = startChild(['server/main.ts'], {
    cwd: root,
    env: {
      BANGTIN_DATA: join(run.folder, 'server'),
      PORT: String(port),
      HOST: '127.0.0.1',
      PUBLIC_URL: base,
      LOG_LEVEL: 'warn',
    },
  });
  run.children.push(server);
  const token = await server.waitFor('setup link', (line) => /\/setup#token=([\w-]+)/.exec(line)?.[1] ?? null, 60_000);
  const staff = openStaff(base);
  const password = makePassword();
  await staff.call('completeSetup', { body: { token, wardName: WARD_NAME, ...ADMIN, password } });
  return { base, staff, password };
};

/** Uploads slides and clips and waits until every screen's renditions exist. */
export const fillLibrary = async (run: Run, staff: Staff): Promise<AssetId[]> => {
  const environment = readEnvironment();
  const { ffmpeg } = await findTools({ ffmpegPath: environment.ffmpegPath, searchPath: environment.searchPath });
  if (ffmpeg.kind === 'missing') throw new Error(ffmpeg.technician);
  run.print('• Đang vẽ 4 trang và dựng 2 video mẫu… / drawing 4 slides and making 2 videos…');
  const pictures = await drawPictures([...SLIDES, ...POSTERS], environment.chromiumPath, run.signal);
  run.signal.throwIfAborted();
  const clips = await makeClips(ffmpeg.path, pictures.slice(SLIDES.length), run.folder);
  const uploads = [
    ...SLIDES.map((slide, i) => ({ ...slide, bytes: pictures[i] as Buffer })),
    ...POSTERS.map((poster, i) => ({ ...poster, bytes: clips[i] as Buffer })),
  ];
  run.print('• Đang tải lên và chuyển mã cho từng màn hình… / uploading and transcoding for each screen…');
  for (const item of uploads) {
    run.signal.throwIfAborted();
    await staff.upload(item.bytes, item.name, item.topic);
  }
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
    run.signal.throwIfAborted();
    await setTimeout(500);
  }
};

/** Starts one player per screen and pairs it by the code it shows, as a technician would. */
export const startPlayers = async (
  run: Run,
  base: string,
  staff: Staff,
  screens: readonly DemoScreen[],
): Promise<void> => {
  await Promise.all(
    screens.map(async (screen, i) => {
      const shell =
        i === 0 ? ['--shell', 'chromium', '--windowed', ...(run.headless ? ['--headless'] : [])] : ['--shell', 'none'];
      const player = startChild(
        [
          'player/start.ts',
          ...shell,
          '--server',
          base,
          '--data',
          join(run.folder, `player-${i}`),
          '--screen-size',
          `${screen.canvas.width}x${screen.canvas.height}`,
        ],
        { cwd: root },
      );
      run.children.push(player);
      const code = await player.waitFor(
        'pairing code',
        (line) => /"code":"([2-9A-HJ-NP-Z]{8})"/.exec(line)?.[1] ?? null,
        60_000,
      );
      await staff.call('claimPairing', { body: { code, screenId: screen.id } });
      run.print(
        `• ${screen.name} (${screen.canvas.width}×${screen.canvas.height}): ${i === 0 ? 'cửa sổ phát Chromium' : 'lõi phát không màn hình'}, mã ghép nối ${code} ✓`,
      );
    }),
  );
};
