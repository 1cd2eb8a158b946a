/** What the grounds and hatchings of the timeline mean; the colours of slots have a legend of their own. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';

export const TimelineLegend = memo(() => {
  const { t } = useTranslation();
  const marks = [
    ['timeline-mark-default', t('timeline.kinds.default')],
    ['timeline-mark-safe', t('timeline.kinds.safe')],
    ['timeline-mark-blank', t('timeline.kinds.blank')],
    ['timeline-mark-ticker slot-normal', t('tickers.alone')],
    ['outlook-hidden', t('timeline.hidden')],
    ['outlook-hides', t('timeline.hides', { name: '…' })],
    ['outlook-bare', t('timeline.bare')],
  ];
  return (
    <ul className="timeline-legend" aria-label={t('timeline.legend')}>
      {marks.map(([mark, words]) => (
        <li key={mark}>
          <span className={`timeline-mark ${mark}`} aria-hidden />
          {words}
        </li>
      ))}
    </ul>
  );
});
