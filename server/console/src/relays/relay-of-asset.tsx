/** A relay in the drawer of the library: where its stream is, and the way to try or change it. */
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconEdit } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Asset } from '../../../../playlists/model/media.ts';
import { RelayDialog } from './relay-dialog.tsx';

export const RelayOfAsset = ({ asset }: { asset: Asset }) => {
  const { t } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure(false);
  if (!asset.relay) return null;
  return (
    <section>
      <h2 className="section-title">{t('relays.source')}</h2>
      <p className="relay-address">{asset.relay.url}</p>
      <Button mt="sm" variant="default" leftSection={<IconEdit size={16} aria-hidden />} onClick={open}>
        {t('relays.edit')}
      </Button>
      {isOpen ? <RelayDialog relay={asset} onClose={close} /> : null}
    </section>
  );
};
