/** Where something plays: all screens, groups, single screens. */
import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WardNames } from '../../../../playlists/exchange/ward-names.ts';
import type { Target } from '../../../../playlists/model/slot.ts';
import { targetOf, targetText } from '../schedule/slot-form-values.ts';

export const TargetsField = ({
  ward,
  value,
  onChange,
  label,
  hint,
  isNamed = true,
}: {
  ward: WardNames;
  value: readonly Target[];
  onChange: (targets: Target[]) => void;
  label: string;
  hint?: string;
  /** False in a table, whose column names the field for those who see it. */
  isNamed?: boolean;
}) => {
  const { t } = useTranslation();
  return (
    <MultiSelect
      {...(isNamed ? { label } : { 'aria-label': label })}
      {...(hint ? { description: hint } : {})}
      {...(value.length === 0 ? { placeholder: t('exchange.choose') } : {})}
      data={[
        { value: 'all', label: t('schedule.targetAll') },
        ...ward.groups.map(({ id, name }) => ({ value: id as string, label: t('schedule.targetGroup', { name }) })),
        ...ward.screens.map(({ id, name }) => ({ value: id as string, label: name })),
      ]}
      value={value.map(targetText)}
      onChange={(chosen) => onChange(chosen.map(targetOf))}
    />
  );
};
