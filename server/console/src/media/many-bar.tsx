/** What can be done with everything that is picked: change it together, put it into the bin; in the bin, bring it back. */
import { Button, Modal } from '@mantine/core';
import { IconArrowBackUp, IconPencil, IconTrash, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssetId } from '../../../../playlists/model/ids.ts';
import { call, type Trouble } from '../api/client.ts';
import { useRead } from '../api/queries.ts';
import { sayDone } from '../parts/say-done.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { EditManyDialog } from './edit-many-dialog.tsx';
import { useUndoToast } from './undo-toast.tsx';

export const ManyBar = ({
  picked,
  isBin,
  onPickAll,
  onClear,
}: {
  picked: readonly AssetId[];
  isBin: boolean;
  onPickAll: () => void;
  onClear: () => void;
}) => {
  const { t } = useTranslation();
  const isAdmin = useRead('getMe').data?.person.role === 'admin';
  const [asked, ask] = useState<'edit' | 'purge' | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const tellUndo = useUndoToast();
  const count = picked.length;
  if (count === 0) return null;
  const assetIds = [...picked];
  const put = async (): Promise<void> => {
    setBusy(true);
    const called = await call('binAssets', { body: { assetIds } });
    setBusy(false);
    if (!called.ok) return setTrouble(called.trouble);
    setTrouble(null);
    onClear();
    tellUndo(t('library.binned', { count }), async () => call('restoreAssets', { body: { assetIds } }));
  };
  const restore = async (): Promise<void> => {
    setBusy(true);
    const called = await call('restoreAssets', { body: { assetIds } });
    setBusy(false);
    if (!called.ok) return setTrouble(called.trouble);
    setTrouble(null);
    onClear();
    sayDone(t('library.restored', { count: called.value.restored.length }));
  };
  return (
    <section className="bulk-bar" aria-label={t('library.picked', { count })}>
      <strong role="status">{t('library.picked', { count })}</strong>
      <div className="bulk-acts">
        {isBin ? (
          <>
            <Button
              leftSection={<IconArrowBackUp size={18} aria-hidden />}
              loading={busy}
              onClick={() => void restore()}
            >
              {t('library.restore')}
            </Button>
            {isAdmin ? (
              <Button variant="default" leftSection={<IconTrash size={18} aria-hidden />} onClick={() => ask('purge')}>
                {t('library.purge')}
              </Button>
            ) : null}
          </>
        ) : (
          <>
            <Button leftSection={<IconPencil size={18} aria-hidden />} onClick={() => ask('edit')}>
              {t('library.edit')}
            </Button>
            <Button
              variant="default"
              leftSection={<IconTrash size={18} aria-hidden />}
              loading={busy}
              onClick={() => void put()}
            >
              {t('library.toBin')}
            </Button>
          </>
        )}
        <Button variant="default" onClick={onPickAll}>
          {t('library.pickAll')}
        </Button>
        <Button variant="default" leftSection={<IconX size={18} aria-hidden />} onClick={onClear}>
          {t('library.unpick')}
        </Button>
      </div>
      {trouble ? (
        <div className="bulk-trouble">
          <TroubleNote trouble={trouble} />
        </div>
      ) : null}
      {asked === 'edit' ? <EditManyDialog assetIds={assetIds} onClose={() => ask(null)} onDone={onClear} /> : null}
      {asked === 'purge' ? <PurgeDialog assetIds={assetIds} onClose={() => ask(null)} onDone={onClear} /> : null}
    </section>
  );
};

const PurgeDialog = ({
  assetIds,
  onClose,
  onDone,
}: {
  assetIds: AssetId[];
  onClose: () => void;
  onDone: () => void;
}) => {
  const { t } = useTranslation();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const go = async (): Promise<void> => {
    setBusy(true);
    const called = await call('purgeAssets', { body: { assetIds } });
    setBusy(false);
    if (!called.ok) return setTrouble(called.trouble);
    onClose();
    onDone();
    sayDone(t('library.purged', { count: called.value.purged.length }));
  };
  return (
    <Modal
      opened
      onClose={onClose}
      lockScroll={false}
      title={t('library.purgeTitle', { count: assetIds.length })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p>{t('library.purgeWhy')}</p>
      {trouble ? <TroubleNote trouble={trouble} /> : null}
      <div className="dialog-actions">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button color="red" loading={busy} onClick={() => void go()}>
          {t('library.purge')}
        </Button>
      </div>
    </Modal>
  );
};
