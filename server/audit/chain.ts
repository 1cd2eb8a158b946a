/**
 * The audit chain: who did what to what, each line holding the hash of the one before. Lines are only ever added (triggers
 * refuse change and deletion); `verify` names every row that was edited, dropped or inserted behind our back.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../playlists/wire/canonical-json.ts';
import type { Database } from '../database/open.ts';
import type { Caller } from '../http/handlers.ts';

export interface Act {
  /** Person id, device id, or `system`. */
  actor: string;
  /** Past-tense name, e.g. `playlist.changed`. */
  act: string;
  /** Id of what was acted upon. */
  subject: string;
  /** Plain JSON; never a password, token or key. */
  detail?: Record<string, unknown>;
  /** Network address of whoever asked; null when nobody did. */
  address?: string | null;
}

/** Adds one line. Synchronous: called inside `database.transact` it commits or vanishes with the change itself. */
export type RecordAct = (act: Act) => void;

interface Row {
  seq: number;
  at: number;
  actor: string;
  address: string | null;
  act: string;
  subject: string;
  detail: string;
  previous: string;
  hash: string;
}

/** `previous` of the first line. */
const GENESIS = '0'.repeat(64);

/**
 * Text as SQLite will give it back: UTF-8 has no lone surrogates and would store U+FFFD for each, so a line hashed with them
 * could never be verified again.
 */
const storable = (value: unknown): unknown => {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(storable);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name.toWellFormed(), storable(part)]));
  return value;
};

const hashOf = ({ hash: _, ...line }: Row): string => createHash('sha256').update(canonicalJson(line)).digest('hex');

/** Who a caller is, for the audit. */
export const actorOf = (caller: Caller): Pick<Act, 'actor' | 'address'> => {
  switch (caller.kind) {
    case 'person':
      return { actor: caller.personId, address: caller.address };
    case 'device':
      return { actor: caller.deviceId, address: caller.address };
    case 'anyone':
      return { actor: 'anyone', address: caller.address };
  }
};

export interface Fault {
  seq: number;
  what: 'changed' | 'missing-before' | 'link-broken';
}

export const createAudit = (ports: { database: Database; now: () => number }) => {
  const { raw } = ports.database;
  const newest = raw.prepare('select seq, hash from audit order by seq desc limit 1');
  const insert = raw.prepare(
    `insert into audit (seq, at, actor, address, act, subject, detail, previous, hash)
     values (@seq, @at, @actor, @address, @act, @subject, @detail, @previous, @hash)`,
  );
  const append = raw.transaction((act: Act) => {
    const last = newest.get() as { seq: number; hash: string } | undefined;
    const line: Row = {
      seq: (last?.seq ?? 0) + 1,
      at: ports.now(),
      actor: act.actor.toWellFormed(),
      address: act.address?.toWellFormed() ?? null,
      act: act.act.toWellFormed(),
      subject: act.subject.toWellFormed(),
      detail: canonicalJson(storable(act.detail ?? {})),
      previous: last?.hash ?? GENESIS,
      hash: '',
    };
    insert.run({ ...line, hash: hashOf(line) });
  });
  const record: RecordAct = (act) => {
    append(act);
  };

  return {
    record,
    /** Newest line; what manifests and backups may quote. Null when nothing was recorded yet. */
    head: () => (newest.get() as { seq: number; hash: string } | undefined) ?? null,
    /** Walks the whole chain in slices. A cut-off tail shows only against a head kept elsewhere: pass it as `expected`. */
    verify: (expected?: { seq: number; hash: string }): Fault[] => {
      const faults: Fault[] = [];
      let seq = 0;
      let previous = GENESIS;
      for (const row of raw.prepare('select * from audit order by seq').iterate() as IterableIterator<Row>) {
        if (row.seq !== seq + 1) faults.push({ seq: row.seq, what: 'missing-before' });
        if (row.previous !== previous) faults.push({ seq: row.seq, what: 'link-broken' });
        if (hashOf(row) !== row.hash) faults.push({ seq: row.seq, what: 'changed' });
        if (expected?.seq === row.seq && expected.hash !== row.hash) faults.push({ seq: row.seq, what: 'changed' });
        ({ seq, hash: previous } = row);
      }
      if (expected && expected.seq > seq) faults.push({ seq: expected.seq, what: 'missing-before' });
      return faults;
    },
  };
};
