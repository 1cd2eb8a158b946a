/**
 * Looks at every picture that screens may show, once, one after another in the workbench, and writes down what was seen: findings
 * before a publish speak of it. A picture that cannot be looked at is left out; nothing waits for this.
 */
import type { Logger } from 'pino';
import { LOOK_METHOD } from '../../media/picture-look.ts';
import { Digest } from '../../playlists/model/ids.ts';
import type { PictureLook } from '../../playlists/model/media.ts';
import type { Outcome } from '../../playlists/model/refusal.ts';
import { among } from '../database/among.ts';
import type { Database } from '../database/open.ts';

export interface PictureLookPorts {
  database: Database;
  look(digest: Digest, signal: AbortSignal): Promise<Outcome<PictureLook>>;
  now(): number;
  /** Something new is known. */
  changed(): void;
  log: Logger;
}

export const createPictureLooks = (ports: PictureLookPorts) => {
  const { database } = ports;
  const { query } = database;
  const stopping = new AbortController();
  /** Pictures that could not be looked at since the start. */
  const given = new Set<string>();
  let working: Promise<void> | null = null;

  const next = (): Digest | null => {
    const rows = database.now.all(
      query
        .selectFrom('rendition')
        .innerJoin('asset', 'asset.digest', 'rendition.sourceDigest')
        .leftJoin('pictureLook', (join) =>
          join.onRef('pictureLook.fileDigest', '=', 'rendition.fileDigest').on('pictureLook.method', '=', LOOK_METHOD),
        )
        .select('rendition.fileDigest')
        .distinct()
        .where('rendition.type', '!=', 'video/mp4')
        .where('asset.deletedAt', 'is', null)
        .where('pictureLook.fileDigest', 'is', null)
        .limit(given.size + 1),
    );
    const found = rows.find(({ fileDigest }) => !given.has(fileDigest));
    return found ? Digest.parse(found.fileDigest) : null;
  };

  const work = async (): Promise<void> => {
    let seen = 0;
    for (let digest = next(); digest && !stopping.signal.aborted; digest = next()) {
      const looked = await ports.look(digest, stopping.signal);
      if (stopping.signal.aborted) break;
      if (!looked.ok) {
        given.add(digest);
        ports.log.warn({ digest, refusal: looked.refusal }, 'picture.not-looked-at');
        continue;
      }
      database.now.run(
        query
          .insertInto('pictureLook')
          .values({ fileDigest: digest, method: LOOK_METHOD, ...looked.value, measuredAt: ports.now() })
          .onConflict((conflict) => conflict.doNothing()),
      );
      seen += 1;
    }
    if (seen > 0) ports.changed();
  };

  const nudge = (): void => {
    if (stopping.signal.aborted) return;
    working ??= work()
      .catch((fault: unknown) => ports.log.error({ err: fault }, 'pictures.not-looked-at'))
      .finally(() => {
        working = null;
      });
  };

  return {
    /** There may be pictures that nobody looked at. */
    nudge,
    stop: async (): Promise<void> => {
      stopping.abort();
      await working;
    },
  };
};

/** What was seen of these files, by digest. */
export const readLooks = (database: Database, digests: readonly string[]): Map<string, PictureLook> =>
  new Map(
    database.now
      .all(
        database.query
          .selectFrom('pictureLook')
          .select(['fileDigest', 'light', 'textRows'])
          .where('method', '=', LOOK_METHOD)
          .where(among('fileDigest', digests)),
      )
      .map(({ fileDigest, ...look }) => [fileDigest, look]),
  );

/** The part of a rendition that says what was seen of it; nothing while nobody has looked. */
export const pictureLookOf = (looks: ReadonlyMap<string, PictureLook>, fileDigest: string): { look?: PictureLook } => {
  const look = looks.get(fileDigest);
  return look ? { look } : {};
};
