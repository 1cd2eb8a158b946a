/**
 * What it takes to open the schedule as a month, a week and a day, in a real browser: processor time of the page's main thread from
 * the address to the drawn calendar, at 40 and at 8,000 slots, held against the same view of a ward without slots.
 */
import type { BrowserContext } from 'playwright-core';
import { openStage, openWardContext, signInQuietly } from '../support/console-stand.ts';
import { buildTimelineWard } from '../support/timeline-ward.ts';
import { type BenchLine, lineOf } from './bench-line.ts';
import { fillWard } from './filled-ward.ts';

const VIEWS = ['month', 'week', 'day'] as const;
type View = (typeof VIEWS)[number];
const DAY = '2027-03-10';
const WARDS = [
  { screens: 1, slotsEach: 40 },
  { screens: 200, slotsEach: 40 },
];
const RUNS = 3;
const PATIENCE_MS = 180_000;

/** Processor time, ms, of a page that opens a view and has drawn what is awaited. */
const openingMs = async (context: BrowserContext, home: string, view: View, awaited: string): Promise<number> => {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(`${home}/schedule?view=${view}&on=${DAY}`);
  await page.locator(awaited).first().waitFor({ timeout: PATIENCE_MS });
  // Two frames on, the layout that the drawing asked for has been done.
  await page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
  const { metrics } = await session.send('Performance.getMetrics');
  await page.close();
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
};

/** The median for each view; the first opening fills the browser's cache and does not count. */
const openAll = async (fill: (url: string) => Promise<unknown>, awaited: string): Promise<Record<View, number>> => {
  const stage = await openStage();
  try {
    await fill(stage.server.url);
    const context = await openWardContext(stage.browser);
    await signInQuietly(context, stage.home);
    const medianOf = async (view: View): Promise<number> => {
      await openingMs(context, stage.home, view, awaited);
      const times: number[] = [];
      for (let run = 0; run < RUNS; run += 1) times.push(await openingMs(context, stage.home, view, awaited));
      return times.sort((a, b) => a - b)[RUNS >> 1] as number;
    };
    return { month: await medianOf('month'), week: await medianOf('week'), day: await medianOf('day') };
  } finally {
    await stage.close();
  }
};

/** Month, week and day at both sizes. */
export const benchScheduleViews = async (): Promise<BenchLine[]> => {
  const empty = await openAll((url) => buildTimelineWard(url, 1), '.calendar .ec-day');
  const lines: BenchLine[] = [];
  for (const { screens, slotsEach } of WARDS) {
    const taken = await openAll((url) => fillWard(url, screens, slotsEach), '.calendar .slot-event');
    for (const view of VIEWS)
      lines.push(
        lineOf({
          figure: `open the ${view} of ${screens * slotsEach} slots, main thread`,
          value: taken[view],
          unit: 'ms',
          yardstick: `the same ${view} of a ward without slots`,
          yardstickValue: empty[view],
          goal: '< 2000 ms',
        }),
      );
  }
  return lines;
};
