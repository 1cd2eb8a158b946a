/**
 * Builds the console into dist/console and, in development, hands API and socket calls to the server. Mantine's theme is
 * written into a static style sheet here, so the finished console needs no inline style element and a strict CSP holds.
 */
import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  type MantineTheme,
  mergeMantineTheme,
} from '@mantine/core';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { consoleTheme, consoleVariables } from './src/app/theme.ts';

const SHEET = 'virtual:theme.css';

/** The rules behind `hiddenFrom` and `visibleFrom`, for every breakpoint of the theme. */
const breakpointRules = (theme: MantineTheme): string =>
  Object.entries(theme.breakpoints)
    .map(
      ([name, width]) =>
        `@media (min-width: ${width}) { .mantine-hidden-from-${name} { display: none !important; } }\n` +
        `@media (max-width: calc(${width} - 0.1px)) { .mantine-visible-from-${name} { display: none !important; } }`,
    )
    .join('\n');

const themeSheet = (): Plugin => ({
  name: 'theme-sheet',
  resolveId: (id) => (id === SHEET ? `\0${SHEET}` : null),
  load: (id) => {
    if (id !== `\0${SHEET}`) return null;
    const theme = mergeMantineTheme(DEFAULT_THEME, consoleTheme);
    const [base, ours] = [defaultCssVariablesResolver(theme), consoleVariables];
    const merged = {
      variables: { ...base.variables, ...ours.variables },
      light: { ...base.light, ...ours.light },
      dark: { ...base.dark, ...ours.dark },
    };
    return `${convertCssVariables(merged, ':root')}\n${breakpointRules(theme)}`;
  },
});

const server = process.env.BANG_TIN_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), themeSheet()],
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: {
    port: 5173,
    proxy: { '/api': { target: server }, '/socket.io': { target: server, ws: true } },
  },
});
