/** Adding what is not a single asset: another playlist, or whatever content a topic or some tags have. */
import { Button, Modal, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaylistId, TagId } from '../../../../playlists/model/ids.ts';
import { type Playlist, playlistsWithin, STILL_DURATION_MS } from '../../../../playlists/model/playlist.ts';
import type { TagMatch } from '../../../../playlists/model/tag.ts';
import { TagSelect } from '../media/tags.tsx';
import { TopicSelect } from '../media/topics.tsx';
import { type DraftEntry, newEntry } from './draft-entries.ts';

export const SourcePicker = ({
  within,
  playlists,
  opened,
  onClose,
  onPick,
}: {
  /** The playlist that is being built. */
  within: PlaylistId;
  playlists: readonly Playlist[];
  opened: boolean;
  onClose: () => void;
  onPick: (entry: DraftEntry) => void;
}) => {
  const { t } = useTranslation();
  const [playlistId, setPlaylistId] = useState('');
  const [topic, setTopic] = useState<string | null>(null);
  const [tags, setTags] = useState<TagId[]>([]);
  const [match, setMatch] = useState<TagMatch>('any');
  const byId = new Map(playlists.map((playlist) => [playlist.id, playlist]));
  /** Those that do not lead back to this one. */
  const free = playlists.filter(({ id }) => !playlistsWithin(id, (one) => byId.get(one)).has(within));
  const pick = (entry: DraftEntry): void => {
    setPlaylistId('');
    setTopic(null);
    setTags([]);
    setMatch('any');
    onPick(entry);
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('playlists.sourceTitle')}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="source-picker">
        <NativeSelect
          label={t('playlists.otherPlaylist')}
          description={t('playlists.otherPlaylistWhy')}
          value={playlistId}
          onChange={(event) => setPlaylistId(event.currentTarget.value)}
          data={[
            { value: '', label: t(free.length > 0 ? 'playlists.choose' : 'playlists.noOther') },
            ...free.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Button
          variant="default"
          disabled={playlistId === ''}
          onClick={() => pick(newEntry({ kind: 'playlist', playlistId }))}
        >
          {t('playlists.addPlaylist')}
        </Button>
        <TopicSelect
          label={t('playlists.topic')}
          description={t('playlists.topicWhy')}
          value={topic}
          onChange={setTopic}
          empty={t('playlists.choose')}
        />
        <Button
          variant="default"
          disabled={topic === null}
          onClick={() => topic && pick(newEntry({ kind: 'topic', topic, durationMs: STILL_DURATION_MS }))}
        >
          {t('playlists.addTopic')}
        </Button>
        <TagSelect
          label={t('library.tags')}
          description={t('playlists.tagsWhy')}
          value={tags}
          onChange={setTags}
          placeholder={tags.length === 0 ? t('playlists.choose') : undefined}
        />
        {tags.length > 1 ? (
          <NativeSelect
            label={t('playlists.tagMatch')}
            value={match}
            onChange={(event) => setMatch(event.currentTarget.value === 'all' ? 'all' : 'any')}
            data={[
              { value: 'any', label: t('library.anyOf') },
              { value: 'all', label: t('library.allOf') },
            ]}
          />
        ) : null}
        <Button
          variant="default"
          disabled={tags.length === 0}
          onClick={() => pick(newEntry({ kind: 'tags', tags, match, durationMs: STILL_DURATION_MS }))}
        >
          {t('playlists.addTags')}
        </Button>
      </div>
    </Modal>
  );
};
