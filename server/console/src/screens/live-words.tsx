/** What a screen's live state means, in words; and whether somebody should look at it. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import { useRead } from '../api/queries.ts';
import { screens } from '../i18n/words/screens.ts';
import { Tag, type Tone } from '../parts/tag.tsx';

const TONES: Readonly<Record<ScreenLive['connection'], Tone>> = {
  online: 'good',
  offline: 'bad',
  unpaired: 'idle',
  'never-seen': 'warn',
};

export const ConnectionTag = ({ live }: { live: ScreenLive }) => {
  const { t } = useTranslation();
  return <Tag tone={TONES[live.connection]}>{t(`screens.connection.${live.connection}`)}</Tag>;
};

/** A paired device that is away, has a double, refuses its timetable, reports faults or does not know the time. */
export const needsAttention = (live: ScreenLive): boolean =>
  live.connection === 'offline' ||
  live.alarm !== undefined ||
  live.delivery.kind === 'refused' ||
  (live.connection === 'online' &&
    ((live.heartbeat?.faults.length ?? 0) > 0 || live.heartbeat?.clock.quality === 'untrusted'));

export const isPlaying = (live: ScreenLive): boolean =>
  live.connection === 'online' && ['video', 'still', 'slide', 'relay'].includes(live.heartbeat?.now?.kind ?? '');

export const DeliveryWords = ({ live }: { live: ScreenLive }) => {
  const { t } = useTranslation();
  const { delivery } = live;
  if (delivery.kind === 'fetching') {
    return <>{t('screens.delivery.fetching', { ready: delivery.filesReady, files: delivery.files })}</>;
  }
  return <>{t(`screens.delivery.${delivery.kind}`)}</>;
};

/** "Đang phát: <title>", as the player itself reported it. */
export const NowWords = ({ live }: { live: ScreenLive }) => {
  const { t } = useTranslation();
  const now = live.connection === 'online' ? live.heartbeat?.now : null;
  const asset = useRead(
    'getAsset',
    { params: { assetId: now?.assetId ?? ('' as never) } },
    { enabled: Boolean(now?.assetId) },
  );
  // Before the first publication there is nothing that could be unknown; the delivery says so.
  if (!now) return live.wanted === null ? null : t('screens.now.unknown');
  return (
    <>{asset.data && now.assetId ? t('screens.nowTitle', { title: asset.data.title }) : t(`screens.now.${now.kind}`)}</>
  );
};

type FaultWord = keyof typeof screens.vi.faultCodes;

/** A fault that a player reports, in words; one this console does not know is called another fault. */
export const wordsOfFault = (code: string, t: TFunction): string => {
  const word: FaultWord = Object.hasOwn(screens.vi.faultCodes, code) ? (code as FaultWord) : 'other';
  return t(`screens.faultCodes.${word}`);
};
