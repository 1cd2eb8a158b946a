/** What a device is like now, as tags: its connection first, then everything that is wrong or unusual. */
import { useTranslation } from 'react-i18next';
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import type { Heartbeat } from '../../../../playlists/wire/player-link.ts';
import { momentOf } from '../i18n/format.ts';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { Tag } from '../parts/tag.tsx';
import { ConnectionTag } from '../screens/live-words.tsx';

const beatOf = ({ connection, heartbeat }: ScreenLive): Heartbeat | null =>
  connection === 'online' ? heartbeat : null;

const CoverTag = ({ cover }: Pick<Heartbeat, 'cover'>) => {
  const { t } = useTranslation();
  const [language, zone, now] = [useLanguage(), useZone(), useNow(60_000)];
  if (!cover) return null;
  return <Tag tone="info">{t(`fleet.cover.${cover.kind}`, { when: momentOf(cover.until, zone, language, now) })}</Tag>;
};

/** Full loudness, and full light that the wall has, are nothing to tell. */
const LevelTags = ({ volume, light }: Pick<Heartbeat, 'volume' | 'light'>) => {
  const { t } = useTranslation();
  const isCalm = light?.state === 'done' || light?.state === 'yielded';
  return (
    <>
      {volume !== undefined && volume < 100 ? <Tag tone="idle">{t('fleet.volume', { percent: volume })}</Tag> : null}
      {light && (light.percent < 100 || light.state !== 'done') ? (
        <Tag tone={isCalm ? 'idle' : 'warn'}>
          {[
            t('fleet.light', { percent: light.percent }),
            ...(light.state === 'done' ? [] : [t(`fleet.lightState.${light.state}`)]),
          ].join(' · ')}
        </Tag>
      ) : null}
    </>
  );
};

export const FleetTags = ({ live }: { live: ScreenLive }) => {
  const { t } = useTranslation();
  const beat = beatOf(live);
  return (
    <span className="tags">
      <ConnectionTag live={live} />
      {beat ? <CoverTag cover={beat.cover} /> : null}
      {live.alarm ? <Tag tone="bad">{t('fleet.filter.alarm')}</Tag> : null}
      {live.delivery.kind === 'refused' ? <Tag tone="bad">{t('fleet.filter.refused')}</Tag> : null}
      {beat?.clock.quality === 'untrusted' ? <Tag tone="warn">{t('fleet.filter.clock')}</Tag> : null}
      {beat?.faults.length ? <Tag tone="warn">{t('fleet.filter.faults')}</Tag> : null}
      {beat ? <LevelTags volume={beat.volume} light={beat.light} /> : null}
    </span>
  );
};

/** Only what technicians set: over the content, how loud, how bright. */
export const HandTags = ({ live }: { live: ScreenLive }) => {
  const beat = beatOf(live);
  return beat ? (
    <span className="tags">
      <CoverTag cover={beat.cover} />
      <LevelTags volume={beat.volume} light={beat.light} />
    </span>
  ) : null;
};
