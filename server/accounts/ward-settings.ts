/** How the ward wants to work, as rows of `setting`. */
import { accepted, refused } from '../../playlists/model/refusal.ts';
import type { Palette } from '../../playlists/model/slide.ts';
import { judgePalette } from '../../playlists/slides/colours.ts';
import type { Changed } from '../../playlists/wire/console-feed.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import { isApprovalRequired, paletteOf, writeSetting } from '../database/settings.ts';
import type { Caller, Served } from '../http/handlers.ts';

export interface WardSettingPorts {
  database: Database;
  record: RecordAct;
  /** Told after the commit. */
  changed: (what: Changed) => void;
  /** Writes all slides in these colours; inside the transaction. */
  repaint: (palette: Palette, caller: Caller) => void;
}

/** Why three colours cannot be the ward's; null = they can. */
const refusePalette = (palette: Palette) => {
  const { ink, accent, isRefused } = judgePalette(palette);
  return isRefused ? refused('palette-unreadable', `ink ${ink}, accent ${accent}`, { ink, accent }) : null;
};

export const createWardSettings = ({ database, record, changed, repaint }: WardSettingPorts): Served => ({
  handlers: {
    getWardSettings: () => accepted({ approvalRequired: isApprovalRequired(database), palette: paletteOf(database) }),
    changeWardSettings: ({ body, caller }) =>
      database.transact(() => {
        const before = isApprovalRequired(database);
        const approvalRequired = body.approvalRequired ?? before;
        if (approvalRequired !== before) {
          writeSetting(database, 'approval-required', approvalRequired ? 'yes' : 'no');
          record({ ...actorOf(caller), act: 'ward.changed', subject: 'ward', detail: { approvalRequired } });
          queueMicrotask(() => changed('ward'));
        }
        const palette = body.palette ?? paletteOf(database);
        if (JSON.stringify(palette) !== JSON.stringify(paletteOf(database))) {
          const unreadable = refusePalette(palette);
          if (unreadable) return unreadable;
          writeSetting(database, 'palette', JSON.stringify(palette));
          record({ ...actorOf(caller), act: 'ward.changed', subject: 'ward', detail: { palette } });
          repaint(palette, caller);
          queueMicrotask(() => changed('ward'));
        }
        return accepted({ approvalRequired, palette });
      }),
  },
});
