/**
 * The page's own origin inside Electron: `bang-tin://player/`. Serves the built page and this player's media, and nothing
 * else; no port is opened on the machine.
 */
import { Readable } from 'node:stream';
import { protocol, type Session } from 'electron';
import type { StageSide } from '../../core/stage.ts';
import { answerMedia, pageHeaders, readPage, readPieces } from '../page/page-files.ts';

const PAGE_SCHEME = 'bang-tin';
export const PAGE_ORIGIN = `${PAGE_SCHEME}://player`;

/** Must run before the app is ready. */
export const declarePageScheme = (): void =>
  protocol.registerSchemesAsPrivileged([
    {
      scheme: PAGE_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);

/** By way of a Node stream: the older engine of the tests has no `ReadableStream.from`. */
const streamOf = (pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> =>
  Readable.toWeb(Readable.from(pieces, { objectMode: false })) as ReadableStream<Uint8Array>;

const nothing = (): Response => new Response(null, { status: 404 });

/** Serves page and media to this session. `pageFolder` is the built page. Throws when it was not built. */
export const servePage = async (session: Session, pageFolder: string, locate: StageSide['locate']): Promise<void> => {
  const page = await readPage(pageFolder);
  const headers = pageHeaders("'none'");
  session.protocol.handle(PAGE_SCHEME, (request) => {
    const url = new URL(request.url);
    if (`${url.protocol}//${url.host}` !== PAGE_ORIGIN || request.method !== 'GET') return nothing();
    const media = answerMedia(url.pathname, request.headers.get('range'), locate);
    if (media) {
      const body = media.part && streamOf(readPieces(media.part.path, media.part.from, media.part.until));
      return new Response(body, { status: media.status, headers: media.headers });
    }
    const file = page.get(url.pathname);
    return file ? new Response(file.bytes, { headers: { ...headers, 'content-type': file.type } }) : nothing();
  });
};
