/** One fragmented file serves both ways of playing: a plain video element, and clips one after another in one MediaSource. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openIngest, type PreparedFile } from '../../media/ingest.ts';
import { openDiskStore } from '../../media/store.ts';
import { launchBrowser } from '../support/browser.ts';
import { openSamples, type Samples } from '../support/media-samples.ts';

const WALL = { width: 384, height: 192 };
let samples: Samples;
let server: Server;
let browser: Browser;
let page: Page;
let talk: PreparedFile;
let silent: PreparedFile;

beforeAll(async () => {
  samples = await openSamples();
  const files = await openDiskStore(join(samples.folder, 'files'));
  const ingest = await openIngest({
    workFolder: join(samples.folder, 'work'),
    files,
    tools: samples.tools,
    reserveBytes: 0,
  });
  const make = async (path: string): Promise<PreparedFile> => {
    const facts = await ingest.inspect(path);
    if (!facts.ok) throw new Error(facts.refusal.technician);
    const made = await ingest.prepare({
      ...{ source: path, facts: facts.value, trim: { fromMs: 0, untilMs: null }, loudness: -23, storyboard: false },
      outputs: [{ canvas: WALL, framing: { fit: 'contain', crop: null } }],
    });
    if (!made.ok) throw new Error(made.refusal.technician);
    return made.value.files[0] as PreparedFile;
  };
  talk = await make(
    await samples.clip({ width: 640, height: 360, seconds: 7.3, rate: 25, sound: true, name: 'talk.mp4' }),
  );
  silent = await make(
    await samples.clip({
      width: 320,
      height: 240,
      seconds: 3.5,
      rate: 30,
      name: 'silent.webm',
      args: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime'],
    }),
  );
  server = createServer((request, response) => {
    const digest = [talk, silent].find((file) => request.url === `/${file.digest}`)?.digest;
    if (!digest) {
      response.setHeader('content-type', 'text/html');
      response.end('<video muted></video>');
      return;
    }
    void readFile(files.localPath(digest)).then((bytes) => {
      const asked = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
      const [from, to] = [Number(asked?.[1] ?? 0), Number(asked?.[2] || bytes.length - 1)];
      response.setHeader('content-type', 'video/mp4');
      response.setHeader('accept-ranges', 'bytes');
      response.statusCode = asked ? 206 : 200;
      if (asked) response.setHeader('content-range', `bytes ${from}-${to}/${bytes.length}`);
      response.end(bytes.subarray(from, to + 1));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  server?.close();
  await samples?.drop();
});

it('G8 a video element knows the length at once, seeks to any place and plays to the end', async () => {
  const seen = await page.evaluate(async (source) => {
    const video = document.querySelector('video') as HTMLVideoElement;
    video.src = source;
    await new Promise((ready, fail) => {
      video.onloadeddata = ready;
      video.onerror = () => fail(new Error(video.error?.message));
    });
    const length = video.duration;
    video.currentTime = 5.5;
    await new Promise((done) => {
      video.onseeked = done;
    });
    const sought = video.currentTime;
    await video.play();
    await new Promise((done) => {
      video.onended = done;
    });
    return { length, sought, end: video.currentTime, pixels: [video.videoWidth, video.videoHeight] };
  }, `/${talk.digest}`);
  expect(Math.abs(seen.length * 1000 - (talk.durationMs ?? 0))).toBeLessThan(45);
  expect(seen).toMatchObject({ sought: 5.5, pixels: [384, 192] });
  expect(seen.end).toBeCloseTo(seen.length, 1);
});

it('G8 clips of other rates, with sound and without, follow one another in one SourceBuffer without a gap', async () => {
  const ranges = await page.evaluate(
    async (sources) => {
      const video = document.querySelector('video') as HTMLVideoElement;
      const media = new MediaSource();
      video.src = URL.createObjectURL(media);
      await new Promise((open) => {
        media.onsourceopen = open;
      });
      const buffer = media.addSourceBuffer('video/mp4; codecs="avc1.64001f, mp4a.40.2"');
      let at = 0;
      for (const { source, seconds } of sources) {
        buffer.timestampOffset = at;
        buffer.appendBuffer(await (await fetch(source)).arrayBuffer());
        await new Promise((done, fail) => {
          buffer.onupdateend = done;
          buffer.onerror = fail;
        });
        at += seconds;
      }
      return Array.from({ length: buffer.buffered.length }, (_, i) => [
        buffer.buffered.start(i),
        buffer.buffered.end(i),
      ]);
    },
    [talk, silent, talk].map((file) => ({ source: `/${file.digest}`, seconds: (file.durationMs ?? 0) / 1000 })),
  );
  expect(ranges).toHaveLength(1);
  expect(ranges[0]?.[0]).toBe(0);
  const length = (2 * (talk.durationMs ?? 0) + (silent.durationMs ?? 0)) / 1000;
  expect(Math.abs((ranges[0]?.[1] ?? 0) - length)).toBeLessThan(0.05);
});
