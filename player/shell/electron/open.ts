/**
 * The stage in an Electron window: one kiosk (or plain) window over the page's own scheme, opened again when its renderer
 * dies, at once the first time and more slowly when it keeps dying. Never shows a window before there is something to see.
 */
import { BrowserWindow, type IpcMainEvent, ipcMain, screen, session } from 'electron';
import type { Canvas } from '../../../playlists/model/canvas.ts';
import { PageToCore } from '../../../playlists/wire/stage.ts';
import type { Clocks } from '../../core/clocks.ts';
import { type Log, wordsOf } from '../../core/log.ts';
import type { OpenStage } from '../../core/stage.ts';
import { createBackOff } from '../page/back-off.ts';
import { readPage } from '../page/page-files.ts';
import { PICTURE_QUALITY, PICTURE_WIDTH } from '../page/picture.ts';
import { lockSession } from './locks.ts';
import { PAGE_ORIGIN, PAGE_URL, servePage } from './page-scheme.ts';

/**
 * No word from any page for so long, through the core's own reloads: the engine cannot start pages any more (its process
 * starter died). Only a new program helps.
 */
const HOPELESS_AFTER_MS = 45_000;
const GROUND = '#0b1f3a';

export interface ElectronDoors {
  pageFolder: string;
  preload: string;
  /** A window of this size; null = kiosk on the whole primary display. */
  window: Canvas | null;
  clocks: Clocks;
  log: Log;
  /** The engine is beyond mending from inside; the program should end and be started anew. */
  hopeless: (reason: string) => void;
  /** The person closed the plain window (a kiosk cannot be closed). */
  closed: () => void;
}

export const openElectronStage =
  (doors: ElectronDoors): OpenStage =>
  async (side) => {
    const { clocks, log } = doors;
    const page = await readPage(doors.pageFolder);
    // Nothing of the page is kept on disk: no cache, no cookies, no storage.
    const memory = session.fromPartition('page', { cache: false });
    lockSession(memory, (what, detail) => log('page.denied', { what, detail }));
    servePage(memory.protocol, page, side);

    const kiosk = doors.window === null;
    const bounds = kiosk ? screen.getPrimaryDisplay().bounds : { x: 0, y: 0, ...(doors.window as Canvas) };
    const window = new BrowserWindow({
      ...bounds,
      useContentSize: !kiosk,
      show: false,
      backgroundColor: GROUND,
      kiosk,
      fullscreen: kiosk,
      frame: !kiosk,
      resizable: false,
      minimizable: !kiosk,
      enableLargerThanScreen: true,
      autoHideMenuBar: true,
      title: 'Bảng Tin',
      webPreferences: {
        session: memory,
        preload: doors.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        devTools: false,
        spellcheck: false,
        navigateOnDragDrop: false,
        disableDialogs: true,
        enableWebSQL: false,
        backgroundThrottling: false,
        autoplayPolicy: 'no-user-gesture-required',
      },
    });
    const { webContents: contents } = window;
    if (kiosk) {
      window.setBounds(bounds);
      window.setAlwaysOnTop(true, 'screen-saver');
    }

    const backOff = createBackOff();
    let stopped = false;
    let cancelWait = (): void => {};
    let cancelHope: (() => void) | null = null;
    /** From the first loss (or the start) until a page speaks. */
    const hope = (): void => {
      cancelHope ??= clocks.after(HOPELESS_AFTER_MS, () =>
        doors.hopeless(`no page came up in ${HOPELESS_AFTER_MS} ms`),
      );
    };

    const load = (): void => {
      if (stopped) return;
      hope();
      // A failed load is told by `did-fail-load`; the promise only repeats it.
      contents.loadURL(PAGE_URL).catch(() => {});
    };
    const again = (reason: string): void => {
      if (stopped) return;
      log('page.lost', { reason });
      hope();
      side.gone(reason);
      cancelWait();
      cancelWait = clocks.after(backOff.died(clocks.monotonic()), load);
    };
    contents.on('render-process-gone', (_event, details) => again(`renderer ${details.reason} (${details.exitCode})`));
    contents.on('did-fail-load', (_event, code, words, _url, isMainFrame) => {
      // −3: the load was replaced by a newer one.
      if (isMainFrame && code !== -3) again(`page did not load: ${words} (${code})`);
    });
    /** Ends the renderer for certain: a stopped or spinning one does not hear a request to crash. */
    const endRenderer = (): void => {
      try {
        process.kill(contents.getOSProcessId(), 'SIGKILL');
      } catch {
        contents.forcefullyCrashRenderer();
      }
    };
    contents.on('unresponsive', () => {
      log('page.unresponsive');
      endRenderer();
    });

    const hear = (event: IpcMainEvent, raw: unknown): void => {
      const frame = event.senderFrame;
      if (
        event.sender !== contents ||
        !frame ||
        frame !== contents.mainFrame ||
        !frame.url.startsWith(`${PAGE_ORIGIN}/`)
      ) {
        log('page.denied', { what: 'message', detail: frame?.url.slice(0, 200) ?? '' });
        return;
      }
      const read = PageToCore.safeParse(raw);
      cancelHope?.();
      cancelHope = null;
      if (read.success && read.data.kind === 'key') log('page.denied', { what: 'key', detail: '' });
      else if (read.success) side.heard(read.data);
      else log('page.denied', { what: 'message form', detail: read.error.message.slice(0, 300) });
    };
    ipcMain.on('page-to-core', hear);
    // A sign has no use for any key: none reaches the page or the engine, whatever it is. Those of the window system are the
    // business of the machine's set-up. The technician's panel hears them from here.
    contents.on('before-input-event', (event, input) => {
      event.preventDefault();
      if (input.type !== 'keyDown') return;
      const { key, control: ctrl, alt, shift } = input;
      const read = PageToCore.safeParse({ kind: 'key', key, ctrl, alt, shift });
      if (read.success) side.heard(read.data);
    });

    window.once('ready-to-show', () => {
      window.show();
      if (kiosk) {
        window.setKiosk(true);
        window.focus();
      }
      log('window.shown', { width: window.getContentSize()[0], height: window.getContentSize()[1], kiosk });
    });
    window.on('close', (event) => {
      if (stopped) return;
      event.preventDefault();
      if (kiosk) log('page.denied', { what: 'close', detail: '' });
      else doors.closed();
    });
    if (kiosk) {
      screen.on('display-metrics-changed', () => {
        if (!stopped) window.setBounds(screen.getPrimaryDisplay().bounds);
      });
    }
    load();

    return {
      send: (message) => {
        if (stopped || contents.isDestroyed() || contents.isCrashed()) return;
        try {
          contents.send('core-to-page', message);
        } catch (thrown) {
          log('page.unreachable', { why: wordsOf(thrown) });
        }
      },
      reload: async (reason) => {
        if (stopped) return;
        log('page.reloaded', { reason });
        hope();
        if (contents.isCrashed()) load();
        else endRenderer();
      },
      capture: async () => {
        if (stopped || contents.isDestroyed() || contents.isCrashed()) throw new Error('there is no page now');
        const whole = await contents.capturePage();
        const { width } = whole.getSize();
        if (width === 0) throw new Error('the picture is empty');
        return (width > PICTURE_WIDTH ? whole.resize({ width: PICTURE_WIDTH }) : whole).toJPEG(PICTURE_QUALITY);
      },
      stop: async () => {
        if (stopped) return;
        stopped = true;
        cancelWait();
        cancelHope?.();
        ipcMain.off('page-to-core', hear);
        if (!window.isDestroyed()) window.destroy();
      },
    };
  };
