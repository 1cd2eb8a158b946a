/** What a technician wants to know of a player; unknown is said as unknown, never as zero. */
import { useTranslation } from 'react-i18next';
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import { bytesOf, clockTime, numberOf, spellOf } from '../i18n/format.ts';
import { useLanguage, useZone } from '../parts/language.ts';
import { Tag } from '../parts/tag.tsx';
import { TechnicianDetail } from '../parts/trouble-note.tsx';
import { wordsOfFault } from './live-words.tsx';

export const ScreenFigures = ({ live }: { live: ScreenLive }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const beat = live.heartbeat;
  const unknown = t('common.unknown');
  const version = (stored: ScreenLive['active']): string => (stored ? `${stored.epoch}.${stored.version}` : '–');
  const rows: [string, string][] = [
    [t('screens.version'), version(live.active)],
    [t('screens.versionWanted'), version(live.wanted)],
    [t('screens.uptime'), beat ? spellOf(beat.vitals.uptimeS * 1000, language) : unknown],
    [t('screens.memory'), beat?.vitals.rssBytes != null ? bytesOf(beat.vitals.rssBytes, language) : unknown],
    [t('screens.disk'), beat?.vitals.diskFreeBytes != null ? bytesOf(beat.vitals.diskFreeBytes, language) : unknown],
    [
      t('screens.dropped'),
      beat?.vitals.droppedFrames != null ? numberOf(beat.vitals.droppedFrames, language) : unknown,
    ],
    [
      t('screens.clockError'),
      beat?.clock.errorMs != null ? `± ${numberOf(beat.clock.errorMs, language, 1)} ms` : unknown,
    ],
    [t('screens.device'), live.deviceId ?? '–'],
  ];
  return (
    <section className="panel">
      <h2 className="section-title">{t('screens.technical')}</h2>
      {beat?.clock.quality === 'untrusted' ? <Tag tone="warn">{t('screens.clockUntrusted')}</Tag> : null}
      {beat && beat.backlog > 0 ? <Tag tone="info">{t('screens.backlog', { count: beat.backlog })}</Tag> : null}
      <dl className="figures">
        {rows.map(([word, value]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {beat?.faults.length ? (
        <>
          <Tag tone="warn">{t('screens.faults')}</Tag>
          {beat.faults.map((fault) => (
            <div key={`${fault.at}${fault.code}`}>
              <p>
                {clockTime(fault.at, zone, language, true)} {wordsOfFault(fault.code, t)}
              </p>
              <TechnicianDetail code={fault.code} detail={fault.detail} />
            </div>
          ))}
        </>
      ) : null}
    </section>
  );
};
