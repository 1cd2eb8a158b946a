/** Deletions for React: `useDelete` hides a thing and offers to undo; lists leave hidden ids out. */
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { createContext, type ReactNode, use, useCallback, useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Called } from '../api/client.ts';
import { type Deletions, UNDO_MS } from './deletions.ts';
import { TroubleNote } from './trouble-note.tsx';

const DeletionContext = createContext<Deletions | null>(null);

export const DeletionProvider = ({ deletions, children }: { deletions: Deletions; children: ReactNode }) => {
  useEffect(() => {
    const leave = (): void => void deletions.flush(true);
    addEventListener('pagehide', leave);
    return () => removeEventListener('pagehide', leave);
  }, [deletions]);
  return <DeletionContext value={deletions}>{children}</DeletionContext>;
};

export const useDeletions = (): Deletions => {
  const deletions = use(DeletionContext);
  if (!deletions) throw new Error('useDeletions outside of DeletionProvider');
  return deletions;
};

export const useHidden = (): ReadonlySet<string> => {
  const deletions = useDeletions();
  return useSyncExternalStore(deletions.subscribe, deletions.hidden);
};

/** Gives `remove(id, name, send)`. */
export const useDelete = () => {
  const { t } = useTranslation();
  const deletions = useDeletions();
  return useCallback(
    (id: string, name: string, send: (keepalive: boolean) => Promise<Called<unknown>>) => {
      const toast = `deleted-${id}`;
      deletions.begin(id, send, (called) => {
        if (called.ok) return;
        notifications.hide(toast);
        notifications.show({
          autoClose: false,
          withBorder: true,
          message: <TroubleNote title={`“${name}”`} trouble={called.trouble} />,
        });
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
