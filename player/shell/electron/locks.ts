/**
 * Everything the kiosk denies, in one place: leaving the page, new windows, permissions, downloads, devtools, menus,
 * dragging, printing, dialogs, webviews, spell checks. The page asks for none of them; whoever does is not our page.
 */
import { type App, Menu, type Session, type WebContents } from 'electron';
import { PAGE_ORIGIN } from './page-scheme.ts';

export type Denied = (what: string, detail: string) => void;

const isOurs = (url: string): boolean => {
  try {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}` === PAGE_ORIGIN;
  } catch {
    return false;
  }
};

/** Nothing of the network: only our scheme and the engine's own pages in memory pass. */
export const lockSession = (session: Session, denied: Denied): void => {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    denied('permission', permission);
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => {
    event.preventDefault();
    denied('download', '');
  });
  session.webRequest.onBeforeRequest((request, answer) => {
    const cancel = !isOurs(request.url);
    if (cancel) denied('request', request.url.slice(0, 200));
    answer({ cancel });
  });
  session.setSpellCheckerEnabled(false);
};

export const lockContents = (contents: WebContents, denied: Denied): void => {
  contents.setWindowOpenHandler(({ url }) => {
    denied('window', url.slice(0, 200));
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event, url) => {
    event.preventDefault();
    denied('navigation', url.slice(0, 200));
  });
  contents.on('will-redirect', (event, url) => {
    if (isOurs(url)) return;
    event.preventDefault();
    denied('redirect', url.slice(0, 200));
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    denied('webview', '');
  });
  contents.on('context-menu', (event) => event.preventDefault());
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.on('devtools-opened', () => {
    contents.closeDevTools();
    denied('devtools', '');
  });
};

export const lockApp = (app: App, denied: Denied): void => {
  Menu.setApplicationMenu(null);
  app.on('web-contents-created', (_event, contents) => lockContents(contents, denied));
  app.on('login', (event) => event.preventDefault());
  app.on('select-client-certificate', (event) => event.preventDefault());
  app.on('certificate-error', (event, _contents, url, fault, _certificate, answer) => {
    event.preventDefault();
    denied('certificate', `${fault} ${url}`.slice(0, 200));
    answer(false);
  });
};
