/**
 * Keeps the shape of the house: who may import whom, which package has which one door, and no cycles. The tables below are
 * the rules; dependency-cruiser reads the imports.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { beforeAll, describe, expect, it } from 'vitest';

const root = new URL('..', import.meta.url).pathname;

/** Folder → folders of ours that it may import from (besides itself). First match of the longest folder wins. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  playlists: [],
  media: ['playlists'],
  'server/console': ['playlists'],
  server: ['playlists', 'media'],
  player: ['playlists', 'player/core', 'player/screen'],
  'player/core': ['playlists'],
  'player/screen': ['playlists'],
  test: ['playlists', 'media', 'server', 'player'],
};

/** Package → the only places that may import it. */
const ONE_DOOR: Record<string, readonly string[]> = {
  'better-sqlite3': ['server/database', 'test'],
  'fluent-ffmpeg': ['media/transcoder'],
  'ffmpeg-static': ['media/tools', 'media/transcoder'],
  'node-schedule': ['server/alarm'],
  'socket.io': ['server/fleet', 'test'],
  'socket.io-client': ['player/core/link', 'server/console', 'test'],
  electron: ['player/shell/electron'],
  sharp: ['media', 'test'],
};

/** `playlists` is a language: it may use zod and nothing else from outside. */
const PACKAGES_OF_PLAYLISTS = ['zod'];

/** Only these read the environment. */
const ENVIRONMENT_DOORS = [
  'server/config.ts',
  'player/core/config.ts',
  'server/console/vite.config.ts',
  'server/demo/environment.ts',
];

const folderOf = (path: string): string | undefined =>
  Object.keys(MAY_IMPORT)
    .filter((folder) => path.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];

const sourcesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (statSync(join(root, path)).isDirectory()) return sourcesBelow(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });

let modules: ICruiseResult['modules'] = [];

beforeAll(async () => {
  const { output } = await cruise(['playlists', 'media', 'server', 'player', 'test'], {
    baseDir: root,
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node'],
    },
  });
  if (typeof output === 'string') throw new Error('dependency-cruiser printed text instead of modules');
  modules = output.modules;
}, 120_000);

const own = () => modules.filter((module) => folderOf(module.source) && !module.source.includes('node_modules'));

describe('the shape of the house', () => {
  it('reads the whole tree', () => {
    expect(own().length).toBeGreaterThan(50);
  });

  it('imports go only where the table allows', () => {
    const wrong = own().flatMap((module) => {
      const from = folderOf(module.source) as string;
      return module.dependencies
        .filter((dependency) => !dependency.resolved.includes('node_modules'))
        .filter((dependency) => {
          const to = folderOf(dependency.resolved);
          if (!to || to === from) return false;
          return !(MAY_IMPORT[from] ?? []).some((allowed) => to === allowed || to.startsWith(`${allowed}/`));
        })
        .map((dependency) => `${module.source} → ${dependency.resolved}`);
    });
    expect(wrong).toEqual([]);
  });

  it('each guarded package has one door', () => {
    const wrong = own().flatMap((module) =>
      module.dependencies
        .filter((dependency) => {
          const doors = ONE_DOOR[dependency.module];
          return doors && !dependency.typeOnly && !doors.some((door) => module.source.startsWith(door));
        })
        .map((dependency) => `${module.source} → ${dependency.module}`),
    );
    expect(wrong).toEqual([]);
  });

  it('playlists uses zod and nothing else, and never asks what time it is', () => {
    const wrong = own()
      .filter((module) => module.source.startsWith('playlists/'))
      .flatMap((module) =>
        module.dependencies
          .filter(
            (dependency) => !dependency.module.startsWith('.') && !PACKAGES_OF_PLAYLISTS.includes(dependency.module),
          )
          .map((dependency) => `${module.source} → ${dependency.module}`),
      );
    expect(wrong).toEqual([]);
    const impure = sourcesBelow('playlists').filter((path) =>
      /\bDate\.now\(|new Date\(\)|\bsetTimeout\(|\bsetInterval\(|\bMath\.random\(|\bprocess\.|\bwindow\.|\bdocument\./.test(
        readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''),
      ),
    );
    expect(impure).toEqual([]);
  });

  it('no cycles', () => {
    const circular = own().flatMap((module) =>
      module.dependencies
        .filter((dependency) => dependency.circular && !dependency.typeOnly)
        .map((dependency) => `${module.source} → ${dependency.resolved}`),
    );
    expect(circular).toEqual([]);
  });

  it('the environment is read through its doors only', () => {
    const readers = ['playlists', 'media', 'server', 'player']
      .flatMap(sourcesBelow)
      .filter((path) => !ENVIRONMENT_DOORS.includes(path))
      .filter((path) =>
        /process\.env\b/.test(readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')),
      );
    expect(readers).toEqual([]);
  });

  it('no drawers: nothing is called manager, handler-of-everything, helper, service, utils, common or lib', () => {
    const drawers = ['playlists', 'media', 'server', 'player', 'test']
      .flatMap(sourcesBelow)
      .filter((path) => /(^|[/-])(managers?|helpers?|services?|utils?|common|lib)([./-]|$)/.test(path));
    expect(drawers).toEqual([]);
  });
});
