/** How the ward wants to work, as rows of `setting`. */
import { accepted } from '../../playlists/model/refusal.ts';
import type { Changed } from '../../playlists/wire/console-feed.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import { isApprovalRequired, writeSetting } from '../database/settings.ts';
import type { Served } from '../http/handlers.ts';

export interface WardSettingPorts {
  database: Database;
  record: RecordAct;
  /** Told after the commit. */
  changed: (what: Changed) => void;
}

export const createWardSettings = ({ database, record, changed }: WardSettingPorts): Served => ({
  handlers: {
    getWardSettings: () => accepted({ approvalRequired: isApprovalRequired(database) }),
    changeWardSettings: ({ body, caller }) =>
      database.transact(() => {
        const before = isApprovalRequired(database);
        const approvalRequired = body.approvalRequired ?? before;
        if (approvalRequired !== before) {
          writeSetting(database, 'approval-required', approvalRequired ? 'yes' : 'no');
          record({ ...actorOf(caller), act: 'ward.changed', subject: 'ward', detail: { approvalRequired } });
          queueMicrotask(() => changed('ward'));
        }
        return accepted({ approvalRequired });
      }),
  },
});
