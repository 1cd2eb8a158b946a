/** The folders beside the library: a tree to look into and to arrange; on a phone a select. */
import { ActionIcon, Button, Menu, NativeSelect } from '@mantine/core';
import {
  IconDots,
  IconFolder,
  IconFolderOff,
  IconFolderPlus,
  IconFolders,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FolderId } from '../../../../playlists/model/ids.ts';
import type { AssetSearch } from '../app/addresses.ts';
import { numberOf } from '../i18n/format.ts';
import { useLanguage } from '../parts/language.ts';
import { type AskedFolder, FolderDialog } from './folder-dialog.tsx';
import { folderChoices, type PlacedFolder } from './folders.ts';
import type { Carrying, DropPlace } from './use-carrying.tsx';

export const FolderPanel = ({
  folder,
  folders,
  look,
  carrying,
}: {
  folder: AssetSearch['folder'];
  folders: readonly PlacedFolder[];
  look: (change: Partial<AssetSearch>) => void;
  carrying: Carrying;
}) => {
  const { t } = useTranslation();
  const [asked, ask] = useState<AskedFolder | null>(null);
  const here = folders.find(({ id }) => id === folder);
  const go = (to: AssetSearch['folder']): void => look({ folder: to });
  return (
    <nav className="folders" aria-label={t('library.folders')}>
      <ul className="folder-tree">
        <Row
          words={t('library.allFolders')}
          icon={IconFolders}
          isHere={folder === undefined}
          onGo={() => go(undefined)}
          drop={carrying.carried?.kind === 'folder' ? carrying.into(null) : {}}
        />
        {folders.map((one) => (
          <FolderRow
            key={one.id}
            folder={one}
            isHere={one.id === folder}
            onGo={() => go(one.id)}
            ask={ask}
            carrying={carrying}
          />
        ))}
        {folders.length > 0 ? (
          <Row
            words={t('library.noFolder')}
            icon={IconFolderOff}
            isHere={folder === 'none'}
            onGo={() => go('none')}
            drop={carrying.carried?.kind === 'assets' ? carrying.into(null) : {}}
          />
        ) : null}
      </ul>
      <div className="folder-select">
        <NativeSelect
          aria-label={t('library.folders')}
          value={folder ?? ''}
          onChange={(event) => go((event.currentTarget.value || undefined) as AssetSearch['folder'])}
          data={[
            { value: '', label: t('library.allFolders') },
            ...folderChoices(folders),
            ...(folders.length > 0 ? [{ value: 'none', label: t('library.noFolder') }] : []),
          ]}
        />
        {here ? <FolderMenu folder={here} ask={ask} /> : null}
      </div>
      {folders.length > 0 ? <p className="hint folder-hint">{t('library.dragHint')}</p> : null}
      <Button
        variant="subtle"
        size="sm"
        leftSection={<IconFolderPlus size={18} aria-hidden />}
        onClick={() => ask({ kind: 'new', parentId: here?.id ?? null })}
      >
        {t('library.newFolder')}
      </Button>
      <FolderDialog asked={asked} onClose={() => ask(null)} onMade={(id) => go(id)} onGone={() => go(undefined)} />
    </nav>
  );
};

const Row = ({
  words,
  icon: Icon,
  isHere,
  onGo,
  drop,
}: {
  words: string;
  icon: typeof IconFolder;
  isHere: boolean;
  onGo: () => void;
  drop: DropPlace;
}) => (
  <li className="folder-row" {...drop}>
    <button type="button" className="folder-name" aria-current={isHere ? 'true' : undefined} onClick={onGo}>
      <Icon size={18} aria-hidden />
      <span className="one-line">{words}</span>
    </button>
  </li>
);

const FolderRow = ({
  folder,
  isHere,
  onGo,
  ask,
  carrying,
}: {
  folder: PlacedFolder;
  isHere: boolean;
  onGo: () => void;
  ask: (asked: AskedFolder) => void;
  carrying: Carrying;
}) => {
  const language = useLanguage();
  return (
    <li
      className="folder-row"
      style={{ paddingInlineStart: folder.depth * 16 }}
      {...carrying.from({ kind: 'folder', folder }, folder.name)}
      {...carrying.into(folder.id)}
    >
      <button
        type="button"
        className="folder-name"
        aria-current={isHere ? 'true' : undefined}
        title={folder.name}
        onClick={onGo}
      >
        <IconFolder size={18} aria-hidden />
        <span className="one-line">{folder.name}</span>
        <span className="folder-count">{numberOf(folder.count, language)}</span>
      </button>
      <FolderMenu folder={folder} ask={ask} />
    </li>
  );
};

const FolderMenu = ({ folder, ask }: { folder: PlacedFolder; ask: (asked: AskedFolder) => void }) => {
  const { t } = useTranslation();
  const { id, name } = folder;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('library.folderActs', { name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconFolderPlus size={16} aria-hidden />}
          onClick={() => ask({ kind: 'new', parentId: id as FolderId })}
        >
          {t('library.newFolderIn', { name })}
        </Menu.Item>
        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => ask({ kind: 'change', folder })}>
          {t('library.renameFolder')}
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => ask({ kind: 'delete', folder })}>
          {t('library.deleteFolder')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
