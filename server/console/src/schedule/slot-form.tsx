/** The form of a slot, in a drawer: made, changed, deleted by keyboard as well as by pointer. */
import { Button, Drawer, MultiSelect, NativeSelect, SegmentedControl, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../../../playlists/model/calendar.ts';
import { SlotId } from '../../../../playlists/model/ids.ts';
import type { Playlist } from '../../../../playlists/model/playlist.ts';
import { needsStart, readRule } from '../../../../playlists/model/recurrence.ts';
import type { Group, Screen } from '../../../../playlists/model/screen.ts';
import { Boundary, Priority, type Slot } from '../../../../playlists/model/slot.ts';
import type { LocalDate } from '../../../../playlists/model/time.ts';
import { SlotDraft } from '../../../../playlists/wire/api/schedules.ts';
import { call, type Trouble } from '../api/client.ts';
import { drawId, isSameIn, makeOnce } from '../api/drawn-id.ts';
import { READS_OF } from '../api/queries.ts';
import { errorsOf, wordsOfField } from '../parts/form-errors.ts';
import { MissingNote } from '../parts/missing.tsx';
import { unlessUnreadable } from '../parts/unreadable.ts';
import { BringsField } from '../tickers/brings-field.tsx';
import { SlotTickerField } from '../tickers/ticker-field.tsx';
import { ruleOf } from './day-choice.ts';
import { DayFields } from './day-fields.tsx';
import { GoneNote, useFate } from './gone-note.tsx';
import { ShareField } from './share-field.tsx';
import { SlotFindings } from './slot-findings.tsx';
import { draftFrom, mergedWith, type SlotValues, valuesOf } from './slot-form-values.ts';
import { TimeChoice } from './time-choice.tsx';
import { OvertakenNote, UnsavedNote } from './unsaved-note.tsx';
import type { SlotEditing } from './use-slot-edits.tsx';

interface Choices {
  playlists: readonly Playlist[];
  screens: readonly Screen[];
  groups: readonly Group[];
  calendars: readonly Calendar[];
}

export const SlotDrawer = ({
  slot: asked,
  first,
  today,
  onClose,
  onSaved,
  onDelete,
  children,
  ...choices
}: Choices & {
  /** `new` opens an empty form with the values of `first`; `missing` says that there is no slot of that id. */
  slot: Slot | 'new' | { missing: string } | null;
  first: Partial<SlotDraft>;
  today: LocalDate;
  onClose: () => void;
  onSaved: SlotEditing['note'];
  onDelete: (slot: Slot) => void;
  /** Stands above the form of a slot that exists. */
  children?: ReactNode;
}) => {
  const { t } = useTranslation();
  /** The slot whose form is open, as it was last known: when it goes, what was typed stays. */
  const [last, setLast] = useState<Slot | null>(null);
  const known = isSlot(asked) ? asked : null;
  if (known && known !== last) setLast(known);
  if (last && (asked === null || asked === 'new')) setLast(null);
  const missing = asked !== null && typeof asked === 'object' && 'missing' in asked ? asked.missing : null;
  const gone = last?.id === missing ? last : null;
  const slot = known ?? gone;
  return (
    <Drawer
      opened={asked !== null}
      onClose={onClose}
      position="right"
      size={480}
      lockScroll={false}
      title={asked === 'new' ? t('schedule.newSlot') : t('schedule.editSlot')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {missing !== null && !gone ? <MissingNote what="slot" /> : null}
      {children}
      {slot || asked === 'new' ? (
        <SlotForm
          key={slot?.id ?? 'new'}
          slot={slot}
          isGone={gone !== null}
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

export const isSlot = (slot: Parameters<typeof SlotDrawer>[0]['slot']): slot is Slot =>
  slot !== null && typeof slot === 'object' && 'id' in slot;

const SlotForm = ({
  slot,
  isGone,
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
    /** The slot was there when the form was opened, and is not any more. */
    isGone: boolean;
  }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const place = useRef<HTMLFormElement>(null);
  const [tries, setTries] = useState(0);
  const noteTry = (): void => setTries((count) => count + 1);
  /** As it was when the form took it up. */
  const [base, setBase] = useState(slot);
  /** Of the slot that the form would add. */
  const [newId] = useState(() => drawId(SlotId, 'slt'));
  const fate = useFate(slot?.id ?? null, isGone);
  const isAdding = base === null || isGone;
  const form = useForm({
    initialValues: valuesOf(slot ?? first, playlists, today),
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

  /** What would be saved, as far as it can be; a name may still be missing. */
  const isWhole = (['targets', 'choice', 'validFrom', 'validUntil'] as const).every((field) => form.isValid(field));
  const draft = isWhole
    ? { ...draftFrom(form.values, base), name: form.values.name.trim() || t('schedule.newSlot') }
    : null;

  const isOvertaken = !isGone && base !== null && slot !== null && slot.version !== base.version && !busy;
  const merged = isOvertaken ? mergedWith(form.values, { base, now: slot, playlists, today }) : null;
  const takeUp = (values: SlotValues): void => {
    setTrouble(null);
    setBase(slot);
    form.setValues(values);
  };
  const takeTheirs = (): void => takeUp(valuesOf(slot ?? first, playlists, today));
  const latest = useRef(takeTheirs);
  latest.current = takeTheirs;
  const isUntouched = isOvertaken && merged === null;
  useEffect(() => {
    if (isUntouched) latest.current();
  }, [isUntouched]);

  const submit = form.onSubmit(async (values) => {
    if (isOvertaken) return;
    setBusy(true);
    setTrouble(null);
    const body = draftFrom(values, base);
    const change = ({ id, version }: Slot) =>
      call('changeSlot', { params: { slotId: id }, body: { ...body, basedOn: version } });
    const called = isAdding
      ? await makeOnce({
          create: () => call('createSlot', { body: { id: newId, ...body } }),
          isAsAsked: (made) => isSameIn(SlotDraft, made, body),
          change,
        })
      : await change(base);
    setBusy(false);
    noteTry();
    for (const read of READS_OF.slots) void queries.invalidateQueries({ queryKey: [read] });
    if (!called.ok) {
      setTrouble(called.trouble);
      form.setErrors(errorsOf(called.trouble, t));
      return;
    }
    const said = { name: called.value.name };
    if (!isAdding) onSaved(t('schedule.slotChanged', said), [base], { changed: [called.value], added: [] });
    else onSaved(t('schedule.slotAdded', said), [], { changed: [], added: [called.value] });
    onClose();
  }, noteTry);
  // The form is long: a field that keeps it from being saved may be out of sight.
  useEffect(() => {
    if (tries > 0) place.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [tries]);

  return (
    <form ref={place} onSubmit={unlessUnreadable(submit)} noValidate>
      <Stack>
        <TextInput
          label={t('schedule.name')}
          placeholder={t('schedule.nameExample')}
          required
          data-autofocus
          {...form.getInputProps('name')}
        />
        <BringsField
          isTickerAlone={form.values.isTickerAlone}
          ticker={form.values.ticker}
          error={form.errors['ticker.tickerId'] as string | undefined}
          onChange={(part) => form.setValues(part)}
        >
          <NativeSelect
            label={t('schedule.playlist')}
            required
            data={playlists.map(({ id, name }) => ({ value: id as string, label: name }))}
            {...form.getInputProps('playlistId')}
          />
        </BringsField>
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
        {form.values.isTickerAlone ? null : (
          <>
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
          </>
        )}
        <Switch
          label={t('schedule.enabled')}
          description={t('schedule.disabledHint')}
          {...form.getInputProps('enabled', { type: 'checkbox' })}
        />
        <SlotFindings draft={draft} slot={isGone ? null : slot} />
        <div className="form-end">
          {fate ? (
            <GoneNote fate={fate} />
          ) : isOvertaken && merged ? (
            <OvertakenNote was={base} now={slot} onMerge={() => takeUp(merged)} onTakeTheirs={takeTheirs} />
          ) : null}
          {trouble && !isOvertaken && !(isGone && trouble.code === 'not-found') ? (
            <UnsavedNote trouble={trouble} />
          ) : null}
          <div className="dialog-actions between">
            {slot && !isGone ? (
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
              {isGone ? t('schedule.saveAsNew') : t('common.save')}
            </Button>
          </div>
        </div>
      </Stack>
    </form>
  );
};
