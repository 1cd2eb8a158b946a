/** One change of all picked slots: what it is, how many change and why some do not, before anything is sent. */
import {
  Button,
  Checkbox,
  Modal,
  MultiSelect,
  NativeSelect,
  NumberInput,
  SegmentedControl,
  Stack,
} from '@mantine/core';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../../../playlists/model/calendar.ts';
import type { CalendarId, PlaylistId } from '../../../../playlists/model/ids.ts';
import type { Playlist } from '../../../../playlists/model/playlist.ts';
import { assertNever } from '../../../../playlists/model/refusal.ts';
import type { Group, Screen } from '../../../../playlists/model/screen.ts';
import { Boundary, Priority, type Slot } from '../../../../playlists/model/slot.ts';
import { writeDate } from '../i18n/format.ts';
import { DateField, TimeField } from '../parts/time-field.tsx';
import { type BulkChange, type BulkEdit, bulkEdit } from './slot-bulk.ts';
import { targetText } from './slot-copies.ts';
import { MOST_EDITS } from './slot-edits.ts';
import { targetOf } from './slot-form.tsx';

export interface BulkChoices {
  playlists: readonly Playlist[];
  screens: readonly Screen[];
  groups: readonly Group[];
  calendars: readonly Calendar[];
}

type Kind = BulkChange['kind'];
const KINDS: readonly Kind[] = [
  'shift',
  'times',
  'playlist',
  'targets',
  'priority',
  'boundary',
  'avoid',
  'enabled',
  'validUntil',
  'delete',
];
const SHIFT_MINUTES = 15;

/** A change of a kind with the values of a slot, from which one goes on. */
const changeLike = (kind: Kind, slot: Slot | undefined): BulkChange => {
  switch (kind) {
    case 'shift':
      return { kind, minutes: SHIFT_MINUTES };
    case 'times':
      return { kind, from: slot?.from ?? '07:00', until: slot?.until ?? '11:00' };
    case 'playlist':
      return { kind, playlistId: slot?.playlistId as PlaylistId };
    case 'targets':
      return { kind, targets: slot?.targets ?? [{ kind: 'all' }] };
    case 'priority':
      return { kind, priority: slot?.priority ?? 'normal' };
    case 'boundary':
      return { kind, boundary: slot?.boundary ?? 'cut' };
    case 'avoid':
      return { kind, calendars: slot?.avoidCalendars ?? [] };
    case 'enabled':
      return { kind, enabled: !(slot?.enabled ?? true) };
    case 'validUntil':
      return { kind, date: slot?.validUntil ?? null };
    case 'delete':
      return { kind };
    default:
      return assertNever(kind);
  }
};

/** The change in words, as the end of a sentence. */
const wordsOf = (change: BulkChange, { playlists, screens, groups, calendars }: BulkChoices, t: TFunction): string => {
  const namesOf = (ids: readonly string[], things: readonly { id: string; name: string }[]): string =>
    ids.map((id) => things.find((thing) => thing.id === id)?.name ?? t('schedule.targetGone')).join(', ');
  switch (change.kind) {
    case 'shift':
      return t(change.minutes < 0 ? 'gestures.what.earlier' : 'gestures.what.later', {
        minutes: Math.abs(change.minutes),
      });
    case 'times':
      return [
        change.from === null ? [] : t('gestures.what.from', { time: change.from }),
        change.until === null ? [] : t('gestures.what.until', { time: change.until }),
      ]
        .flat()
        .join(', ');
    case 'playlist':
      return t('gestures.what.playlist', { name: namesOf([change.playlistId], playlists) });
    case 'targets': {
      const names = namesOf(change.targets.map(targetText), [
        { id: 'all', name: t('schedule.targetAll') },
        ...groups,
        ...screens,
      ]);
      return t('gestures.what.targets', { names });
    }
    case 'priority':
      return t('gestures.what.priority', { level: t(`schedule.priorities.${change.priority}`) });
    case 'boundary':
      return t('gestures.what.boundary', { kind: t(`schedule.boundaries.${change.boundary}`) });
    case 'avoid':
      return change.calendars.length === 0
        ? t('gestures.what.avoidNone')
        : t('gestures.what.avoid', { names: namesOf(change.calendars, calendars) });
    case 'enabled':
      return t(change.enabled ? 'gestures.what.enabled' : 'gestures.what.disabled');
    case 'validUntil':
      return change.date === null
        ? t('gestures.what.endless')
        : t('gestures.what.validUntil', { date: writeDate(change.date) });
    case 'delete':
      return '';
    default:
      return assertNever(change);
  }
};

const sentenceOf = (change: BulkChange, bulk: BulkEdit, what: string, t: TFunction): string => {
  const count = bulk.before.length;
  if (count > MOST_EDITS) return t('gestures.tooMany', { most: MOST_EDITS });
  if (change.kind === 'delete') return t('gestures.willDelete', { count });
  const { same, barred } = bulk;
  const why = change.kind === 'shift' || change.kind === 'avoid' || change.kind === 'validUntil' ? change.kind : null;
  return [
    count > 0 ? t('gestures.will', { count, what }) : t('gestures.willNone'),
    ...(same > 0 ? [t('gestures.same', { count: same })] : []),
    ...(barred > 0 && why ? [t(`gestures.barred.${why}`, { count: barred })] : []),
  ].join(' ');
};

/** True when nothing is said to change to. */
const isBlank = (change: BulkChange): boolean =>
  (change.kind === 'targets' && change.targets.length === 0) ||
  (change.kind === 'times' && change.from === null && change.until === null);

export const BulkDialog = ({
  picked,
  first,
  choices,
  onEdit,
  onClose,
}: {
  picked: readonly Slot[];
  first: Kind;
  choices: BulkChoices;
  onEdit: (edit: BulkEdit, said: string) => void;
  onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [change, setChange] = useState<BulkChange>(changeLike(first, picked[0]));
  const bulk = useMemo(() => bulkEdit(picked, change), [picked, change]);
  const what = wordsOf(change, choices, t);
  const count = bulk.before.length;
  const isDelete = change.kind === 'delete';
  const kinds = KINDS.filter((kind) => kind !== 'avoid' || choices.calendars.length > 0);
  return (
    <Modal
      opened
      onClose={onClose}
      lockScroll={false}
      title={t('gestures.bulkTitle', { count: picked.length })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (count === 0 || count > MOST_EDITS || isBlank(change)) return;
          onClose();
          onEdit(bulk, isDelete ? t('gestures.deleted', { count }) : t('gestures.changed', { count, what }));
        }}
      >
        <Stack gap="md">
          <NativeSelect
            label={t('gestures.bulkWhat')}
            data-autofocus
            value={change.kind}
            data={kinds.map((kind) => ({ value: kind, label: t(`gestures.kinds.${kind}`) }))}
            onChange={(event) => setChange(changeLike(event.currentTarget.value as Kind, picked[0]))}
          />
          <ChangeFields change={change} choices={choices} like={picked[0]} onChange={setChange} />
          <p role="status">{isBlank(change) ? t('gestures.willNone') : sentenceOf(change, bulk, what, t)}</p>
          <div className="dialog-actions">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={count === 0 || count > MOST_EDITS || isBlank(change)}>
              {t(isDelete ? 'gestures.delete' : 'gestures.change')}
            </Button>
          </div>
        </Stack>
      </form>
    </Modal>
  );
};

const ChangeFields = ({
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
