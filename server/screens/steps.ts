/**
 * Stepping groups (SY1): how much later each of their screens is. A screen may be in one of them only, whichever side it is put
 * there from.
 */
import { refused } from '../../playlists/model/refusal.ts';
import type { Group } from '../../playlists/model/screen.ts';

/** A group as far as steps are concerned. */
type Steps = Pick<Group, 'id' | 'name' | 'stepMs' | 'screenIds'>;

/** Screen → how much later it shows everything. Screens that are in no stepping group are not named. */
export const offsetsOf = (groups: readonly Steps[]): Map<string, number> =>
  new Map(
    groups
      .filter(({ stepMs }) => stepMs > 0)
      .flatMap(({ stepMs, screenIds }) => screenIds.map((id, place) => [id, place * stepMs] as const)),
  );

/** Refuses when a screen would be in two stepping groups; `field` is where the form shows it. */
export const refuseTwoSteps = (
  groups: readonly Steps[],
  nameOf: (screenId: string) => string,
  field: 'screenIds' | 'groupIds',
) => {
  const seen = new Map<string, Steps>();
  for (const group of groups) {
    if (group.stepMs === 0) continue;
    for (const screenId of group.screenIds) {
      const other = seen.get(screenId);
      seen.set(screenId, group);
      if (!other) continue;
      const names = { screen: nameOf(screenId), one: other.name, other: group.name };
      return refused('screen-steps-twice', `${screenId} in ${other.id} and ${group.id}`, names, {
        [field]: 'screen-steps-twice',
      });
    }
  }
  return null;
};
