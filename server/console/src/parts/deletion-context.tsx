/**
 * Deletions for React. `useDelete` asks the server first where a thing is used: what is in use is not deleted, a dialog names
 * the places; what takes other things along is confirmed; all else leaves the list at once and can be undone for a while.
 */
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { useTranslation } from 'react-i18next';
import { namePlaces, type Usage } from '../../../../playlists/model/usage.ts';
import type { Trouble } from '../api/client.ts';
import { askUsage } from './deletion-calls.ts';
import { type Deletions, type Doomed, UNDO_MS } from './deletions.ts';
import { TroubleNote } from './trouble-note.tsx';

/** What the server answered, and what a person must see before anything happens. */
export type AskedDeletion =
  | { kind: 'used'; thing: Doomed; places: Extract<Usage, { kind: 'used' }>['places'] }
  | { kind: 'confirm'; thing: Doomed; takesAlong: Extract<Usage, { kind: 'free' }>['takesAlong']; go: () => void };

interface DeletionDesk {
  deletions: Deletions;
  asked: AskedDeletion | null;
  ask: (asked: AskedDeletion | null) => void;
}
const DeletionContext = createContext<DeletionDesk | null>(null);

export const DeletionProvider = ({ deletions, children }: { deletions: Deletions; children: ReactNode }) => {
  const [asked, ask] = useState<AskedDeletion | null>(null);
  useEffect(() => {
    addEventListener('pagehide', deletions.leave);
    return () => removeEventListener('pagehide', deletions.leave);
  }, [deletions]);
  const desk = useMemo(() => ({ deletions, asked, ask }), [deletions, asked]);
  return <DeletionContext value={desk}>{children}</DeletionContext>;
};

export const useDeletionDesk = (): DeletionDesk => {
  const desk = use(DeletionContext);
  if (!desk) throw new Error('useDeletionDesk outside of DeletionProvider');
  return desk;
};

export const useDeletions = (): Deletions => useDeletionDesk().deletions;

export const useHidden = (): ReadonlySet<string> => {
  const deletions = useDeletions();
  return useSyncExternalStore(deletions.subscribe, deletions.hidden);
};

/** Hides the thing and offers to undo; a later refusal brings it back with the server's words. */
const useBegin = () => {
  const { t } = useTranslation();
  const deletions = useDeletions();
  return useCallback(
    (thing: Doomed) => {
      const { id, name } = thing;
      const toast = `deleted-${id}`;
      deletions.begin(thing, (called) => {
        notifications.hide(toast);
        if (!called.ok) tellFailed(t('deletion.failed', { name }), called.trouble);
      });
      notifications.show({
        id: toast,
        autoClose: UNDO_MS,
        withBorder: true,
        message: (
          <Group justify="space-between" wrap="nowrap">
            <span>{t('common.deleted', { name })}</span>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                deletions.undo(id);
                notifications.hide(toast);
              }}
            >
              {t('common.undo')}
            </Button>
          </Group>
        ),
      });
    },
    [deletions, t],
  );
};

const tellFailed = (title: string, trouble: Trouble): void => {
  notifications.show({
    autoClose: false,
    withBorder: true,
    message: <TroubleNote title={title} trouble={trouble} />,
  });
};

/** Gives `remove(thing, onBegun)`; resolves when the server has said whether it may go. */
export const useDelete = () => {
  const { t } = useTranslation();
  const { ask } = useDeletionDesk();
  const begin = useBegin();
  const queries = useQueryClient();
  return useCallback(
    async (thing: Doomed, onBegun?: () => void): Promise<void> => {
      const asked = await askUsage(thing);
      if (!asked.ok) {
        tellFailed(t('deletion.failed', { name: thing.name }), asked.trouble);
        return;
      }
      const go = (): void => {
        begin(thing);
        onBegun?.();
      };
      const usage = asked.value;
      switch (usage.kind) {
        case 'used':
          ask({ kind: 'used', thing, places: usage.places });
          return;
        case 'gone':
          notifications.show({ withBorder: true, message: t('deletion.gone', { name: thing.name }) });
          void queries.invalidateQueries();
          onBegun?.();
          return;
        case 'free':
          // A screen loses its player with it; that deserves a question even when no slot goes along.
          // Content that something goes on without is worth one, too.
          if (thing.kind === 'screen' || usage.takesAlong.length > 0)
            ask({ kind: 'confirm', thing, takesAlong: usage.takesAlong, go });
          else go();
      }
    },
    [ask, begin, queries, t],
  );
};

/** Takes up what an earlier page asked for and left without an answer: it is done now, or it is said why not. */
export const useUnanswered = (ready: boolean): void => {
  const deletions = useDeletions();
  const begin = useBegin();
  const { t } = useTranslation();
  useEffect(() => {
    if (!ready) return;
    for (const thing of deletions.takeUnanswered()) {
      void askUsage(thing).then((asked) => {
        if (!asked.ok || asked.value.kind === 'free') begin(thing);
        else if (asked.value.kind === 'used') {
          const places = namePlaces(asked.value.places);
          const message = t('deletion.stillUsed', { name: thing.name, places });
          notifications.show({ autoClose: false, withBorder: true, message });
        }
      });
    }
  }, [ready, deletions, begin, t]);
};
