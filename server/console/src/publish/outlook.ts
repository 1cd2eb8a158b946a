/** What publishing now would do to the screens. Pure: made from the server's own preview, and never says more than that. */
import type { Finding } from '../../../../playlists/model/finding.ts';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { PublishPreview } from '../../../../playlists/wire/api/schedules.ts';

export type Outlook =
  /** These screens change right away. */
  | { kind: 'screens'; screenIds: ScreenId[] }
  /** None does, because content is still being prepared. Once published, the server publishes it by itself when it is ready. */
  | { kind: 'content' }
  /** None does within the horizon of a timetable. */
  | { kind: 'later' };

/** Whether content is missing on some screen only because it is not prepared yet. */
export const waitsForContent = (findings: readonly Finding[]): boolean =>
  findings.some(({ code }) => code === 'content-not-ready');

export const outlookOf = ({ screens, findings }: PublishPreview): Outlook => {
  const screenIds = screens.filter(({ changed }) => changed).map(({ screenId }) => screenId);
  if (screenIds.length > 0) return { kind: 'screens', screenIds };
  return waitsForContent(findings) ? { kind: 'content' } : { kind: 'later' };
};
