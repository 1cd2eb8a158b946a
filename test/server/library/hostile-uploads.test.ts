/**
 * Everything that a stranger may send, sent at once to a running library: each file is refused in both voices within its limits, nothing
 * of it stays in the media folders, nobody is asked on the network, no name becomes a path, and the library goes on working.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Asset } from '../../../playlists/model/media.ts';
import { type LibraryServer, startLibraryServer } from '../../support/library-server.ts';
import { makePptx } from '../../support/made-office.ts';
import { lockPdf, makeDeck, makePdf, writePdf } from '../../support/made-pdf.ts';
import { boxAt, openSamples, type Samples, scratchFolder } from '../../support/media-samples.ts';
import { uploadFile } from '../../support/tus-upload.ts';
import { until } from '../../support/until.ts';

let samples: Samples;
let server: LibraryServer;
let drop: () => Promise<void>;
let trap: Server;
let trapped = 0;
let good: Buffer;

beforeAll(async () => {
  samples = await openSamples();
  const { path: folder, drop: remove } = await scratchFolder();
  drop = remove;
  server = await startLibraryServer({ folder });
  server.addScreen({ width: 192, height: 96 });
  trap = createServer((_request, response) => {
    trapped += 1;
    response.end('caught');
  });
  await new Promise<void>((ready) => trap.listen(0, '127.0.0.1', ready));
  good = await readFile(
    await samples.clip({ width: 192, height: 96, seconds: 3, name: 'good.mp4', args: ['-movflags', '+faststart'] }),
  );
});
afterAll(async () => {
  trap.close();
  await server.stop();
  await drop();
  await samples.drop();
});

const web = (): string => `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
const box = (size: number, type: string, data = Buffer.alloc(0)): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(size, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, data]);
};
const FTYP = box(16, 'ftyp', Buffer.from('isom\0\0\0\0', 'latin1'));
const flipped = (): Buffer => {
  const bytes = Buffer.from(good);
  for (let at = boxAt(bytes, 'mdat') + 800; at < bytes.length; at += 397) bytes[at] = (bytes[at] ?? 0) ^ 0x55;
  return bytes;
};
/** Named as careless or malicious people name files; the bytes are what the second part says. */
const corpus = (): [name: string, bytes: Buffer][] => [
  ['../../../../etc/cron.d/x.mp4', Buffer.from(`#EXTM3U\n#EXTINF:4,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n`)],
  ['..\\..\\windows\\x.mp4', Buffer.from(`#EXTM3U\n#EXTINF:4,\n${web()}/a.ts\n#EXT-X-ENDLIST\n`)],
  ['a\u0000b\u0007\u001b[2J.mp4', Buffer.from(`ffconcat version 1.0\nfile '/etc/passwd'\n`)],
  ['\u202egnp.exe', Buffer.from(`ffconcat version 1.0\nfile '${web()}/a.mp4'\n`)],
  ['-rf *.mp4', Buffer.from(`<?xml version="1.0"?><MPD><Period><BaseURL>${web()}/</BaseURL></Period></MPD>`)],
  [
    '<script>alert(1)</script>.svg',
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><image href="${web()}/x"/></svg>`),
  ],
  ['page.html', Buffer.from(`<!doctype html><script src="${web()}/x.js"></script>`)],
  [`${'ă'.repeat(300)}.mp4`, good.subarray(0, Math.floor(good.length * 0.6))],
  ['flipped.mp4', flipped()],
  ['polyglot.mp4', Buffer.concat([Buffer.from('<html><script>1</script></html>'), good])],
  ['polyglot.pdf', Buffer.concat([Buffer.from('GIF89a<html>%PDF-1.7\n'), makeDeck(2)])],
  ['boxes.mp4', Buffer.concat([FTYP, ...Array.from({ length: 100_000 }, () => box(8, 'free'))])],
  ['box-beyond.mp4', Buffer.concat([FTYP, box(0x7fff_ffff, 'moov'), box(0x7fff_fff0, 'trak')])],
  [
    'segments.jpg',
    Buffer.concat([
      Buffer.from('ffd8', 'hex'),
      ...Array.from({ length: 200 }, () => Buffer.concat([Buffer.from('ffe1ffff', 'hex'), Buffer.alloc(65_533)])),
    ]),
  ],
  [
    'endless.mkv',
    Buffer.concat([
      Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282886d6174726f736b61428781044285810218538067', 'hex'),
      Buffer.from('01ffffffffffffff', 'hex'),
      Buffer.alloc(2_000_000, 0xec),
    ]),
  ],
  ['locked.pdf', lockPdf('x')],
  ['two-thousand.pdf', makeDeck(2_000)],
  ['huge.pdf', makePdf([{ width: 500_000, height: 500_000 }])],
  ['deep.pdf', writePdf([`<</Type/Catalog/Pages 2 0 R/X ${'<<'.repeat(300_000)}>>`])],
  ['loop.pdf', writePdf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Count 3/Kids[2 0 R 2 0 R]>>'])],
  ['torn.pdf', makeDeck(3).subarray(0, 200)],
  ['bomb.pptx', makePptx(['a'], [{ name: 'ppt/media/a.png', data: 'x', claimed: 4_000_000_000 }])],
  ['gif-bomb.gif', Buffer.from('474946383961ffffffff800000000000ffffff2c00000000ffffffff0002024401003b', 'hex')],
];

test('C2 C3 C4: a whole corpus is refused, nothing is left of it, and the library works on', async () => {
  const sent = corpus();
  for (const [i, [name, bytes]] of sent.entries())
    await uploadFile(server.url, { path: await samples.write(`corpus-${i}`, bytes), name });
  const listed = async (): Promise<Asset[]> => (await server.call('GET', '/api/assets?limit=100')).body.items;
  const assets = await until(
    'all are settled',
    async () => {
      const all = await listed();
      const isOver = all.length === sent.length && all.every(({ state }) => state.kind === 'refused');
      const taken = all.filter(({ state }) => state.kind === 'ready' || state.kind === 'failed');
      if (taken.length > 0)
        throw new Error(`taken: ${taken.map(({ title, state }) => `${title} ${JSON.stringify(state)}`)}`);
      return isOver ? all : null;
    },
    240_000,
  );
  for (const { title, state } of assets) {
    const { refusal } = state as Extract<Asset['state'], { kind: 'refused' }>;
    for (const voice of [refusal.staff.vi, refusal.staff.en, refusal.technician]) {
      expect(voice.length, title).toBeGreaterThan(0);
      expect(voice, title).not.toMatch(/\{\w+\}|root:|CANARY/);
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
    expect(title, JSON.stringify(title)).not.toMatch(/[\u0000-\u001f\u202e/\\]/);
  }
  expect(trapped).toBe(0);
  const left = (): string[] =>
    ['uploads', 'sources', 'files', 'work'].flatMap((name) =>
      readdirSync(join(server.mediaFolder, name), { recursive: true, encoding: 'utf8' })
        .map((file) => join(server.mediaFolder, name, file))
        .filter((path) => statSync(path).isFile()),
    );
  await until('nothing is left', async () => left().length === 0 || null, 20_000);
  expect(existsSync('/etc/cron.d/x.mp4')).toBe(false);

  const picture = await sharp({ create: { width: 64, height: 32, channels: 3, background: '#0a0' } })
    .png()
    .toBuffer();
  await uploadFile(server.url, { path: await samples.write('fine.png', picture), name: 'fine.png' });
  const [fine] = (await listed()) as [Asset];
  await server.waitFor(fine.id, ({ state }) => state.kind === 'ready');
}, 300_000);

test('C2: an upload of no bytes is refused in both voices', async () => {
  await uploadFile(server.url, { path: await samples.write('empty.mp4', ''), name: 'empty.mp4' }).catch(
    () => undefined,
  );
  const { items } = (await server.call('GET', '/api/assets')).body as { items: Asset[] };
  const empty = items.find(({ title }) => title === 'empty');
  if (!empty) return;
  const settled = await server.waitFor(empty.id, ({ state }) => state.kind === 'refused');
  expect(settled.state).toMatchObject({ refusal: { code: 'upload-empty' } });
});
