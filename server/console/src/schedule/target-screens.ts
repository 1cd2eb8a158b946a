/** Which screens a target stands for. Pure. */
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { Target } from '../../../../playlists/model/slot.ts';

export const isAimedAt = (target: Target, screen: Pick<Screen, 'id' | 'groupIds'>): boolean =>
  target.kind === 'all' ||
  (target.kind === 'screen' ? target.screenId === screen.id : screen.groupIds.includes(target.groupId));
