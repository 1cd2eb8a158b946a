/** A stage of the real Chromium shell with a core that does only what the test says: sheets, time, files. */
import type { Page } from 'playwright-core';
import { BUILT_PAGE } from '../../player/build.ts';
import { realClocks } from '../../player/core/clocks.ts';
import type { MediaFile, Stage } from '../../player/core/stage.ts';
import { openChromiumStage } from '../../player/shell/chromium/open.ts';
import type { Canvas } from '../../playlists/model/canvas.ts';
import type { CoreToPage, PageToCore, StageCard, StageCue, StageTicker } from '../../playlists/wire/stage.ts';
import { attachBrowser, chromiumPath } from './browser.ts';
import { until } from './until.ts';

type Heard<Kind extends PageToCore['kind']> = Extract<PageToCore, { kind: Kind }>;

export interface ScriptedStage {
  stage: Stage;
  /** Server time of this test, ms with fractions; never jumps. */
  now(): number;
  heard: PageToCore[];
  of<Kind extends PageToCore['kind']>(kind: Kind): Heard<Kind>[];
  gone: string[];
  log: string[];
  show(cues: StageCue[], rest?: { card?: StageCard; safeUrl?: string | null; tickers?: StageTicker[] }): void;
  files: Map<string, MediaFile>;
  /** The page of the browser that runs now. */
  page(): Promise<Page>;
  /** Process id of the browser that runs now. */
  pid(): number;
  close(): Promise<void>;
}

export const openScriptedStage = async (canvas: Canvas): Promise<ScriptedStage> => {
  const heard: PageToCore[] = [];
  const gone: string[] = [];
  const log: string[] = [];
  const files = new Map<string, MediaFile>();
  const now = (): number => performance.timeOrigin + performance.now();
  let sheet: CoreToPage = { kind: 'sheet', canvas, cues: [], card: { kind: 'starting' }, safeUrl: null };
  let stage: Stage | null = null;
  let opened: { address: string; pid: number } | null = null;
  let attached: { pid: number; browser: Awaited<ReturnType<typeof attachBrowser>> } | null = null;

  const open = openChromiumStage({
    program: chromiumPath(),
    pageFolder: BUILT_PAGE,
    window: canvas,
    headless: true,
    clocks: realClocks(),
    log: (event, fields) => log.push(JSON.stringify({ event, ...fields })),
    debuggerOpened: (address, pid) => {
      opened = { address, pid };
    },
  });
  stage = await open({
    heard: (message) => {
      heard.push(message);
      if (message.kind === 'ready') stage?.send(sheet);
      if (message.kind === 'clock-ask') {
        stage?.send({ kind: 'clock', askedAt: message.askedAt, serverTime: now() });
      }
    },
    locate: (digest) => files.get(digest) ?? null,
    relay: () => null,
    gone: (reason) => gone.push(reason),
  });
  const of = <Kind extends PageToCore['kind']>(kind: Kind): Heard<Kind>[] =>
    heard.filter((message): message is Heard<Kind> => message.kind === kind);
  await until('the page to be ready', () => of('ready').length > 0, 20_000);
  const running = stage;
  return {
    stage: running,
    now,
    heard,
    of,
    gone,
    log,
    files,
    show: (cues, rest = {}) => {
      sheet = {
        kind: 'sheet',
        canvas,
        cues,
        card: rest.card ?? { kind: 'safe', wardName: 'Phường thử' },
        safeUrl: rest.safeUrl ?? null,
        ...(rest.tickers && { tickers: rest.tickers }),
      };
      running.send(sheet);
    },
    pid: () => opened?.pid ?? 0,
    page: async () => {
      if (!opened) throw new Error('no browser yet');
      if (attached?.pid !== opened.pid) attached = { pid: opened.pid, browser: await attachBrowser(opened.address) };
      return attached.browser.page;
    },
    close: async () => {
      await attached?.browser.browser.close();
      await running.stop();
    },
  };
};
