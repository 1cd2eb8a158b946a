/** A try of a stream, from its address to its first picture as players would get it. Nothing is kept. */
import { setTimeout as wait } from 'node:timers/promises';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import { hostOf } from '../../playlists/model/relay.ts';
import type { RelayTrial } from '../../playlists/wire/api/relays.ts';
import { addressOfJpeg } from './shots.ts';
import { openStation, type StationPorts } from './station.ts';

/** People wait for it; a segment may be ten seconds long. */
const LIVE_WITHIN_MS = 25_000;
const SHOT_WITHIN_MS = 2_000;

/** What is in the head of a fragmented MP4 of ours: the size of its picture (`avc1`), and whether it has sound (`mp4a`). */
export const readHead = (init: Uint8Array): { width: number; height: number; hasSound: boolean } | null => {
  const bytes = Buffer.from(init);
  const entry = bytes.indexOf('avc1', 0, 'latin1');
  // ISO/IEC 14496-12, VisualSampleEntry: 24 bytes after the name stand width and height.
  const found = bytes.indexOf('stsd', 0, 'latin1');
  const at = found < 0 ? entry : bytes.indexOf('avc1', found, 'latin1');
  if (at < 0 || bytes.length < at + 32) return null;
  return {
    width: bytes.readUInt16BE(at + 28),
    height: bytes.readUInt16BE(at + 30),
    hasSound: bytes.includes('mp4a', found < 0 ? 0 : found, 'latin1'),
  };
};

export const tryStream = async (ports: StationPorts): Promise<Outcome<RelayTrial>> => {
  const began = ports.monotonicMs();
  const station = openStation(ports);
  try {
    const notLive = await station.live(LIVE_WITHIN_MS);
    if (notLive) return { ok: false, refusal: notLive };
    let head: ReturnType<typeof readHead> = null;
    const leave = station.follow(
      (bytes) => {
        head ??= readHead(bytes);
      },
      () => {},
    );
    leave();
    const until = ports.monotonicMs() + SHOT_WITHIN_MS;
    let shot = await station.shot();
    while (!shot?.length && ports.monotonicMs() < until) {
      await wait(50);
      shot = await station.shot();
    }
    const found = head as ReturnType<typeof readHead>;
    if (!found || !shot?.length) return refused('relay-not-live', 'no whole picture came', { host: hostOf(ports.url) });
    const tookMs = Math.round(ports.monotonicMs() - began);
    return accepted({ ...found, tookMs, picture: addressOfJpeg(shot) });
  } finally {
    await station.stop();
  }
};
