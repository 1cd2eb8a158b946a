/** Four steps from an empty house to a playing screen; gone once all are done. */
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries.ts';
import { LinkButton } from '../parts/link.tsx';
import { Tag } from '../parts/tag.tsx';

export const FirstSteps = () => {
  const { t } = useTranslation();
  const assets = useRead('listAssets', { query: { limit: 1 } });
  const playlists = useRead('listPlaylists');
  const screens = useRead('listScreens');
  const slots = useRead('listSlots');
  const publications = useRead('listPublications', { query: { limit: 1 } });
  if (!assets.data || !playlists.data || !screens.data || !slots.data || !publications.data) return null;
  const steps = [
    { word: 'stepMedia', to: '/media', done: assets.data.items.length > 0 },
    { word: 'stepPlaylist', to: '/playlists', done: playlists.data.some(({ entries }) => entries.length > 0) },
    { word: 'stepScreen', to: '/screens', done: screens.data.length > 0 },
    { word: 'stepSlot', to: '/schedule', done: publications.data.items.length > 0 },
  ] as const;
  const next = steps.findIndex(({ done }) => !done);
  if (next < 0) return null;
  return (
    <section className="panel first-steps">
      <h2 className="section-title">{t('overview.startTitle')}</h2>
      <p className="hint">{t('overview.startLead')}</p>
      <ol>
        {steps.map(({ word, to, done }, place) => (
          <li
            key={word}
            className={done ? 'done' : place === next ? 'next' : ''}
            aria-current={place === next ? 'step' : undefined}
          >
            <span className="step-number" aria-hidden>
              {done ? <IconCheck size={18} /> : place + 1}
            </span>
            <div className="step-words">
              <strong>{t(`overview.${word}`)}</strong>
              <p className="hint">{t(`overview.${word}Why`)}</p>
            </div>
            {done ? (
              <Tag tone="good">{t('overview.stepDone')}</Tag>
            ) : (
              <LinkButton
                to={to}
                size="sm"
                variant={place === next ? 'filled' : 'default'}
                aria-label={`${t('overview.begin')}: ${t(`overview.${word}`)}`}
              >
                {t('overview.begin')}
              </LinkButton>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
};
