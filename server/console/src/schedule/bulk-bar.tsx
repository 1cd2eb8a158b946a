/** What can be done with the picked slots; stands at the foot of the page for as long as some are picked. */
import { Button } from '@mantine/core';
import { IconPencil, IconTrash, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { useRead } from '../api/queries.ts';
import { BulkDialog } from './bulk-dialog.tsx';
import type { BulkChoices } from './bulk-words.ts';
import type { BulkEdit } from './slot-bulk.ts';

export const BulkBar = ({
  picked,
  choices,
  onEdit,
  onClear,
}: {
  picked: readonly Slot[];
  choices: Omit<BulkChoices, 'tickers'>;
  onEdit: (edit: BulkEdit, said: string) => void;
  onClear: () => void;
}) => {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<'shift' | 'delete' | null>(null);
  const tickers = useRead('listTickers', {}, { enabled: asked !== null }).data ?? [];
  const count = picked.length;
  if (count === 0) return null;
  return (
    <section className="bulk-bar" aria-label={t('gestures.pickedCount', { count })}>
      <strong role="status">{t('gestures.pickedCount', { count })}</strong>
      <div className="bulk-acts">
        <Button leftSection={<IconPencil size={18} aria-hidden />} onClick={() => setAsked('shift')}>
          {t('gestures.bulk')}
        </Button>
        <Button variant="default" leftSection={<IconTrash size={18} aria-hidden />} onClick={() => setAsked('delete')}>
          {t('gestures.bulkDelete')}
        </Button>
        <Button variant="default" leftSection={<IconX size={18} aria-hidden />} onClick={onClear}>
          {t('gestures.unpick')}
        </Button>
      </div>
      {asked ? (
        <BulkDialog
          picked={picked}
          first={asked}
          choices={{ ...choices, tickers }}
          onEdit={onEdit}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </section>
  );
};
