/**
 * The log of relays: what each began with when it was handed to a screen, as one small picture (not a recording), in one commit with its
 * line in the audit chain, which holds the picture's digest.
 */
import { createHash } from 'node:crypto';
import type { AssetId, ScreenId } from '../../playlists/model/ids.ts';
import type { RelayShot } from '../../playlists/wire/api/relays.ts';
import type { RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';

/** Older ones of a relay are forgotten; the audit line stays. */
const MOST_KEPT = 200;
const MOST_SHOWN = 12;

export const addressOfJpeg = (picture: Uint8Array): string =>
  `data:image/jpeg;base64,${Buffer.from(picture).toString('base64')}`;

export const createShots = ({
  database,
  record,
  now,
}: {
  database: Database;
  record: RecordAct;
  now: () => number;
}) => {
  const { query, transact } = database;
  const ofRelay = (id: AssetId) => query.selectFrom('relayShot').where('assetId', '=', id).orderBy('takenAt', 'desc');
  return {
    /** `by`: the device that asked. */
    keep: (id: AssetId, screenId: ScreenId, by: Parameters<RecordAct>[0]['actor'], picture: Uint8Array): void =>
      transact((step) => {
        const takenAt = Math.max(now(), (database.now.first(ofRelay(id).select('takenAt').limit(1))?.takenAt ?? 0) + 1);
        step.run(query.insertInto('relayShot').values({ assetId: id, takenAt, screenId, picture }));
        const oldest = database.now.first(ofRelay(id).select('takenAt').offset(MOST_KEPT).limit(1));
        if (oldest)
          step.run(query.deleteFrom('relayShot').where('assetId', '=', id).where('takenAt', '<=', oldest.takenAt));
        const shot = createHash('sha256').update(picture).digest('hex');
        record({ actor: by, address: null, act: 'relay.handed-over', subject: id, detail: { screenId, shot } });
      }),
    /** The newest, newest first. */
    list: (id: AssetId): RelayShot[] =>
      database.now
        .all(ofRelay(id).select(['takenAt', 'screenId', 'picture']).limit(MOST_SHOWN))
        .map(({ takenAt, screenId, picture }) => ({
          takenAt,
          screenId: screenId as ScreenId,
          picture: addressOfJpeg(picture),
        })),
  };
};
