/**
 * Relays (tiếp sóng trực tiếp): an HLS stream of somebody else as content of the library. The server alone fetches it, from hosts
 * that an administrator allowed, and only what it re-encodes reaches the players.
 */
import { z } from 'zod';
import { Digest } from './ids.ts';

const parsed = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

/** Address of an HLS playlist: http or https, a host, a path ending in `.m3u8`; no name or password in it. */
export const RelayUrl = z
  .string()
  .trim()
  .max(1_000)
  .refine(
    (text) => {
      const url = parsed(text);
      return (
        url !== null &&
        (url.protocol === 'https:' || url.protocol === 'http:') &&
        url.username === '' &&
        url.password === '' &&
        url.hash === '' &&
        url.pathname.toLowerCase().endsWith('.m3u8')
      );
    },
    { error: 'not-a-stream' },
  );

/** What a relay shows. */
export const RelaySource = z
  .object({
    url: RelayUrl,
    /** sha-256 over the canonical JSON of the rest: what approvals are bound to. */
    digest: Digest,
  })
  .meta({ id: 'RelaySource' });
export type RelaySource = z.infer<typeof RelaySource>;

/** A host that relays may come from, with everything that its playlists point at. */
export const RelayHost = z
  .object({
    /** As it stands in an address: lower case, without scheme and port. */
    name: z
      .string()
      .trim()
      .toLowerCase()
      .max(253)
      .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, 'not-a-host'),
    /** Null = the usual one of the scheme. */
    port: z.int().min(1).max(65_535).nullable().default(null),
    /** It stands in the ward's own network: its addresses may be private, and http will do. */
    isIntranet: z.boolean().default(false),
  })
  .meta({ id: 'RelayHost' });
export type RelayHost = z.infer<typeof RelayHost>;

const USUAL_PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80 };

/** The entry that allows an address; null = none does. Plain http is for the ward's own network alone. */
export const allowedBy = (address: string, hosts: readonly RelayHost[]): RelayHost | null => {
  const url = parsed(address);
  const usual = url && USUAL_PORTS[url.protocol];
  if (!url || !usual) return null;
  const port = url.port === '' ? usual : Number(url.port);
  return (
    hosts.find(
      (host) =>
        host.name === url.hostname && port === (host.port ?? usual) && (url.protocol === 'https:' || host.isIntranet),
    ) ?? null
  );
};

/** The host of an address, for sentences; what is no address is given back. */
export const hostOf = (address: string): string => parsed(address)?.host ?? address;
