/** What somebody should see to: parts of the system first, then devices. Says so when there is nothing. */
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries.ts';
import { agoOf, sentenceOf } from '../i18n/format.ts';
import { useLanguage, useNow } from '../parts/language.ts';
import { LinkAnchor } from '../parts/link.tsx';
import { Tag } from '../parts/tag.tsx';
import type { SeenScreen } from './screen-rows.tsx';

/** Devices that are named; more of them are one click away. */
const NAMED = 6;

/** `devices`: those that need somebody; `isEmpty`: the ward has none at all, so nothing can be said of them. */
export const Troubles = ({ devices, isEmpty }: { devices: readonly SeenScreen[]; isEmpty: boolean }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const health = useRead('getHealth');
  if (!health.data && !health.error) return null;
  const checks = health.data?.checks.filter(({ state }) => state !== 'ok') ?? [];
  if (checks.length === 0 && devices.length === 0) {
    return (
      <p className="panel all-well">
        <IconCircleCheck size={22} aria-hidden /> {t(isEmpty ? 'overview.troublesNoDevice' : 'overview.troublesNone')}
      </p>
    );
  }
  return (
    <section className="panel notice" aria-labelledby="troubles">
      <IconAlertTriangle size={22} aria-hidden />
      <div>
        <h2 className="section-title" id="troubles">
          {t('overview.troubles')}
        </h2>
        <ul>
          {checks.map((check) => (
            <li key={check.name}>
              <Tag tone={check.state === 'fault' ? 'bad' : 'warn'}>{t('overview.system')}</Tag>
              <span>
                <LinkAnchor to="/health">{t(`health.name.${check.name}`)}</LinkAnchor>
                {': '}
                {sentenceOf(check.staff[language], check.figures, language)}
              </span>
            </li>
          ))}
          {devices.slice(0, NAMED).map((device) => (
            <li key={device.screen.id}>
              <Tag tone={device.live.connection === 'offline' ? 'bad' : 'warn'}>{t('overview.device')}</Tag>
              <span>
                <LinkAnchor to="/screens/$screenId" params={{ screenId: device.screen.id }}>
                  {device.screen.name}
                </LinkAnchor>
                {': '}
                <DeviceTrouble {...device} />
              </span>
            </li>
          ))}
        </ul>
        {devices.length > NAMED ? (
          <LinkAnchor to="/fleet" search={{ fault: 'attention' }}>
            {t('overview.allScreens', { count: devices.length })}
          </LinkAnchor>
        ) : null}
      </div>
    </section>
  );
};

const DeviceTrouble = ({ live }: SeenScreen) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(15_000);
  if (live.alarm) return t(`screens.alarm.${live.alarm}`);
  if (live.connection === 'offline') {
    const lost = t('screens.connection.offline');
    return live.seenAt ? `${lost}, ${t('screens.seenLower', { when: agoOf(live.seenAt, now, language) })}` : lost;
  }
  if (live.delivery.kind === 'refused') return live.delivery.refusal.staff[language];
  if (live.heartbeat?.clock.quality === 'untrusted') return t('screens.clockUntrusted');
  return t('screens.faultsAdvice');
};
