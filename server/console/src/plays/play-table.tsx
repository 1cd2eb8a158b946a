/** Proven plays in a table: when, what, where, how long, how far off, how it ended. */
import { useTranslation } from 'react-i18next';
import type { ProvenPlay } from '../../../../playlists/wire/play.ts';
import { useRead } from '../api/queries.ts';
import { clockTime, dayOf, lengthOf, numberOf } from '../i18n/format.ts';
import { useLanguage, useZone } from '../parts/language.ts';
import { LinkAnchor } from '../parts/link.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';

const TONES: Readonly<Record<ProvenPlay['outcome'], Tone>> = { completed: 'good', partial: 'warn', failed: 'bad' };

export const PlayTable = ({ plays, withScreen = true }: { plays: readonly ProvenPlay[]; withScreen?: boolean }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const screens = useRead('listScreens', {}, { enabled: withScreen });
  const screenName = (play: ProvenPlay): string =>
    screens.data?.find(({ screen }) => screen.id === play.screenId)?.screen.name ?? play.screenId;
  return (
    <div className="table-scroll">
      <table className="table" aria-label={t('plays.table')}>
        <thead>
          <tr>
            <th scope="col">{t('plays.what')}</th>
            <th scope="col">{t('plays.when')}</th>
            {withScreen ? <th scope="col">{t('plays.where')}</th> : null}
            <th scope="col" className="number">
              {t('plays.length')}
            </th>
            <th scope="col" className="number">
              {t('plays.slip')}
            </th>
            <th scope="col">{t('plays.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {plays.map((play) => (
            <tr key={`${play.screenId}${play.bootId}${play.seq}`}>
              <td data-label={t('plays.what')}>{play.title ?? t(`plays.kind.${play.kind}`)}</td>
              <td data-label={t('plays.when')} className="tabular nowrap">
                {clockTime(play.startedAt, zone, language, true)}{' '}
                <span className="hint">{dayOf(play.startedAt, zone, language)}</span>
              </td>
              {withScreen ? (
                <td data-label={t('plays.where')}>
                  <LinkAnchor to="/screens/$screenId" params={{ screenId: play.screenId }}>
                    {screenName(play)}
                  </LinkAnchor>
                </td>
              ) : null}
              <td data-label={t('plays.length')} className="number">
                {lengthOf(play.durationMs)}
              </td>
              <td data-label={t('plays.slip')} className="number">
                {numberOf(play.startedAt - play.dueAt, language)} ms
              </td>
              <td data-label={t('plays.outcome')}>
                <span className="tags">
                  <Tag tone={TONES[play.outcome]}>{t(`plays.outcomes.${play.outcome}`)}</Tag>
                  {play.clock === 'untrusted' ? <Tag tone="warn">{t('plays.clock.untrusted')}</Tag> : null}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
