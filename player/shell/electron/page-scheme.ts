/** The page's own origin inside Electron, `bangtin://screen`: no port, no network, only the built page and media by digest. */
import { type Protocol, protocol } from 'electron';
import type { StageSide } from '../../core/stage.ts';
import { answerMedia, answerRelay, type PageFile, pageHeaders, RELAY_HEADERS, readPieces } from '../page/page-files.ts';

const SCHEME = 'bangtin';
export const PAGE_ORIGIN = `${SCHEME}://screen`;
export const PAGE_URL = `${PAGE_ORIGIN}/`;

/** Before the app is ready. */
export const announceScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
};

/** Bytes as the engine asks for them; it closes the file when the engine has had enough. */
const streamOf = (pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> =>
  new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await pieces.return(undefined);
    },
  });

/** Answers every request of the page's session; `scheme` is `session.protocol`. */
export const servePage = (
  scheme: Pick<Protocol, 'handle'>,
  page: ReadonlyMap<string, PageFile>,
  { locate, relay }: Pick<StageSide, 'locate' | 'relay'>,
): void => {
  scheme.handle(SCHEME, (request) => {
    const url = new URL(request.url);
    if (url.host !== 'screen' || request.method !== 'GET') return new Response(null, { status: 404 });
    const file = page.get(url.pathname);
    if (file) return new Response(file.bytes, { headers: { ...pageHeaders("'none'"), 'content-type': file.type } });
    const stream = answerRelay(url.pathname, relay);
    if (stream === 'none') return new Response(null, { status: 404 });
    if (stream) return new Response(stream, { headers: RELAY_HEADERS });
    const media = answerMedia(url.pathname, request.headers.get('range'), locate);
    if (!media?.part) return new Response(null, { status: media?.status ?? 404, headers: media?.headers ?? {} });
    const { path, from, until } = media.part;
    return new Response(streamOf(readPieces(path, from, until)), { status: media.status, headers: media.headers });
  });
};
