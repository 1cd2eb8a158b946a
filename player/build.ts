/**
 * Builds what runs inside a browser engine: the screen page into dist/screen, and the Electron shell (main and preload, CJS)
 * into dist/shell. The Chromium shell and the headless core run as they are, without a build.
 */
import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Where the results lie, relative to the project. */
export const BUILT_PAGE = fileURLToPath(new URL('../dist/screen/', import.meta.url));
export const BUILT_SHELL = fileURLToPath(new URL('../dist/shell/', import.meta.url));

const shared: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** Both engines we meet: Electron 25 (Chromium 114, Node 18) in tests, the current one in the package. */
const PAGE_ENGINE = 'chrome114';
const MAIN_ENGINE = 'node18';

export const buildPage = async (): Promise<void> => {
  await rm(BUILT_PAGE, { recursive: true, force: true });
  await mkdir(BUILT_PAGE, { recursive: true });
  await build({
    ...shared,
    entryPoints: { screen: 'player/screen/main.ts' },
    outdir: BUILT_PAGE,
    format: 'esm',
    target: PAGE_ENGINE,
  });
  await build({
    ...shared,
    entryPoints: { screen: 'player/screen/screen.css' },
    outdir: BUILT_PAGE,
    target: PAGE_ENGINE,
    loader: { '.woff2': 'file' },
    assetNames: '[name]',
    // Every engine we meet reads woff2; the older form in the font package's sheets is never asked for.
    external: ['*.woff'],
  });
  // Last: its presence says that the rest is complete.
  await copyFile(`${root}player/screen/index.html`, `${BUILT_PAGE}index.html`);
};

export const buildShell = async (): Promise<void> => {
  await rm(BUILT_SHELL, { recursive: true, force: true });
  await build({
    ...shared,
    entryPoints: { main: 'player/shell/electron/main.ts', preload: 'player/shell/electron/preload.ts' },
    outdir: BUILT_SHELL,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    platform: 'node',
    target: MAIN_ENGINE,
    external: ['electron'],
  });
};

/** True when both results are there. */
export const isBuilt = async (): Promise<boolean> => {
  const found = await Promise.all(
    [`${BUILT_PAGE}index.html`, `${BUILT_SHELL}main.cjs`].map((path) => stat(path).catch(() => null)),
  );
  return found.every((entry) => entry !== null);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildShell();
  await buildPage();
}
