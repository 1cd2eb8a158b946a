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
  alarm: 'duplicate-device' | null;
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
  /** Players that hold more than we ever published: this server was restored from an old backup. */
  const ahead = new Map<ScreenId, Held>();
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

  const flushActive = (): void => {
    if (activeWrite) clearTimeout(activeWrite);
    activeWrite = null;
    if (unwrittenActive.size === 0) return;
    transact(() => {
      for (const [screenId, { held, at }] of unwrittenActive)
        writeActive.run(screenId, held.epoch, held.version, held.bodyDigest, at);
    });
    unwrittenActive.clear();
  };
  const flushSeen = (): void => {
    if (unwrittenSeen.size === 0) return;
    transact(() => {
      for (const [deviceId, at] of unwrittenSeen) writeSeen.run(at, deviceId);
    });
    unwrittenSeen.clear();
  };

  /** The player has this complete and verified on its disk. */
  const noteActive = (screenId: ScreenId, held: Held, at: number): void => {
    const entry = entryOf(screenId);
    if (entry.wanted === null || compareVersions(held, entry.wanted) > 0) ahead.set(screenId, heldOf(held));
    else ahead.delete(screenId);
    if (entry.wanted && compareVersions(held, entry.wanted) >= 0 && entry.delivery.kind !== 'active')
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
      ...(entry?.alarm ? { alarm: entry.alarm } : {}),
    };
  };

  return {
    live,
    liveOfAll: (): ScreenLive[] => (allScreens.all() as string[]).map((id) => live(ScreenIdSchema.parse(id))),
    /** Anything was heard from the player of this screen. */
    hear: (screenId: ScreenId, deviceId: DeviceId): void => {
      hear(screenId, deviceId);
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
      entry.delivery = entry.wanted ? { kind: 'waiting' } : { kind: 'none' };
      unwrittenActive.delete(screenId);
      ahead.delete(screenId);
      clearActive.run(screenId);
      ports.touched(screenId);
    },
    forget: (screenId: ScreenId): void => {
      entries.delete(screenId);
      unwrittenActive.delete(screenId);
      ahead.delete(screenId);
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
