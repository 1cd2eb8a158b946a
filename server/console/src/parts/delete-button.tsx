/** The one way to delete: asks where the thing is used, then deletes it or says why not. */
import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDelete } from './deletion-context.tsx';
import type { Doomed } from './deletions.ts';

export const DeleteButton = ({
  thing,
  size = 'sm',
  onBegun,
}: {
  thing: Doomed;
  size?: 'xs' | 'sm';
  /** The thing has left the lists; its own page or drawer should be left too. */
  onBegun?: () => void;
}) => {
  const { t } = useTranslation();
  const remove = useDelete();
  const [asking, setAsking] = useState(false);
  return (
    <Button
      className="delete"
      variant="subtle"
      color="red"
      size={size}
      leftSection={<IconTrash size={size === 'xs' ? 14 : 16} aria-hidden />}
      aria-label={t('deletion.button', { name: thing.name })}
      loading={asking}
      onClick={() => {
        setAsking(true);
        void remove(thing, onBegun).finally(() => setAsking(false));
      }}
    >
      {t('common.delete')}
    </Button>
  );
};
