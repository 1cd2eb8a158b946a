/** What works, what is degraded, and what to do about it. */
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { HealthCheck } from '../../../../playlists/wire/api/operation.ts';
import { useRead } from '../api/queries.ts';
import { momentOf, sentenceOf } from '../i18n/format.ts';
import { useLanguage, useZone } from '../parts/language.ts';
import { Page, Shown } from '../parts/page.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';
import { TechnicianDetail } from '../parts/trouble-note.tsx';

const TONES: Readonly<Record<HealthCheck['state'], Tone>> = { ok: 'good', warning: 'warn', fault: 'bad' };
const WEIGHT: Readonly<Record<HealthCheck['state'], number>> = { fault: 0, warning: 1, ok: 2 };

export const HealthPage = () => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const read = useRead('getHealth');
  const lead = read.data
    ? t('health.lead', {
        when: momentOf(read.data.checkedAt, zone, language),
        version: read.data.version,
        since: momentOf(read.data.startedAt, zone, language),
      })
    : undefined;
  return (
    <Page title={t('health.title')} lead={lead}>
      <Shown read={read}>
        {({ checks }) => {
          const bad = checks.filter(({ state }) => state !== 'ok').length;
          return (
            <>
              <p className={bad ? 'health-sum bad' : 'health-sum'}>
                {bad ? <IconAlertTriangle size={22} aria-hidden /> : <IconCircleCheck size={22} aria-hidden />}
                <strong>{bad ? t('health.someBad', { count: bad }) : t('health.allOk')}</strong>
              </p>
              <ul className="rows">
                {[...checks]
                  .sort((a, b) => WEIGHT[a.state] - WEIGHT[b.state])
                  .map((check) => (
                    <li key={check.name} className="row">
                      <div className="row-words">
                        <h2 className="section-title">{t(`health.name.${check.name}`)}</h2>
                        <p>{sentenceOf(check.staff[language], check.figures, language)}</p>
                        <TechnicianDetail detail={check.technician} />
                      </div>
                      <Tag tone={TONES[check.state]}>{t(`health.state.${check.state}`)}</Tag>
                    </li>
                  ))}
              </ul>
            </>
          );
        }}
      </Shown>
    </Page>
  );
};
