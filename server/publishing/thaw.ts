/**
 * A schedule that was frozen for a set time, as it can be published when that has come: everything as it was frozen, on the
 * screens there still are. Screens that were added since are taken as they are today, so that none is forgotten. Content gets
 * files that became ready; what was deleted since is missing and will be said to be.
 */
import type { Schedule } from '../../playlists/model/schedule.ts';
import { refreshAssets } from './intent.ts';

const missingIn = <Noun extends { id: string }>(frozen: readonly Noun[], today: readonly Noun[]): Noun[] => {
  const known = new Set(frozen.map(({ id }) => id));
  return today.filter(({ id }) => !known.has(id));
};

/** `today` must have every asset that `frozen` uses and that is still there. */
export const thawSchedule = (frozen: Schedule, today: Schedule): Schedule => {
  const there = new Set(today.screens.map(({ id }) => id));
  const kept = new Set(today.assets.map(({ id }) => id));
  const added = missingIn(frozen.screens, today.screens);
  const { assets } = refreshAssets(frozen, today);
  const old = {
    ...frozen,
    approvalRequired: today.approvalRequired,
    screens: frozen.screens.filter(({ id }) => there.has(id)),
    assets: assets.filter(({ id }) => kept.has(id)),
  };
  if (added.length === 0) return old;
  return {
    ...old,
    sites: [...frozen.sites, ...missingIn(frozen.sites, today.sites)],
    screens: [...old.screens, ...added],
    playlists: [...frozen.playlists, ...missingIn(frozen.playlists, today.playlists)],
    assets: [...old.assets, ...missingIn(frozen.assets, today.assets)],
    ...(today.tickers && { tickers: [...(frozen.tickers ?? []), ...missingIn(frozen.tickers ?? [], today.tickers)] }),
  };
};
