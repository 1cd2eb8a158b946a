/** Relays as rows: every address of each; the one that counts is the one whose digest the asset has. */
import { createHash } from 'node:crypto';
import { Digest } from '../../playlists/model/ids.ts';
import { RelaySource } from '../../playlists/model/relay.ts';
import { canonicalJson } from '../../playlists/wire/canonical-json.ts';
import { among } from '../database/among.ts';
import type { Database } from '../database/open.ts';

/** Which stream it is: sha-256 over its address. */
export const relayOf = (url: string): RelaySource => ({
  url,
  digest: Digest.parse(createHash('sha256').update(canonicalJson({ url })).digest('hex')),
});

/** Relays as they are now, by asset, those in the bin too. */
export const readRelays = ({ now, query }: Database, ids: readonly string[]): Map<string, RelaySource> => {
  if (ids.length === 0) return new Map();
  const rows = now.all(
    query
      .selectFrom('asset')
      .innerJoin('relaySource', (join) =>
        join.onRef('relaySource.assetId', '=', 'asset.id').onRef('relaySource.digest', '=', 'asset.digest'),
      )
      .select(['asset.id', 'relaySource.digest', 'relaySource.url'])
      .where('asset.kind', '=', 'relay')
      .where(among('asset.id', ids)),
  );
  return new Map(rows.map(({ id, digest, url }) => [id, RelaySource.parse({ digest, url })]));
};
