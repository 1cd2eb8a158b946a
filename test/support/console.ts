/** The console for tests: freshly built into a folder of its own, opened in a real browser that notes everything amiss. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the console as `npm run build` does, but elsewhere; a stale dist can so never pass a test. */
export const buildConsole = async (): Promise<{ folder: string; drop: () => Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'bang-tin-console-'));
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const config = join(root, 'server/console/vite.config.ts');
  await new Promise<void>((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [vite, 'build', '--config', config, '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'],
      { cwd: root, env: { ...process.env, NODE_ENV: 'production' }, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`vite build: ${code}: ${said}`))));
  });
  return { folder, drop: () => rm(folder, { recursive: true, force: true }) };
};

/** Notes script errors, policy violations and console errors of a page. Refused requests that a test expects are not noted. */
export const noteFaults = (page: Page): string[] => {
  const faults: string[] = [];
  page.on('pageerror', (fault) => faults.push(`script: ${fault.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // The browser writes a line for every answer of 400 and above; those are refusals, shown by the page itself.
    if (message.text().startsWith('Failed to load resource')) return;
    faults.push(`${message.type()}: ${message.text()}`);
  });
  return faults;
};

/**
 * Violations of WCAG 2 A and AA, as readable lines; `contrast` looks at the colours alone. The console has no frames of other
 * origins, which is all that axe's slower mode is for.
 */
export const axeViolations = async (page: Page, only: 'all' | 'contrast' = 'all'): Promise<string[]> => {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (only === 'all'
    ? axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    : axe.withRules(['color-contrast'])
  ).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${new URL(page.url()).pathname} ${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
};

/** Answers of 400 and above, which the browser writes into its console in red; a page at work should cause none. */
export const noteRefusals = (page: Page): string[] => {
  const refusals: string[] = [];
  page.on('response', (answer) => {
    if (answer.status() >= 400) refusals.push(`${answer.status()} ${new URL(answer.url()).pathname}`);
  });
  return refusals;
};

/** How far the page can be scrolled sideways, in CSS pixels; 0 is right. */
export const sidewaysOverflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** The page has arrived: its heading is there and nothing shimmers any more. */
export const settled = async (page: Page): Promise<void> => {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll('.mantine-Skeleton-root').length === 0);
  // Fades of drawers and dialogs must have ended, or contrast is measured half way.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        (one) => one.playState !== 'running' || (one.effect?.getTiming().iterations ?? 1) === Number.POSITIVE_INFINITY,
      ),
  );
};

/** Goes to a path of the console within the page's own site. */
export const visit = async (page: Page, url: string): Promise<void> => {
  await page.goto(url);
  await settled(page);
};

/** Sets light or dark and the language for all pages of a context. */
export const dress = (context: BrowserContext, wish: { dark?: boolean; english?: boolean }): Promise<void> =>
  context
    .addInitScript((given) => {
      localStorage.setItem('mantine-color-scheme-value', given.dark ? 'dark' : 'light');
      localStorage.setItem('bang-tin.language', given.english ? 'en' : 'vi');
    }, wish)
    .then(() => undefined);
