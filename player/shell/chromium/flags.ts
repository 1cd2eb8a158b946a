/** The command line of a kiosk Chromium: paints one page and does nothing else. Pure. */
import type { Canvas } from '../../../playlists/model/canvas.ts';

export interface ChromiumLook {
  /** Address of the page. */
  url: string;
  /** A new, empty folder of its own. */
  profile: string;
  /** A window of this size; null = the whole screen. */
  window: Canvas | null;
  /** Without a display; `window` is then the size of the virtual screen (1920×1080 when null). */
  headless: boolean;
  /** The sandbox cannot work for root; the shell says so in its log. */
  sandbox: boolean;
  /** A port that debuggers may use: tests only. */
  debugging: boolean;
}

const SILENT_FEATURES = [
  'AutofillServerCommunication',
  'CalculateNativeWinOcclusion',
  'GlobalMediaControls',
  'HardwareMediaKeyHandling',
  'InterestFeedContentSuggestions',
  'MediaRouter',
  'MediaSessionService',
  'OptimizationHints',
  'PaintHolding',
  'Translate',
];

export const chromiumFlags = (look: ChromiumLook): string[] => {
  const size = look.window ?? (look.headless ? { width: 1920, height: 1080 } : null);
  return [
    `--user-data-dir=${look.profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--no-pings',
    '--no-service-autorun',
    '--disable-background-networking',
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--disable-breakpad',
    '--disable-client-side-phishing-detection',
    '--disable-component-extensions-with-background-pages',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-dev-shm-usage',
    '--disable-domain-reliability',
    '--disable-extensions',
    '--disable-field-trial-config',
    '--disable-infobars',
    '--disable-notifications',
    '--disable-pinch',
    '--disable-print-preview',
    '--disable-prompt-on-repost',
    '--disable-quic',
    '--disable-session-crashed-bubble',
    '--disable-speech-api',
    '--disable-sync',
    '--disable-gpu-process-crash-limit',
    '--deny-permission-prompts',
    '--hide-crash-restore-bubble',
    '--hide-scrollbars',
    '--autoplay-policy=no-user-gesture-required',
    '--force-device-scale-factor=1',
    '--force-color-profile=srgb',
    '--default-background-color=0b1f3aff',
    '--lang=vi',
    '--metrics-recording-only',
    '--noerrdialogs',
    '--overscroll-history-navigation=0',
    '--password-store=basic',
    '--use-mock-keychain',
    // Whatever is not the loopback goes to a proxy that is not there: nothing else has any business on the network.
    '--proxy-server=127.0.0.1:9',
    `--disable-features=${SILENT_FEATURES.join(',')}`,
    // The second keeps Chromium from saying so in a bar over the picture; our log says it.
    ...(look.sandbox ? [] : ['--no-sandbox', '--test-type']),
    ...(look.headless ? ['--headless=new', '--disable-gpu'] : []),
    ...(look.debugging ? ['--remote-debugging-port=0'] : []),
    ...(size
      ? [`--window-size=${size.width},${size.height}`, '--window-position=0,0']
      : ['--kiosk', '--start-fullscreen']),
    `--app=${look.url}`,
  ];
};
