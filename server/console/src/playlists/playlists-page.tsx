/** All playlists, and the way to a new one. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlaylist, IconPlus, IconSearchOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asset } from '../../../../playlists/model/media.ts';
import { assetsNamedIn, type Playlist } from '../../../../playlists/model/playlist.ts';
import { useCall, useRead } from '../api/queries.ts';
import { agoOf, fold } from '../i18n/format.ts';
import { Thumbnail } from '../media/asset-state.tsx';
import { DeleteButton } from '../parts/delete-button.tsx';
import { useHidden } from '../parts/deletion-context.tsx';
import { useLanguage, useNow } from '../parts/language.ts';
import { Empty, Page, Shown } from '../parts/page.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { useSources } from './sources.ts';

export const PlaylistsPage = () => {
  const { t } = useTranslation();
  const read = useRead('listPlaylists');
  const hidden = useHidden();
  const [search, setSearch] = useState('');
  return (
    <Page
      title={t('playlists.title')}
      lead={t('playlists.emptyWhy')}
      actions={<CreateButton existing={read.data ?? []} />}
    >
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
                <CreateButton existing={all} />
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

/** A first free name: staff can go straight on to adding content. */
export const freeName = (base: string, taken: readonly string[]): string => {
  if (!taken.includes(base)) return base;
  for (let number = 2; ; number += 1) {
    if (!taken.includes(`${base} ${number}`)) return `${base} ${number}`;
  }
};

const CreateButton = ({ existing }: { existing: readonly Playlist[] }) => {
  const { t } = useTranslation();
  const create = useCall('createPlaylist');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const go = async (): Promise<void> => {
    const name = freeName(
      t('playlists.newName'),
      existing.map((playlist) => playlist.name),
    );
    const called = await create.mutateAsync({ body: { name, entries: [] } });
    if (!called.ok) {
      notifications.show({ autoClose: false, withBorder: true, message: <TroubleNote trouble={called.trouble} /> });
      return;
    }
    void queries.invalidateQueries({ queryKey: ['listPlaylists'] });
    await navigate({ to: '/playlists/$playlistId', params: { playlistId: called.value.id } });
  };
  return (
    <Button leftSection={<IconPlus size={18} aria-hidden />} loading={create.isPending} onClick={() => void go()}>
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
