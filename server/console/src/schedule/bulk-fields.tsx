/** The fields that one kind of change asks for. */
import { Checkbox, MultiSelect, NativeSelect, NumberInput, SegmentedControl, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CalendarId, PlaylistId } from '../../../../playlists/model/ids.ts';
import { assertNever } from '../../../../playlists/model/refusal.ts';
import { Boundary, Priority, type Slot } from '../../../../playlists/model/slot.ts';
import { DateField, TimeField } from '../parts/time-field.tsx';
import { SlotTickerField } from '../tickers/ticker-field.tsx';
import type { BulkChoices } from './bulk-words.ts';
import type { BulkChange } from './slot-bulk.ts';
import { targetText } from './slot-copies.ts';
import { targetOf } from './slot-form-values.ts';

/** How far slots move when nothing else is said. */
export const SHIFT_MINUTES = 15;

export const ChangeFields = ({
  change,
  choices: { playlists, screens, groups, calendars },
  like,
  onChange,
}: {
  change: BulkChange;
  choices: BulkChoices;
  /** A picked slot, whose values stand in the fields first. */
  like: Slot | undefined;
  onChange: (change: BulkChange) => void;
}) => {
  const { t } = useTranslation();
  switch (change.kind) {
    case 'shift':
      return (
        <NumberInput
          label={t('gestures.shiftBy')}
          description={t('gestures.shiftHint')}
          min={-1439}
          max={1439}
          step={SHIFT_MINUTES}
          allowDecimal={false}
          value={change.minutes}
          onChange={(minutes) => onChange({ ...change, minutes: Number(minutes) || 0 })}
        />
      );
    case 'times':
      return (
        <div className="pair-of-fields">
          <Stack gap="xs">
            <Checkbox
              label={t('gestures.setFrom')}
              checked={change.from !== null}
              onChange={({ currentTarget: { checked } }) =>
                onChange({ ...change, from: checked ? (like?.from ?? '07:00') : null })
              }
            />
            {change.from === null ? null : (
              <TimeField
                label={t('schedule.from')}
                value={change.from}
                onChange={(from) => onChange({ ...change, from })}
              />
            )}
          </Stack>
          <Stack gap="xs">
            <Checkbox
              label={t('gestures.setUntil')}
              checked={change.until !== null}
              onChange={({ currentTarget: { checked } }) =>
                onChange({ ...change, until: checked ? (like?.until ?? '11:00') : null })
              }
            />
            {change.until === null ? null : (
              <TimeField
                label={t('schedule.until')}
                asEnd
                value={change.until}
                onChange={(until) => onChange({ ...change, until })}
              />
            )}
          </Stack>
        </div>
      );
    case 'playlist':
      return (
        <NativeSelect
          label={t('schedule.playlist')}
          value={change.playlistId}
          data={playlists.map(({ id, name }) => ({ value: id as string, label: name }))}
          onChange={(event) => onChange({ ...change, playlistId: event.currentTarget.value as PlaylistId })}
        />
      );
    case 'targets':
      return (
        <MultiSelect
          label={t('schedule.targets')}
          value={change.targets.map(targetText)}
          data={[
            { value: 'all', label: t('schedule.targetAll') },
            ...groups.map(({ id, name }) => ({ value: id as string, label: t('schedule.targetGroup', { name }) })),
            ...screens.map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
          onChange={(texts) => onChange({ ...change, targets: texts.map(targetOf) })}
        />
      );
    case 'priority':
      return (
        <SegmentedControl
          fullWidth
          aria-label={t('schedule.priority')}
          value={change.priority}
          data={Priority.options.map((level) => ({ value: level, label: t(`schedule.priorities.${level}`) }))}
          onChange={(priority) => onChange({ ...change, priority: priority as Priority })}
        />
      );
    case 'boundary':
      return (
        <SegmentedControl
          fullWidth
          aria-label={t('schedule.boundary')}
          value={change.boundary}
          data={Boundary.options.map((kind) => ({ value: kind, label: t(`schedule.boundaries.${kind}`) }))}
          onChange={(boundary) => onChange({ ...change, boundary: boundary as Boundary })}
        />
      );
    case 'avoid':
      return (
        <MultiSelect
          label={t('schedule.avoidCalendars')}
          value={change.calendars}
          data={calendars.map(({ id, name }) => ({ value: id as string, label: name }))}
          onChange={(ids) => onChange({ ...change, calendars: ids as CalendarId[] })}
        />
      );
    case 'ticker':
      return <SlotTickerField value={change.ticker} onChange={(ticker) => onChange({ ...change, ticker })} />;
    case 'enabled':
      return (
        <SegmentedControl
          fullWidth
          aria-label={t('gestures.kinds.enabled')}
          value={change.enabled ? 'on' : 'off'}
          data={[
            { value: 'on', label: t('schedule.enabled') },
            { value: 'off', label: t('schedule.disabled') },
          ]}
          onChange={(wanted) => onChange({ ...change, enabled: wanted === 'on' })}
        />
      );
    case 'validUntil':
      return (
        <DateField
          label={t('schedule.validUntil')}
          value={change.date}
          onChange={(date) => onChange({ ...change, date })}
        />
      );
    case 'delete':
      return null;
    default:
      return assertNever(change);
  }
};
