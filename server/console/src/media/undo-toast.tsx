/** Says what was done, with a way back for a while. Those of one kind take each other's place, so they never pile up. */
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Called } from '../api/client.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';

const SHOWN_MS = 10_000;

export const useUndoToast = () => {
  const { t } = useTranslation();
  return useCallback(
    (message: string, undo: () => Promise<Called<unknown>>, kind: string = crypto.randomUUID()): void => {
      const id = `undo-${kind}`;
      notifications.hide(id);
      const back = async (): Promise<void> => {
        notifications.hide(id);
        const called = await undo();
        if (called.ok) return;
        notifications.show({ autoClose: false, withBorder: true, message: <TroubleNote trouble={called.trouble} /> });
      };
      notifications.show({
        id,
        autoClose: SHOWN_MS,
        withBorder: true,
        message: (
          <Group justify="space-between" wrap="nowrap">
            <span>{message}</span>
            <Button size="xs" variant="default" onClick={() => void back()}>
              {t('common.undo')}
            </Button>
          </Group>
        ),
      });
    },
    [t],
  );
};
