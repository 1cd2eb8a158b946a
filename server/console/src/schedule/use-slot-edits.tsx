/** Carries edits of slots out: shown at once, sent as one request each, one after the other, with a way back and forth. */
import { Alert, Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { SlotEdits } from '../../../../playlists/wire/api/schedules.ts';
import { call, isUnsure, type Trouble } from '../api/client.ts';
import { READS_OF, useRead } from '../api/queries.ts';
import { SLOT_TOAST } from '../parts/say-done.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';
import {
  dropStep,
  type EditHistory,
  madeBy,
  NO_HISTORY,
  nextSaid,
  noteEdit,
  noteStep,
  requestFor,
  type Way,
} from './edit-history.ts';
import { NO_STORE, openStore } from './history-store.ts';
import { MOST_EDITS, withIds } from './slot-edits.ts';
import { actOf } from './slot-words.ts';
import { type MadeBeside, takeBack } from './take-back.ts';

const UNDO_MS = 8_000;
const READS_BESIDE = [...READS_OF.playlists, ...READS_OF.calendars];

export interface SlotEditing {
  /**
   * `before`: the slots that it changes or removes; `said`: what was done, in words. `made`: what was made for it beside the slots, and
   * is taken back when the step is undone. False when it was refused, or when no answer came; the same edits asked again are then the
   * same request, and add nothing twice.
   */
  carryOut: (edits: SlotEdits, before: readonly Slot[], said: string, made?: MadeBeside) => Promise<boolean>;
  /** Takes into the history what a form has saved by itself. */
  note: (said: string, before: readonly Slot[], answer: { changed: readonly Slot[]; added: readonly Slot[] }) => void;
  step: (way: Way) => Promise<void>;
  /** What the next step in each way did; null when there is none. */
  said: Readonly<Record<Way, string | null>>;
}

const isTooMuch = ({ change, add, remove }: SlotEdits): boolean =>
  [change, add, remove].some((list) => list.length > MOST_EDITS);

export const useSlotEdits = (): SlotEditing => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const me = useRead('getMe').data?.person.email;
  const store = useMemo(() => (me === undefined ? NO_STORE : openStore(me)), [me]);
  const [kept] = useState(() => store.read());
  const [history, setHistory] = useState<EditHistory>(kept.history);
  const newest = useRef(history);
  const published = useOwnPublication();
  /** The last one of one's own that this history knows of. */
  const known = useRef(kept.published === undefined ? published : kept.published);
  const line = useRef<Promise<unknown>>(Promise.resolve());
  /** The last edits that no answer came to, and with which ids they were sent. */
  const unanswered = useRef<{ asked: string; sent: SlotEdits } | null>(null);
  const keep = (next: EditHistory): void => {
    newest.current = next;
    setHistory(next);
    store.write({ history: next, published: known.current });
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
  /** One at a time: the newest takes the place of the one before. */
  const say = (message: ReactNode, autoClose: number | false = UNDO_MS): void => {
    notifications.hide(SLOT_TOAST);
    notifications.show({ id: SLOT_TOAST, withBorder: true, autoClose, message });
  };
  const sayTrouble = (trouble: Trouble, title: string, onRetry?: () => void): void =>
    say(<TroubleNote trouble={trouble} title={title} {...(onRetry && { onRetry })} />, false);
  const sayUndone = (trouble: Trouble, said: string, onRetry: () => void): void => {
    const act = { said: actOf(said) };
    if (isUnsure(trouble)) sayTrouble(trouble, t('gestures.unsure', act), onRetry);
    else sayTrouble(trouble, t('gestures.refused', act));
  };
  const sayNote = (text: string, autoClose: number | false = UNDO_MS): void =>
    say(
      <Alert variant="transparent" role="alert" p={0} icon={<IconInfoCircle aria-hidden />}>
        {text}
      </Alert>,
      autoClose,
    );

  const step = (way: Way): Promise<void> =>
    inLine(async () => {
      const wanted = requestFor(newest.current, way);
      const said = nextSaid(newest.current, way);
      if (!wanted || said === null) return;
      const made = way === 'undo' ? madeBy(newest.current) : null;
      notifications.hide(SLOT_TOAST);
      const called = await send(wanted);
      if (called.ok) {
        keep(noteStep(newest.current, way, called.value));
        // Once the slots are gone that use it, and before it is said.
        const taken = made && (await takeBack(made));
        if (made) for (const read of READS_BESIDE) void queries.invalidateQueries({ queryKey: [read] });
        const done = t(way === 'undo' ? 'gestures.undone' : 'gestures.redone', { said: actOf(said) });
        if (taken?.trouble) return sayTrouble(taken.trouble, t('gestures.notAllBack', { done }));
        const kept = taken?.kept.map((name) => `“${name}”`).join(', ');
        return kept ? sayNote(t('gestures.keptBeside', { done, kept }), false) : say(done);
      }
      if (called.trouble.code === 'changed-meanwhile' || called.trouble.code === 'not-found') {
        keep(dropStep(newest.current, way));
        sayNote(t('gestures.overtaken', { said: actOf(said) }));
      } else sayUndone(called.trouble, said, () => void step(way));
    });

  const carryOut: SlotEditing['carryOut'] = (edits, before, said, made) =>
    inLine(async () => {
      if (isTooMuch(edits)) {
        sayNote(t('gestures.tooMany', { most: MOST_EDITS }));
        return false;
      }
      const asked = JSON.stringify(edits);
      const sent = unanswered.current?.asked === asked ? unanswered.current.sent : withIds(edits);
      const called = await send(sent);
      if (!called.ok) {
        if (isUnsure(called.trouble)) unanswered.current = { asked, sent };
        sayUndone(called.trouble, said, () => void carryOut(edits, before, said, made));
        return false;
      }
      if (unanswered.current?.asked === asked) unanswered.current = null;
      keep(noteEdit(newest.current, { said, made }, before, called.value));
      sayStep(said);
      return true;
    });
  // Only what was done last has a way back in its toast; the rest is in the history.
  const sayStep = (said: string): void =>
    say(
      <Group justify="space-between" wrap="nowrap">
        <span>{said}</span>
        <Button size="xs" variant="default" className="keeps-width" onClick={() => void step('undo')}>
          {t('common.undo')}
        </Button>
      </Group>,
    );
  const note: SlotEditing['note'] = (said, before, answer) => {
    keep(noteEdit(newest.current, { said }, before, answer));
    sayStep(said);
  };

  useEffect(() => {
    const isNews = known.current !== undefined && published && published !== known.current;
    if (published !== undefined) known.current = published ?? known.current ?? null;
    // What is published is not taken back by undoing an edit: that would be another edit. Rolling back is for that.
    if (!isNews) return;
    newest.current = NO_HISTORY;
    setHistory(NO_HISTORY);
    store.write({ history: NO_HISTORY, published: known.current });
    notifications.hide(SLOT_TOAST);
  }, [published, store]);

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

  return { carryOut, note, step, said: { undo: nextSaid(history, 'undo'), redo: nextSaid(history, 'redo') } };
};

/** The newest publication if the person who looks made it; null = somebody else did, undefined = not known yet. */
const useOwnPublication = (): string | null | undefined => {
  const me = useRead('getMe').data;
  const listed = useRead('listPublications', { query: { limit: 1 } }).data;
  if (!me || !listed) return undefined;
  const last = listed.items[0];
  return last && last.cause === 'person' && last.publishedBy === me.person.name ? last.id : null;
};

/** Fields of text have an undo of their own, and a dialog is about something else. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  (target.closest('[role=dialog], textarea, [contenteditable]') !== null ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)));
