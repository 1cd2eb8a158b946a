/** Office documents made by hand: a ZIP of a few XML files, with as many slides as are wanted. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string;
  data: Buffer | string;
  /** Size that the archive claims for it; its own unless said. */
  claimed?: number;
}

export const makeZip = (entries: readonly ZipEntry[]): Buffer => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data, claimed } of entries) {
    const bytes = Buffer.from(data as string);
    // The first entry of an OpenDocument file is not packed.
    const isPacked = name !== 'mimetype';
    const packed = isPacked ? deflateRawSync(bytes, { level: 9 }) : bytes;
    const label = Buffer.from(name);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x0403_4b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(isPacked ? 8 : 0, 8);
    head.writeUInt32LE(crc32(bytes), 14);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(claimed ?? bytes.length, 22);
    head.writeUInt16LE(label.length, 26);
    const row = Buffer.alloc(46);
    row.writeUInt32LE(0x0201_4b50, 0);
    row.writeUInt16LE(20, 4);
    head.copy(row, 6, 4, 30);
    row.writeUInt32LE(at, 42);
    parts.push(head, label, packed);
    directory.push(row, label);
    at += 30 + label.length + packed.length;
  }
  const rows = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(rows.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, rows, end]);
};

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const OFFICE_TYPE = 'application/vnd.openxmlformats-officedocument';
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PRESENTATION = 'application/vnd.oasis.opendocument.presentation';
const TEXT = 'application/vnd.oasis.opendocument.text';
const OFFICE_SPACE = 'urn:oasis:names:tc:opendocument:xmlns:office:1.0';
const TEXT_SPACE = 'urn:oasis:names:tc:opendocument:xmlns:text:1.0';
const manifestOf = (type: string): ZipEntry => ({
  name: 'META-INF/manifest.xml',
  data:
    `${XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">` +
    `<manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/>` +
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
});

/** A presentation of these lines, one on each slide. `also`: further entries. */
export const makeOdp = (slides: readonly string[], also: readonly ZipEntry[] = []): Buffer => {
  const draw = 'urn:oasis:names:tc:opendocument:xmlns:drawing:1.0';
  const pages = slides
    .map(
      (words, i) =>
        `<draw:page draw:name="p${i}"><draw:frame svg:width="20cm" svg:height="5cm" svg:x="2cm" svg:y="2cm">` +
        `<draw:text-box><text:p>${words}</text:p></draw:text-box></draw:frame></draw:page>`,
    )
    .join('');
  return makeZip([
    { name: 'mimetype', data: PRESENTATION },
    {
      name: 'content.xml',
      data:
        `${XML}<office:document-content xmlns:office="${OFFICE_SPACE}" xmlns:draw="${draw}" office:version="1.2"` +
        ` xmlns:text="${TEXT_SPACE}"` +
        ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">' +
        `<office:body><office:presentation>${pages}</office:presentation></office:body></office:document-content>`,
    },
    manifestOf(PRESENTATION),
    ...also,
  ]);
};

const relations = (rows: readonly (readonly [id: string, kind: string, target: string])[]): string =>
  `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${rows
    .map(([id, kind, target]) => `<Relationship Id="${id}" Type="${RELATION}/${kind}" Target="${target}"/>`)
    .join('')}</Relationships>`;

/** PowerPoint's own form of the same. */
export const makePptx = (slides: readonly string[], also: readonly ZipEntry[] = []): Buffer => {
  const spaces =
    `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="${RELATION}"` +
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"';
  const types = slides
    .map((_, i) => `<Override PartName="/ppt/slides/s${i}.xml" ContentType="${OFFICE_TYPE}.presentationml.slide+xml"/>`)
    .join('');
  return makeZip([
    {
      name: '[Content_Types].xml',
      data:
        `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        `<Override PartName="/ppt/presentation.xml" ContentType="${OFFICE_TYPE}.presentationml.presentation.main+xml"/>` +
        `${types}</Types>`,
    },
    { name: '_rels/.rels', data: relations([['r1', 'officeDocument', 'ppt/presentation.xml']]) },
    {
      name: 'ppt/presentation.xml',
      data: `${XML}<p:presentation ${spaces}><p:sldIdLst>${slides
        .map((_, i) => `<p:sldId id="${256 + i}" r:id="r${i}"/>`)
        .join(
          '',
        )}</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`,
    },
    {
      name: 'ppt/_rels/presentation.xml.rels',
      data: relations(slides.map((_, i) => [`r${i}`, 'slide', `slides/s${i}.xml`] as const)),
    },
    ...slides.map((words, i) => ({
      name: `ppt/slides/s${i}.xml`,
      data:
        `${XML}<p:sld ${spaces}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>` +
        '<p:grpSpPr/><p:sp><p:nvSpPr><p:cNvPr id="2" name="t"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>' +
        '<a:off x="900000" y="900000"/><a:ext cx="9000000" cy="2000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>' +
        `</p:spPr><p:txBody><a:bodyPr/><a:p><a:r><a:rPr sz="6000"/><a:t>${words}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree>` +
        '</p:cSld></p:sld>',
    })),
    ...also,
  ]);
};

/** A text of so many pages. `words` of a page may be marked-up runs of its paragraph. */
export const makeOdt = (pages: readonly string[]): Buffer =>
  makeZip([
    { name: 'mimetype', data: TEXT },
    {
      name: 'content.xml',
      data:
        `${XML}<office:document-content xmlns:office="${OFFICE_SPACE}" xmlns:text="${TEXT_SPACE}" office:version="1.2"` +
        ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">' +
        '<office:automatic-styles><style:style style:name="N" style:family="paragraph">' +
        '<style:paragraph-properties fo:break-before="page"/></style:style></office:automatic-styles><office:body><office:text>' +
        `${pages.map((words, i) => `<text:p${i === 0 ? '' : ' text:style-name="N"'}>${words}</text:p>`).join('')}` +
        '</office:text></office:body></office:document-content>',
    },
    manifestOf(TEXT),
  ]);

/** Word's own form of the same. `also`: further entries; `body`: what comes after the pages. */
export const makeDocx = (
  pages: readonly string[],
  also: readonly ZipEntry[] = [],
  body: readonly string[] = [],
): Buffer =>
  makeZip([
    {
      name: '[Content_Types].xml',
      data:
        `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        `<Override PartName="/word/document.xml" ContentType="${OFFICE_TYPE}.wordprocessingml.document.main+xml"/></Types>`,
    },
    { name: '_rels/.rels', data: relations([['r1', 'officeDocument', 'word/document.xml']]) },
    {
      name: 'word/document.xml',
      data:
        `${XML}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${RELATION}"><w:body>` +
        pages
          .map(
            (words, i) =>
              `<w:p>${i === 0 ? '' : '<w:pPr><w:pageBreakBefore/></w:pPr>'}<w:r><w:t>${words}</w:t></w:r></w:p>`,
          )
          .join('') +
        `${body.join('')}</w:body></w:document>`,
    },
    ...also,
  ]);
