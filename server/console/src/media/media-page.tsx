/** The media library: drop files anywhere, find by words, kind and topic, open one to see and edit it. */
import { Button, FileButton, NativeSelect } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { IconFolderUp, IconPhotoVideo, IconSearchOff, IconUpload } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asset } from '../../../../playlists/model/media.ts';
import { JobList } from '../jobs/job-list.tsx';
import { MoreMark } from '../parts/more-mark.tsx';
import { Bones, Empty, Page } from '../parts/page.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { AssetDrawer } from './asset-drawer.tsx';
import { useAssets } from './asset-list.ts';
import { AssetTag, Thumbnail } from './asset-state.tsx';
import { droppedFiles, isLeftover } from './dropped-files.ts';
import { TopicSelect, useTopicName } from './topics.tsx';
import { useUploads } from './upload-context.tsx';

export const MediaPage = () => {
  const { t } = useTranslation();
  const filter = useSearch({ from: '/inside/media' });
  const navigate = useNavigate();
  const { assets, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useAssets({
    search: filter.search,
    kind: filter.kind,
    topic: filter.topic,
  });
  const look = (change: Partial<typeof filter>): void =>
    void navigate({ to: '/media', search: { ...filter, ...change }, replace: !('asset' in change) });
  const filtered = Boolean(filter.search || filter.kind || filter.topic);

  return (
    <Page title={t('media.title')} lead={t('media.dropHint')} actions={<UploadButtons />} wide>
      <DropVeil />
      <div className="filters">
        <SearchField
          label={t('media.searchLabel')}
          value={filter.search ?? ''}
          onChange={(search) => look({ search: search || undefined })}
        />
        <NativeSelect
          aria-label={t('media.kindFilter')}
          value={filter.kind ?? ''}
          onChange={(event) => look({ kind: (event.currentTarget.value || undefined) as typeof filter.kind })}
          data={[
            { value: '', label: `${t('media.kindFilter')}: ${t('common.all')}` },
            { value: 'video', label: t('media.kind.video') },
            { value: 'image', label: t('media.kind.image') },
          ]}
        />
        <TopicSelect
          aria-label={t('media.topicFilter')}
          empty={`${t('media.topicFilter')}: ${t('common.all')}`}
          value={filter.topic ?? null}
          onChange={(topic) => look({ topic: topic ?? undefined })}
        />
      </div>
      <JobList />
      {error && !assets ? <TroubleNote trouble={error.trouble} onRetry={() => void refetch()} /> : null}
      {!assets && !error ? (
        <div className="asset-grid">
          <Bones count={8} height={210} />
        </div>
      ) : null}
      {assets?.length === 0 && !filtered ? (
        <Empty icon={<IconPhotoVideo size={40} stroke={1.4} />} title={t('media.empty')} why={t('media.emptyWhy')}>
          <UploadButtons />
        </Empty>
      ) : null}
      {assets?.length === 0 && filtered ? (
        <Empty icon={<IconSearchOff size={40} stroke={1.4} />} title={t('common.noMatch')} why={t('common.noMatchWhy')}>
          <Button variant="default" onClick={() => look({ search: undefined, kind: undefined, topic: undefined })}>
            {t('common.clearFilters')}
          </Button>
        </Empty>
      ) : null}
      {assets?.length ? (
        <ul className="asset-grid">
          {assets.map((asset) => (
            <AssetCard key={asset.id} asset={asset} onOpen={() => look({ asset: asset.id })} />
          ))}
        </ul>
      ) : null}
      {hasNextPage ? <MoreMark busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
      <AssetDrawer assetId={filter.asset} onClose={() => look({ asset: undefined })} />
    </Page>
  );
};

const AssetCard = ({ asset, onOpen }: { asset: Asset; onOpen: () => void }) => {
  const { t } = useTranslation();
  const topicName = useTopicName();
  return (
    <li className="card asset-card">
      <Thumbnail asset={asset} />
      <div className="asset-words">
        <button type="button" className="card-title stretched" onClick={onOpen} title={asset.title}>
          {asset.title}
        </button>
        <p className="hint one-line">{asset.topic ? topicName(asset.topic) : t('media.topicNone')}</p>
        <AssetTag state={asset.state} />
      </div>
    </li>
  );
};

const UploadButtons = () => {
  const { t } = useTranslation();
  const uploads = useUploads();
  const folder = useRef<HTMLInputElement>(null);
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
          uploads.add([...(event.currentTarget.files ?? [])].filter((file) => !isLeftover(file.name)));
          event.currentTarget.value = '';
        }}
      />
      <FileButton multiple accept="video/*,image/*" onChange={(files) => uploads.add(files)}>
        {(props) => (
          <Button {...props} leftSection={<IconUpload size={18} aria-hidden />}>
            {t('media.upload')}
          </Button>
        )}
      </FileButton>
    </>
  );
};

/** Covers the page while files are dragged over it. */
const DropVeil = () => {
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
    void droppedFiles(event.dataTransfer).then(uploads.add);
  });
  return over ? (
    <div className="drop-veil">
      <IconUpload size={48} aria-hidden />
      <strong>{t('media.dropHere')}</strong>
    </div>
  ) : null;
};
