/** In a playlist with a relay: what becomes of the relay, and of everything else in the list. */
import { Alert } from '@mantine/core';
import { IconBroadcast } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Asset } from '../../../../playlists/model/media.ts';

export const RelayNote = ({ relay }: { relay: Asset }) => {
  const { t } = useTranslation();
  return (
    <Alert
      mb="md"
      color="blue"
      variant="light"
      icon={<IconBroadcast size={20} aria-hidden />}
      title={t('relays.inPlaylist', { title: relay.title })}
    >
      {t('relays.inPlaylistWhy')}
    </Alert>
  );
};
