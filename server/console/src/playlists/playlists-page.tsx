/** All playlists, and the way to a new one. */
import { Button } from '@mantine/core';
import { IconPlaylist, IconPlus, IconSearchOff } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asset } from '../../../../playlists/model/media.ts';
import { assetsNamedIn, type Playlist } from '../../../../playlists/model/playlist.ts';
import { useRead } from '../api/queries.ts';
import { agoOf, fold } from '../i18n/format.ts';
import { Thumbnail } from '../media/asset-state.tsx';
import { DeleteButton } from '../parts/delete-button.tsx';
import { useHidden } from '../parts/deletion-context.tsx';
import { useLanguage, useNow } from '../parts/language.ts';
import { Empty, Page, Shown } from '../parts/page.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { useSources } from './sources.ts';

export const PlaylistsPage = () => {
  const { t } = useTranslation();
  const read = useRead('listPlaylists');
  const hidden = useHidden();
  const [search, setSearch] = useState('');
  return (
    <Page title={t('playlists.title')} lead={t('playlists.emptyWhy')} actions={<CreateButton />}>
      <Shown read={read}>
        {(stored) => {
          const all = stored.filter(({ id }) => !hidden.has(id));
          const list = all.filter(({ name }) => fold(name).includes(fold(search)));
          if (all.length === 0) {
            return (
              <Empty
                icon={<IconPlaylist size={40} stroke={1.4} />}
                title={t('playlists.empty')}
                why={t('playlists.emptyWhy')}
              >
                <CreateButton />
              </Empty>
            );
          }
          return (
            <>
              {all.length > 6 ? (
                <div className="filters">
                  <SearchField label={t('playlists.searchLabel')} value={search} onChange={setSearch} />
                </div>
              ) : null}
              {list.length === 0 ? (
                <Empty icon={<IconSearchOff size={40} />} title={t('common.noMatch')} why={t('common.noMatchWhy')} />
              ) : null}
              <ul className="rows">
                {list.map((playlist) => (
                  <PlaylistRow key={playlist.id} playlist={playlist} />
                ))}
              </ul>
            </>
          );
        }}
      </Shown>
    </Page>
  );
};

const CreateButton = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Button
      leftSection={<IconPlus size={18} aria-hidden />}
      onClick={() => void navigate({ to: '/playlists/$playlistId', params: { playlistId: 'new' } })}
    >
      {t('playlists.create')}
    </Button>
  );
};

/** A playlist that names all its content is as long as its list; one that takes content by topic, tag or playlist is what that comes to now. */
const PlaylistRow = ({ playlist }: { playlist: Playlist }) =>
  playlist.entries.every(({ kind }) => kind === 'asset') ? (
    <NamedRow playlist={playlist} />
  ) : (
    <ResolvedRow playlist={playlist} />
  );

const NamedRow = ({ playlist }: { playlist: Playlist }) => {
  const { t } = useTranslation();
  const first = assetsNamedIn(playlist)[0];
  const asset = useRead('getAsset', { params: { assetId: first ?? ('' as never) } }, { enabled: first !== undefined });
  return (
    <Row
      playlist={playlist}
      pictures={[asset.data]}
      content={t('playlists.entries', { count: playlist.entries.length })}
    />
  );
};

/** Pictures of a playlist whose content comes by itself. */
const MOST_PICTURES = 3;

const ResolvedRow = ({ playlist }: { playlist: Playlist }) => {
  const { t } = useTranslation();
  const { assets } = useSources(playlist);
  const found = [...assets.values()];
  return (
    <Row
      playlist={playlist}
      pictures={found.length > 0 ? found.slice(0, MOST_PICTURES) : [undefined]}
      content={t('playlists.resolved', { count: found.length })}
    />
  );
};

const Row = ({
  playlist,
  pictures,
  content,
}: {
  playlist: Playlist;
  pictures: readonly (Asset | undefined)[];
  content: string;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(60_000);
  return (
    <li className="row card">
      <div className="row-thumbs">
        {pictures.map((asset) => (
          <div className="row-thumb" key={asset?.id ?? ''}>
            <Thumbnail asset={asset} />
          </div>
        ))}
      </div>
      <div className="row-words">
        <Link to="/playlists/$playlistId" params={{ playlistId: playlist.id }} className="card-title stretched">
          {playlist.name}
        </Link>
        <p className="hint">
          {content} · {t('playlists.updated', { when: agoOf(playlist.updatedAt, now, language) })}
        </p>
      </div>
      <div className="row-actions above">
        <DeleteButton thing={{ kind: 'playlist', id: playlist.id, name: playlist.name }} size="xs" />
      </div>
    </li>
  );
};
