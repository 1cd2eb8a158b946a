/**
 * From a staged manifest to an active one: tells the cache what is needed, watches files arrive, promotes when the last one
 * is verified on disk (an urgent one at once), and says so to the server. Used unchanged by the simulator (whose cache has every file).
 */
import type { Digest } from '../../playlists/model/ids.ts';
import type { ManifestProgress } from '../../playlists/wire/player-link.ts';
import type { Cache } from './cache.ts';
import type { Cancel, Clocks } from './clocks.ts';
import { type Log, wordsOf } from './log.ts';
import { filesByNeed } from './need-order.ts';
import { type HeldManifest, type Vault, versionOf } from './vault.ts';
import type { Vitals } from './vitals.ts';

const REPORT_EVERY_MS = 2_000;
const RETRY_PROMOTION_MS = 30_000;

export interface Delivery {
  /** Looks at everything anew; call it when the link came online. */
  refresh(): void;
  stop(): Promise<void>;
}

export const startDelivery = (doors: {
  vault: Pick<Vault, 'active' | 'staged' | 'previous' | 'promote' | 'onChange'>;
  cache: Pick<Cache, 'need' | 'has' | 'progressOf' | 'onChange'>;
  /** To the server; lost when offline. */
  report: (progress: ManifestProgress) => void;
  now: () => number;
  clocks: Clocks;
  log: Log;
  promoted: (manifest: HeldManifest) => void;
  /** For heartbeats: why a complete manifest does not become the active one, until one did. Absent in simulators. */
  faults?: Pick<Vitals, 'fault' | 'mended'>;
}): Delivery => {
  const { vault, cache, clocks } = doors;
  let stopped = false;
  let promoting: Promise<void> | null = null;
  let timer: Cancel | null = null;
  let retry: Cancel | null = null;
  let reportedAt = Number.NEGATIVE_INFINITY;

  const promote = async (held: HeldManifest): Promise<void> => {
    const version = versionOf(held.signed);
    try {
      const promoted = await vault.promote(version);
      doors.faults?.mended('promotion-failed');
      if (!promoted) return;
      doors.promoted(promoted);
      doors.report({ ...version, state: { kind: 'active', at: Math.max(0, Math.round(doors.now())) } });
    } catch (thrown) {
      doors.faults?.fault('promotion-failed', `${version.epoch}.${version.version}: ${wordsOf(thrown)}`);
      doors.log('manifest.promotion-failed', { ...version, why: wordsOf(thrown) });
      retry?.();
      retry = clocks.after(RETRY_PROMOTION_MS, look);
    }
  };

  const reportSoon = (): void => {
    if (timer || stopped) return;
    timer = clocks.after(Math.max(0, reportedAt + REPORT_EVERY_MS - clocks.monotonic()), () => {
      timer = null;
      const staged = vault.staged();
      if (!staged) return;
      reportedAt = clocks.monotonic();
      const progress = cache.progressOf(staged.body.files);
      doors.report({ ...versionOf(staged.signed), state: { kind: 'fetching', ...progress } });
      if (progress.filesReady < progress.files) reportSoon();
    });
  };

  function look(): void {
    const staged = vault.staged();
    if (!staged || promoting || stopped) return;
    if (!staged.body.urgent && !staged.body.files.every(({ digest }) => cache.has(digest))) {
      reportSoon();
      return;
    }
    promoting = promote(staged).finally(() => {
      promoting = null;
      const next = vault.staged();
      if (next && next !== staged) look();
    });
  }

  const refresh = (): void => {
    if (stopped) return;
    const bodies = [vault.active(), vault.staged()].flatMap((held) => (held ? [held.body] : []));
    const digests = (held: HeldManifest | null): Digest[] => held?.body.files.map(({ digest }) => digest) ?? [];
    cache.need({
      fetch: filesByNeed(bodies, doors.now()),
      keep: new Set([...digests(vault.active()), ...digests(vault.staged())]),
      spare: new Set(digests(vault.previous())),
    });
    look();
  };

  vault.onChange(refresh);
  cache.onChange(look);
  refresh();
  return {
    refresh,
    stop: async () => {
      stopped = true;
      timer?.();
      retry?.();
      await promoting;
    },
  };
};
