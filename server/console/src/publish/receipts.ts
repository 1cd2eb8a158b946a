/** Who has taken a publication. Pure: made from the publication and the live states, so it never lags behind either. */
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import { compareVersions } from '../../../../playlists/wire/manifest.ts';

export interface PublishedTo {
  screenId: ScreenId;
  epoch: number;
  version: number;
}
export type Receipt =
  | { screenId: ScreenId; kind: 'received' | 'waiting' | 'offline' | 'unpaired' }
  | { screenId: ScreenId; kind: 'refused'; live: ScreenLive }
  | { screenId: ScreenId; kind: 'fetching'; files: number; filesReady: number };

export const receiptOf = (to: PublishedTo, live: ScreenLive | undefined): Receipt => {
  const { screenId } = to;
  if (!live || live.connection === 'unpaired') return { screenId, kind: 'unpaired' };
  if (live.active && compareVersions(live.active, to) >= 0) return { screenId, kind: 'received' };
  if (live.delivery.kind === 'refused') return { screenId, kind: 'refused', live };
  if (live.connection !== 'online') return { screenId, kind: 'offline' };
  if (live.delivery.kind === 'fetching') {
    return { screenId, kind: 'fetching', files: live.delivery.files, filesReady: live.delivery.filesReady };
  }
  return { screenId, kind: 'waiting' };
};

/** Counts over the screens that have a player; those without are told apart. */
export const countReceipts = (receipts: readonly Receipt[]) => {
  const of = (kind: Receipt['kind']): number => receipts.filter((receipt) => receipt.kind === kind).length;
  const unpaired = of('unpaired');
  return {
    all: receipts.length - unpaired,
    done: of('received'),
    offline: of('offline'),
    refused: of('refused'),
    unpaired,
  };
};
