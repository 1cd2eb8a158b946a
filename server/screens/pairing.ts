/**
 * Pairing codes (goal D6): 8 symbols of 32 from the system's generator, 10 minutes, one use, typed by signed-in staff. A code
 * only links the player's own key to a screen; it is no credential, lives in memory and dies with the process.
 */
import { randomInt } from 'node:crypto';
import type { DeviceId, ScreenId } from '../../playlists/model/ids.ts';
import { accepted, refusal, refused } from '../../playlists/model/refusal.ts';
import type { Screen } from '../../playlists/model/screen.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Devices } from './devices.ts';

/** Without 0, 1, I and O, so nobody misreads a wall. */
const SYMBOLS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const CODE_LENGTH = 8;
export const CODE_LIFE_MS = 600_000;
/** A code is renewed rather than shown for less than this. */
const SHORTEST_SHOW_MS = 30_000;
export const WRONG_CLAIMS_PER_MINUTE = 5;
/** Players waiting to be paired at one time; more is a flood, not a ward. */
const MOST_WAITING = 2_000;
/** Of them behind one address (a ward's whole network may be one). */
const MOST_WAITING_FROM_ADDRESS = 500;

export interface WaitingDevice {
  deviceId: DeviceId;
  publicKey: string;
  shell: string;
  appVersion: string;
  /** Where its connection comes from. */
  address: string;
}

interface Offer {
  code: string;
  device: WaitingDevice;
  expiresAt: number;
  /** Its player hung up: the first to make room when room is needed. */
  isGone: boolean;
}

export interface PairingPorts {
  devices: Pick<Devices, 'pair' | 'deviceOf'>;
  findScreen: (screenId: ScreenId) => Promise<Screen | null>;
  now: () => number;
}

export const createPairing = (ports: PairingPorts) => {
  const byCode = new Map<string, Offer>();
  const byDevice = new Map<DeviceId, Offer>();
  /** Person → instants of wrong claims within the last minute. */
  const wrongClaims = new Map<string, number[]>();

  const drop = (offer: Offer): void => {
    byCode.delete(offer.code);
    byDevice.delete(offer.device.deviceId);
  };
  /** Whether one more may wait behind `address`. Codes that have run out or that nobody shows any more make room. */
  const hasRoom = (address: string): boolean => {
    const waiting = (): number => {
      let count = 0;
      for (const { device } of byCode.values()) if (device.address === address) count += 1;
      return count;
    };
    const isFull = (): boolean => byCode.size >= MOST_WAITING || waiting() >= MOST_WAITING_FROM_ADDRESS;
    if (!isFull()) return true;
    for (const offer of byCode.values()) if (offer.isGone || offer.expiresAt <= ports.now()) drop(offer);
    return !isFull();
  };
  const drawCode = (): string => {
    for (;;) {
      const code = Array.from({ length: CODE_LENGTH }, () => SYMBOLS[randomInt(SYMBOLS.length)]).join('');
      if (!byCode.has(code)) return code;
    }
  };

  /** The code for a player that is not paired: the one it shows already while that lasts, else a fresh one. Null = too many wait. */
  const offerCode = (device: WaitingDevice): { code: string; expiresAt: number } | null => {
    const shown = byDevice.get(device.deviceId);
    if (shown && shown.expiresAt > ports.now() + SHORTEST_SHOW_MS) {
      shown.isGone = false;
      return shown;
    }
    if (shown) drop(shown);
    if (!hasRoom(device.address)) return null;
    const offer: Offer = { code: drawCode(), device, expiresAt: ports.now() + CODE_LIFE_MS, isGone: false };
    byCode.set(offer.code, offer);
    byDevice.set(device.deviceId, offer);
    return offer;
  };

  const recentWrong = (personId: string): number[] => {
    const recent = (wrongClaims.get(personId) ?? []).filter((at) => at > ports.now() - 60_000);
    if (recent.length > 0) wrongClaims.set(personId, recent);
    else wrongClaims.delete(personId);
    return recent;
  };

  const handlers: Pick<Handlers, 'claimPairing'> = {
    claimPairing: async ({ body, caller }) => {
      const personId = caller.kind === 'person' ? caller.personId : caller.kind;
      const known = await ports.findScreen(body.screenId);
      // From here on nothing waits, so of two people with one code exactly one gets it.
      const wrong = recentWrong(personId);
      if (wrong.length >= WRONG_CLAIMS_PER_MINUTE)
        return refused('too-many-tries', `${wrong.length} wrong pairing codes in a minute`, { minutes: 1 });
      if (!known) return refused('not-found', `screen ${body.screenId} does not exist`);
      const offer = byCode.get(body.code);
      if (!offer || offer.expiresAt <= ports.now()) {
        wrongClaims.set(personId, [...wrong, ports.now()]);
        return refused('pairing-code-wrong', offer ? 'the code has expired' : 'no player shows this code');
      }
      const paired = ports.devices.pair(offer.device, body.screenId, caller);
      if (!paired.ok) return { ok: false, refusal: paired.refusal };
      drop(offer);
      return accepted({ ...known, deviceId: offer.device.deviceId });
    },
  };

  /** The connection of this device is closed; its code stays good while there is room. */
  const closed = (deviceId: DeviceId): void => {
    const offer = byDevice.get(deviceId);
    if (offer) offer.isGone = true;
  };

  return {
    offerCode,
    closed,
    handlers,
    tooMany: () => refusal('too-many-tries', 'too many players wait', { minutes: 10 }),
  };
};
export type Pairing = ReturnType<typeof createPairing>;
