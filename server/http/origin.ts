/**
 * Where a request comes from. Whatever changes something must come from our own pages (or from a program, which sends
 * neither cookies nor an Origin): a page of another site, a sandboxed frame (`null`) and a forged form are refused.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import proxyAddr from 'proxy-addr';

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);

/**
 * True when the request may act. `ownOrigins` are the configured addresses, e.g. `https://bangtin.example`.
 * A request with cookies must say where it comes from; browsers always do.
 */
export const comesFromUs = (headers: IncomingHttpHeaders, ownOrigins: readonly string[]): boolean => {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (origin === undefined) return site !== undefined || headers.cookie === undefined;
  if (origin === 'null') return false;
  return ownOrigins.includes(origin) || (host !== undefined && hostOf(origin) === host);
};

/** Reads the address of whoever sent a request: the last one that is not among the `trusted` proxies (addresses, ranges, names). */
export const createAddressOf = (trusted: string[]): ((request: IncomingMessage) => string) => {
  const isTrusted = proxyAddr.compile(trusted);
  return (request) => proxyAddr(request, isTrusted);
};
