/** Files and folders can be dropped on every page of the console; a veil lies over it while they are dragged. */
import { useWindowEvent } from '@mantine/hooks';
import { IconUpload } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FolderId } from '../../../../playlists/model/ids.ts';
import { droppedFiles } from './dropped-files.ts';
import { useUploads } from './upload-context.tsx';

/** In the library they go into the folder that is shown, else to the top. */
const folderAt = ({ pathname, search }: { pathname: string; search: { folder?: unknown } }): FolderId | null =>
  (pathname === '/media' && FolderId.safeParse(search.folder).data) || null;

export const DropVeil = () => {
  const { t } = useTranslation();
  const uploads = useUploads();
  const folder = useRouterState({ select: ({ location }) => folderAt(location) });
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
