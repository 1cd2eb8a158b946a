/** How the ward wants to work, as rows of `setting`. */
import { accepted } from '../../playlists/model/refusal.ts';
import type { WardSettings } from '../../playlists/wire/api/ward-settings.ts';
import type { Changed } from '../../playlists/wire/console-feed.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import { binDaysOf, isApprovalRequired, writeSetting } from '../database/settings.ts';
import type { Served } from '../http/handlers.ts';

export interface WardSettingPorts {
  database: Database;
  record: RecordAct;
  /** Told after the commit. */
  changed: (what: Changed) => void;
}

export const createWardSettings = ({ database, record, changed }: WardSettingPorts): Served => {
  const read = (): WardSettings => ({
    approvalRequired: isApprovalRequired(database),
    binDays: binDaysOf(database),
  });
  return {
    handlers: {
      getWardSettings: () => accepted(read()),
      changeWardSettings: ({ body, caller }) =>
        database.transact(() => {
          const before = read();
          const after = { ...before, ...body };
          if (after.approvalRequired !== before.approvalRequired)
            writeSetting(database, 'approval-required', after.approvalRequired ? 'yes' : 'no');
          if (after.binDays !== before.binDays) writeSetting(database, 'bin-days', String(after.binDays));
          if (JSON.stringify(after) !== JSON.stringify(before)) {
            record({ ...actorOf(caller), act: 'ward.changed', subject: 'ward', detail: { ...body } });
            queueMicrotask(() => changed('ward'));
          }
          return accepted(after);
        }),
    },
  };
};
