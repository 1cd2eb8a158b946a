/** Office documents become PDF where LibreOffice is installed, and are refused with words that help where it is not. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ingest, openIngest } from '../../media/ingest.ts';
import { type MediaStore, openDiskStore } from '../../media/store.ts';
import { findTools, type OfficeTool } from '../../media/tools.ts';
import { makeDocx, makeOdp, makeOdt, makePptx, makeZip } from '../support/made-office.ts';
import { openSamples, type Samples, scratchFolder } from '../support/media-samples.ts';

const OFFICE = (await findTools({ searchPath: '/usr/local/bin:/usr/bin:/bin' })).office;
/** Would read everything, if it were there. */
const NOWHERE: OfficeTool = { path: '/nowhere/soffice', folder: null, reads: { presentation: true, text: true } };
let samples: Samples;
let files: MediaStore;
let sources: MediaStore;
let trap: Server;
let trapped = 0;

beforeAll(async () => {
  samples = await openSamples();
  files = await openDiskStore(join(samples.folder, 'files'));
  sources = await openDiskStore(join(samples.folder, 'sources'));
  trap = createServer((_request, response) => {
    trapped += 1;
    response.end('caught');
  });
  await new Promise<void>((ready) => trap.listen(0, '127.0.0.1', ready));
});
afterAll(async () => {
  trap.close();
  await samples.drop();
});

const open = (office = samples.tools.office): Promise<Ingest> =>
  openIngest({
    workFolder: join(samples.folder, 'work'),
    files,
    tools: { ...samples.tools, office },
    reserveBytes: 0,
  });
const admit = async (name: string, bytes: Buffer, ingest?: Ingest) =>
  (ingest ?? (await open())).admit(await samples.write(name, bytes), sources);
const isClean = async (): Promise<boolean> =>
  readdirSync(join(samples.folder, 'work')).length === 0 && (await sources.list(Number.MAX_SAFE_INTEGER)).length === 0;

const becomesThreePages = async (name: string, make: () => Buffer): Promise<void> => {
  const admitted = await admit(name, make());
  if (!admitted.ok) throw new Error(admitted.refusal.technician);
  expect(admitted.value.facts).toMatchObject({ kind: 'document', mime: 'application/pdf', pages: 3 });
  expect(readdirSync(join(samples.folder, 'work'))).toEqual([]);
  await sources.remove(admitted.value.converted?.digest as never);
};

describe.skipIf(!OFFICE?.reads.presentation)(
  'with LibreOffice (package libreoffice-impress; skipped where it is not installed)',
  () => {
    test.each([
      ['deck.pptx', () => makePptx(['Chuyển đổi số', 'Dịch vụ công', 'Hết'])],
      ['deck.odp', () => makeOdp(['Chuyển đổi số', 'Dịch vụ công', 'Hết'])],
    ])('%s becomes a document of its slides', becomesThreePages, 300_000);

    test('nothing outside is read and nobody is asked, whatever a slide points at', async () => {
      const web = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/a.png`;
      const odp = makeOdp([
        `x</text:p></draw:text-box></draw:frame><draw:frame svg:width="5cm" svg:height="5cm"><draw:image xlink:href="${web}"` +
          ' xmlns:xlink="http://www.w3.org/1999/xlink"/></draw:frame><draw:frame svg:width="5cm" svg:height="5cm"><draw:text-box><text:p>',
        'y',
      ]);
      const admitted = await admit('links.odp', odp);
      expect(trapped).toBe(0);
      if (admitted.ok && admitted.value.converted) await sources.remove(admitted.value.converted.digest);
    }, 300_000);

    test('what is an archive by its start alone is refused and leaves nothing', async () => {
      const cut = makePptx(['a', 'b']);
      expect(
        await admit('torn.pptx', Buffer.concat([cut.subarray(0, 400), Buffer.alloc(300), cut.subarray(700)])),
      ).toMatchObject({
        ok: false,
      });
      expect(await isClean()).toBe(true);
    }, 300_000);
  },
);

describe.skipIf(!OFFICE?.reads.text)(
  'with Writer (package libreoffice-writer; skipped where it is not installed)',
  () => {
    test.each([
      ['công văn.docx', () => makeDocx(['Chuyển đổi số', 'Dịch vụ công', 'Hết'])],
      ['công văn.odt', () => makeOdt(['Chuyển đổi số', 'Dịch vụ công', 'Hết'])],
    ])('%s becomes a document of its pages', becomesThreePages, 300_000);

    test('nobody is asked for pictures and text that a document links to, and no file of ours comes into it', async () => {
      const web = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
      const field = (code: string): string =>
        `<w:p><w:fldSimple w:instr=" ${code} "><w:r><w:t>?</w:t></w:r></w:fldSimple></w:p>`;
      const docx = makeDocx(
        ['x'],
        [],
        [
          field(`INCLUDEPICTURE "${web}/a.png"`),
          field(`INCLUDETEXT "${web}/b.docx"`),
          field('INCLUDETEXT "/etc/passwd"'),
        ],
      );
      const before = trapped;
      const admitted = await admit('links.docx', docx);
      expect(trapped).toBe(before);
      if (!admitted.ok || !admitted.value.converted) return;
      const { digest } = admitted.value.converted;
      expect((await readFile(sources.localPath(digest))).includes('root:')).toBe(false);
      await sources.remove(digest);
    }, 300_000);
  },
);

test.each([
  ['text', 'a.docx', () => makeDocx(['a', 'b']), 'libreoffice-writer'],
  ['text', 'a.odt', () => makeOdt(['a', 'b']), 'libreoffice-writer'],
  ['presentation', 'a.pptx', () => makePptx(['a', 'b']), 'libreoffice-impress'],
] as const)(
  'where LibreOffice lacks the part for a %s, %s is refused with the package that brings it',
  async (form, name, make, wanted) => {
    const partly = { ...NOWHERE, reads: { ...NOWHERE.reads, [form]: false } };
    const refused = await admit(name, make(), await open(partly));
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'document-needs-converter' } });
    if (!refused.ok) for (const words of Object.values(refused.refusal.staff)) expect(words).toContain(wanted);
    expect(await isClean()).toBe(true);
  },
);

test('what LibreOffice reads is told by its parts, through links to it, and everything is tried where that cannot be told', async () => {
  const { path, drop } = await scratchFolder();
  const part = async (name: string): Promise<void> => {
    await mkdir(join(path, 'lo/share/registry'), { recursive: true });
    await writeFile(join(path, 'lo/share/registry', `${name}.xcd`), '');
  };
  await mkdir(join(path, 'lo/program'), { recursive: true });
  await mkdir(join(path, 'bin'));
  await writeFile(join(path, 'lo/program/soffice'), '', { mode: 0o755 });
  await symlink(join(path, 'lo/program/soffice'), join(path, 'bin/libreoffice'));
  const find = async () => (await findTools({ searchPath: join(path, 'bin'), sandbox: 'none' })).office;
  expect((await find())?.reads).toEqual({ presentation: true, text: true });
  for (const name of ['main', 'impress']) await part(name);
  expect(await find()).toEqual({
    path: join(path, 'lo/program/soffice'),
    folder: join(path, 'lo'),
    reads: { presentation: true, text: false },
  });
  await part('writer');
  expect((await find())?.reads).toEqual({ presentation: true, text: true });
  expect((await findTools({ searchPath: path, sandbox: 'none' })).office).toBeNull();
  await drop();
});

test('without LibreOffice the refusal says what to do, in both voices', async () => {
  const refused = await admit('deck.pptx', makePptx(['a', 'b']), await open(null));
  expect(refused).toMatchObject({ ok: false, refusal: { code: 'document-needs-converter' } });
  if (refused.ok) return;
  expect(refused.refusal.staff.vi).toContain('Tệp → Xuất → PDF');
  expect(refused.refusal.staff.en).toContain('libreoffice-impress');
  expect(await isClean()).toBe(true);
});

test('C3: an archive that says it unpacks to more than a document ever holds is not opened at all', async () => {
  const ingest = await open(NOWHERE);
  const zeros = Buffer.alloc(40_000_000);
  const bombs = {
    'lies.pptx': makePptx(['a'], [{ name: 'ppt/media/a.png', data: 'x', claimed: 4_000_000_000 }]),
    'honest.odp': makeOdp(
      ['a'],
      Array.from({ length: 30 }, (_, i) => ({ name: `Pictures/${i}.bmp`, data: zeros })),
    ),
    'many.pptx': makePptx(
      ['a'],
      Array.from({ length: 12_000 }, (_, i) => ({ name: `ppt/media/${i}`, data: '' })),
    ),
  };
  for (const [name, bytes] of Object.entries(bombs)) {
    expect(await admit(name, bytes, ingest), name).toMatchObject({ ok: false, refusal: { code: 'media-broken' } });
    expect(await isClean(), name).toBe(true);
  }
}, 60_000);

test.each([
  ['EncryptedPackage', 'document-locked'],
  ['Workbook', 'media-unsupported'],
])('an old container that holds %s is refused before anything opens it', async (part, code) => {
  const bytes = Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(1_528),
    Buffer.from(part, 'utf16le'),
  ]);
  const refused = await admit('old.ppt', bytes, await open(NOWHERE));
  expect(refused).toMatchObject({ ok: false, refusal: { code } });
  expect(await isClean()).toBe(true);
});

test('an archive that is no office document is no content', async () => {
  const zip = makeZip([{ name: '../../../../tmp/bang-tin-escaped', data: 'x' }]);
  expect(await admit('deck.pptx', zip)).toMatchObject({ ok: false, refusal: { code: 'media-unsupported' } });
  expect(existsSync('/tmp/bang-tin-escaped')).toBe(false);
});
