/**
 * Keeps what is published alive without anybody pressing a button, always from the schedule frozen by the newest publication
 * and never from unfinished edits: each night every screen gets its next 35 days and a new lease (cause `horizon`), and when
 * content that was published before it was ready has become ready, the screens that wait for it get it (cause `content`).
 * A changed screen (another canvas, sound, hours) waits for the next publish: its editor must see it first.
 */
import type { AssetId } from '../../playlists/model/ids.ts';
import { DAY_MS } from '../../playlists/model/time.ts';
import type { Alarm } from '../alarm.ts';
import type { Archive } from './archive.ts';
import { assetsUsed, refreshAssets } from './intent.ts';
import type { Publishing, PublishPorts } from './publish.ts';

/** Quiet hour, and after midnight, so that the new day is the first of the horizon. */
const ROLL_AT = { hour: 0, minute: 5 };
/** A roll that was missed (the machine slept) is made up for at start when the newest publication is older than this. */
const STALE_AFTER_MS = DAY_MS;
/** Several renditions become ready together; one publication serves them all. */
const GATHER_MS = 500;
export const KEEP_MS = 60 * DAY_MS;

export interface HorizonPorts {
  archive: Archive;
  publishing: Publishing;
  gatherSchedule: PublishPorts['gatherSchedule'];
  versionsAhead: PublishPorts['versionsAhead'];
  alarm: Pick<Alarm, 'nightly' | 'at' | 'cancel'>;
  zone: string;
  now: () => number;
  log: { info(fields: object, event: string): void; error(fields: object, event: string): void };
}

export const createHorizon = (ports: HorizonPorts) => {
  const { archive, publishing, log } = ports;
  const readyAssets = new Set<AssetId>();
  let lastRoll: { at: number; ok: boolean } | null = null;

  /**
   * Publishes the frozen schedule anew. Screens that hold something newer than we know (this server was restored from a backup)
   * wait for a person; false when there are any.
   */
  const republish = (cause: 'horizon' | 'content'): Promise<boolean> =>
    publishing.inTurn(async () => {
      const frozen = await publishing.readFrozen();
      if (!frozen) return true;
      const working = await ports.gatherSchedule();
      const there = new Set(working.screens.map((screen) => screen.id));
      const screens = frozen.screens.filter((screen) => there.has(screen.id));
      const skip = [...ports.versionsAhead().keys()].filter((screenId) => there.has(screenId));
      if (skip.length > 0) log.error({ cause, screens: skip }, 'horizon.waits-for-a-person');
      if (screens.every(({ id }) => skip.includes(id))) return skip.length === 0;
      const schedule = refreshAssets({ ...frozen, screens }, working);
      const made = await publishing.publishNow({
        schedule,
        cause,
        note: '',
        caller: null,
        renew: cause === 'horizon',
        skip,
      });
      if (!made.ok) log.error({ cause, refusal: made.refusal }, 'horizon.refused');
      return made.ok && skip.length === 0;
    });

  const roll = async (): Promise<void> => {
    try {
      lastRoll = { at: ports.now(), ok: await republish('horizon') };
      await archive.prune(ports.now() - KEEP_MS);
    } catch (fault) {
      lastRoll = { at: ports.now(), ok: false };
      log.error({ err: fault }, 'horizon.failed');
    }
  };

  const publishContent = async (): Promise<void> => {
    const ready = [...readyAssets];
    readyAssets.clear();
    try {
      const frozen = await publishing.readFrozen();
      const used = frozen && assetsUsed(frozen);
      if (!used || !ready.some((assetId) => used.has(assetId))) return;
      await republish('content');
    } catch (fault) {
      log.error({ err: fault, assets: ready }, 'content.not-published');
    }
  };

  return {
    /** Arms the nightly roll; makes up for a missed one. */
    start: (): void => {
      ports.alarm.nightly('horizon', { ...ROLL_AT, zone: ports.zone }, roll);
      const newest = archive.newestPublication();
      if (newest && newest.publishedAt < ports.now() - STALE_AFTER_MS)
        ports.alarm.at('horizon-late', ports.now(), roll);
    },
    stop: (): void => {
      for (const name of ['horizon', 'horizon-late', 'content-ready']) ports.alarm.cancel(name);
    },
    /** To be called when an asset got renditions. Publishes soon if the newest publication waits for it. */
    contentReady: (assetId: AssetId): void => {
      readyAssets.add(assetId);
      ports.alarm.at('content-ready', ports.now() + GATHER_MS, publishContent);
    },
    /** Rolls now; the alarm's work, and a test's. */
    roll,
    /** For the health page; null = not since the start. */
    lastRoll: () => lastRoll,
  };
};
