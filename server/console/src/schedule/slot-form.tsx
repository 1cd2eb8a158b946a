/** The form of a slot, in a drawer: made, changed, deleted by keyboard as well as by pointer. */
import { Button, Drawer, MultiSelect, NativeSelect, SegmentedControl, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../../../playlists/model/calendar.ts';
import type { GroupId, PlaylistId, ScreenId } from '../../../../playlists/model/ids.ts';
import type { Playlist } from '../../../../playlists/model/playlist.ts';
import { needsStart, readRule } from '../../../../playlists/model/recurrence.ts';
import type { Group, Screen } from '../../../../playlists/model/screen.ts';
import {
  Boundary,
  Priority,
  type Share,
  type Slot,
  type SlotTicker,
  type Target,
} from '../../../../playlists/model/slot.ts';
import type { LocalDate } from '../../../../playlists/model/time.ts';
import type { SlotDraft } from '../../../../playlists/wire/api/schedules.ts';
import { call, type Trouble } from '../api/client.ts';
import { READS_OF } from '../api/queries.ts';
import { errorsOf, wordsOfField } from '../parts/form-errors.ts';
import { MissingNote } from '../parts/missing.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { unlessUnreadable } from '../parts/unreadable.ts';
import { SlotTickerField } from '../tickers/ticker-field.tsx';
import { readDayChoice, ruleOf } from './day-choice.ts';
import { DayFields } from './day-fields.tsx';
import { ShareField } from './share-field.tsx';
import { SlotFindings } from './slot-findings.tsx';
import { TimeChoice } from './time-choice.tsx';
import type { SlotEditing } from './use-slot-edits.tsx';

interface Choices {
  playlists: readonly Playlist[];
  screens: readonly Screen[];
  groups: readonly Group[];
  calendars: readonly Calendar[];
}

export const SlotDrawer = ({
  slot,
  first,
  today,
  onClose,
  onSaved,
  onDelete,
  children,
  ...choices
}: Choices & {
  /** `new` opens an empty form with the values of `first`; `missing` says that there is no such slot. */
  slot: Slot | 'new' | 'missing' | null;
  first: Partial<SlotDraft>;
  today: LocalDate;
  onClose: () => void;
  onSaved: SlotEditing['note'];
  onDelete: (slot: Slot) => void;
  /** Stands above the form of a slot that exists. */
  children?: ReactNode;
}) => {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={slot !== null}
      onClose={onClose}
      position="right"
      size={480}
      lockScroll={false}
      title={slot === 'new' ? t('schedule.newSlot') : t('schedule.editSlot')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {slot === 'missing' ? <MissingNote what="slot" /> : null}
      {children}
      {slot && slot !== 'missing' ? (
        <SlotForm
          key={slot === 'new' ? 'new' : slot.id}
          slot={slot === 'new' ? null : slot}
          first={first}
          today={today}
          onClose={onClose}
          onSaved={onSaved}
          onDelete={onDelete}
          {...choices}
        />
      ) : null}
    </Drawer>
  );
};

export const targetText = (target: Target): string =>
  target.kind === 'all' ? 'all' : target.kind === 'group' ? target.groupId : target.screenId;
export const targetOf = (text: string): Target =>
  text === 'all'
    ? { kind: 'all' }
    : text.startsWith('grp_')
      ? { kind: 'group', groupId: text as GroupId }
      : { kind: 'screen', screenId: text as ScreenId };

const SlotForm = ({
  slot,
  first,
  today,
  onClose,
  onSaved,
  onDelete,
  playlists,
  screens,
  groups,
  calendars,
}: Choices &
  Pick<Parameters<typeof SlotDrawer>[0], 'first' | 'today' | 'onClose' | 'onSaved' | 'onDelete'> & {
    slot: Slot | null;
  }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const start: Partial<SlotDraft> = slot ?? first;
  const form = useForm({
    initialValues: {
      name: start.name ?? '',
      playlistId: (start.playlistId ?? playlists[0]?.id ?? '') as string,
      targets: (start.targets ?? [{ kind: 'all' as const }]).map(targetText),
      from: start.from ?? '07:00',
      until: start.until ?? '11:00',
      dayPartId: start.dayPartId ?? null,
      choice: readDayChoice(
        { recurrence: start.recurrence ?? 'FREQ=DAILY', validFrom: start.validFrom ?? null },
        today,
      ),
      exceptDays: start.exceptDays ?? [],
      extraDays: start.extraDays ?? [],
      avoidCalendars: start.avoidCalendars ?? [],
      requireCalendars: start.requireCalendars ?? [],
      validFrom: start.validFrom ?? null,
      validUntil: start.validUntil ?? null,
      priority: start.priority ?? ('normal' as Priority),
      boundary: start.boundary ?? ('cut' as Boundary),
      share: start.share ?? ({ kind: 'exclusive' } as Share),
      ticker: start.ticker as SlotTicker | undefined,
      enabled: start.enabled ?? true,
    },
    validate: {
      name: (name) => (name.trim() ? null : wordsOfField('required', t)),
      choice: ({ kind, weekdays, monthDays }) =>
        (kind === 'weekly' && weekdays.length === 0) || (kind === 'monthly-date' && monthDays.length === 0)
          ? wordsOfField('weekdays', t)
          : null,
      validFrom: (from, { choice }) => {
        const rule = readRule(ruleOf(choice));
        return from === null && rule && needsStart(rule) ? wordsOfField('slot-needs-start', t) : null;
      },
      targets: (targets) => (targets.length ? null : wordsOfField('targets', t)),
      validUntil: (until, values) =>
        until && values.validFrom && until < values.validFrom ? wordsOfField('order', t) : null,
    },
  });
  const rule = ruleOf(form.values.choice);
  /** While nothing is chosen yet there is no rule to show; the old one stands meanwhile. */
  const shownRule = readRule(rule) ? rule : form.values.choice.kept;

  const draftFrom = (values: typeof form.values): SlotDraft => ({
    name: values.name,
    playlistId: values.playlistId as PlaylistId,
    targets: values.targets.map(targetOf),
    from: values.from,
    until: values.until,
    dayPartId: values.dayPartId,
    zone: slot?.zone ?? null,
    recurrence: ruleOf(values.choice),
    exceptDays: values.exceptDays,
    extraDays: values.extraDays,
    avoidCalendars: values.choice.kind === 'once' ? [] : values.avoidCalendars,
    requireCalendars: values.choice.kind === 'once' ? [] : values.requireCalendars,
    changes: slot?.changes ?? [],
    validFrom: values.validFrom,
    validUntil: values.validUntil,
    priority: values.priority,
    boundary: values.boundary,
    share: values.share,
    ...(values.ticker && { ticker: values.ticker }),
    enabled: values.enabled,
  });
  /** What would be saved, as far as it can be; a name may still be missing. */
  const isWhole = (['targets', 'choice', 'validFrom', 'validUntil'] as const).every((field) => form.isValid(field));
  const draft = isWhole ? { ...draftFrom(form.values), name: form.values.name.trim() || t('schedule.newSlot') } : null;

  const submit = form.onSubmit(async (values) => {
    setBusy(true);
    setTrouble(null);
    const body = draftFrom(values);
    const called = slot
      ? await call('changeSlot', { params: { slotId: slot.id }, body: { ...body, basedOn: slot.version } })
      : await call('createSlot', { body });
    setBusy(false);
    for (const read of READS_OF.slots) void queries.invalidateQueries({ queryKey: [read] });
    if (!called.ok) {
      setTrouble(called.trouble);
      form.setErrors(errorsOf(called.trouble, t));
      return;
    }
    const said = { name: called.value.name };
    if (slot) onSaved(t('schedule.slotChanged', said), [slot], { changed: [called.value], added: [] });
    else onSaved(t('schedule.slotAdded', said), [], { changed: [], added: [called.value] });
    onClose();
  });

  return (
    <form onSubmit={unlessUnreadable(submit)} noValidate>
      <Stack>
        {trouble ? (
          <TroubleNote
            trouble={trouble}
            {...(trouble.code === 'changed-meanwhile' ? { title: t('schedule.conflictTitle') } : {})}
          />
        ) : null}
        <TextInput
          label={t('schedule.name')}
          placeholder={t('schedule.nameExample')}
          required
          data-autofocus
          {...form.getInputProps('name')}
        />
        <NativeSelect
          label={t('schedule.playlist')}
          required
          data={playlists.map(({ id, name }) => ({ value: id as string, label: name }))}
          {...form.getInputProps('playlistId')}
        />
        <MultiSelect
          label={t('schedule.targets')}
          required
          data={[
            { value: 'all', label: t('schedule.targetAll') },
            ...groups.map(({ id, name }) => ({ value: id as string, label: t('schedule.targetGroup', { name }) })),
            ...screens.map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
          {...form.getInputProps('targets')}
        />
        <TimeChoice
          value={form.values}
          errors={form.errors as Record<string, string>}
          onChange={(part) => form.setValues(part)}
        />
        <DayFields
          value={{ ...form.values, recurrence: shownRule }}
          today={today}
          calendars={calendars}
          errors={form.errors as Record<string, string>}
          onChange={({ recurrence: _, ...part }) => form.setValues(part)}
        />
        <div>
          <p className="field-label" id="slot-priority">
            {t('schedule.priority')}
          </p>
          <SegmentedControl
            fullWidth
            aria-labelledby="slot-priority"
            data={Priority.options.map((level) => ({ value: level, label: t(`schedule.priorities.${level}`) }))}
            {...form.getInputProps('priority')}
          />
          <p className="hint">{t('schedule.priorityHint')}</p>
        </div>
        <div>
          <p className="field-label" id="slot-boundary">
            {t('schedule.boundary')}
          </p>
          <SegmentedControl
            fullWidth
            aria-labelledby="slot-boundary"
            data={Boundary.options.map((kind) => ({ value: kind, label: t(`schedule.boundaries.${kind}`) }))}
            {...form.getInputProps('boundary')}
          />
          <p className="hint">{t(`schedule.boundaryHints.${form.values.boundary}`)}</p>
        </div>
        <ShareField value={form.values.share} onChange={(share) => form.setFieldValue('share', share)} />
        <SlotTickerField
          value={form.values.ticker}
          error={form.errors['ticker.tickerId'] as string | undefined}
          onChange={(ticker) => form.setFieldValue('ticker', ticker)}
        />
        <Switch
          label={t('schedule.enabled')}
          description={t('schedule.disabledHint')}
          {...form.getInputProps('enabled', { type: 'checkbox' })}
        />
        <SlotFindings draft={draft} slot={slot} />
        <div className="dialog-actions between">
          {slot ? (
            <Button
              variant="subtle"
              color="red"
              leftSection={<IconTrash size={16} aria-hidden />}
              aria-label={t('deletion.button', { name: slot.name })}
              onClick={() => onDelete(slot)}
            >
              {t('common.delete')}
            </Button>
          ) : (
            <span />
          )}
          <Button type="submit" loading={busy}>
            {t('common.save')}
          </Button>
        </div>
      </Stack>
    </form>
  );
};
