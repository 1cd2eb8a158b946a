/**
 * HTTP to the server with the bearer token of the last welcome: short calls with a time limit, and streams without one (the
 * cache watches those for stalls). A 401 asks the link to say hello again. Never follows a redirect: a captive portal must
 * not pass for our server.
 */
import type { Clocks } from './clocks.ts';

const CALL_TIMEOUT_MS = 30_000;

/** Thrown when there is nobody to ask: no token yet, or the line is down. Always worth trying again later. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

export interface Reply {
  status: number;
  etag: string | null;
  text: string;
}

export interface ServerCalls {
  /** A short call. Throws `NoAnswer` without token, without line, after 30 s, or beyond `maxBytes` of reply. */
  call(
    path: string,
    options: {
      method?: 'GET' | 'POST';
      json?: unknown;
      /** A file, instead of JSON. */
      bytes?: { type: string; bytes: Uint8Array };
      etag?: string | null;
      maxBytes: number;
      timeoutMs?: number;
    },
  ): Promise<Reply>;
  /** Opens a stream; the caller reads the body and aborts. Throws `NoAnswer`. */
  open(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response>;
}

const readBounded = async (response: Response, maxBytes: number): Promise<string> => {
  if (!response.body) return '';
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      throw new NoAnswer(`the reply is longer than ${maxBytes} bytes`);
    }
    pieces.push(value);
  }
  return Buffer.concat(pieces).toString('utf8');
};

export const createServerCalls = (parts: {
  serverUrl: string;
  fetch: typeof fetch;
  clocks: Clocks;
  token: () => string | null;
  /** The server no longer knows the token. */
  tokenRefused: () => void;
}): ServerCalls => {
  const request = async (path: string, init: RequestInit): Promise<Response> => {
    const token = parts.token();
    if (!token) throw new NoAnswer('not welcomed by the server yet');
    let response: Response;
    try {
      response = await parts.fetch(`${parts.serverUrl}/api${path}`, {
        ...init,
        redirect: 'error',
        headers: { ...init.headers, authorization: `Bearer ${token}` },
      });
    } catch (thrown) {
      throw new NoAnswer(`no answer to ${path}`, { cause: thrown });
    }
    if (response.status === 401) parts.tokenRefused();
    return response;
  };
  return {
    call: async (path, { method = 'GET', json, bytes, etag, maxBytes, timeoutMs = CALL_TIMEOUT_MS }) => {
      const stop = new AbortController();
      const cancel = parts.clocks.after(timeoutMs, () => stop.abort(new Error(`no answer in ${timeoutMs} ms`)));
      try {
        const response = await request(path, {
          method,
          signal: stop.signal,
          headers: {
            ...(json === undefined ? {} : { 'content-type': 'application/json' }),
            ...(bytes ? { 'content-type': bytes.type } : {}),
            ...(etag ? { 'if-none-match': etag } : {}),
          },
          ...(json === undefined ? {} : { body: JSON.stringify(json) }),
          ...(bytes ? { body: bytes.bytes as Uint8Array<ArrayBuffer> } : {}),
        });
        const text = await readBounded(response, maxBytes);
        return { status: response.status, etag: response.headers.get('etag'), text };
      } catch (thrown) {
        if (thrown instanceof NoAnswer) throw thrown;
        throw new NoAnswer(`the answer to ${path} broke off`, { cause: thrown });
      } finally {
        cancel();
      }
    },
    open: (path, headers, signal) => request(path, { headers, signal }),
  };
};
