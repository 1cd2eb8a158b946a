/** Which content is picked. Pure; a range runs from the last one that was picked by itself. */
import type { AssetId } from '../../../../playlists/model/ids.ts';

export interface Picks {
  ids: ReadonlySet<AssetId>;
  /** Where a range begins; null = nowhere yet. */
  from: AssetId | null;
}
export const NO_PICKS: Picks = { ids: new Set(), from: null };

/** One more, or one less. */
export const toggled = ({ ids }: Picks, id: AssetId): Picks => {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, from: id };
};

/** Everything shown between where the range begins and `id`, both included, besides what is picked; `shown` in its order. */
export const stretched = (picks: Picks, id: AssetId, shown: readonly AssetId[]): Picks => {
  const [a, b] = [shown.indexOf(picks.from ?? id), shown.indexOf(id)];
  if (a < 0 || b < 0) return toggled(picks, id);
  return { ids: new Set([...picks.ids, ...shown.slice(Math.min(a, b), Math.max(a, b) + 1)]), from: picks.from ?? id };
};
