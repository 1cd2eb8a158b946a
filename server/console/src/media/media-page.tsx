/** The media library: drop files anywhere, find, arrange in folders and by tags, change many at once, open one. */
import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconChartPie,
  IconDotsVertical,
  IconPhotoVideo,
  IconSearchOff,
  IconTags,
  IconTrash,
} from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries.ts';
import type { AssetSearch } from '../app/addresses.ts';
import { localDateOf, numberOf } from '../i18n/format.ts';
import { JobList } from '../jobs/job-list.tsx';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { Bones, Empty, Page } from '../parts/page.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { useEscape } from '../parts/use-escape.ts';
import { NewRelayButton } from '../relays/new-relay-button.tsx';
import { NewSlideButton } from '../slides/new-slide-button.tsx';
import { AssetDrawer } from './asset-drawer.tsx';
import { filtersOn, queryOf, useAssets } from './asset-list.ts';
import { AssetShelf } from './asset-shelf.tsx';
import { FilterBar } from './filter-bar.tsx';
import { FolderPanel } from './folder-panel.tsx';
import { useFolders } from './folders.ts';
import './library.css';
import { ManyBar } from './many-bar.tsx';
import { NO_PICKS, type Picks } from './picks.ts';
import { StorageDrawer } from './storage-drawer.tsx';
import { TagsDrawer } from './tags-drawer.tsx';
import { UploadButtons } from './upload-buttons.tsx';
import { useCarrying } from './use-carrying.tsx';

const NO_FILTERS = {
  search: undefined,
  kind: undefined,
  state: undefined,
  topic: undefined,
  audience: undefined,
  tags: undefined,
  match: undefined,
  use: undefined,
} as const;

export const MediaPage = () => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const today = localDateOf(useNow(3_600_000), zone);
  const search = useSearch({ from: '/inside/media' });
  const navigate = useNavigate();
  const days = useRead('getWardSettings').data?.binDays ?? 0;
  const { assets, total, error, refetch, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useAssets(queryOf(search, today));
  const [picks, setPicks] = useState<Picks>(NO_PICKS);
  useEscape(picks.ids.size > 0, () => setPicks(NO_PICKS));
  const look = (change: Partial<AssetSearch>): void => {
    const isOpening = 'asset' in change || 'panel' in change;
    if (!isOpening && !('view' in change)) setPicks(NO_PICKS);
    void navigate({ to: '/media', search: { ...search, ...change }, replace: !isOpening && !('folder' in change) });
  };
  const folders = useFolders();
  const carrying = useCarrying(folders, () => setPicks(NO_PICKS));
  const isBin = search.in === 'bin';
  const isFiltered = Boolean(search.search || search.folder || filtersOn(search) > 0);
  const folder = search.folder === undefined || search.folder === 'none' ? null : search.folder;
  const picked = (assets ?? []).flatMap(({ id }) => (picks.ids.has(id) ? [id] : []));

  return (
    <Page
      title={isBin ? t('library.bin') : t('media.title')}
      lead={isBin ? t('library.binLead', { days }) : t('media.dropHint')}
      actions={
        isBin ? (
          <Button variant="default" onClick={() => look({ ...NO_FILTERS, folder: undefined, in: undefined })}>
            {t('media.title')}
          </Button>
        ) : (
          <>
            <MoreMenu look={look} />
            <NewRelayButton />
            <NewSlideButton />
            <UploadButtons folder={folder} />
          </>
        )
      }
      wide
    >
      <div className="library" data-bin={isBin || undefined}>
        {isBin ? null : <FolderPanel folder={search.folder} folders={folders} look={look} carrying={carrying} />}
        <div className="library-main" aria-busy={isPlaceholderData}>
          <FilterBar search={search} look={look} />
          {isBin ? null : <JobList />}
          <p className="hint" role="status">
            {total === null || !assets
              ? '\u00a0'
              : t('library.count', { count: total, shown: numberOf(total, language) })}
          </p>
          {error && !assets ? <TroubleNote trouble={error.trouble} onRetry={() => void refetch()} /> : null}
          {!assets && !error ? (
            <div className="asset-grid">
              <Bones count={8} height={210} />
            </div>
          ) : null}
          {assets?.length === 0 ? (
            <Nothing isBin={isBin} isFiltered={isFiltered} days={days} look={look} folder={folder} />
          ) : null}
          {assets?.length ? (
            <AssetShelf
              key={search.view ?? 'grid'}
              assets={assets}
              total={total}
              view={search.view ?? 'grid'}
              picks={picks}
              onPicks={setPicks}
              carrying={isBin ? null : carrying}
              onOpen={(asset) => (isBin ? setPicks({ ids: new Set([asset]), from: asset }) : look({ asset }))}
              hasMore={hasNextPage && !isFetchingNextPage && !isPlaceholderData}
              onMore={() => void fetchNextPage()}
            />
          ) : null}
          <ManyBar
            picked={picked}
            isBin={isBin}
            onPickAll={() => setPicks({ ids: new Set((assets ?? []).slice(0, 1_000).map(({ id }) => id)), from: null })}
            onClear={() => setPicks(NO_PICKS)}
          />
        </div>
      </div>
      <AssetDrawer assetId={search.asset} onClose={() => look({ asset: undefined })} />
      <TagsDrawer opened={search.panel === 'tags'} onClose={() => look({ panel: undefined })} />
      <StorageDrawer
        opened={search.panel === 'storage'}
        onClose={() => look({ panel: undefined })}
        onUnused={() => look({ ...NO_FILTERS, folder: undefined, use: 'unused', panel: undefined })}
        onOpen={(asset) => look({ asset, panel: undefined })}
      />
    </Page>
  );
};

const Nothing = ({
  isBin,
  isFiltered,
  days,
  look,
  folder,
}: {
  isBin: boolean;
  isFiltered: boolean;
  days: number;
  look: (change: Partial<AssetSearch>) => void;
  folder: Parameters<typeof UploadButtons>[0]['folder'];
}) => {
  const { t } = useTranslation();
  if (isBin && !isFiltered)
    return (
      <Empty
        icon={<IconTrash size={40} stroke={1.4} />}
        title={t('library.binEmpty')}
        why={t('library.binEmptyWhy', { days })}
      />
    );
  if (isFiltered)
    return (
      <Empty icon={<IconSearchOff size={40} stroke={1.4} />} title={t('common.noMatch')} why={t('common.noMatchWhy')}>
        <Button variant="default" onClick={() => look({ ...NO_FILTERS, folder: undefined })}>
          {t('common.clearFilters')}
        </Button>
      </Empty>
    );
  return (
    <Empty icon={<IconPhotoVideo size={40} stroke={1.4} />} title={t('media.empty')} why={t('media.emptyWhy')}>
      <UploadButtons folder={folder} />
    </Empty>
  );
};

const MoreMenu = ({ look }: { look: (change: Partial<AssetSearch>) => void }) => {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon className="library-more" variant="default" size={36} aria-label={t('library.more')}>
          <IconDotsVertical size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconTags size={16} aria-hidden />} onClick={() => look({ panel: 'tags' })}>
          {t('library.manageTags')}
        </Menu.Item>
        <Menu.Item leftSection={<IconChartPie size={16} aria-hidden />} onClick={() => look({ panel: 'storage' })}>
          {t('library.storage')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => look({ ...NO_FILTERS, folder: undefined, in: 'bin' })}
        >
          {t('library.bin')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
