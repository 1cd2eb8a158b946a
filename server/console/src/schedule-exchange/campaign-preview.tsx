/** What a template will make: playlists, new or there already, with the topics that have no content yet, and slots. */
import { useTranslation } from 'react-i18next';
import type { CampaignPlan } from '../../../../playlists/exchange/campaign.ts';
import { useLanguage } from '../parts/language.ts';
import { Tag } from '../parts/tag.tsx';
import { wordsOfDays, wordsOfValidity } from '../schedule/slot-words.ts';
import { useTargetWords } from '../schedule/target-words.ts';
import { useTimesOf } from '../schedule/use-day-parts.ts';

export const CampaignPreview = ({ plan: { playlists, slots } }: { plan: CampaignPlan }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const targetName = useTargetWords();
  const timesOf = useTimesOf();
  const names = new Map(playlists.map(({ key, name }) => [key, name]));
  const fresh = playlists.filter(({ existing }) => existing === null).length;
  const lacks = playlists.some(({ withoutContent }) => withoutContent.length > 0);
  if (slots.length === 0) return <p role="status">{t('exchange.nothing')}</p>;
  return (
    <>
      <p role="status">{t('exchange.willMake', { slots: slots.length, playlists: fresh })}</p>
      <section aria-label={t('exchange.previewPlaylists')}>
        <h3 className="field-label">{t('exchange.previewPlaylists')}</h3>
        <ul className="exchange-list">
          {playlists.map(({ key, name, existing, withoutContent }) => (
            <li key={key}>
              <strong>{name}</strong>
              <span className="tags">
                <Tag tone={existing ? 'good' : 'info'}>{existing ? t('exchange.isThere') : t('exchange.isNew')}</Tag>
                {withoutContent.length > 0 && !existing ? (
                  <Tag tone="warn">{t('exchange.noContent', { topics: withoutContent.join(', ') })}</Tag>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
        {lacks ? <p className="hint">{t('exchange.noContentWhy')}</p> : null}
      </section>
      <section aria-label={t('exchange.previewSlots')}>
        <h3 className="field-label">{t('exchange.previewSlots')}</h3>
        <ul className="exchange-list">
          {slots.map(({ playlist, slot }) => (
            <li key={`${slot.name} ${slot.recurrence} ${slot.from}`}>
              <strong>{slot.name}</strong>
              <span className="hint tabular">
                {slot.dayPartId ? t('exchange.byDayPart', { times: timesOf(slot) }) : timesOf(slot)} ·{' '}
                {wordsOfDays(slot, language, t)} · {wordsOfValidity(slot, t)}
              </span>
              <span className="hint">
                {names.get(playlist)} → {slot.targets.map(targetName).join(', ')}
                {slot.priority === 'normal' ? '' : ` · ${t(`schedule.priorities.${slot.priority}`)}`}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
};
