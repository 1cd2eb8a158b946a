/** Choosing content for a playlist: several at once, in the order they are ticked. */
import { Button, Checkbox, Modal } from '@mantine/core';
import { IconPhotoVideo } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asset } from '../../../../playlists/model/media.ts';
import { useAssets } from '../media/asset-list.ts';
import { AssetTag, Thumbnail } from '../media/asset-state.tsx';
import { LinkButton } from '../parts/link.tsx';
import { MoreMark } from '../parts/more-mark.tsx';
import { Bones, Empty } from '../parts/page.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

export const AssetPicker = ({
  opened,
  onClose,
  onPick,
}: {
  opened: boolean;
  onClose: () => void;
  onPick: (assets: Asset[]) => void;
}) => {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('playlists.pickTitle')}
      size="xl"
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <PickerBody onPick={onPick} />
    </Modal>
  );
};

const PickerBody = ({ onPick }: { onPick: (assets: Asset[]) => void }) => {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [picked, setPicked] = useState<Asset[]>([]);
  const { assets, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useAssets({ search: search || undefined });
  const usable = assets?.filter(
    (asset) => asset.state.kind !== 'refused' && asset.kind !== null && asset.kind !== 'document',
  );
  const unread = assets?.filter(({ kind, state }) => kind === null && state.kind !== 'refused').length ?? 0;
  return (
    <div className="picker">
      <SearchField label={t('media.searchLabel')} value={search} onChange={setSearch} />
      {error ? <TroubleNote trouble={error.trouble} /> : null}
      {!usable && !error ? <Bones /> : null}
      {usable?.length === 0 ? (
        <Empty icon={<IconPhotoVideo size={36} />} title={search ? t('common.noMatch') : t('playlists.pickEmpty')}>
          <LinkButton to="/media">{t('playlists.toMedia')}</LinkButton>
        </Empty>
      ) : null}
      <ul className="picker-list">
        {usable?.map((asset) => {
          const place = picked.findIndex(({ id }) => id === asset.id);
          return (
            <li key={asset.id}>
              <label htmlFor={`pick-${asset.id}`} className={place >= 0 ? 'picked' : ''}>
                <Checkbox
                  id={`pick-${asset.id}`}
                  checked={place >= 0}
                  onChange={() =>
                    setPicked(place >= 0 ? picked.filter(({ id }) => id !== asset.id) : [...picked, asset])
                  }
                  aria-label={asset.title}
                  className="picker-check"
                />
                <Thumbnail asset={asset} />
                <div className="picker-words">
                  <strong className="one-line">{asset.title}</strong>
                  <AssetTag state={asset.state} />
                </div>
                {place >= 0 ? <span className="picker-place">{place + 1}</span> : null}
              </label>
            </li>
          );
        })}
      </ul>
      {unread > 0 ? <p className="hint">{t('playlists.pickUnread', { count: unread })}</p> : null}
      {hasNextPage ? <MoreMark busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
      <div className="dialog-actions sticky">
        <Button disabled={picked.length === 0} onClick={() => onPick(picked)}>
          {picked.length === 0 ? t('playlists.pickNone') : t('playlists.pickDone', { count: picked.length })}
        </Button>
      </div>
    </div>
  );
};
