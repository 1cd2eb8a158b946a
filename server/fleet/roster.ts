/**
 * What every screen is doing now, in memory: who is connected, when it was last heard, what it should have, what it has, what
 * it shows. Heartbeats touch no table; the last sign of life is written at most once a minute, what is active on a player's
 * disk within a quarter of a second (a crash in between loses nothing: the next hello says it again).
 */
import { type DeviceId, Digest, type ScreenId, ScreenId as ScreenIdSchema } from '../../playlists/model/ids.ts';
import type { ScreenLive } from '../../playlists/wire/console-feed.ts';
import { compareVersions } from '../../playlists/wire/manifest.ts';
import { type Heartbeat, OFFLINE_AFTER_MS } from '../../playlists/wire/player-link.ts';
import type { Database } from '../database/open.ts';

/** After a publication a whole fleet says `active` at once: one commit for many, and none between two answers. */
const ACTIVE_WRITE_MS = 250;
/** When the disk takes nothing (it is full), the next try. */
const RETRY_WRITE_MS = 10_000;
/** A restored server is a few epochs behind its players; a claim further off is a lie or a broken player. */
const MOST_EPOCHS_AHEAD = 1_000;

export interface Held {
  epoch: number;
  version: number;
  bodyDigest: Digest;
}

interface Entry {
  /** In this life of the server; silence is counted from here. */
  heardAt: number | null;
  /** Ever, by the screen's present device. */
  seenAt: number | null;
  wanted: Held | null;
  active: Held | null;
  delivery: ScreenLive['delivery'];
  heartbeat: Heartbeat | null;
  /** As it said at its last hello to this server. */
  app: ScreenLive['app'];
  alarm: ScreenLive['alarm'] | null;
  online: boolean;
}

export interface RosterPorts {
  database: Database;
  now: () => number;
  deviceOf: (screenId: ScreenId) => DeviceId | null;
  /** What each screen was published last. */
  newest: () => Iterable<[ScreenId, Held]>;
  /** A screen's live state differs from what was last told. */
  touched: (screenId: ScreenId) => void;
  log: Record<'warn' | 'error', (fields: object, event: string) => void>;
}

interface HeldRow {
  screen_id: string;
  epoch: number;
  version: number;
  body_digest: string;
}

const heldOf = ({ epoch, version, bodyDigest }: Held): Held => ({ epoch, version, bodyDigest });
const sameHeld = (a: Held | null, b: Held): boolean =>
  a !== null && compareVersions(a, b) === 0 && a.bodyDigest === b.bodyDigest;

export const createRoster = (ports: RosterPorts) => {
  const { raw, transact } = ports.database;
  const entries = new Map<ScreenId, Entry>();
  const unwrittenActive = new Map<ScreenId, { held: Held; at: number }>();
  const unwrittenSeen = new Map<DeviceId, number>();
  /** Players that hold what we never published, as new as ours or newer: this server was restored from an old backup. */
  const ahead = new Map<ScreenId, Held>();
  /** Players that claim to hold what nobody can have published. */
  const impossible = new Set<ScreenId>();
  let activeWrite: NodeJS.Timeout | null = null;

  const entryOf = (screenId: ScreenId): Entry => {
    const known = entries.get(screenId);
    if (known) return known;
    const fresh: Entry = {
      heardAt: null,
      seenAt: null,
      wanted: null,
      active: null,
      delivery: { kind: 'none' },
      heartbeat: null,
      app: undefined,
      alarm: null,
      online: false,
    };
    entries.set(screenId, fresh);
    return fresh;
  };

  for (const [screenId, held] of ports.newest()) {
    const entry = entryOf(screenId);
    entry.wanted = heldOf(held);
    entry.delivery = { kind: 'waiting' };
  }
  for (const row of raw
    .prepare('select screen_id, epoch, version, body_digest, active_at from manifest_active')
    .all() as (HeldRow & {
    active_at: number;
  })[]) {
    const entry = entryOf(ScreenIdSchema.parse(row.screen_id));
    entry.active = { epoch: row.epoch, version: row.version, bodyDigest: Digest.parse(row.body_digest) };
    if (entry.wanted && sameHeld(entry.active, entry.wanted)) entry.delivery = { kind: 'active', at: row.active_at };
  }
  const livingDevices = 'select screen_id, seen_at from device where revoked_at is null and screen_id is not null';
  for (const row of raw.prepare(livingDevices).all() as { screen_id: string; seen_at: number | null }[])
    entryOf(ScreenIdSchema.parse(row.screen_id)).seenAt = row.seen_at;

  const allScreens = raw.prepare('select id from screen order by id').pluck();
  const writeActive = raw.prepare(
    `insert into manifest_active (screen_id, epoch, version, body_digest, active_at) values (?, ?, ?, ?, ?)
     on conflict (screen_id) do update set epoch = excluded.epoch, version = excluded.version,
       body_digest = excluded.body_digest, active_at = excluded.active_at`,
  );
  const clearActive = raw.prepare('delete from manifest_active where screen_id = ?');
  const writeSeen = raw.prepare('update device set seen_at = ? where id = ?');

  /** What is written here is said again by the players; a full disk costs a log line and another try, never the server. */
  const tryWrite = (what: 'active' | 'seen', write: () => void): boolean => {
    try {
      transact(write);
      return true;
    } catch (fault) {
      ports.log.error({ err: fault, what }, 'roster.not-written');
      return false;
    }
  };
  const flushActive = (): void => {
    if (activeWrite) clearTimeout(activeWrite);
    activeWrite = null;
    if (unwrittenActive.size === 0) return;
    const written = tryWrite('active', () => {
      for (const [screenId, { held, at }] of unwrittenActive)
        writeActive.run(screenId, held.epoch, held.version, held.bodyDigest, at);
    });
    if (written) unwrittenActive.clear();
    else activeWrite = setTimeout(flushActive, RETRY_WRITE_MS).unref();
  };
  const flushSeen = (): void => {
    if (unwrittenSeen.size === 0) return;
    const written = tryWrite('seen', () => {
      for (const [deviceId, at] of unwrittenSeen) writeSeen.run(at, deviceId);
    });
    if (written) unwrittenSeen.clear();
  };

  /** Has the player what we never made? Then the next version of its screen counts from there, if that can be. */
  const noteAhead = (screenId: ScreenId, held: Held, wanted: Held | null): void => {
    const order = wanted ? compareVersions(held, wanted) : 1;
    if (order < 0 || (order === 0 && held.bodyDigest === wanted?.bodyDigest)) {
      ahead.delete(screenId);
      return;
    }
    if (held.epoch <= (wanted?.epoch ?? 1) + MOST_EPOCHS_AHEAD) {
      ahead.set(screenId, heldOf(held));
      return;
    }
    ahead.delete(screenId);
    impossible.add(screenId);
    ports.log.warn({ screenId, held, wanted }, 'player.version-impossible');
  };

  /** The player has this complete and verified on its disk. */
  const noteActive = (screenId: ScreenId, held: Held, at: number): void => {
    const entry = entryOf(screenId);
    impossible.delete(screenId);
    noteAhead(screenId, held, entry.wanted);
    if (entry.wanted && sameHeld(entry.wanted, held) && entry.delivery.kind !== 'active')
      entry.delivery = { kind: 'active', at };
    if (!sameHeld(entry.active, held)) {
      entry.active = heldOf(held);
      unwrittenActive.set(screenId, { held: entry.active, at });
      activeWrite ??= setTimeout(flushActive, ACTIVE_WRITE_MS);
    }
    ports.touched(screenId);
  };

  const hear = (screenId: ScreenId, deviceId: DeviceId): Entry => {
    const entry = entryOf(screenId);
    entry.heardAt = ports.now();
    entry.seenAt = entry.heardAt;
    unwrittenSeen.set(deviceId, entry.heardAt);
    if (!entry.online) {
      entry.online = true;
      ports.touched(screenId);
    }
    return entry;
  };

  const live = (screenId: ScreenId): ScreenLive => {
    const entry = entries.get(screenId);
    const deviceId = ports.deviceOf(screenId);
    const version = ahead.has(screenId) ? 'version-ahead' : impossible.has(screenId) ? 'version-impossible' : null;
    const alarm = entry?.alarm ?? version;
    const connection = !deviceId ? 'unpaired' : entry?.online ? 'online' : entry?.seenAt ? 'offline' : 'never-seen';
    return {
      screenId,
      deviceId,
      connection,
      seenAt: entry?.seenAt ?? null,
      wanted: entry?.wanted ?? null,
      active: entry?.active ?? null,
      delivery: entry?.delivery ?? { kind: 'none' },
      heartbeat: entry?.heartbeat ?? null,
      ...(entry?.app ? { app: entry.app } : {}),
      ...(alarm ? { alarm } : {}),
    };
  };

  return {
    live,
    liveOfAll: (): ScreenLive[] => (allScreens.all() as string[]).map((id) => live(ScreenIdSchema.parse(id))),
    /** Anything was heard from the player of this screen. */
    hear: (screenId: ScreenId, deviceId: DeviceId): void => {
      hear(screenId, deviceId);
    },
    noteApp: (screenId: ScreenId, app: NonNullable<ScreenLive['app']>): void => {
      entryOf(screenId).app = app;
      ports.touched(screenId);
    },
    beat: (screenId: ScreenId, deviceId: DeviceId, heartbeat: Heartbeat): void => {
      hear(screenId, deviceId).heartbeat = heartbeat;
      ports.touched(screenId);
    },
    noteWanted: (screenId: ScreenId, held: Held): void => {
      const entry = entryOf(screenId);
      entry.wanted = heldOf(held);
      entry.delivery = { kind: 'waiting' };
      const reported = ahead.get(screenId);
      if (reported && compareVersions(reported, held) <= 0) ahead.delete(screenId);
      ports.touched(screenId);
    },
    noteDelivery: (screenId: ScreenId, delivery: ScreenLive['delivery']): void => {
      entryOf(screenId).delivery = delivery;
      ports.touched(screenId);
    },
    noteActive,
    noteAlarm: (screenId: ScreenId, alarm: Entry['alarm']): void => {
      const entry = entryOf(screenId);
      if (entry.alarm === alarm) return;
      entry.alarm = alarm;
      ports.touched(screenId);
    },
    /** Another device, or none: nothing that was heard before counts. */
    reset: (screenId: ScreenId): void => {
      const entry = entryOf(screenId);
      Object.assign(entry, { heardAt: null, seenAt: null, active: null, heartbeat: null, alarm: null, online: false });
      entry.app = undefined;
      entry.delivery = entry.wanted ? { kind: 'waiting' } : { kind: 'none' };
      unwrittenActive.delete(screenId);
      ahead.delete(screenId);
      impossible.delete(screenId);
      clearActive.run(screenId);
      ports.touched(screenId);
    },
    forget: (screenId: ScreenId): void => {
      entries.delete(screenId);
      unwrittenActive.delete(screenId);
      ahead.delete(screenId);
      impossible.delete(screenId);
      clearActive.run(screenId);
    },
    /** Screens that fell silent since the last sweep; they are offline from now on. */
    sweep: (): ScreenId[] => {
      const silent: ScreenId[] = [];
      for (const [screenId, entry] of entries) {
        if (!entry.online || entry.heardAt === null || entry.heardAt + OFFLINE_AFTER_MS > ports.now()) continue;
        entry.online = false;
        silent.push(screenId);
        ports.touched(screenId);
      }
      return silent;
    },
    versionsAhead: (): ReadonlyMap<ScreenId, Held> => ahead,
    online: (): number => [...entries.values()].filter((entry) => entry.online).length,
    flushSeen,
    /** Writes what is not written yet. */
    flush: (): void => {
      flushActive();
      flushSeen();
    },
  };
};
export type Roster = ReturnType<typeof createRoster>;
