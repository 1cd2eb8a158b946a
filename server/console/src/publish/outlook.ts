/** What publishing now would do to the screens. Pure: made from the server's own preview, and never says more than that. */
import { type Finding, isNotice, weightOf } from '../../../../playlists/model/finding.ts';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import { assertNever } from '../../../../playlists/model/refusal.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { PublishPreview } from '../../../../playlists/wire/api/schedules.ts';

export type Outlook =
  /** These screens change right away. */
  | { kind: 'screens'; screenIds: ScreenId[] }
  /** None does, because content is still being prepared. Once published, the server publishes it by itself when it is ready. */
  | { kind: 'content' }
  /** None does within the horizon of a timetable. */
  | { kind: 'later' };

const isWaiting = ({ code }: Finding): boolean => code === 'content-not-ready';

export const outlookOf = ({ screens, findings }: PublishPreview): Outlook => {
  const screenIds = screens.filter(({ changed }) => changed).map(({ screenId }) => screenId);
  if (screenIds.length > 0) return { kind: 'screens', screenIds };
  return findings.some(isWaiting) ? { kind: 'content' } : { kind: 'later' };
};

const reaches = (slot: Slot, screen: Screen): boolean =>
  slot.enabled &&
  slot.targets.some((target) => {
    switch (target.kind) {
      case 'all':
        return true;
      case 'group':
        return screen.groupIds.includes(target.groupId);
      case 'screen':
        return target.screenId === screen.id;
      default:
        return assertNever(target);
    }
  });

/**
 * Content that is being prepared takes time, not work: what waits for it is told apart from what people should mend, and what
 * only follows from the wait (a playlist or a screen that has nothing to show yet) is not said at all. What is as somebody arranged it
 * stands by itself as well.
 */
export const sortFindings = (
  findings: readonly Finding[],
  { slots, screens }: { slots: readonly Slot[]; screens: readonly Screen[] },
): { toSee: Finding[]; arranged: Finding[]; waiting: Finding[] } => {
  const waiting = findings.filter(isWaiting);
  const lists = new Set(waiting.flatMap(({ playlistId }) => playlistId ?? []));
  const waits = (screenId: ScreenId | undefined): boolean => {
    const screen = screens.find(({ id }) => id === screenId);
    if (!screen) return false;
    const used = slots.filter((slot) => reaches(slot, screen)).map(({ playlistId }) => playlistId);
    return [...used, screen.defaultPlaylistId].some((id) => id !== null && lists.has(id));
  };
  const toSee = findings.filter((finding) => {
    switch (finding.code) {
      case 'content-not-ready':
        return false;
      case 'slot-playlist-empty':
        return finding.playlistId === undefined || !lists.has(finding.playlistId);
      case 'screen-without-content':
        return !waits(finding.screenId);
      default:
        return true;
    }
  });
  return {
    toSee: toSee.filter((finding) => !isNotice(finding)).sort((a, b) => weightOf(b) - weightOf(a)),
    arranged: toSee.filter(isNotice),
    waiting,
  };
};
