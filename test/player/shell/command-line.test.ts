/** Words of the command line, flags of the browser, waits after deaths, the package's description. */
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { readPlayerConfig } from '../../../player/core/config.ts';
import { chromiumFlags } from '../../../player/shell/chromium/flags.ts';
import { readShellWords } from '../../../player/shell/command-line.ts';
import { createBackOff } from '../../../player/shell/page/back-off.ts';

describe('command line of the shells', () => {
  it.each<[string[], { width: number; height: number } | null]>([
    [[], null],
    [['--windowed'], { width: 960, height: 540 }],
    [['--screen-size', '768x384'], { width: 768, height: 384 }],
    [['--windowed', '--screen-size=384x192', '--headless'], { width: 384, height: 192 }],
    [['--window', '640x360', '--windowed'], { width: 640, height: 360 }],
  ])('%j', (argv, window) => {
    const words = readShellWords(argv);
    expect(readPlayerConfig({}, words.argv).window).toEqual(window);
    expect(words.headless).toBe(argv.includes('--headless'));
  });

  it('a wrong size is named', () => {
    expect(() => readPlayerConfig({}, readShellWords(['--screen-size', 'big']).argv)).toThrow(/--window.*768x384/);
  });
});

describe('Chromium flags', () => {
  const look = {
    url: 'http://127.0.0.1:1/',
    profile: '/p',
    window: null,
    headless: false,
    sandbox: true,
    debugging: false,
  };
  it('a kiosk fills the screen, keeps its sandbox and opens no port', () => {
    const flags = chromiumFlags(look);
    expect(flags).toContain('--kiosk');
    expect(flags).not.toContain('--no-sandbox');
    expect(flags.filter((flag) => flag.startsWith('--remote-debugging'))).toEqual([]);
  });
  it('a window has exactly the size asked for', () => {
    const flags = chromiumFlags({ ...look, window: { width: 768, height: 384 } });
    expect(flags).toContain('--window-size=768,384');
    expect(flags).not.toContain('--kiosk');
  });
});

describe('back-off', () => {
  it('starts again at once, then more slowly, and forgets old deaths', () => {
    const { died } = createBackOff();
    expect(Array.from({ length: 7 }, (_, i) => died(i * 1_000))).toEqual([0, 250, 1_000, 2_000, 5_000, 10_000, 10_000]);
    expect(died(1_000_000)).toBe(0);
  });
});

describe('electron-builder.yml', () => {
  // The validator that electron-builder itself runs, over its own scheme.json.
  const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
  const { getConfig, validateConfiguration } = builder('app-builder-lib/out/util/config/config');
  const root = new URL('../../..', import.meta.url).pathname;
  const read = (): Promise<Record<string, unknown>> => getConfig(root, null, null);

  it('is a description electron-builder accepts, and a wrong one is refused', async () => {
    const config = await read();
    const quiet = { isEnabled: false, add: () => {} };
    await validateConfiguration(config, quiet);
    await expect(validateConfiguration({ ...config, fles: [] }, quiet)).rejects.toThrow(/fles/);
  });

  it('F13 packs the built page and shell only, and closes every door of the engine', async () => {
    const config = await read();
    expect(config.files).toEqual([{ filter: ['dist/screen/**', 'dist/shell/**', 'package.json', '!node_modules/**'] }]);
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      enableCookieEncryption: false,
    });
  });
});
