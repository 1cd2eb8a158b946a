/**
 * The stored publications: one transaction writes a whole one, or nothing of it. Reads are kept prepared statements, because
 * every hello of a player and every file it fetches asks here.
 */
import { z } from 'zod';
import { Finding } from '../../playlists/model/finding.ts';
import { Digest, PublicationId, ScreenId } from '../../playlists/model/ids.ts';
import { DAY_MS, type Instant } from '../../playlists/model/time.ts';
import { Publication } from '../../playlists/wire/api/schedules.ts';
import { canonicalJson } from '../../playlists/wire/canonical-json.ts';
import { Envelope, type SignedEnvelope, Statement } from '../../playlists/wire/manifest.ts';
import { proveEnvelopes } from '../../playlists/wire/manifest-proof.ts';
import type { Database } from '../database/open.ts';
import type { StoredSchedule } from './packed-schedule.ts';
import { type Frozen, type PressedScreen, sha256 } from './press.ts';

/** Versions of a screen whose body and files its player may still fetch. */
const VERSIONS_SERVED = 4;
/** Envelopes of opened publications kept at hand, over all of them. */
const MOST_LEAVES_AT_HAND = 20_000;

/** Where a version of a screen stands. */
export interface Place {
  epoch: number;
  version: number;
  bodyDigest: Digest;
  publicationId: PublicationId;
  leaf: number;
}

/** A publication ready to hand out signed envelopes. */
interface Opened {
  statement: Statement;
  signature: string;
  envelopes: Envelope[];
  proofs: Digest[][];
}

export interface NewPublication {
  id: PublicationId;
  publishedAt: number;
  publishedBy: string;
  cause: Publication['cause'];
  note: string;
  statement: Statement;
  signature: string;
  frozen: Frozen;
  findings: Finding[];
  screens: PressedScreen[];
  /** Those that were not kept ahead. */
  bodies: { digest: Digest; text: string }[];
}

interface PublicationRow {
  id: string;
  seq: number;
  published_at: number;
  published_by: string;
  cause: string;
  note: string;
  findings: string;
}

/** A schedule as it was published, as it is stored (`PressRoom.read`). */
export interface InForce {
  id: PublicationId;
  schedule: StoredSchedule;
  from: number;
  /** Null: to this day. */
  until: number | null;
}

const Cause = Publication.shape.cause;

export const createArchive = (ports: { database: Database }) => {
  const { raw, transact } = ports.database;
  const insertPublication = raw.prepare(
    `insert into publication (id, seq, published_at, published_by, cause, note, statement, signature, schedule,
       packed_schedule, schedule_digest, findings, envelopes)
     values (@id, (select coalesce(max(seq), 0) + 1 from publication), @publishedAt, @publishedBy, @cause, @note, @statement,
       @signature, '', @packed, @scheduleDigest, @findings, @envelopes)`,
  );
  const insertBody = raw.prepare(
    // One that is wanted again shall not be forgotten before the commit that names it.
    `insert into manifest_body (digest, text, created_at) values (?, ?, ?)
     on conflict (digest) do update set created_at = excluded.created_at
       where created_at < excluded.created_at - ${7 * DAY_MS}`,
  );
  /** All rows of a publication in one statement: a thousand single ones take four times as long. */
  const insertManifests = raw.prepare(
    `insert into manifest (publication_id, leaf, screen_id, epoch, version, body_digest, changed)
     select ?, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 from json_each(?)`,
  );
  const readOpened = raw.prepare('select statement, signature, envelopes from publication where id = ?');
  const bodyText = raw.prepare('select text from manifest_body where digest = ?').pluck();
  const rowColumns = 'id, seq, published_at, published_by, cause, note, findings from publication';
  const newestRow = raw.prepare(`select ${rowColumns} order by seq desc limit 1`);
  const page = raw.prepare(`select ${rowColumns} where seq < ? order by seq desc limit ?`);
  const oneSchedule = raw.prepare(
    'select coalesce(packed_schedule, schedule) as schedule, note, published_at as publishedAt from publication where id = ?',
  );
  const inForce = raw.prepare(
    `select id, coalesce(packed_schedule, schedule) as schedule, published_at as publishedAt,
       (select min(published_at) from publication later where later.seq > earlier.seq) as replacedAt
     from publication earlier where published_at <= ? order by seq desc limit 1`,
  );
  const newestSchedule = raw
    .prepare('select coalesce(packed_schedule, schedule) from publication order by seq desc limit 1')
    .pluck();
  const screensOf = raw.prepare(
    'select screen_id, epoch, version, body_digest, changed from manifest where publication_id = ? order by leaf',
  );
  /** Newest few versions of each screen, newest first; kept, so that neither a hello nor a publish walks through the table. */
  const served = new Map<ScreenId, Place[]>();
  for (const row of raw
    .prepare(
      `select * from (
         select *, row_number() over (partition by screen_id order by epoch desc, version desc) as place from manifest
       ) where place <= ${VERSIONS_SERVED} order by screen_id, place`,
    )
    .iterate() as Iterable<{
    screen_id: string;
    epoch: number;
    version: number;
    body_digest: string;
    publication_id: string;
    leaf: number;
  }>) {
    const screenId = ScreenId.parse(row.screen_id);
    const place: Place = {
      epoch: row.epoch,
      version: row.version,
      bodyDigest: Digest.parse(row.body_digest),
      publicationId: PublicationId.parse(row.publication_id),
      leaf: row.leaf,
    };
    served.set(screenId, [...(served.get(screenId) ?? []), place]);
  }
  const newestIds = raw.prepare('select id, schedule_digest from publication order by seq desc limit 1').get() as
    | { id: string; schedule_digest: string }
    | undefined;
  let newest = newestIds ? { id: PublicationId.parse(newestIds.id), digest: newestIds.schedule_digest } : null;
  const opened = new Map<PublicationId, Opened>();
  const keepOpened = (id: PublicationId, publication: Opened): Opened => {
    opened.set(id, publication);
    let leaves = [...opened.values()].reduce((sum, one) => sum + one.envelopes.length, 0);
    for (const [oldest, { envelopes }] of opened) {
      if (leaves <= MOST_LEAVES_AT_HAND || oldest === id) break;
      opened.delete(oldest);
      leaves -= envelopes.length;
    }
    return publication;
  };
  const openPublication = (id: PublicationId): Opened => {
    const known = opened.get(id);
    if (known) return known;
    const row = readOpened.get(id) as { statement: string; signature: string; envelopes: string };
    const envelopes = z.array(Envelope).parse(JSON.parse(row.envelopes));
    return keepOpened(id, {
      statement: Statement.parse(JSON.parse(row.statement)),
      signature: row.signature,
      envelopes,
      proofs: proveEnvelopes(envelopes, sha256).proofs,
    });
  };
  /** Body digest → files it names; bodies never change, so this only needs bounding. */
  const filesOfBody = new Map<string, ReadonlySet<string>>();

  const readFiles = (digest: string): ReadonlySet<string> => {
    const known = filesOfBody.get(digest);
    if (known) return known;
    const text = bodyText.get(digest) as string | undefined;
    const files = new Set(
      text === undefined
        ? []
        : z
            .object({ files: z.array(z.object({ digest: Digest })) })
            .parse(JSON.parse(text))
            .files.map((file) => file.digest),
    );
    if (filesOfBody.size >= 500) filesOfBody.clear();
    filesOfBody.set(digest, files);
    return files;
  };

  const publicationOf = (row: PublicationRow): Publication => ({
    id: PublicationId.parse(row.id),
    publishedAt: row.published_at,
    publishedBy: row.published_by,
    cause: Cause.parse(row.cause),
    note: row.note,
    screens: (
      screensOf.all(row.id) as {
        screen_id: string;
        epoch: number;
        version: number;
        body_digest: string;
        changed: number;
      }[]
    ).map((screen) => ({
      screenId: ScreenId.parse(screen.screen_id),
      epoch: screen.epoch,
      version: screen.version,
      bodyDigest: Digest.parse(screen.body_digest),
      changed: screen.changed === 1,
    })),
    findings: z.array(Finding).parse(JSON.parse(row.findings)),
  });

  const askedAfter = raw
    .prepare(
      `select schedule_digest from publication where seq > ? and cause in ('person', 'plan') order by seq desc limit 1`,
    )
    .pluck();
  const newestSeq = raw.prepare('select coalesce(max(seq), 0) from publication').pluck();
  const oldPublications = raw
    .prepare(`select id from publication where published_at < ? and envelopes <> '[]' order by seq`)
    .pluck();
  const leavesOf = raw.prepare('select leaf, screen_id, epoch, version from manifest where publication_id = ?');
  const deleteLeaf = raw.prepare('delete from manifest where publication_id = ? and leaf = ?');
  const deleteLeaves = raw.prepare('delete from manifest where publication_id = ?');
  const forgetEnvelopes = raw.prepare(`update publication set envelopes = '[]' where id = ?`);
  const pruneBodies = raw.prepare(
    `delete from manifest_body where digest in (
       select digest from manifest_body b where b.created_at < ?
         and not exists (select 1 from manifest m where m.body_digest = b.digest) limit 50)`,
  );
  const pruneOne = (id: PublicationId): void => {
    const rows = leavesOf.all(id) as { leaf: number; screen_id: string; epoch: number; version: number }[];
    const unserved = rows.filter(
      (row) =>
        !served
          .get(ScreenId.parse(row.screen_id))
          ?.some((place) => place.epoch === row.epoch && place.version === row.version),
    );
    transact(() => {
      if (unserved.length < rows.length) for (const { leaf } of unserved) deleteLeaf.run(id, leaf);
      else {
        deleteLeaves.run(id);
        forgetEnvelopes.run(id);
        opened.delete(id);
      }
    });
  };

  return {
    /** Forgets versions from before `olderThan` that no player may fetch any more, a slice a turn. Publications stay listed. */
    prune: async (olderThan: number): Promise<void> => {
      const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
      for (const id of oldPublications.all(olderThan) as string[]) {
        pruneOne(PublicationId.parse(id));
        await turn();
      }
      while (pruneBodies.run(olderThan).changes > 0) await turn();
    },
    /** Writes bodies ahead of the publication that names them; until then nobody gets them, and the nightly prune forgets them. */
    keepBodies: (bodies: NewPublication['bodies'], at: Instant): void =>
      transact(() => {
        for (const { digest, text } of bodies) insertBody.run(digest, text, at);
      }),
    /** Writes a publication whole; `alongside` commits with it or not at all. Durable when it returns. */
    store: (made: NewPublication, alongside: () => void): void => {
      transact(() => {
        insertPublication.run({
          id: made.id,
          publishedAt: made.publishedAt,
          publishedBy: made.publishedBy,
          cause: made.cause,
          note: made.note,
          statement: canonicalJson(made.statement),
          signature: made.signature,
          packed: made.frozen.packed,
          scheduleDigest: made.frozen.intent,
          findings: JSON.stringify(made.findings),
          envelopes: JSON.stringify(made.screens.map((screen) => screen.envelope)),
        });
        for (const { digest, text } of made.bodies) insertBody.run(digest, text, made.publishedAt);
        const rows = made.screens.map(({ screenId, envelope, leaf, changed }) => [
          leaf,
          screenId,
          envelope.epoch,
          envelope.version,
          envelope.bodyDigest,
          changed ? 1 : 0,
        ]);
        insertManifests.run(made.id, JSON.stringify(rows));
        alongside();
      });
      for (const { screenId, envelope, leaf } of made.screens) {
        const { epoch: ofEpoch, version, bodyDigest } = envelope;
        const place: Place = { epoch: ofEpoch, version, bodyDigest, publicationId: made.id, leaf };
        served.set(screenId, [place, ...(served.get(screenId) ?? [])].slice(0, VERSIONS_SERVED));
      }
      newest = { id: made.id, digest: made.frozen.intent };
      keepOpened(made.id, {
        statement: made.statement,
        signature: made.signature,
        envelopes: made.screens.map((screen) => screen.envelope),
        proofs: made.screens.map((screen) => screen.proof),
      });
    },
    /** The newest version of a screen; undefined when it never got one. */
    newestOf: (screenId: ScreenId): Place | undefined => served.get(screenId)?.[0],
    /** Screens that ever got a version. */
    screens: (): Iterable<ScreenId> => served.keys(),
    /** What the player of a screen should have now; null before its first publication. */
    newestSigned: (screenId: ScreenId): SignedEnvelope | null => {
      const place = served.get(screenId)?.[0];
      if (!place) return null;
      const { statement, signature, envelopes, proofs } = openPublication(place.publicationId);
      const [envelope, proof] = [envelopes[place.leaf], proofs[place.leaf]];
      return envelope && proof ? { envelope, statement, signature, leaf: place.leaf, proof } : null;
    },
    bodyText: (digest: Digest): string | null => (bodyText.get(digest) as string | undefined) ?? null,
    /** Whether a player of this screen may fetch that body: one of the screen's newest few. */
    mayPullBody: (screenId: ScreenId, digest: Digest): boolean =>
      served.get(screenId)?.some((place) => place.bodyDigest === digest) ?? false,
    /** Whether one of the screen's newest few manifests names that file. */
    mayPullFile: (screenId: ScreenId, digest: Digest): boolean =>
      served.get(screenId)?.some((place) => readFiles(place.bodyDigest).has(digest)) ?? false,
    newestPublication: (): Publication | null => {
      const row = newestRow.get() as PublicationRow | undefined;
      return row ? publicationOf(row) : null;
    },
    /** One publication with its schedule as it is stored (`PressRoom.read`); null when there is none. */
    storedOf: (id: PublicationId): { schedule: StoredSchedule; note: string; publishedAt: number } | null =>
      (oneSchedule.get(id) as { schedule: StoredSchedule; note: string; publishedAt: number } | undefined) ?? null,
    /** The publication that was the newest at an instant, and while it was; null before the first. */
    inForceAt: (at: number): InForce | null => {
      const row = inForce.get(at) as
        | { id: string; schedule: StoredSchedule; publishedAt: number; replacedAt: number | null }
        | undefined;
      if (!row) return null;
      const { schedule, publishedAt: from, replacedAt: until } = row;
      return { id: PublicationId.parse(row.id), schedule, from, until };
    },
    newestId: (): PublicationId | null => newest?.id ?? null,
    /** Intent of the newest publication (`intent.ts`). */
    newestDigest: (): string | null => newest?.digest ?? null,
    /** Sequence number of the newest publication; 0 before the first. */
    newestSeq: (): number => newestSeq.get() as number,
    /** What somebody published last, by hand or by a set time, after the publication of that number; null when nobody did. The rest is upkeep. */
    digestAskedAfter: (seq: number): string | null => (askedAfter.get(seq) as string | undefined) ?? null,
    /** The schedule as frozen by the newest publication, as it is stored (`PressRoom.read`). */
    frozenAsStored: (): StoredSchedule | null => (newestSchedule.get() as StoredSchedule | undefined) ?? null,
    /** Newest first, from before `cursor` (a sequence number as text). */
    list: (cursor: string | undefined, limit: number): { items: Publication[]; next: string | null } => {
      const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor);
      const rows = (Number.isSafeInteger(before) ? page.all(before, limit + 1) : []) as PublicationRow[];
      const shown = rows.slice(0, limit);
      return { items: shown.map(publicationOf), next: rows.length > limit ? String(shown.at(-1)?.seq) : null };
    },
  };
};
export type Archive = ReturnType<typeof createArchive>;
