/** How the ward wants to work, as rows of `setting`. */
import { accepted, refused } from '../../playlists/model/refusal.ts';
import type { Palette } from '../../playlists/model/slide.ts';
import { judgePalette } from '../../playlists/slides/colours.ts';
import type { WardSettings } from '../../playlists/wire/api/ward-settings.ts';
import type { Changed } from '../../playlists/wire/console-feed.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import {
  binDaysOf,
  isApprovalRequired,
  loudnessTargetOf,
  paletteOf,
  relayHostsOf,
  writeSetting,
} from '../database/settings.ts';
import type { Caller, Served } from '../http/handlers.ts';

export interface WardSettingPorts {
  database: Database;
  record: RecordAct;
  /** Told after the commit. */
  changed: (what: Changed) => void;
  /** Writes all slides in these colours; inside the transaction. */
  repaint: (palette: Palette, caller: Caller) => void;
  /** Told within the commit: content with sound is wanted another way. */
  loudnessChanged: () => void;
}

/** Why three colours cannot be the ward's; null = they can. */
const refusePalette = (palette: Palette) => {
  const { ink, accent, isRefused } = judgePalette(palette);
  return isRefused ? refused('palette-unreadable', `ink ${ink}, accent ${accent}`, { ink, accent }) : null;
};

export const createWardSettings = ({
  database,
  record,
  changed,
  repaint,
  loudnessChanged,
}: WardSettingPorts): Served => {
  const read = (): WardSettings => ({
    approvalRequired: isApprovalRequired(database),
    binDays: binDaysOf(database),
    palette: paletteOf(database),
    loudnessTarget: loudnessTargetOf(database),
    relayHosts: relayHostsOf(database),
  });
  return {
    handlers: {
      getWardSettings: () => accepted(read()),
      changeWardSettings: ({ body, caller }) =>
        database.transact(() => {
          const before = read();
          const after = { ...before, ...body };
          const isRepainted = JSON.stringify(after.palette) !== JSON.stringify(before.palette);
          const unreadable = isRepainted ? refusePalette(after.palette) : null;
          if (unreadable) return unreadable;
          if (after.approvalRequired !== before.approvalRequired)
            writeSetting(database, 'approval-required', after.approvalRequired ? 'yes' : 'no');
          if (after.binDays !== before.binDays) writeSetting(database, 'bin-days', String(after.binDays));
          if (isRepainted) writeSetting(database, 'palette', JSON.stringify(after.palette));
          if (after.loudnessTarget !== before.loudnessTarget) {
            writeSetting(database, 'loudness-target', String(after.loudnessTarget));
            loudnessChanged();
          }
          if (JSON.stringify(after.relayHosts) !== JSON.stringify(before.relayHosts))
            writeSetting(database, 'relay-hosts', JSON.stringify(after.relayHosts));
          if (JSON.stringify(after) !== JSON.stringify(before)) {
            record({ ...actorOf(caller), act: 'ward.changed', subject: 'ward', detail: { ...body } });
            queueMicrotask(() => changed('ward'));
          }
          if (isRepainted) repaint(after.palette, caller);
          return accepted(after);
        }),
    },
  };
};
