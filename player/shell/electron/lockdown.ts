/**
 * Nothing leads out of the picture (F12, F13): no navigation, window, permission, download, dialog, device, key, menu, drop or
 * request to anywhere but the page's own origin. Applied to the session and to every page that ever comes to exist.
 */
import { app, Menu, type Session } from 'electron';
import type { Log } from '../../core/log.ts';
import { PAGE_ORIGIN } from './page-origin.ts';

/** Deny by default for everything that passes through a session. */
export const lockSession = (session: Session): void => {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((request, answer) =>
    answer({ cancel: !request.url.startsWith(`${PAGE_ORIGIN}/`) }),
  );
};

/** Locks all web contents, present and future. `allowKeys` is for the windowed mode of developers. */
export const lockContents = (log: Log, allowKeys: boolean): void => {
  Menu.setApplicationMenu(null);
  app.on('web-contents-created', (_event, contents) => {
    const deny = (what: string) => (event: { preventDefault(): void }) => {
      event.preventDefault();
      log('shell.attempt-denied', { what });
    };
    contents.on('will-navigate', deny('navigate'));
    contents.on('will-redirect', deny('redirect'));
    contents.on('will-attach-webview', deny('webview'));
    contents.on('will-prevent-unload', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => {
      log('shell.attempt-denied', { what: 'window' });
      return { action: 'deny' };
    });
    contents.on('devtools-opened', () => contents.closeDevTools());
    contents.on('before-input-event', (event) => {
      if (!allowKeys) event.preventDefault();
    });
    contents.on('select-bluetooth-device', (event, _devices, answer) => {
      event.preventDefault();
      answer('');
    });
  });
};
