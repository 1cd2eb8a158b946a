/** Adding a folder, renaming or moving one, deleting one with what is in it. */
import { Button, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FolderId } from '../../../../playlists/model/ids.ts';
import { call, type Trouble } from '../api/client.ts';
import { useRead } from '../api/queries.ts';
import { errorsOf } from '../parts/form-errors.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { folderChoices, type PlacedFolder, useFolders } from './folders.ts';

export type AskedFolder =
  | { kind: 'new'; parentId: FolderId | null }
  | { kind: 'change'; folder: PlacedFolder }
  | { kind: 'delete'; folder: PlacedFolder };

interface Ends {
  onClose: () => void;
  onMade: (id: FolderId) => void;
  onGone: () => void;
}

export const FolderDialog = ({ asked, ...ends }: Ends & { asked: AskedFolder | null }) => {
  const { t } = useTranslation();
  const title = (one: AskedFolder): string =>
    one.kind === 'new'
      ? t('library.newFolder')
      : one.kind === 'change'
        ? t('library.renameFolder')
        : t('library.deleteFolderTitle', { name: one.folder.name });
  return (
    <Modal
      opened={asked !== null}
      onClose={ends.onClose}
      lockScroll={false}
      title={asked ? title(asked) : ''}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {asked?.kind === 'delete' ? <DeleteFolder folder={asked.folder} {...ends} /> : null}
      {asked?.kind === 'new' || asked?.kind === 'change' ? <FolderForm asked={asked} {...ends} /> : null}
    </Modal>
  );
};

const FolderForm = ({ asked, onClose, onMade }: Ends & { asked: Exclude<AskedFolder, { kind: 'delete' }> }) => {
  const { t } = useTranslation();
  const folders = useFolders();
  const old = asked.kind === 'change' ? asked.folder : null;
  const [name, setName] = useState(old?.name ?? '');
  const [parentId, setParentId] = useState<FolderId | null>(
    asked.kind === 'new' ? asked.parentId : asked.folder.parentId,
  );
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const errors = trouble ? errorsOf(trouble, t) : {};
  const save = async (): Promise<void> => {
    setBusy(true);
    const body = { name, parentId };
    const called = old
      ? await call('changeFolder', { params: { folderId: old.id }, body })
      : await call('createFolder', { body });
    setBusy(false);
    if (!called.ok) return setTrouble(called.trouble);
    onClose();
    if (!old) onMade(called.value.id);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack>
        {trouble && Object.keys(errors).length === 0 ? <TroubleNote trouble={trouble} /> : null}
        <TextInput
          label={t('library.folderName')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          maxLength={80}
          data-autofocus
          error={errors.name}
        />
        <NativeSelect
          label={t('library.folderParent')}
          value={parentId ?? ''}
          onChange={(event) => setParentId((event.currentTarget.value || null) as FolderId | null)}
          data={[{ value: '', label: t('library.folderTop') }, ...folderChoices(folders, old?.id)]}
          error={errors.parentId}
        />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={name.trim() === ''}>
            {t('common.save')}
          </Button>
        </div>
      </Stack>
    </form>
  );
};

const DeleteFolder = ({ folder, onClose, onGone }: Ends & { folder: PlacedFolder }) => {
  const { t } = useTranslation();
  const days = useRead('getWardSettings').data?.binDays ?? 0;
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const { count } = folder;
  const go = async (): Promise<void> => {
    setBusy(true);
    const called = await call('deleteFolder', { params: { folderId: folder.id }, query: { contents: 'bin' } });
    setBusy(false);
    if (!called.ok) return setTrouble(called.trouble);
    onClose();
    onGone();
  };
  return (
    <Stack>
      <p>{count > 0 ? t('library.deleteFolderFull', { count, days }) : t('library.deleteFolderEmpty')}</p>
      {trouble ? <TroubleNote trouble={trouble} /> : null}
      <div className="dialog-actions">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button color="red" loading={busy} onClick={() => void go()}>
          {t('common.delete')}
        </Button>
      </div>
    </Stack>
  );
};
