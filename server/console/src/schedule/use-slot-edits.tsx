/** Carries edits of slots out: shown at once, sent as one request each, one after the other, with a way back and forth. */
import { Alert, Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { SlotEdits } from '../../../../playlists/wire/api/schedules.ts';
import { call } from '../api/client.ts';
import { READS_OF } from '../api/queries.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';
import {
  dropStep,
  type EditHistory,
  NO_HISTORY,
  nextSaid,
  noteEdit,
  noteStep,
  requestFor,
  type Way,
} from './edit-history.ts';
import { MOST_EDITS } from './slot-edits.ts';

const UNDO_MS = 8_000;
const TOAST = 'slot-edit';

export interface SlotEditing {
  /**
   * `before`: the slots that it changes or removes; `said`: what was done, in words. `undoMore`: takes back what was made for it beside
   * the slots, when the toast's undo is pressed. False when it was refused.
   */
  carryOut: (
    edits: SlotEdits,
    before: readonly Slot[],
    said: string,
    undoMore?: () => Promise<void>,
  ) => Promise<boolean>;
  step: (way: Way) => Promise<void>;
  /** What the next step in each way did; null when there is none. */
  said: Readonly<Record<Way, string | null>>;
}

const isTooMuch = ({ change, add, remove }: SlotEdits): boolean =>
  [change, add, remove].some((list) => list.length > MOST_EDITS);

export const useSlotEdits = (): SlotEditing => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [history, setHistory] = useState<EditHistory>(NO_HISTORY);
  const newest = useRef(history);
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const keep = (next: EditHistory): void => {
    newest.current = next;
    setHistory(next);
  };
  /** The next one is sent when this one is answered: each names the versions that the one before it made. */
  const inLine = <Result,>(act: () => Promise<Result>): Promise<Result> => {
    const done = line.current.then(act);
    line.current = done.catch(() => undefined);
    return done;
  };

  const send = async (edits: SlotEdits) => {
    const changed = new Map(edits.change.map(({ id, slot }) => [id, slot]));
    const removed = new Set(edits.remove.map(({ id }) => id));
    const show = (by: (list: Slot[]) => Slot[]): void => {
      queries.setQueryData(['listSlots', {}], (list: Slot[] | undefined) => list && by(list));
    };
    // A list that was asked for before must not arrive on top of what is shown now.
    await queries.cancelQueries({ queryKey: ['listSlots'] });
    show((list) => list.filter(({ id }) => !removed.has(id)).map((one) => ({ ...one, ...changed.get(one.id) })));
    const called = await call('editSlots', { body: edits });
    if (called.ok) {
      const answered = new Map([...called.value.changed, ...called.value.added].map((slot) => [slot.id, slot]));
      show((list) => [...list.filter(({ id }) => !answered.has(id)), ...answered.values()]);
    }
    for (const read of READS_OF.slots) void queries.invalidateQueries({ queryKey: [read] });
    return called;
  };
  const sayTrouble = (trouble: Parameters<typeof TroubleNote>[0]['trouble'], title: string): void => {
    notifications.show({
      autoClose: false,
      withBorder: true,
      message: <TroubleNote trouble={trouble} title={title} />,
    });
  };
  const sayNote = (text: string): void => {
    notifications.show({
      autoClose: UNDO_MS,
      withBorder: true,
      message: (
        <Alert variant="transparent" role="alert" p={0} icon={<IconInfoCircle aria-hidden />}>
          {text}
        </Alert>
      ),
    });
  };

  /** `more` happens once the slots are as they were, and before it is said. */
  const step = (way: Way, more?: () => Promise<void>): Promise<void> =>
    inLine(async () => {
      const wanted = requestFor(newest.current, way);
      const said = nextSaid(newest.current, way);
      if (!wanted || said === null) return;
      notifications.hide(TOAST);
      const called = await send(wanted);
      if (called.ok) {
        keep(noteStep(newest.current, way, called.value));
        await more?.();
        notifications.show({
          withBorder: true,
          message: t(way === 'undo' ? 'gestures.undone' : 'gestures.redone', { said }),
        });
        return;
      }
      if (called.trouble.code === 'changed-meanwhile' || called.trouble.code === 'not-found') {
        keep(dropStep(newest.current, way));
        sayNote(t('gestures.overtaken', { said }));
      } else sayTrouble(called.trouble, said);
    });

  const carryOut: SlotEditing['carryOut'] = (edits, before, said, undoMore) =>
    inLine(async () => {
      if (isTooMuch(edits)) {
        sayNote(t('gestures.tooMany', { most: MOST_EDITS }));
        return false;
      }
      const called = await send(edits);
      if (!called.ok) {
        sayTrouble(called.trouble, said);
        return false;
      }
      keep(noteEdit(newest.current, said, before, called.value));
      // Only what was done last has a way back in its toast; the rest is in the history.
      notifications.hide(TOAST);
      notifications.show({
        id: TOAST,
        withBorder: true,
        autoClose: UNDO_MS,
        message: (
          <Group justify="space-between" wrap="nowrap">
            <span>{said}</span>
            <Button size="xs" variant="default" className="keeps-width" onClick={() => void step('undo', undoMore)}>
              {t('common.undo')}
            </Button>
          </Group>
        ),
      });
      return true;
    });

  const latestStep = useRef(step);
  latestStep.current = step;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      const way = key === 'z' ? (event.shiftKey ? 'redo' : 'undo') : key === 'y' && !event.shiftKey ? 'redo' : null;
      if (!way) return;
      event.preventDefault();
      void latestStep.current(way);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  return { carryOut, step, said: { undo: nextSaid(history, 'undo'), redo: nextSaid(history, 'redo') } };
};

/** Fields of text have an undo of their own, and a dialog is about something else. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  (target.closest('[role=dialog], textarea, [contenteditable]') !== null ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)));
