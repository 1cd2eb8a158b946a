/** PDF files made by hand, object by object: real pages with known colours and words, and broken or hostile ones. */
import { createHash } from 'node:crypto';

export interface MadePage {
  /** In points. */
  width?: number;
  height?: number;
  /** Colour of the ground, 0..1 each; none = the paper's. */
  ground?: [number, number, number];
  /** In Helvetica, large. */
  words?: string;
  /** Clockwise turn that the page asks for. */
  rotate?: 0 | 90 | 180 | 270;
  /** Further operators of its content. */
  content?: string;
}

/** Writes objects (from number 1, which is the catalogue) with their cross-reference table. */
export const writePdf = (objects: readonly string[], trailer = ''): Buffer => {
  let text = '%PDF-1.7\n';
  const places = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = text.length;
  const rows = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  text += `trailer\n<</Size ${objects.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
};

const stream = (content: string): string => `<</Length ${content.length}>>stream\n${content}\nendstream`;

/** Objects of a document of these pages: catalogue, pages, font, then page and content of each. */
export const pagesAsObjects = (pages: readonly MadePage[]): string[] => [
  '<</Type/Catalog/Pages 2 0 R>>',
  `<</Type/Pages/Count ${pages.length}/Kids[${pages.map((_, i) => `${4 + 2 * i} 0 R`).join(' ')}]>>`,
  '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ...pages.flatMap(({ width = 960, height = 540, ground, words, rotate = 0, content = '' }, i) => [
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Rotate ${rotate}` +
      `/Resources<</Font<</F1 3 0 R>>>>/Contents ${5 + 2 * i} 0 R>>`,
    stream(
      (ground ? `${ground.join(' ')} rg 0 0 ${width} ${height} re f\n` : '') +
        (words ? `0 g BT /F1 96 Tf 60 ${Math.round(height / 2)} Td (${words}) Tj ET\n` : '') +
        content,
    ),
  ]),
];

export const makePdf = (pages: readonly MadePage[]): Buffer => writePdf(pagesAsObjects(pages));

/** A deck of so many pages, each with its number. */
export const makeDeck = (count: number): Buffer =>
  makePdf(Array.from({ length: count }, (_, i) => ({ words: `Trang ${i + 1}` })));

const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

/** RC4 by hand: today's OpenSSL has none of its own. */
const rc4 = (key: Buffer, data: Buffer): Buffer => {
  const box = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + (box[i] as number) + (key[i % key.length] as number)) & 255;
    [box[i], box[j]] = [box[j] as number, box[i] as number];
  }
  let [i, j] = [0, 0];
  return data.map((byte) => {
    i = (i + 1) & 255;
    j = (j + (box[i] as number)) & 255;
    [box[i], box[j]] = [box[j] as number, box[i] as number];
    return byte ^ (box[((box[i] as number) + (box[j] as number)) & 255] as number);
  }) as Buffer;
};

/** A document that nobody opens without its password (standard security handler, revision 2). */
export const lockPdf = (password: string): Buffer => {
  const id = Buffer.alloc(16, 7);
  const padded = Buffer.concat([Buffer.from(password, 'latin1'), PADDING]).subarray(0, 32);
  const ownerKey = createHash('md5').update(padded).digest().subarray(0, 5);
  const owner = rc4(ownerKey, padded);
  const permissions = Buffer.from([0xfc, 0xff, 0xff, 0xff]);
  const key = createHash('md5').update(padded).update(owner).update(permissions).update(id).digest().subarray(0, 5);
  const user = rc4(key, PADDING);
  const hex = (bytes: Buffer): string => `<${bytes.toString('hex')}>`;
  const objects = pagesAsObjects([{ words: 'x' }, {}]);
  const lock = `<</Filter/Standard/V 1/R 2/O${hex(owner)}/U${hex(user)}/P -4>>`;
  return writePdf([...objects, lock], `/Encrypt ${objects.length + 1} 0 R/ID[${hex(id)}${hex(id)}]`);
};
