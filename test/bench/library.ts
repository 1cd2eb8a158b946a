/**
 * The library with 10,000 assets: first page and search at the API, over HTTP with a session, held against the bare query on the same
 * database file; and the time until the first cards stand on the page, held against a page with a card for every asset.
 */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import BetterSqlite3 from 'better-sqlite3';
import { launchBrowser } from '../support/browser.ts';
import { buildConsole } from '../support/built-console.ts';
import { visit } from '../support/console.ts';
import { ADMIN, startTestServer, type TestServer } from '../support/server.ts';
import { shelve } from '../support/shelf.ts';
import { storeThumbnails } from '../support/thumbnails.ts';
import { type BenchLine, lineOf, medianMs } from './bench-line.ts';

const ASSETS = 10_000;
const PAGE = 50;
const RUNS = 40;
const WORDS = [
  'Nghị quyết',
  'Bình dân học vụ số',
  'Dịch vụ công',
  'Tết',
  'Chuyển đổi số',
  'Phòng cháy',
  'Giao thông',
  'Y tế',
];
const SEARCHED = ['nghi quyet', 'hoc vu', 'so 4711', 'khong co trong kho'];

const fill = (raw: BetterSqlite3.Database, thumbnails: readonly string[]): void => {
  const who = raw.prepare('select id from person').pluck().get() as string;
  raw.exec('begin');
  for (let i = 0; i < ASSETS; i += 1)
    shelve({ raw } as never, {
      id: `ast_n${i}`,
      title: `${WORDS[i % WORDS.length]} số ${i}: tuyên truyền trên địa bàn phường`,
      source: 'Trung tâm Dịch vụ sự nghiệp công',
      topic: ['1.1', '1.2.a', null, '1.5.d'][i % 4] ?? null,
      kind: i % 2 === 0 ? 'video' : 'image',
      durationMs: i % 2 === 0 ? 15_000 : null,
      createdAt: 1_700_000_000_000 + ((i * 7_919) % ASSETS) * 1_000,
      uploadedBy: who,
      thumbnail: thumbnails[i % thumbnails.length] as string,
    });
  raw.exec(`insert into asset_tag select 'tag_bdhvs', id from asset where rowid % 5 = 0`);
  raw.exec('commit');
};

/** Median over all addresses, one after the other. */
const medianOf = async (server: TestServer, paths: readonly string[]): Promise<number> => {
  const times: number[] = [];
  const headers = { cookie: server.admin.cookie() };
  for (let run = 0; run <= RUNS; run += 1)
    for (const path of paths) {
      const begun = performance.now();
      const answer = await fetch(`${server.url}/api${path}`, { headers });
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      await answer.json();
      if (run > 0) times.push(performance.now() - begun);
    }
  return times.sort((a, b) => a - b)[times.length >> 1] as number;
};

/** From the click until cards are painted, and until as many as there are assets would be; in one page, in ms. */
const paintTimes = async (server: TestServer): Promise<{ shelf: number; everything: number }> => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await visit(page, `${server.url}/sign-in`);
    await page.locator('input[type=email]').fill(ADMIN.email);
    await page.locator('input[type=password]').fill(ADMIN.password);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.includes('sign-in'));
    await visit(page, `${server.url}/media`);
    await page.locator('.asset-card').first().waitFor();
    await visit(page, `${server.url}/playlists`);
    return await page.evaluate(async (count) => {
      const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const link = document.querySelector<HTMLAnchorElement>('a[href="/media"]');
      let begun = performance.now();
      link?.click();
      while (!document.querySelector('.asset-card')) await painted();
      await painted();
      const shelf = performance.now() - begun;
      const card = document.querySelector('.asset-card')?.outerHTML ?? '';
      const all = document.createElement('div');
      all.style.cssText = 'display:grid;grid-template-columns:repeat(3,1fr);gap:16px';
      begun = performance.now();
      all.innerHTML = card.repeat(count);
      document.querySelector('main')?.append(all);
      await painted();
      return { shelf, everything: performance.now() - begun };
    }, ASSETS);
  } finally {
    await browser.close();
  }
};

export const benchLibrary = async (): Promise<BenchLine[]> => {
  const built = await buildConsole();
  const server = await startTestServer({ doors: { consoleFolder: built } });
  const raw = new BetterSqlite3(join(server.dataFolder, 'bang-tin.sqlite'));
  try {
    fill(raw, await storeThumbnails(server.dataFolder, [20, 120, 220]));
    const bareFirst = raw.prepare(
      `select * from asset where deleted_at is null and replaces is null order by created_at desc, id desc limit ${PAGE}`,
    );
    const bareFound = raw.prepare(
      `select * from asset where deleted_at is null and replaces is null and title_folded like ? order by created_at desc, id desc limit ${PAGE}`,
    );
    const first = await medianOf(server, [`/assets?limit=${PAGE}`]);
    const found = await medianOf(
      server,
      SEARCHED.map((words) => `/assets?limit=${PAGE}&search=${encodeURIComponent(words)}`),
    );
    const orders = ['title', 'bytes', 'duration', 'expiry'].map(
      (sort) => `/assets?limit=${PAGE}&sort=${sort}&order=asc`,
    );
    const ordered = await medianOf(server, orders);
    const bare = medianMs(RUNS, () => bareFirst.all());
    const bareSearch = medianMs(RUNS, () => {
      for (const words of SEARCHED) bareFound.all(`%${words}%`);
    });
    const { shelf, everything } = await paintTimes(server);
    const yardstick = 'the bare query on the same file';
    return [
      lineOf({
        figure: `library of ${ASSETS}: first page of ${PAGE} over HTTP, median`,
        value: first,
        unit: 'ms',
        yardstick,
        yardstickValue: bare,
        goal: '< 150 ms',
      }),
      lineOf({
        figure: `library of ${ASSETS}: first page in orders other than by date over HTTP, median`,
        value: ordered,
        unit: 'ms',
        yardstick,
        yardstickValue: bare,
        goal: '< 150 ms',
      }),
      lineOf({
        figure: `library of ${ASSETS}: search without accents over HTTP, median`,
        value: found,
        unit: 'ms',
        yardstick: `${yardstick}, words side by side only`,
        yardstickValue: bareSearch / SEARCHED.length,
        goal: '< 100 ms',
      }),
      lineOf({
        figure: `library of ${ASSETS}: from the click to the first cards painted`,
        value: shelf,
        unit: 'ms',
        yardstick: 'a card for every asset put into the same page',
        yardstickValue: everything,
        goal: 'ratio <= 0.1',
      }),
    ];
  } finally {
    raw.close();
    await server.stop();
  }
};
