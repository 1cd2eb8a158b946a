/**
 * Builds what runs inside a browser engine: the screen page into dist/screen, and the Electron shell (main and preload, CJS)
 * into dist/shell. The Chromium shell and the headless core run as they are, without a build.
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Where the results lie, relative to the project. */
export const BUILT_PAGE = fileURLToPath(new URL('../dist/screen/', import.meta.url));
export const BUILT_SHELL = fileURLToPath(new URL('../dist/shell/', import.meta.url));

/** zod brings its sentences in fifty languages; the player speaks to nobody through them. */
const withoutLocales: Plugin = {
  name: 'without-locales',
  setup: (bundle) => {
    bundle.onResolve({ filter: /locales\/index\.(c?js)$/ }, ({ importer }) =>
      importer.includes('zod') ? { path: 'none', namespace: 'without-locales' } : undefined,
    );
    bundle.onLoad({ filter: /.*/, namespace: 'without-locales' }, () => ({ contents: 'export {};' }));
  },
};

const shared: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  legalComments: 'none',
  plugins: [withoutLocales],
  logLevel: 'warning',
};

/** Both engines we meet: Electron 25 (Chromium 114, Node 18) in tests, the current one in the package. */
const PAGE_ENGINE = 'chrome114';
const MAIN_ENGINE = 'node18';

/** Builds into a folder beside the result and changes places at the end: nobody ever sees half a build. */
const buildInto = async (result: string, make: (folder: string) => Promise<void>): Promise<void> => {
  const folder = `${result.replace(/[\\/]$/, '')}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  try {
    await make(folder);
    await rm(result, { recursive: true, force: true });
    await rename(folder, result);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The screen page: index.html, one script, one sheet, the type. */
export const buildPage = (): Promise<void> =>
  buildInto(BUILT_PAGE, async (outdir) => {
    await build({
      ...shared,
      entryPoints: { screen: 'player/screen/main.ts' },
      outdir,
      format: 'esm',
      target: PAGE_ENGINE,
    });
    await build({
      ...shared,
      entryPoints: { screen: 'player/screen/screen.css' },
      outdir,
      target: PAGE_ENGINE,
      loader: { '.woff2': 'file' },
      assetNames: '[name]',
      // Every engine we meet reads woff2; the older form in the font package's sheets is never asked for.
      external: ['*.woff'],
    });
    await writeFile(join(outdir, 'index.html'), await readFile(join(root, 'player/screen/index.html')));
  });

/** The Electron shell: main and preload. */
export const buildShell = (): Promise<void> =>
  buildInto(BUILT_SHELL, async (outdir) => {
    await build({
      ...shared,
      entryPoints: { main: 'player/shell/electron/main.ts', preload: 'player/shell/electron/preload.ts' },
      outdir,
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
      platform: 'node',
      target: MAIN_ENGINE,
      external: ['electron'],
    });
  });

/** Both. */
export const buildPlayer = async (): Promise<void> => {
  await buildShell();
  await buildPage();
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPlayer();
