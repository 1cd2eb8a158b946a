/** Slides as rows: every version of each; the one that counts is the one whose digest the asset has. */
import { createHash } from 'node:crypto';
import { AssetId, Digest } from '../../playlists/model/ids.ts';
import { type Palette, pictureIn, Slide, type SlideContent } from '../../playlists/model/slide.ts';
import type { UsagePlace } from '../../playlists/model/usage.ts';
import { canonicalJson } from '../../playlists/wire/canonical-json.ts';
import { among } from '../database/among.ts';
import type { Database } from '../database/open.ts';

/** Which slide it is: sha-256 over what is written and its colours. */
export const slideOf = (content: SlideContent, palette: Palette): Slide => ({
  digest: Digest.parse(createHash('sha256').update(canonicalJson({ content, palette })).digest('hex')),
  content,
  palette,
});

/** Slides as they are now, by asset, those in the bin too; without ids all that are not in it. */
export const readSlides = ({ now, query }: Database, ids?: readonly string[]): Map<string, Slide> => {
  if (ids?.length === 0) return new Map();
  const rows = now.all(
    query
      .selectFrom('asset')
      .innerJoin('slideVersion', (join) =>
        join.onRef('slideVersion.assetId', '=', 'asset.id').onRef('slideVersion.digest', '=', 'asset.digest'),
      )
      .select(['asset.id', 'slideVersion.digest', 'slideVersion.content', 'slideVersion.palette'])
      .where('asset.kind', '=', 'slide')
      .where(ids === undefined ? (is) => is('asset.deletedAt', 'is', null) : among('asset.id', ids)),
  );
  return new Map(
    rows.map(({ id, digest, content, palette }) => [
      id,
      Slide.parse({ digest, content: JSON.parse(content), palette: JSON.parse(palette) }),
    ]),
  );
};

/** Slides that show an asset as their picture. */
export const slidesWithPicture = (database: Database, picture: AssetId): UsagePlace[] => {
  const using = [...readSlides(database)].flatMap(([id, { content }]) => (pictureIn(content) === picture ? [id] : []));
  if (using.length === 0) return [];
  return database.now
    .all(database.query.selectFrom('asset').select(['id', 'title']).where('id', 'in', using).orderBy('title'))
    .map(({ id, title }) => ({ kind: 'slide', id: AssetId.parse(id), name: title }));
};
