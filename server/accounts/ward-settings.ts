/** How the ward wants to work, as rows of `setting`. */
import { accepted } from '../../playlists/model/refusal.ts';
import type { WardSettings } from '../../playlists/wire/api/ward-settings.ts';
import type { Changed } from '../../playlists/wire/console-feed.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import { isApprovalRequired, loudnessTargetOf, writeSetting } from '../database/settings.ts';
import type { Served } from '../http/handlers.ts';

export interface WardSettingPorts {
  database: Database;
  record: RecordAct;
  /** Told after the commit. */
  changed: (what: Changed) => void;
  /** Told within the commit: content with sound is wanted another way. */
  loudnessChanged: () => void;
}

export const createWardSettings = ({ database, record, changed, loudnessChanged }: WardSettingPorts): Served => {
  const read = (): WardSettings => ({
    approvalRequired: isApprovalRequired(database),
    loudnessTarget: loudnessTargetOf(database),
  });
  return {
    handlers: {
      getWardSettings: () => accepted(read()),
      changeWardSettings: ({ body, caller }) =>
        database.transact(() => {
          const before = read();
          const { approvalRequired = before.approvalRequired, loudnessTarget = before.loudnessTarget } = body;
          const detail = {
            ...(approvalRequired === before.approvalRequired ? {} : { approvalRequired }),
            ...(loudnessTarget === before.loudnessTarget ? {} : { loudnessTarget }),
          };
          if ('approvalRequired' in detail)
            writeSetting(database, 'approval-required', approvalRequired ? 'yes' : 'no');
          if ('loudnessTarget' in detail) {
            writeSetting(database, 'loudness-target', String(loudnessTarget));
            loudnessChanged();
          }
          if (Object.keys(detail).length > 0) {
            record({ ...actorOf(caller), act: 'ward.changed', subject: 'ward', detail });
            queueMicrotask(() => changed('ward'));
          }
          return accepted(read());
        }),
    },
  };
};
