/**
 * PDFium (WebAssembly) for one document: how many pages, how large, painted at any size, one page saved alone. No scripts, no forms,
 * no files: the module sees the bytes that it is handed and nothing else, and may use `MOST_MEMORY` at most. Runs only inside the
 * workbench process.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PDFiumModule } from '@hyzyla/pdfium';
import type { Rectangle } from '../playlists/model/framing.ts';
import type { RawPicture } from './picture-look.ts';

/** Bytes that the module may hold: the document, what it unpacks and the picture. */
const MOST_MEMORY = 1024 ** 3;

/** Why a document does not open (`FPDF_GetLastError`). */
export type PdfFault = 'password' | 'broken';

/** In points (1/72 inch), upright. */
export interface PageSize {
  width: number;
  height: number;
}

export interface PdfDocument {
  pages: number;
  /** Of the page `index` (from 0); null = there is none, or it is broken. */
  sizeOf(index: number): PageSize | null;
  /**
   * The page `index` on white, at exactly `width` × `height` pixels: `part` is the rectangle of the page that is seen, as shares of its
   * sides. Throws for a page that cannot be painted.
   */
  paint(index: number, part: Rectangle, width: number, height: number): RawPicture;
  /** The page `index` as a document of its own. The same page of the same document always gives the same bytes. */
  extract(index: number): Buffer;
}

type Module = Awaited<ReturnType<typeof PDFiumModule>> & {
  HEAPF32: Float32Array;
  _FPDF_InitLibrary(): void;
  _FPDF_GetPageSizeByIndexF(document: number, index: number, size: number): number;
  _FPDF_CreateNewDocument(): number;
  _FPDF_ImportPagesByIndex(into: number, from: number, indices: number, count: number, at: number): number;
  _FPDF_SaveAsCopy(document: number, writer: number, flags: number): number;
};

const FORMAT_BGRX = 3;
const ANNOTATIONS = 1;
const NOT_INCREMENTAL = 2;
const WRONG_PASSWORD = 4;
const UNKNOWN_SECURITY = 5;

/** A module of one function (three numbers in, one out) that it imports and exports: only such functions can be called from PDFium. */
const DOORWAY = new Uint8Array([
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 8, 1, 96, 3, 127, 127, 127, 1, 127],
  ...[2, 7, 1, 1, 101, 1, 102, 0, 0],
  ...[7, 5, 1, 1, 102, 0, 0],
]);

const openModule = async (): Promise<{ module: Module; table: WebAssembly.Table }> => {
  const wasmBinary = await readFile(createRequire(import.meta.url).resolve('@hyzyla/pdfium/pdfium.wasm'));
  let table: unknown;
  const module = (await PDFiumModule({
    instantiateWasm: (imports, done) => {
      const grow = imports.env?.emscripten_resize_heap as (bytes: number) => number;
      const held = {
        ...imports.env,
        emscripten_resize_heap: (bytes: number) => (bytes > MOST_MEMORY ? 0 : grow(bytes)),
      };
      void WebAssembly.instantiate(wasmBinary, { ...imports, env: held }).then((made) => {
        table = made.instance.exports.__indirect_function_table;
        (done as (instance: WebAssembly.Instance, module: WebAssembly.Module) => void)(made.instance, made.module);
      });
      return {};
    },
  })) as Module;
  module._FPDF_InitLibrary();
  return { module, table: table as WebAssembly.Table };
};

/** PDFium writes the time and a random name into what it saves; equal pages shall be equal bytes. */
const withoutTime = (bytes: Buffer): Buffer => {
  const text = bytes.toString('latin1');
  const still = text
    .replace(/\/CreationDate\(D:\d{14}\)/, '/CreationDate(D:20000101000000)')
    .replace(
      /\/ID\[<[0-9A-F]{32}><[0-9A-F]{32}>\]>>(?=\s+startxref\s+\d+\s+%%EOF\s*$)/,
      `/ID[<${'0'.repeat(32)}><${'0'.repeat(32)}>]>>`,
    );
  return Buffer.from(still, 'latin1');
};

/** Opens the document in `bytes`; one for each process. */
export const openPdf = async (bytes: Uint8Array): Promise<PdfDocument | PdfFault> => {
  const { module, table } = await openModule();
  const { malloc, free } = module.wasmExports;
  const place = malloc(bytes.length);
  if (place === 0) return 'broken';
  module.HEAPU8.set(bytes, place);
  const document = module._FPDF_LoadMemDocument(place, bytes.length, 0);
  if (document === 0)
    return [WRONG_PASSWORD, UNKNOWN_SECURITY].includes(module._FPDF_GetLastError()) ? 'password' : 'broken';
  const small = malloc(16);

  const sizeOf = (index: number): PageSize | null => {
    if (module._FPDF_GetPageSizeByIndexF(document, index, small) === 0) return null;
    const [width, height] = [module.HEAPF32[small >> 2] ?? 0, module.HEAPF32[(small >> 2) + 1] ?? 0];
    return width > 0 && height > 0 ? { width, height } : null;
  };

  return {
    pages: module._FPDF_GetPageCount(document),
    sizeOf,
    paint: (index, part, width, height) => {
      const page = module._FPDF_LoadPage(document, index);
      if (page === 0) throw new Error(`page ${index + 1} does not open`);
      const bitmap = module._FPDFBitmap_CreateEx(width, height, FORMAT_BGRX, 0, width * 4);
      if (bitmap === 0) throw new Error(`no room for ${width}×${height}`);
      try {
        module._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffff_ffff);
        const [whole, tall] = [width / part.width, height / part.height];
        const [left, top] = [Math.round(-part.x * whole), Math.round(-part.y * tall)];
        module._FPDF_RenderPageBitmap(bitmap, page, left, top, Math.round(whole), Math.round(tall), 0, ANNOTATIONS);
        const from = module._FPDFBitmap_GetBuffer(bitmap);
        const data = Buffer.alloc(width * height * 3);
        for (let at = 0, to = 0; to < data.length; at += 4, to += 3) {
          data[to] = module.HEAPU8[from + at + 2] as number;
          data[to + 1] = module.HEAPU8[from + at + 1] as number;
          data[to + 2] = module.HEAPU8[from + at] as number;
        }
        return { width, height, data };
      } finally {
        module._FPDFBitmap_Destroy(bitmap);
        module._FPDF_ClosePage(page);
      }
    },
    extract: (index) => {
      const alone = module._FPDF_CreateNewDocument();
      const writer = malloc(8);
      try {
        module.HEAP32[small >> 2] = index;
        if (module._FPDF_ImportPagesByIndex(alone, document, small, 1, 0) === 0)
          throw new Error(`page ${index + 1} cannot be taken out`);
        const parts: Buffer[] = [];
        const write = (_writer: number, from: number, length: number): number => {
          parts.push(Buffer.from(module.HEAPU8.slice(from, from + length)));
          return 1;
        };
        const doorway = new WebAssembly.Instance(new WebAssembly.Module(DOORWAY), { e: { f: write } });
        // Place 0 stands for “no function” and is never called otherwise; the table itself cannot grow.
        table.set(0, doorway.exports.f);
        module.HEAP32[writer >> 2] = 1;
        module.HEAP32[(writer >> 2) + 1] = 0;
        if (module._FPDF_SaveAsCopy(alone, writer, NOT_INCREMENTAL) === 0)
          throw new Error(`page ${index + 1} cannot be saved`);
        return withoutTime(Buffer.concat(parts));
      } finally {
        table.set(0, null);
        module._FPDF_CloseDocument(alone);
        free(writer);
      }
    },
  };
};
