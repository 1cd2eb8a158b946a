/** What changes only after the days that were compared, so that nobody takes it for lost; from here one looks at those days. */
import { useTranslation } from 'react-i18next';
import type { Differences } from '../../../../playlists/model/difference.ts';
import { localDateOf } from '../i18n/format.ts';
import { useZone } from '../parts/language.ts';
import { LinkAnchor } from '../parts/link.tsx';
import { useMoments } from './moments.ts';

const SAID = { added: 'laterAdded', removed: 'laterRemoved', changed: 'laterChanged' } as const;

export const LaterList = ({ later: { slots, more }, days }: Pick<Differences, 'later' | 'days'>) => {
  const { t } = useTranslation();
  const when = useMoments();
  const zone = useZone();
  const [first] = slots;
  if (!first) return null;
  const count = slots.length + more;
  return (
    <div className="difference-group later-list">
      <p>{t('differences.later', { count, days, name: first.name, when: when(first.at) })}</p>
      <ul aria-label={t('differences.laterList', { days })}>
        {slots.map(({ slotId, name, kind, at }) => (
          <li key={slotId}>
            <strong>“{name}”</strong> {t(`differences.${SAID[kind]}`, { when: when(at) })}
            <span className="later-links">
              <LinkAnchor
                to="/schedule"
                search={{ view: 'week', on: localDateOf(at, zone) }}
                aria-label={t('differences.onCalendarOf', { name })}
              >
                {t('differences.onCalendar')}
              </LinkAnchor>
              <LinkAnchor
                to="/time"
                search={{ at, of: 'working' }}
                aria-label={t('differences.atThatTimeOf', { name })}
              >
                {t('differences.atThatTime')}
              </LinkAnchor>
            </span>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="hint">{t('differences.laterMore', { count: more })}</p> : null}
    </div>
  );
};
