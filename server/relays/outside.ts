/**
 * The one door to hosts of others. An address is fetched only if an administrator allowed its host; the name is resolved once, every
 * address it comes to is judged, and the connection goes to those very addresses, so no second answer of a name server counts. Each
 * redirect is judged like the first address. Size and time are bounded; nothing is kept, no cookie, no name and no password is sent.
 */
import { lookup as systemLookup } from 'node:dns';
import { type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import { allowedBy, hostOf, type RelayHost } from '../../playlists/model/relay.ts';

const MOST_REDIRECTS = 3;

const listOf = (v4: readonly string[], v6: readonly string[]): BlockList => {
  const list = new BlockList();
  const add = (subnet: string, family: 'ipv4' | 'ipv6'): void => {
    const [net = '', bits = ''] = subnet.split('/');
    list.addSubnet(net, Number(bits), family);
  };
  for (const subnet of v4) add(subnet, 'ipv4');
  for (const subnet of v6) add(subnet, 'ipv6');
  return list;
};

/** Never a source: this network, link-local (where clouds keep their secrets), several at once, reserved, other nets in disguise. */
const NEVER = listOf(
  ['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3'],
  [
    '::/128',
    'fe80::/10',
    'ff00::/8',
    '64:ff9b::/96',
    '64:ff9b:1::/48',
    '::ffff:0:0:0/96',
    '2001::/32',
    '2001:db8::/32',
    '2002::/16',
  ],
);
/** A source only where the administrator said that the host is of the own network. */
const PRIVATE = listOf(
  ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '198.18.0.0/15'],
  ['::1/128', 'fc00::/7', 'fec0::/10'],
);

/** Whether a connection may go to an address. IPv4 in the clothes of IPv6 is judged as IPv4. */
export const mayConnectTo = (address: string, isIntranet: boolean): boolean => {
  const mapped = /^::(?:ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  const version = isIP(plain);
  if (version === 0) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  // `::ffff:7f00:1` and the like: the whole range is refused, as no name server gives it.
  if (family === 'ipv6' && /^::(ffff:)?[0-9a-f]{1,4}:[0-9a-f]{1,4}$/i.test(plain)) return false;
  return !NEVER.check(plain, family) && (isIntranet || !PRIVATE.check(plain, family));
};

export type Resolve = (name: string) => Promise<{ address: string; family: number }[]>;

const askSystem: Resolve = (name) =>
  new Promise((resolve, reject) => {
    systemLookup(name, { all: true }, (fault, addresses) => (fault ? reject(fault) : resolve(addresses)));
  });

export interface Wish {
  hosts: readonly RelayHost[];
  maxBytes: number;
  /** For the whole of it, redirects and body too. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** Asks for addresses; the system's own unless given. */
  resolve?: Resolve | undefined;
}

export interface Fetched {
  /** Where it came from in the end. */
  url: string;
  bytes: Buffer;
}

/** Thrown inside, told as a refusal. */
class Forbidden extends Error {}

type Answer = { kind: 'body'; bytes: Buffer } | { kind: 'moved'; to: string } | { kind: 'status'; status: number };

/** One request, no redirect followed. Rejects when it cannot be had; `too-large` as a RangeError. */
const ask = (url: URL, pinned: LookupFunction, { maxBytes }: Wish, signal: AbortSignal): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const options: RequestOptions = {
      method: 'GET',
      agent: false,
      lookup: pinned,
      signal,
      headers: { 'accept-encoding': 'identity', 'user-agent': 'BangTin-relay' },
    };
    const asked = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (response) => {
      const { statusCode: status = 0, headers } = response;
      const end = (answer: Answer): void => {
        response.destroy();
        resolve(answer);
      };
      if (status >= 300 && status < 400 && headers.location) return end({ kind: 'moved', to: headers.location });
      if (status !== 200) return end({ kind: 'status', status });
      if ((headers['content-encoding'] ?? 'identity') !== 'identity')
        return reject(new Error(`packed as ${headers['content-encoding']} though nobody asked for it`));
      const pieces: Buffer[] = [];
      let bytes = 0;
      response.on('data', (piece: Buffer) => {
        bytes += piece.length;
        pieces.push(piece);
        if (bytes > maxBytes) {
          response.destroy();
          reject(new RangeError(`more than ${maxBytes} bytes`));
        }
      });
      response.once('end', () => resolve({ kind: 'body', bytes: Buffer.concat(pieces, bytes) }));
      response.once('error', reject);
      response.once('close', () => reject(new Error('the connection broke off')));
      return undefined;
    });
    asked.once('error', reject);
    asked.end();
  });

/** Fetches an address whole, if its host is allowed. Never throws. */
export const fetchOutside = async (address: string, wish: Wish): Promise<Outcome<Fetched>> => {
  const limit = AbortSignal.timeout(wish.timeoutMs);
  const signal = wish.signal ? AbortSignal.any([wish.signal, limit]) : limit;
  let at = address;
  for (let turn = 0; turn <= MOST_REDIRECTS; turn += 1) {
    const host = allowedBy(at, wish.hosts);
    const name = hostOf(at);
    if (!host) return refused('relay-host-not-allowed', `${at} is on no host that is allowed`, { host: name });
    const url = new URL(at);
    const pinned: LookupFunction = (asked, options, done) => {
      (wish.resolve ?? askSystem)(asked).then(
        (addresses) => {
          const wrong = addresses.find((one) => !mayConnectTo(one.address, host.isIntranet));
          const [first] = addresses;
          if (wrong) done(new Forbidden(`${asked} is at ${wrong.address}`), []);
          else if (!first) done(new Error(`${asked} has no address`), []);
          else if (options.all) done(null, addresses);
          else done(null, first.address, first.family);
        },
        (fault: Error) => done(fault as NodeJS.ErrnoException, []),
      );
    };
    try {
      // An address written as numbers is asked of nobody.
      const literal = url.hostname.replace(/^\[|\]$/g, '');
      if (isIP(literal) !== 0 && !mayConnectTo(literal, host.isIntranet)) throw new Forbidden(`${literal} is private`);
      const answer = await ask(url, pinned, wish, signal);
      if (answer.kind === 'body') return accepted({ url: at, bytes: answer.bytes });
      if (answer.kind === 'status')
        return refused('relay-unreachable', `${at} answered ${answer.status}`, { host: name });
      if (!URL.canParse(answer.to, at))
        return refused('relay-unreachable', `${at} leads to no address: ${answer.to.slice(0, 200)}`, { host: name });
      at = new URL(answer.to, at).href;
    } catch (fault) {
      const detail = `${at}: ${limit.aborted ? `not whole within ${wish.timeoutMs} ms` : String(fault)}`;
      if (fault instanceof Forbidden) return refused('relay-address-forbidden', detail, { host: name });
      if (fault instanceof RangeError) return refused('relay-too-large', detail, { host: name });
      return refused('relay-unreachable', detail, { host: name });
    }
  }
  return refused('relay-unreachable', `${address} leads on and on`, { host: hostOf(address) });
};
