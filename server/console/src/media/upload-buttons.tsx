/** Buttons that bring files in. */
import { Button, FileButton } from '@mantine/core';
import { IconFolderUp, IconUpload } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FolderId } from '../../../../playlists/model/ids.ts';
import { isLeftover } from './dropped-files.ts';
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
