/**
 * The one door to better-sqlite3. Opens the data file in WAL with `synchronous=FULL` and refuses to go on unless SQLite
 * confirms both (an acknowledged commit survives a power cut), then brings the tables up to date.
 */
import BetterSqlite3 from 'better-sqlite3';
import { CamelCasePlugin, type Dialect, Kysely, SqliteDialect } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { up as foundation } from './migrations/001-foundation.ts';
import { up as accounts } from './migrations/002-accounts.ts';
import { up as publications } from './migrations/003-publications.ts';
import { up as recurrence } from './migrations/004-recurrence.ts';
import { up as calendars } from './migrations/005-calendars.ts';
import { up as shares } from './migrations/006-shares.ts';
import { up as playlists } from './migrations/007-playlists.ts';
import { up as publishingPlan } from './migrations/008-publishing-plan.ts';
import { up as dayParts } from './migrations/009-day-parts.ts';
import { up as stepsAndApprovals } from './migrations/010-steps-and-approvals.ts';
import { up as drafts } from './migrations/011-drafts.ts';
import { up as packedSchedules } from './migrations/012-packed-schedules.ts';
import { up as slotVersions } from './migrations/013-slot-versions.ts';
import { up as foldersAndTags } from './migrations/014-folders-and-tags.ts';
import { up as binAndVersions } from './migrations/015-bin-and-versions.ts';
import { up as treatments } from './migrations/016-treatments.ts';
import { up as slides } from './migrations/018-slides.ts';
import { up as legibility } from './migrations/019-legibility.ts';
import { up as documents } from './migrations/020-documents.ts';
import { up as tickers } from './migrations/021-tickers.ts';
import { up as relays } from './migrations/023-relays.ts';
import { up as relayShots } from './migrations/024-relay-shots.ts';
import { up as planBasis } from './migrations/025-plan-basis.ts';
import { up as hurried } from './migrations/026-hurried.ts';
import { up as tickerSlots } from './migrations/027-ticker-slots.ts';
import { up as commands } from './migrations/030-commands.ts';
import type { Tables } from './schema.ts';
import { type Step, stepOn, type Transact, transactOn } from './transact.ts';

/** In order; names are stored in the data file and never change. */
const MIGRATIONS: Record<string, Migration> = {
  '001-foundation': { up: foundation },
  '002-accounts': { up: accounts },
  '003-publications': { up: publications },
  '004-recurrence': { up: recurrence },
  '005-calendars': { up: calendars },
  '006-shares': { up: shares },
  '007-playlists': { up: playlists },
  '008-publishing-plan': { up: publishingPlan },
  '009-day-parts': { up: dayParts },
  '010-steps-and-approvals': { up: stepsAndApprovals },
  '011-drafts': { up: drafts },
  '012-packed-schedules': { up: packedSchedules },
  '013-slot-versions': { up: slotVersions },
  '014-folders-and-tags': { up: foldersAndTags },
  '015-bin-and-versions': { up: binAndVersions },
  '016-treatments': { up: treatments },
  '018-slides': { up: slides },
  '019-legibility': { up: legibility },
  '020-documents': { up: documents },
  '021-tickers': { up: tickers },
  '023-relays': { up: relays },
  '024-relay-shots': { up: relayShots },
  '025-plan-basis': { up: planBasis },
  '026-hurried': { up: hurried },
  '027-ticker-slots': { up: tickerSlots },
  '030-commands': { up: commands },
};

/** Oldest engine without the WAL-reset fault. */
const OLDEST_SQLITE = [3, 51, 3] as const;

export interface Database {
  /** For everything that people do: single statements, each its own commit. Its `transaction()` is refused: see `transact`. */
  query: Kysely<Tables>;
  /** Several statements, one commit; synchronous. */
  transact: Transact;
  /** Runs one query of `query` at once, for synchronous code. */
  now: Step;
  /** Builds a Kysely of somebody else's (better-auth) on the same connection. */
  dialect: Dialect;
  /** For hot paths: kept prepared statements and hand-made transactions. Same connection. */
  raw: BetterSqlite3.Database;
  close(): Promise<void>;
}

const assertDurable = (raw: BetterSqlite3.Database): void => {
  const version = String(raw.prepare('select sqlite_version()').pluck().get());
  const parts = version.split('.').map(Number);
  const isOlder = OLDEST_SQLITE.map((part, i) => (parts[i] ?? 0) - part).find((difference) => difference !== 0) ?? 0;
  if (isOlder < 0) throw new Error(`SQLite ${version} is too old: need ${OLDEST_SQLITE.join('.')} or newer`);
  const mode = raw.pragma('journal_mode', { simple: true });
  const synchronous = raw.pragma('synchronous', { simple: true });
  if (mode !== 'wal' || synchronous !== 2)
    throw new Error(`the database is not durable: journal_mode=${mode}, synchronous=${synchronous} (need wal, 2)`);
};

/**
 * One connection serves everybody, so a transaction left open across an `await` would take in whatever others commit
 * meanwhile. Kysely's own transactions are refused here; `transact` is the way.
 */
const withoutOpenTransactions = (dialect: Dialect): Dialect => ({
  createAdapter: () => dialect.createAdapter(),
  createIntrospector: (database) => dialect.createIntrospector(database),
  createQueryCompiler: () => dialect.createQueryCompiler(),
  createDriver: () => {
    const driver = dialect.createDriver();
    driver.beginTransaction = async () => {
      throw new Error('use database.transact (synchronous) instead of query.transaction()');
    };
    return driver;
  },
});

/** Opens `path` (made when absent). Throws when the file is not ours, not durable, or newer than this program. */
export const openDatabase = async (path: string): Promise<Database> => {
  const raw = new BetterSqlite3(path, { timeout: 5_000 });
  try {
    raw.pragma('journal_mode = WAL');
    raw.pragma('synchronous = FULL');
    raw.pragma('foreign_keys = ON');
    raw.pragma('temp_store = MEMORY');
    assertDurable(raw);
  } catch (fault) {
    raw.close();
    throw fault;
  }
  const plain = new Kysely<unknown>({ dialect: new SqliteDialect({ database: raw }) });
  const migrator = new Migrator({ db: plain, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error) {
    await plain.destroy();
    throw error instanceof Error ? error : new Error(String(error));
  }
  const dialect = withoutOpenTransactions(new SqliteDialect({ database: raw }));
  const query = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
  const now = stepOn(raw);
  const close = async (): Promise<void> => {
    await query.destroy();
    // Kysely closes only a connection that it has used itself.
    if (raw.open) raw.close();
  };
  return { query, raw, now, dialect, transact: transactOn(raw, now), close };
};
