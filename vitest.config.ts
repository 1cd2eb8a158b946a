import { defineConfig } from 'vitest/config';

/** Ends what hangs; a slow machine is no fault. */
const patience = (ms: number) => ({ testTimeout: ms, hookTimeout: ms });

/**
 * Three lanes, one after the other. `fast`: no window. `console`: pages of the console in a browser, each file with a server and a browser of its own,
 * two files side by side. `whole`: what is timed on the glass, killed or cut off, one file at a time.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/fault/**'],
          ...patience(120_000),
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'console',
          include: ['test/e2e/console-*.test.ts'],
          maxWorkers: 2,
          globalSetup: './test/support/built-pages.ts',
          ...patience(180_000),
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'whole',
          include: ['test/e2e/**/*.test.ts', 'test/fault/**/*.test.ts'],
          exclude: ['test/e2e/console-*.test.ts'],
          fileParallelism: false,
          globalSetup: './test/support/built-pages.ts',
          ...patience(360_000),
          sequence: { groupOrder: 2 },
        },
      },
    ],
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
