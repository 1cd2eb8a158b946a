/** What a device is like now, as tags: its connection first, then everything that is wrong or unusual. */
import { useTranslation } from 'react-i18next';
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import { momentOf } from '../i18n/format.ts';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { Tag } from '../parts/tag.tsx';
import { ConnectionTag } from '../screens/live-words.tsx';

export const FleetTags = ({ live }: { live: ScreenLive }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const now = useNow(60_000);
  const beat = live.connection === 'online' ? live.heartbeat : null;
  return (
    <span className="tags">
      <ConnectionTag live={live} />
      {beat?.cover ? (
        <Tag tone="info">
          {t(`fleet.cover.${beat.cover.kind}`, { when: momentOf(beat.cover.until, zone, language, now) })}
        </Tag>
      ) : null}
      {live.alarm ? <Tag tone="bad">{t('fleet.filter.alarm')}</Tag> : null}
      {live.delivery.kind === 'refused' ? <Tag tone="bad">{t('fleet.filter.refused')}</Tag> : null}
      {beat?.clock.quality === 'untrusted' ? <Tag tone="warn">{t('fleet.filter.clock')}</Tag> : null}
      {beat?.faults.length ? <Tag tone="warn">{t('fleet.filter.faults')}</Tag> : null}
      {beat?.volume !== undefined && beat.volume < 100 ? (
        <Tag tone="idle">{t('fleet.volume', { percent: beat.volume })}</Tag>
      ) : null}
    </span>
  );
};
