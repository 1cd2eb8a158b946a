/** Day-parts: the list, and the form of one, in a drawer beside the schedule. */
import { Button, Drawer, Stack, TextInput } from '@mantine/core';
import { IconChevronLeft, IconClockHour4, IconPencil, IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DayPart, findOverlap } from '../../../../playlists/model/day-part.ts';
import type { DayPartDraft } from '../../../../playlists/wire/api/schedules.ts';
import { call, type Trouble } from '../api/client.ts';
import { READS_OF } from '../api/queries.ts';
import { DeleteButton } from '../parts/delete-button.tsx';
import { errorsOf } from '../parts/form-errors.ts';
import { Empty } from '../parts/page.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { USUAL_DAY_PARTS } from './day-part-hours.ts';
import { DayPartRanges } from './day-part-ranges.tsx';
import { useDayParts, wordsOfHours } from './use-day-parts.ts';

/** Reads again whatever shows day-parts. */
const useRefresh = (): (() => void) => {
  const queries = useQueryClient();
  return () => {
    for (const read of READS_OF['day-parts']) void queries.invalidateQueries({ queryKey: [read] });
  };
};

export const DayPartsDrawer = ({ opened, onClose }: { opened: boolean; onClose: () => void }) => {
  const { t } = useTranslation();
  const dayParts = useDayParts();
  const refresh = useRefresh();
  const [edited, setEdited] = useState<DayPart | 'new' | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const addUsual = async (): Promise<void> => {
    setBusy(true);
    setTrouble(null);
    for (const { key, ranges } of USUAL_DAY_PARTS) {
      const called = await call('createDayPart', {
        body: { name: t(`dayParts.usualNames.${key}`), ranges: [...ranges] },
      });
      if (called.ok) continue;
      setTrouble(called.trouble);
      break;
    }
    setBusy(false);
    refresh();
  };
  const list =
    dayParts.length === 0 ? (
      <Empty icon={<IconClockHour4 size={40} stroke={1.4} />} title={t('dayParts.empty')} why={t('dayParts.emptyWhy')}>
        <Stack gap="xs">
          <Button loading={busy} onClick={() => void addUsual()}>
            {t('dayParts.usual')}
          </Button>
          <p className="hint">
            {USUAL_DAY_PARTS.map(
              ({ key, ranges }) => `${t(`dayParts.usualNames.${key}`)} ${wordsOfHours(ranges, t)}`,
            ).join(' · ')}
          </p>
          <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
            {t('dayParts.add')}
          </Button>
        </Stack>
      </Empty>
    ) : (
      <Stack>
        <p className="hint">{t('dayParts.lead')}</p>
        <ul className="rows">
          {dayParts.map((dayPart) => (
            <li key={dayPart.id} className="row">
              <div>
                <strong>{dayPart.name}</strong>
                <p className="hint">{wordsOfHours(dayPart.ranges, t)}</p>
              </div>
              <div className="row-actions">
                <Button
                  variant="default"
                  size="xs"
                  leftSection={<IconPencil size={14} aria-hidden />}
                  onClick={() => setEdited(dayPart)}
                >
                  {t('common.edit')}
                </Button>
                <DeleteButton thing={{ kind: 'day-part', id: dayPart.id, name: dayPart.name }} size="xs" />
              </div>
            </li>
          ))}
        </ul>
        <div>
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
            {t('dayParts.add')}
          </Button>
        </div>
      </Stack>
    );
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={480}
      lockScroll={false}
      title={t('dayParts.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {edited ? (
        <>
          <Button
            variant="subtle"
            size="xs"
            leftSection={<IconChevronLeft size={14} aria-hidden />}
            onClick={() => setEdited(null)}
          >
            {t('dayParts.back')}
          </Button>
          <DayPartForm dayPart={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
        </>
      ) : (
        <>
          {trouble ? <TroubleNote trouble={trouble} /> : null}
          {list}
        </>
      )}
    </Drawer>
  );
};

const DayPartForm = ({ dayPart, onClose }: { dayPart: DayPart | null; onClose: () => void }) => {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [draft, setDraft] = useState<DayPartDraft>({
    name: dayPart?.name ?? '',
    ranges: dayPart?.ranges ?? [{ from: '06:00', until: '11:00', season: null }],
  });
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const called = dayPart
      ? await call('changeDayPart', { params: { dayPartId: dayPart.id }, body: { ...draft, basedOn: dayPart.version } })
      : await call('createDayPart', { body: draft });
    if (!called.ok) {
      setTrouble(called.trouble);
      return;
    }
    refresh();
    onClose();
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {trouble ? <TroubleNote trouble={trouble} /> : null}
        <TextInput
          label={t('dayParts.name')}
          placeholder={t('dayParts.nameExample')}
          required
          value={draft.name}
          error={trouble ? errorsOf(trouble, t).name : undefined}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          data-autofocus
        />
        <DayPartRanges
          ranges={draft.ranges}
          overlapping={findOverlap(draft.ranges)}
          onChange={(ranges) => setDraft({ ...draft, ranges })}
        />
        <div className="day-proof" role="status">
          <p className="hint">{wordsOfHours(draft.ranges, t)}</p>
        </div>
        <div className="dialog-actions">
          <Button type="submit">{t('common.save')}</Button>
        </div>
      </Stack>
    </form>
  );
};
