/** Whether a slot is shown alone or in turn with others, and how often. */
import { NumberInput, SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Share } from '../../../../playlists/model/slot.ts';

/** What each kind starts with. */
const FIRST: Readonly<Record<Share['kind'], Share>> = {
  exclusive: { kind: 'exclusive' },
  interleave: { kind: 'interleave', weight: 1 },
  percent: { kind: 'percent', percent: 20 },
  between: { kind: 'between', everyMs: 600_000 },
};
const KINDS = ['exclusive', 'interleave', 'percent', 'between'] as const;
const MINUTE_MS = 60_000;

export const ShareField = ({ value, onChange }: { value: Share; onChange: (share: Share) => void }) => {
  const { t } = useTranslation();
  return (
    <div>
      <p className="field-label" id="slot-share">
        {t('schedule.share')}
      </p>
      <SegmentedControl
        fullWidth
        aria-labelledby="slot-share"
        value={value.kind}
        data={KINDS.map((kind) => ({ value: kind, label: t(`schedule.shares.${kind}`) }))}
        onChange={(kind) => onChange(FIRST[kind as Share['kind']])}
      />
      <p className="hint">{t(`schedule.shareHints.${value.kind}`)}</p>
      <Amount value={value} onChange={onChange} />
    </div>
  );
};

const Amount = ({ value, onChange }: { value: Share; onChange: (share: Share) => void }) => {
  const { t } = useTranslation();
  const common = { mt: 'xs', clampBehavior: 'strict', allowDecimal: false, min: 1 } as const;
  switch (value.kind) {
    case 'exclusive':
      return null;
    case 'interleave':
      return (
        <NumberInput
          {...common}
          label={t('schedule.weight')}
          max={100}
          value={value.weight}
          onChange={(weight) => onChange({ ...value, weight: Number(weight) || 1 })}
        />
      );
    case 'percent':
      return (
        <NumberInput
          {...common}
          label={t('schedule.percent')}
          max={90}
          suffix=" %"
          value={value.percent}
          onChange={(percent) => onChange({ ...value, percent: Number(percent) || 1 })}
        />
      );
    case 'between':
      return (
        <NumberInput
          {...common}
          label={t('schedule.every')}
          max={360}
          suffix={` ${t('schedule.minutes')}`}
          value={value.everyMs / MINUTE_MS}
          onChange={(minutes) => onChange({ ...value, everyMs: (Number(minutes) || 1) * MINUTE_MS })}
        />
      );
  }
};
