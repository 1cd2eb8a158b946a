/** One occurrence of a repeating slot: how far an edit of it reaches, and the keyboard's way to move or skip it. */
import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { writeDate } from '../i18n/format.ts';
import { DateField, TimeField } from '../parts/time-field.tsx';
import { weekdayIn } from '../parts/weekday-field.tsx';
import { draftOf } from './slot-edits.ts';
import { useDayPartName } from './use-day-parts.ts';
import {
  type Edit,
  editByMove,
  editByRemoval,
  REACHES,
  type Reach,
  restAlone,
  stretchAt,
  timesOf,
  type WeekEvent,
} from './week.ts';

/** A place on the calendar to which an occurrence is to be moved. */
export interface Move {
  slot: Slot;
  event: WeekEvent;
  start: string;
  end: string;
}

export const useDayWords = () => {
  const { t } = useTranslation();
  return (date: string): string => `${t(`common.dayLong.d${weekdayIn(date)}`)} ${writeDate(date)}`;
};

/** Asks how far a move reaches; only what is possible can be chosen. */
export const ReachDialog = ({
  move,
  onChoose,
  onClose,
}: {
  move: Move | null;
  onChoose: (reach: Reach, edit: Edit) => void;
  onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useDayWords();
  const times = move ? timesOf(move.start, move.end) : null;
  const where = move &&
    times && {
      day: say(move.event.start.slice(0, 10)),
      now: `${say(move.start.slice(0, 10))}, ${times.from}–${times.until}`,
    };
  const dayPartName = useDayPartName();
  const dayPart = move?.slot.dayPartId ? dayPartName(move.slot.dayPartId) : null;
  return (
    <Modal
      opened={move !== null}
      onClose={onClose}
      lockScroll={false}
      title={t('schedule.reachTitle', { name: move?.slot.name ?? '' })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {move && where ? (
        <Stack gap="sm">
          <p>
            {dayPart === null ? t('schedule.reachWhy', where) : t('dayParts.reachWhy', { ...where, part: dayPart })}
            {move.event.rest && times ? ` ${t('dayParts.restStays', times)}` : ''}
          </p>
          {REACHES.map((reach) => {
            const edit = editByMove(move.slot, move.event, move, reach);
            return (
              <Button
                key={reach}
                variant={reach === 'this' ? 'filled' : 'default'}
                disabled={edit === null}
                {...(reach === 'this' ? { 'data-autofocus': true } : {})}
                onClick={() => edit && onChoose(reach, edit)}
              >
                {dayPart === null ? t(`schedule.reach.${reach}`) : t(`dayParts.reach.${reach}`)}
              </Button>
            );
          })}
        </Stack>
      ) : null}
    </Modal>
  );
};

/** Above the form of a slot that was opened by one of its occurrences. */
export const OccurrencePart = ({
  slot,
  event,
  onEdit,
  onMove,
}: {
  slot: Slot;
  event: WeekEvent;
  onEdit: (edit: Edit, said: string) => void;
  onMove: (move: Move) => void;
}) => {
  const { t } = useTranslation();
  const say = useDayWords();
  const [moving, setMoving] = useState(false);
  const [onDay, setOnDay] = useState(event.start.slice(0, 10));
  const [times, setTimes] = useState(timesOf(event.start, event.end));
  const day = say(event.start.slice(0, 10));
  const take = (reach: 'this' | 'following', said: string) => () =>
    onEdit(
      {
        change: editByRemoval(draftOf(slot), event.day, reach),
        ...(reach === 'this' ? { add: restAlone(slot, event) } : {}),
      },
      said,
    );
  const restore = (): void =>
    onEdit(
      { change: { changes: slot.changes.filter((change) => change.day !== event.day) } },
      t('schedule.restored', { name: slot.name, day: say(event.day) }),
    );
  return (
    <section className="occurrence" aria-label={t('schedule.occurrence', { day })}>
      <strong>
        {t('schedule.occurrence', { day })}
        {event.isChanged ? ` (${t('schedule.occurrenceChanged')})` : ''}
      </strong>
      {moving ? (
        <>
          <DateField label={t('schedule.onDay')} value={onDay} onChange={(date) => setOnDay(date ?? onDay)} />
          <div className="pair-of-fields">
            <TimeField
              label={t('schedule.from')}
              value={times.from}
              onChange={(from) => setTimes({ ...times, from })}
            />
            <TimeField
              label={t('schedule.until')}
              asEnd
              value={times.until}
              onChange={(until) => setTimes({ ...times, until })}
            />
          </div>
          <Group gap="xs">
            <Button size="xs" onClick={() => onMove({ slot, event, ...stretchAt(onDay, times) })}>
              {t('common.save')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setMoving(false)}>
              {t('common.cancel')}
            </Button>
          </Group>
        </>
      ) : (
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => setMoving(true)}>
            {t('schedule.occurrenceChange')}
          </Button>
          {event.isChanged ? (
            <Button size="xs" variant="default" onClick={restore}>
              {t('schedule.occurrenceRestore')}
            </Button>
          ) : null}
          <Button size="xs" variant="default" onClick={take('this', t('schedule.dropped', { name: slot.name, day }))}>
            {t('schedule.occurrenceDrop')}
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={take('following', t('schedule.stopped', { name: slot.name, day }))}
          >
            {t('schedule.occurrenceStop')}
          </Button>
        </Group>
      )}
      {slot.dayPartId === null ? null : (
        <p className="hint">{t(event.rest ? 'dayParts.oneOfDay' : 'dayParts.ofDayPart')}</p>
      )}
      <p className="hint">{t('schedule.occurrenceOthers')}</p>
    </section>
  );
};
