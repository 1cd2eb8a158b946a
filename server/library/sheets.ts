/** Sheets of small pictures: of a video its storyboard, of a document its pages. */
import { Digest } from '../../playlists/model/ids.ts';
import type { Storyboard } from '../../playlists/wire/api/preparation.ts';
import type { Database } from '../database/open.ts';

/** Null until it is made. */
export const readSheet = ({ now, query }: Database, sourceDigest: string | null): Storyboard | null => {
  const sheet = now.first(
    query
      .selectFrom('storyboard')
      .selectAll()
      .where('sourceDigest', '=', sourceDigest ?? ''),
  );
  return sheet
    ? {
        digest: Digest.parse(sheet.fileDigest),
        columns: sheet.columns,
        tileWidth: sheet.tileWidth,
        tileHeight: sheet.tileHeight,
        tiles: sheet.tiles,
        everyMs: sheet.everyMs,
      }
    : null;
};
