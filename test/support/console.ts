/** The console in a real browser that notes everything amiss. */
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { until } from './until.ts';

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

/**
 * Where to take hold of something drawn: its middle, or its lower edge. Waits until the page stands still and nothing lies over the place:
 * a drawer that has just closed, a calendar that is drawn once more.
 */
export const gripOf = async (
  event: Locator,
  from: 'middle' | 'edge' = 'middle',
): Promise<{ x: number; y: number; height: number }> => {
  await settled(event.page());
  await event.scrollIntoViewIfNeeded();
  return until('the occurrence under the pointer', async () => {
    const box = await event.boundingBox();
    if (!box) return null;
    const at = { x: box.x + box.width / 2, y: box.y + (from === 'middle' ? box.height / 2 : box.height - 2) };
    const isThere = await event.evaluate((one, { x, y }) => one.contains(document.elementFromPoint(x, y)), at);
    return isThere ? { ...at, height: box.height } : null;
  });
};
