/** What the colours mean, how many slots are of each, and the choice what they shall say. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { COLOURINGS, type Colouring } from './slot-colours.ts';
import type { LegendLine } from './use-slot-colours.ts';

export const ColourLegend = ({
  lines,
  colouring,
  onColouring,
}: {
  lines: readonly LegendLine[];
  colouring: Colouring;
  onColouring: (colouring: Colouring) => void;
}) => {
  const { t } = useTranslation();
  return (
    <div className="colour-legend">
      <NativeSelect
        size="xs"
        aria-label={t('gestures.colour')}
        value={colouring}
        onChange={(event) => onColouring(event.currentTarget.value as Colouring)}
        data={COLOURINGS.map((value) => ({ value, label: t(`gestures.colours.${value}`) }))}
      />
      <ul aria-label={t('gestures.legend')}>
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
    </div>
  );
};
