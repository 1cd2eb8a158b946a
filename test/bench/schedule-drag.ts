/**
 * How long a frame takes while a slot of the whole ward is dragged over the timeline of 200 screens × 40 slots, in a real browser:
 * at every frame the pointer goes one step on, what the slot would do is worked out for every row in view, drawn and said. Held
 * against the frames of an empty page, and against the same page with every row in the document.
 */
import type { CDPSession, Page } from 'playwright-core';
import { openPage } from '../support/browser.ts';
import { visit } from '../support/console.ts';
import { openStage, signIn } from '../support/console-stand.ts';
import type { BenchLine } from './bench-line.ts';
import { fillWard } from './filled-ward.ts';

const SCREENS = 200;
const SLOTS_PER_SCREEN = 40;
const DAY = '2027-03-10';
const FRAMES = 120;
const GOAL = 'p95 < 50 ms';

const p95 = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] as number;

/** Frames of a page on which nothing happens. */
const emptyFrames = (page: Page): Promise<number[]> =>
  page.evaluate(
    (frames) =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        let last = performance.now();
        const tick = (): void => {
          const now = performance.now();
          times.push(now - last);
          last = now;
          if (times.length < frames) requestAnimationFrame(tick);
          else resolve(times);
        };
        requestAnimationFrame(tick);
      }),
    FRAMES,
  );

const sessions = new WeakMap<Page, CDPSession>();
/** Processor time that the page's main thread has taken; what other processes take does not count. */
const busyMs = async (page: Page): Promise<number> => {
  let session = sessions.get(page);
  if (!session) {
    session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    sessions.set(page, session);
  }
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
};

/** Takes hold of the ward's slot in the first row and drags it to and fro, a step a frame. */
const dragFrames = async (page: Page): Promise<{ times: number[]; mainThreadMs: number }> => {
  const span = page
    .locator('.timeline-slot', { hasText: /^Toàn phường$/ })
    .or(page.locator('.timeline-slot.slot-urgent'))
    .first();
  const box = await span.boundingBox();
  if (!box) throw new Error('the slot is not drawn');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 6, y);
  const before = await busyMs(page);
  const measured = await page.evaluate(
    ({ frames, x, y }) =>
      new Promise<{ times: number[]; drawn: number }>((resolve) => {
        const grid = document.querySelector('.timeline-scroll') as HTMLElement;
        const status = document.querySelector('.what-if-said') as HTMLElement;
        const track = document.querySelector('.timeline-track') as HTMLElement;
        const days = new URLSearchParams(location.search).get('across') === 'week' ? 7 : 1;
        const stepPx = track.offsetWidth / (days * 96);
        const times: number[] = [];
        let drawn = 0;
        let said = '';
        let last = performance.now();
        const tick = (): void => {
          const now = performance.now();
          times.push(now - last);
          last = now;
          if (status.textContent !== said) drawn += 1;
          said = status.textContent ?? '';
          if (times.length >= frames) {
            resolve({ times, drawn });
            return;
          }
          const n = times.length % 40;
          const steps = (n < 20 ? n : 40 - n) + 1;
          grid.dispatchEvent(
            new PointerEvent('pointermove', { pointerId: 1, clientX: x + steps * stepPx, clientY: y, bubbles: true }),
          );
          requestAnimationFrame(tick);
        };
        requestAnimationFrame(tick);
      }),
    { frames: FRAMES, x, y },
  );
  const mainThreadMs = ((await busyMs(page)) - before) / FRAMES;
  await page.keyboard.press('Escape');
  await page.mouse.up();
  if (measured.drawn < FRAMES * 0.6) throw new Error(`${measured.drawn} of ${FRAMES} steps were drawn`);
  return { times: measured.times.slice(2), mainThreadMs };
};

const show = async (page: Page, url: string): Promise<number> => {
  const begun = performance.now();
  await visit(page, url);
  await page.locator('.timeline-slot.slot-urgent').first().waitFor({ timeout: 60_000 });
  return performance.now() - begun;
};

/** Figures of dragging on the timeline. */
export const benchScheduleDrag = async (): Promise<BenchLine[]> => {
  const stage = await openStage({ doors: { checkReplies: false } });
  const { server, browser, home } = stage;
  try {
    await fillWard(server.url, SCREENS, SLOTS_PER_SCREEN);
    const page = await openPage(browser);
    await page.goto('about:blank');
    const emptyMs = p95(await emptyFrames(page));
    await signIn(page, home);
    const lines: BenchLine[] = [];
    for (const across of ['day', 'week'] as const) {
      const openMs = await show(page, `${home}/schedule?view=timeline&across=${across}&on=${DAY}`);
      await dragFrames(page);
      const windowed = await dragFrames(page);
      const value = p95(windowed.times);
      const rows = await page.locator('.timeline-row').count();
      const figure = `frame while dragging, p95, ${SCREENS} screens × ${SLOTS_PER_SCREEN} slots, a ${across}, ${rows} rows in the document`;
      lines.push({
        figure,
        value,
        unit: 'ms',
        yardstick: 'frame of an empty page, p95',
        yardstickValue: emptyMs,
        ratio: value / emptyMs,
        goal: GOAL,
      });
      await page.locator('.timeline').evaluate((box) => {
        (box as HTMLElement).style.height = '12000px';
      });
      await page.waitForFunction((count) => document.querySelectorAll('.timeline-row').length === count, SCREENS, {
        timeout: 60_000,
      });
      const every = await dragFrames(page);
      const whole = p95(every.times);
      lines.push({
        figure,
        value,
        unit: 'ms',
        yardstick: 'the same with every row in the document',
        yardstickValue: whole,
        ratio: value / whole,
        goal: GOAL,
      });
      lines.push({
        figure: figure.replace(
          'frame while dragging, p95',
          'processor time of the main thread for a frame while dragging',
        ),
        value: windowed.mainThreadMs,
        unit: 'ms',
        yardstick: 'the same with every row in the document',
        yardstickValue: every.mainThreadMs,
        ratio: windowed.mainThreadMs / every.mainThreadMs,
        goal: '< 25 ms',
      });
      lines.push({
        figure: `from the address to the first row, ${SCREENS} screens × ${SLOTS_PER_SCREEN} slots, a ${across}`,
        value: openMs,
        unit: 'ms',
        yardstick: 'frame of an empty page, p95',
        yardstickValue: emptyMs,
        ratio: openMs / emptyMs,
        goal: '< 3000 ms',
      });
    }
    return lines;
  } finally {
    await stage.close();
  }
};
