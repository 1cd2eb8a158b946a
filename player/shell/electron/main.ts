/**
 * The Electron kiosk: one window that fills the display, one sandboxed page, the player core in the main process. A page that
 * crashes, hangs or loses its GPU comes back by itself; a second copy of the program leaves at once. Uses only what both the
 * shipped Electron and the older one of the tests have; no native modules.
 */
import { join } from 'node:path';
import { app, BrowserWindow, ipcMain, powerSaveBlocker, screen, session } from 'electron';
import { PageToCore } from '../../../playlists/wire/stage.ts';
import { composePlayer, type Player } from '../../core/compose.ts';
import { ConfigFault, type PlayerConfig, readPlayerConfig } from '../../core/config.ts';
import type { Log } from '../../core/log.ts';
import type { OpenStage } from '../../core/stage.ts';
import { lockContents, lockSession } from './lockdown.ts';
import { declarePageScheme, PAGE_ORIGIN, servePage } from './page-origin.ts';
import { STAGE_CHANNEL } from './stage-channel.ts';

const log: Log = (event, fields) => {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`);
};

/** Shown under the page before its first paint: never white. */
const GROUND = '#0a1a2b';

const readConfigOrLeave = (): PlayerConfig => {
  try {
    return readPlayerConfig();
  } catch (fault) {
    if (!(fault instanceof ConfigFault)) throw fault;
    process.stderr.write(`✗ ${fault.message}\n`);
    process.exit(2);
  }
};

const openWindow = (config: PlayerConfig): BrowserWindow => {
  const { bounds } = screen.getPrimaryDisplay();
  const size = config.window ?? { width: bounds.width, height: bounds.height };
  const window = new BrowserWindow({
    x: bounds.x,
    y: bounds.y,
    ...size,
    useContentSize: true,
    frame: false,
    kiosk: config.window === null,
    fullscreen: config.window === null,
    resizable: false,
    movable: config.window !== null,
    alwaysOnTop: config.window === null,
    skipTaskbar: config.window === null,
    backgroundColor: GROUND,
    title: 'Bảng Tin',
    webPreferences: {
      preload: join(__dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      devTools: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
  // Without a window manager `kiosk` alone leaves the window small: the bounds are set and read back.
  if (config.window === null) window.setBounds(bounds);
  const shown = window.getContentBounds();
  log('shell.window-opened', {
    ...shown,
    scaleFactor: screen.getPrimaryDisplay().scaleFactor,
    kiosk: config.window === null,
  });
  return window;
};

/** Opens the stage in a window and keeps its page alive. */
const openElectronStage =
  (config: PlayerConfig): OpenStage =>
  async (side) => {
    await servePage(session.defaultSession, join(__dirname, '..', 'screen'), side.locate);
    const window = openWindow(config);
    const { webContents } = window;
    let stopping = false;
    const isOurPage = (event: Electron.IpcMainEvent): boolean =>
      event.sender === webContents &&
      event.senderFrame === webContents.mainFrame &&
      (event.senderFrame?.url ?? '').startsWith(`${PAGE_ORIGIN}/`);

    ipcMain.on(STAGE_CHANNEL, (event, raw: unknown) => {
      if (!isOurPage(event)) return log('shell.stranger-ignored', {});
      const message = PageToCore.safeParse(raw);
      if (message.success) side.heard(message.data);
      else log('shell.message-refused', { detail: message.error.message.slice(0, 300) });
    });

    const load = (): Promise<void> =>
      window.loadURL(`${PAGE_ORIGIN}/`).catch((fault: unknown) => log('shell.load-failed', { detail: String(fault) }));
    webContents.on('render-process-gone', (_event, details) => {
      if (stopping) return;
      log('shell.page-crashed', { reason: details.reason, exitCode: details.exitCode });
      side.gone(`renderer ${details.reason}`);
      void load();
    });
    // Chromium says so only after input; the core's own ping finds hangs by itself.
    webContents.on('unresponsive', () => {
      if (!stopping) webContents.forcefullyCrashRenderer();
    });
    app.on('child-process-gone', (_event, details) =>
      log('shell.process-gone', { type: details.type, reason: details.reason }),
    );
    window.on('close', (event) => {
      if (stopping) return;
      if (config.window === null) event.preventDefault();
      else app.quit();
    });
    await load();

    return {
      send: (message) => {
        if (!window.isDestroyed() && !webContents.isCrashed()) webContents.send(STAGE_CHANNEL, message);
      },
      reload: async (reason) => {
        log('shell.page-reloaded', { reason });
        // A hung page cannot be asked to reload: end its process, `render-process-gone` opens a new one.
        if (!webContents.isCrashed()) webContents.forcefullyCrashRenderer();
        else await load();
      },
      stop: async () => {
        stopping = true;
        ipcMain.removeAllListeners(STAGE_CHANNEL);
        if (!window.isDestroyed()) window.destroy();
      },
    };
  };

const SWITCHES: readonly (readonly [string, string?])[] = [
  ['force-device-scale-factor', '1'],
  ['autoplay-policy', 'no-user-gesture-required'],
  ['disable-background-timer-throttling'],
  ['disable-renderer-backgrounding'],
  ['disable-backgrounding-occluded-windows'],
  ['disable-pinch'],
  ['overscroll-history-navigation', '0'],
  // The sixth loss of the GPU process would end the whole program; without the limit it falls back to software and paints on.
  ['disable-gpu-process-crash-limit'],
  ['disable-features', 'HardwareMediaKeyHandling,MediaSessionService,Translate'],
];

const start = (): void => {
  const config = readConfigOrLeave();
  app.setPath('userData', join(config.dataFolder, 'electron'));
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('✗ Thiết bị phát đang chạy rồi. / The player is running already.\n');
    app.exit(0);
    return;
  }
  for (const [name, value] of SWITCHES) app.commandLine.appendSwitch(name, value);
  declarePageScheme();
  lockContents(log, config.window !== null);

  let player: Player | null = null;
  let left = false;
  const leave = async (code: number): Promise<void> => {
    if (left) return;
    left = true;
    await player?.stop();
    app.exit(code);
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => void leave(0));
  app.on('before-quit', (event) => {
    if (left) return;
    event.preventDefault();
    void leave(0);
  });
  app.on('window-all-closed', () => undefined);
  void app
    .whenReady()
    .then(async () => {
      lockSession(session.defaultSession);
      powerSaveBlocker.start('prevent-display-sleep');
      player = composePlayer(config, { openStage: openElectronStage(config), log });
      await player.start();
    })
    .catch((fault: unknown) => {
      log('shell.start-failed', { detail: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) });
      void leave(1);
    });
};

start();
