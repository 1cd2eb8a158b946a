/** Bringing files in: buttons, and a veil over the page while files are dragged over it. */
import { Button, FileButton } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { IconFolderUp, IconUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FolderId } from '../../../../playlists/model/ids.ts';
import { droppedFiles, isLeftover } from './dropped-files.ts';
import { useUploads } from './upload-context.tsx';
import { ACCEPTED } from './uploads.ts';

/** `folder`: where they are put; null = at the top. */
export const UploadButtons = ({ folder: into }: { folder: FolderId | null }) => {
  const { t } = useTranslation();
  const uploads = useUploads();
  const folder = useRef<HTMLInputElement>(null);
  const add = (files: readonly File[]): void => uploads.add(files, { folder: into });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFolderUp size={18} aria-hidden />}
        onClick={() => folder.current?.click()}
        visibleFrom="sm"
      >
        {t('media.uploadFolder')}
      </Button>
      <input
        ref={(input) => {
          input?.setAttribute('webkitdirectory', '');
          folder.current = input;
        }}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          add([...(event.currentTarget.files ?? [])].filter((file) => !isLeftover(file.name)));
          event.currentTarget.value = '';
        }}
      />
      <FileButton multiple accept={ACCEPTED} onChange={add}>
        {(props) => (
          <Button {...props} leftSection={<IconUpload size={18} aria-hidden />}>
            {t('media.upload')}
          </Button>
        )}
      </FileButton>
    </>
  );
};

export const DropVeil = ({ folder }: { folder: FolderId | null }) => {
  const { t } = useTranslation();
  const uploads = useUploads();
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  useWindowEvent('dragenter', (event) => {
    if (!carriesFiles(event)) return;
    depth.current += 1;
    setOver(true);
  });
  useWindowEvent('dragleave', (event) => {
    if (!carriesFiles(event)) return;
    depth.current -= 1;
    if (depth.current <= 0) setOver(false);
  });
  useWindowEvent('dragover', (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  useWindowEvent('drop', (event) => {
    if (!carriesFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    void droppedFiles(event.dataTransfer).then((files) => uploads.add(files, { folder }));
  });
  return over ? (
    <div className="drop-veil">
      <IconUpload size={48} aria-hidden />
      <strong>{t('media.dropHere')}</strong>
    </div>
  ) : null;
};
