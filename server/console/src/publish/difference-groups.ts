/** Sentences about the same screens stand together, in the order in which they came. Pure. */
import type { Difference } from '../../../../playlists/model/difference.ts';

export interface DifferenceGroup {
  key: string;
  differences: Difference[];
}

export const groupDifferences = (differences: readonly Difference[]): DifferenceGroup[] => {
  const groups = new Map<string, DifferenceGroup>();
  for (const difference of differences) {
    const key = difference.screenIds.join();
    const group = groups.get(key) ?? { key, differences: [] };
    groups.set(key, group);
    group.differences.push(difference);
  }
  return [...groups.values()];
};
