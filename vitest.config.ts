import { defineConfig } from 'vitest/config';

/** Two lanes: `fast` files run side by side; `whole` ones drive real browsers, shells and processes one at a time. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/fault/**'],
          // Ends what hangs; a slow machine is no fault.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'whole',
          include: ['test/e2e/**/*.test.ts', 'test/fault/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
