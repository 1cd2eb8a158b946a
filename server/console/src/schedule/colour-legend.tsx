/** What the colours on the calendar mean, and how many slots are of each. */
import { useTranslation } from 'react-i18next';
import type { LegendLine } from './use-slot-colours.ts';

export const ColourLegend = ({ lines }: { lines: readonly LegendLine[] }) => {
  const { t } = useTranslation();
  if (lines.length === 0) return null;
  return (
    <ul className="colour-legend" aria-label={t('gestures.legend')}>
      {lines.map(({ tone, words, count }) => (
        <li key={words}>
          <span className={`colour-chip ${tone}`} aria-hidden />
          <span className="colour-words" title={words}>
            {words}
          </span>
          <span className="hint tabular">{count}</span>
        </li>
      ))}
    </ul>
  );
};
