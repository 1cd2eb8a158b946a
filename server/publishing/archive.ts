/**
 * The stored publications: one transaction writes a whole one, or nothing of it. Reads are kept prepared statements, because
 * every hello of a player and every file it fetches asks here.
 */
import { z } from 'zod';
import { Finding } from '../../playlists/model/finding.ts';
import { Digest, PublicationId, ScreenId } from '../../playlists/model/ids.ts';
import { Schedule } from '../../playlists/model/schedule.ts';
import type { Publication } from '../../playlists/wire/api/schedules.ts';
import { canonicalJson } from '../../playlists/wire/canonical-json.ts';
import { Envelope, type SignedEnvelope, Statement } from '../../playlists/wire/manifest.ts';
import type { Database } from '../database/open.ts';
import type { Newest, PressedScreen } from './press.ts';

/** Versions of a screen whose body and files its player may still fetch. */
const VERSIONS_SERVED = 4;
const EPOCH_SETTING = 'manifest-epoch';

export interface NewPublication {
  id: PublicationId;
  publishedAt: number;
  publishedBy: string;
  cause: Publication['cause'];
  note: string;
  statement: Statement;
  signature: string;
  schedule: Schedule;
  scheduleDigest: string;
  findings: Finding[];
  screens: PressedScreen[];
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

interface SignedRow {
  envelope: string;
  leaf: number;
  proof: string;
  statement: string;
  signature: string;
}

const Proof = z.array(Digest);
const Cause = z.enum(['person', 'horizon', 'content', 'screen']);

export const createArchive = (ports: { database: Database }) => {
  const { raw, transact } = ports.database;
  const insertPublication = raw.prepare(
    `insert into publication (id, seq, published_at, published_by, cause, note, statement, signature, schedule, schedule_digest, findings)
     values (@id, (select coalesce(max(seq), 0) + 1 from publication), @publishedAt, @publishedBy, @cause, @note, @statement,
       @signature, @schedule, @scheduleDigest, @findings)`,
  );
  const insertBody = raw.prepare(
    'insert into manifest_body (digest, text, created_at) values (?, ?, ?) on conflict (digest) do nothing',
  );
  const insertManifest = raw.prepare(
    `insert into manifest (screen_id, epoch, version, publication_id, envelope, body_digest, leaf, proof, changed)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const signedColumns = `m.envelope, m.leaf, m.proof, p.statement, p.signature
    from manifest m join publication p on p.id = m.publication_id`;
  const newestSigned = raw.prepare(
    `select ${signedColumns} where m.screen_id = ? order by m.epoch desc, m.version desc limit 1`,
  );
  const newestOfAll = raw.prepare(
    `select screen_id, epoch, version, body_digest from (
       select *, row_number() over (partition by screen_id order by epoch desc, version desc) as place from manifest
     ) where place = 1`,
  );
  const servedBodies = raw
    .prepare('select body_digest from manifest where screen_id = ? order by epoch desc, version desc limit ?')
    .pluck();
  const bodyText = raw.prepare('select text from manifest_body where digest = ?').pluck();
  const rowColumns = 'id, seq, published_at, published_by, cause, note, findings from publication';
  const rowById = raw.prepare(`select ${rowColumns} where id = ?`);
  const newestRow = raw.prepare(`select ${rowColumns} order by seq desc limit 1`);
  const page = raw.prepare(`select ${rowColumns} where seq < ? order by seq desc limit ?`);
  const newestSchedule = raw.prepare('select id, schedule, schedule_digest from publication order by seq desc limit 1');
  const screensOf = raw.prepare(
    'select screen_id, epoch, version, body_digest, changed from manifest where publication_id = ? order by leaf',
  );
  const readSetting = raw.prepare('select value from setting where name = ?').pluck();
  const writeSetting = raw.prepare(
    'insert into setting (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
  );
  /** Newest version of each screen, kept so that a publish need not walk through years of rows. */
  const newest = new Map(
    (newestOfAll.all() as { screen_id: string; epoch: number; version: number; body_digest: string }[]).map((row) => [
      ScreenId.parse(row.screen_id),
      { epoch: row.epoch, version: row.version, bodyDigest: Digest.parse(row.body_digest) },
    ]),
  );
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

  const signedOf = (row: SignedRow): SignedEnvelope => ({
    envelope: Envelope.parse(JSON.parse(row.envelope)),
    statement: Statement.parse(JSON.parse(row.statement)),
    signature: row.signature,
    leaf: row.leaf,
    proof: Proof.parse(JSON.parse(row.proof)),
  });

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

  const pruneManifests = raw.prepare(
    `delete from manifest where (screen_id, epoch, version) in (
       select screen_id, epoch, version from (
         select m.screen_id, m.epoch, m.version, p.published_at,
           row_number() over (partition by m.screen_id order by m.epoch desc, m.version desc) as place
         from manifest m join publication p on p.id = m.publication_id
       ) where place > ${VERSIONS_SERVED} and published_at < ? limit 500)`,
  );
  const pruneBodies = raw.prepare(
    `delete from manifest_body where digest in (
       select digest from manifest_body b where b.created_at < ?
         and not exists (select 1 from manifest m where m.body_digest = b.digest) limit 100)`,
  );

  return {
    /** Forgets versions from before `olderThan` that no player may fetch any more, a slice at a time; true when more are left. */
    prune: (olderThan: number): boolean =>
      transact(() => pruneManifests.run(olderThan).changes + pruneBodies.run(olderThan).changes > 0),
    /** Writes a publication whole; `alongside` commits with it or not at all. Durable when it returns. */
    store: (made: NewPublication, epoch: number, alongside: () => void): void => {
      transact(() => {
        insertPublication.run({
          id: made.id,
          publishedAt: made.publishedAt,
          publishedBy: made.publishedBy,
          cause: made.cause,
          note: made.note,
          statement: canonicalJson(made.statement),
          signature: made.signature,
          schedule: JSON.stringify(made.schedule),
          scheduleDigest: made.scheduleDigest,
          findings: JSON.stringify(made.findings),
        });
        for (const { digest, text } of made.bodies) insertBody.run(digest, text, made.publishedAt);
        for (const { screenId, envelope, leaf, proof, changed } of made.screens)
          insertManifest.run(
            screenId,
            envelope.epoch,
            envelope.version,
            made.id,
            JSON.stringify(envelope),
            envelope.bodyDigest,
            leaf,
            JSON.stringify(proof),
            changed ? 1 : 0,
          );
        writeSetting.run(EPOCH_SETTING, String(epoch));
        alongside();
      });
      for (const { screenId, envelope } of made.screens)
        newest.set(screenId, { epoch: envelope.epoch, version: envelope.version, bodyDigest: envelope.bodyDigest });
    },
    /** The epoch in which new versions are counted; 1 until a restored server opens another. */
    epoch: (): number => Number((readSetting.get(EPOCH_SETTING) as string | undefined) ?? '1'),
    /** The newest version of every screen that ever got one. */
    newest: (): ReadonlyMap<ScreenId, Newest & { bodyDigest: Digest }> => newest,
    /** What the player of a screen should have now; null before its first publication. */
    newestSigned: (screenId: ScreenId): SignedEnvelope | null => {
      const row = newestSigned.get(screenId) as SignedRow | undefined;
      return row ? signedOf(row) : null;
    },
    bodyText: (digest: Digest): string | null => (bodyText.get(digest) as string | undefined) ?? null,
    /** Whether a player of this screen may fetch that body: one of the screen's newest few. */
    mayPullBody: (screenId: ScreenId, digest: Digest): boolean =>
      (servedBodies.all(screenId, VERSIONS_SERVED) as string[]).includes(digest),
    /** Whether one of the screen's newest few manifests names that file. */
    mayPullFile: (screenId: ScreenId, digest: Digest): boolean =>
      (servedBodies.all(screenId, VERSIONS_SERVED) as string[]).some((body) => readFiles(body).has(digest)),
    find: (id: PublicationId): Publication | null => {
      const row = rowById.get(id) as PublicationRow | undefined;
      return row ? publicationOf(row) : null;
    },
    newestPublication: (): Publication | null => {
      const row = newestRow.get() as PublicationRow | undefined;
      return row ? publicationOf(row) : null;
    },
    newestId: (): PublicationId | null => {
      const row = newestSchedule.get() as { id: string } | undefined;
      return row ? PublicationId.parse(row.id) : null;
    },
    newestDigest: (): string | null =>
      (newestSchedule.get() as { schedule_digest: string } | undefined)?.schedule_digest ?? null,
    /** The schedule as frozen by the newest publication. */
    frozenSchedule: (): Schedule | null => {
      const row = newestSchedule.get() as { schedule: string } | undefined;
      return row ? Schedule.parse(JSON.parse(row.schedule)) : null;
    },
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
