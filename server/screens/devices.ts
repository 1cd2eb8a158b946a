/**
 * Which key may act for which screen. Kept whole in memory beside the table, because every connection and every request of a
 * player asks it; a change is in memory the moment it is committed, so a revoked key is refused at once (goal E7).
 */
import {
  type DeviceId,
  DeviceId as DeviceIdSchema,
  type ScreenId,
  ScreenId as ScreenIdSchema,
} from '../../playlists/model/ids.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import type { Screen } from '../../playlists/model/screen.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import type { Caller, Handlers } from '../http/handlers.ts';

export type DeviceStanding =
  /** Never paired: nothing is stored about it. */
  { kind: 'unknown' } | { kind: 'paired'; screenId: ScreenId } | { kind: 'revoked' };

export type DeviceChange = { kind: 'paired' | 'revoked'; deviceId: DeviceId; screenId: ScreenId };

export interface DevicePorts {
  database: Database;
  now: () => number;
  record: RecordAct;
  /** The screen as people see it, null when it does not exist. */
  findScreen: (screenId: ScreenId) => Promise<Screen | null>;
  /** Told after the commit; never throws. */
  changed: (change: DeviceChange) => void;
}

interface Row {
  id: string;
  screen_id: string | null;
  revoked_at: number | null;
}

export const createDevices = (ports: DevicePorts) => {
  const { raw, transact } = ports.database;
  const standings = new Map<DeviceId, Exclude<DeviceStanding, { kind: 'unknown' }>>();
  const deviceOf = new Map<ScreenId, DeviceId>();

  for (const row of raw.prepare('select id, screen_id, revoked_at from device').iterate() as Iterable<Row>) {
    const deviceId = DeviceIdSchema.parse(row.id);
    if (row.revoked_at !== null || row.screen_id === null) standings.set(deviceId, { kind: 'revoked' });
    else {
      const screenId = ScreenIdSchema.parse(row.screen_id);
      standings.set(deviceId, { kind: 'paired', screenId });
      deviceOf.set(screenId, deviceId);
    }
  }

  const insert = raw.prepare(
    `insert into device (id, public_key, screen_id, paired_at, paired_by, shell, app_version, seen_at)
     values (@deviceId, @publicKey, @screenId, @at, @by, @shell, @appVersion, @at)`,
  );
  const markRevoked = raw.prepare('update device set revoked_at = ? where id = ? and revoked_at is null');
  const screenExists = raw.prepare('select 1 from screen where id = ?').pluck();

  const standingOf = (deviceId: DeviceId): DeviceStanding => standings.get(deviceId) ?? { kind: 'unknown' };

  /** Gives a key to a screen: row and audit line in one commit. The key must be unknown and the screen free. */
  const pair = (
    device: { deviceId: DeviceId; publicKey: string; shell: string; appVersion: string },
    screenId: ScreenId,
    caller: Caller,
  ): Outcome<void> => {
    if (screenExists.get(screenId) === undefined) return refused('not-found', `screen ${screenId} does not exist`);
    if (deviceOf.has(screenId)) return refused('screen-has-device', `${screenId} has ${deviceOf.get(screenId)}`);
    if (standings.has(device.deviceId)) return refused('pairing-code-wrong', `${device.deviceId} was paired before`);
    const { actor, address } = actorOf(caller);
    transact(() => {
      insert.run({ ...device, screenId, at: ports.now(), by: actor });
      ports.record({ actor, address, act: 'device.paired', subject: screenId, detail: { deviceId: device.deviceId } });
    });
    standings.set(device.deviceId, { kind: 'paired', screenId });
    deviceOf.set(screenId, device.deviceId);
    ports.changed({ kind: 'paired', deviceId: device.deviceId, screenId });
    return accepted(undefined);
  };

  /** Revokes whatever device the screen has; false when it has none. Also to be called before a screen is deleted. */
  const revokeOf = (screenId: ScreenId, caller: Caller): boolean => {
    const deviceId = deviceOf.get(screenId);
    if (!deviceId) return false;
    transact(() => {
      markRevoked.run(ports.now(), deviceId);
      ports.record({ ...actorOf(caller), act: 'device.revoked', subject: screenId, detail: { deviceId } });
    });
    standings.set(deviceId, { kind: 'revoked' });
    deviceOf.delete(screenId);
    ports.changed({ kind: 'revoked', deviceId, screenId });
    return true;
  };

  const handlers: Pick<Handlers, 'revokeDevice'> = {
    revokeDevice: async ({ params, caller }) => {
      const known = await ports.findScreen(params.screenId);
      if (!known) return refused('not-found', `screen ${params.screenId} does not exist`);
      if (!revokeOf(params.screenId, caller))
        return refused('screen-has-no-device', `screen ${params.screenId} has no device`);
      return accepted({ ...known, deviceId: null });
    },
  };

  return {
    standingOf,
    /** The live device of a screen, null when none is paired. */
    deviceOf: (screenId: ScreenId): DeviceId | null => deviceOf.get(screenId) ?? null,
    pair,
    revokeOf,
    handlers,
  };
};
export type Devices = ReturnType<typeof createDevices>;
