/**
 * The Electron player: the core and one kiosk window in one program. Bundled as CJS by `player/build.ts`; uses only what both
 * the Electron of our tests and the shipped one have, and no native modules.
 */
import { join } from 'node:path';
import { app, powerSaveBlocker } from 'electron';
import { realClocks } from '../../core/clocks.ts';
import { composePlayer, type Player } from '../../core/compose.ts';
import { ConfigFault, type PlayerConfig, readEnvironment, readPlayerConfig } from '../../core/config.ts';
import { type CrashMemory, openCrashMemory, thisMachine } from '../../core/crash-memory.ts';
import { jsonLog, wordsOf } from '../../core/log.ts';
import { readShellWords } from '../command-line.ts';
import { rebootHands } from '../reboot.ts';
import { LEFT, START_AGAIN } from './exit-codes.ts';
import { lockApp } from './locks.ts';
import { openElectronStage } from './open.ts';
import { announceScheme } from './page-scheme.ts';

/** Engine switches; each is here because a sign without it blinked, scaled, throttled or spoke to strangers. */
const SWITCHES: readonly (readonly [string, string?])[] = [
  ['autoplay-policy', 'no-user-gesture-required'],
  ['disable-background-networking'],
  ['disable-background-timer-throttling'],
  ['disable-backgrounding-occluded-windows'],
  ['disable-breakpad'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  [
    'disable-features',
    'CalculateNativeWinOcclusion,HardwareMediaKeyHandling,MediaSessionService,SpareRendererForSitePerProcess',
  ],
  // Otherwise the engine ends the whole program when its graphics process has died a few times. It would also fall back to
  // software before that; with this switch we do so ourselves: three deaths are safe mode, and the next start has no GPU.
  ['disable-gpu-process-crash-limit'],
  ['disable-pinch'],
  ['disable-renderer-backgrounding'],
  ['force-color-profile', 'srgb'],
  ['force-device-scale-factor', '1'],
  ['ignore-gpu-blocklist'],
  ['lang', 'vi'],
  ['overscroll-history-navigation', '0'],
];

const clocks = realClocks();
const log = jsonLog((line) => process.stdout.write(line), clocks.wall);

const readConfig = (): PlayerConfig | null => {
  try {
    const words = readShellWords(process.argv.slice(app.isPackaged ? 1 : 2));
    return readPlayerConfig(readEnvironment(), words.argv);
  } catch (thrown) {
    process.stderr.write(`\n${thrown instanceof ConfigFault ? thrown.message : wordsOf(thrown)}\n\n`);
    return null;
  }
};

const run = async (config: PlayerConfig, crashes: CrashMemory): Promise<void> => {
  let player: Player | null = null;
  let ending = false;
  const end = async (code: number): Promise<void> => {
    if (ending) return;
    ending = true;
    await player?.stop();
    app.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
  app.on('before-quit', (event) => {
    event.preventDefault();
    void end(0);
  });
  app.on('window-all-closed', () => {});
  app.on('second-instance', () => log('second-instance.denied'));
  app.on('child-process-gone', (_event, { type, reason }) => {
    log('process.gone', { type, reason });
    if (type !== 'GPU' || reason === 'clean-exit') return;
    crashes.crashed('graphics');
    if (!crashes.wantsStartWithoutGraphics()) return;
    log('graphics.given-up');
    void end(START_AGAIN);
  });
  lockApp(app, (what, detail) => log('page.denied', { what, detail }));

  await app.whenReady();
  powerSaveBlocker.start('prevent-display-sleep');
  player = composePlayer(
    { ...config, shell: 'electron' },
    {
      crashes,
      leave: (how) => void end(how === 'again' ? START_AGAIN : LEFT),
      openStage: openElectronStage({
        pageFolder: join(__dirname, '..', 'screen'),
        preload: join(__dirname, 'preload.cjs'),
        window: config.window,
        clocks,
        log,
        closed: () => void end(0),
        hopeless: (reason) => {
          log('engine.hopeless', { reason });
          void end(START_AGAIN);
        },
      }),
      hands: {
        restartApp: () => {
          log('program.restarted', { why: 'command' });
          void end(START_AGAIN);
        },
        ...rebootHands(config.mayReboot),
      },
      log,
      clocks,
      happened: ({ kind, ...facts }) => log(`player.${kind}`, { facts }),
    },
  );
  try {
    await player.start();
  } catch (thrown) {
    log('player.failed', { why: wordsOf(thrown) });
    await end(1);
  }
};

const config = readConfig();
if (!config) {
  app.exit(2);
} else {
  // The lock lies in the profile: one player per data folder.
  app.setPath('userData', join(config.dataFolder, 'electron'));
  for (const [name, value] of SWITCHES) app.commandLine.appendSwitch(name, value);
  // Read before the engine starts, or its switch would come too late.
  const crashes = openCrashMemory({ folder: config.dataFolder, machine: thisMachine(clocks.wall), clocks, log });
  if (crashes.withoutGraphics) app.commandLine.appendSwitch('disable-gpu');
  app.enableSandbox();
  announceScheme();
  if (!app.requestSingleInstanceLock()) {
    log('second-instance.ended');
    app.exit(3);
  } else {
    run(config, crashes).catch((thrown: unknown) => {
      log('player.failed', { why: wordsOf(thrown) });
      app.exit(1);
    });
  }
}
