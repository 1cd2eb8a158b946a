/** Content in the tables without files, for tests of the library's order: whole as the contracts see it, nothing to prepare. */
import type { Database } from '../../server/database/open.ts';
import { foldText } from '../../server/library/titles.ts';
import { aDigest } from './builders.ts';

export interface ShelfParts {
  id: string;
  title?: string;
  source?: string;
  topic?: string | null;
  kind?: 'video' | 'image';
  audiences?: string[];
  bytes?: number;
  durationMs?: number | null;
  digest?: string;
  folderId?: string | null;
  usableUntil?: string | null;
  createdAt?: number;
  uploadedBy?: string;
  /** Digest of a thumbnail that is there; else of one that is not. */
  thumbnail?: string;
}

/** Puts one piece of content on the shelf. */
export const shelve = ({ raw }: Database, parts: ShelfParts): void => {
  const { id, title = id, source = '', topic = null, kind = 'image', audiences = [], bytes = 1_000 } = parts;
  const durationMs = parts.durationMs ?? null;
  const facts = {
    kind,
    mime: kind === 'video' ? 'video/mp4' : 'image/png',
    width: 768,
    height: 384,
    durationMs,
    framesPerSecond: null,
    videoCodec: null,
    audioCodec: null,
    rotation: 0,
  };
  raw
    .prepare(
      `insert into asset (id, title, title_folded, kind, facts, bytes, digest, fit, topic, audiences, source, state, thumbnail,
         uploaded_by, created_at, folder_id, usable_until)
       values (?, ?, ?, ?, ?, ?, ?, 'contain', ?, ?, ?, 'ready', ?, ?, ?, ?, ?)`,
    )
    .run(
      id,
      title,
      foldText(`${title} ${source}`),
      kind,
      JSON.stringify(facts),
      bytes,
      parts.digest ?? aDigest(id),
      topic,
      JSON.stringify(audiences),
      source,
      parts.thumbnail ?? aDigest(`thumbnail ${id}`),
      parts.uploadedBy ?? 'per_an',
      parts.createdAt ?? 1_000,
      parts.folderId ?? null,
      parts.usableUntil ?? null,
    );
};
