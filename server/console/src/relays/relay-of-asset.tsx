/** A relay in the drawer of the library: where its stream is, and the way to try or change it. */
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconEdit } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Asset } from '../../../../playlists/model/media.ts';
import { useRead } from '../api/queries.ts';
import { momentOf } from '../i18n/format.ts';
import { useLanguage, useZone } from '../parts/language.ts';
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
      <RelayLog asset={asset} />
      {isOpen ? <RelayDialog relay={asset} onClose={close} /> : null}
    </section>
  );
};

/** What it began with each time, for whoever has to say what was shown. */
const RelayLog = ({ asset }: { asset: Asset }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const shots = useRead('listRelayShots', { params: { assetId: asset.id } }).data ?? [];
  const screens = useRead('listScreens').data ?? [];
  if (shots.length === 0) return null;
  return (
    <>
      <h3 className="section-title">{t('relays.log')}</h3>
      <ul className="relay-log">
        {shots.map(({ takenAt, screenId, picture }) => (
          <li key={takenAt}>
            <img src={picture} alt="" />
            <span className="hint">
              {momentOf(takenAt, zone, language)}
              <br />
              {screens.find(({ screen }) => screen.id === screenId)?.screen.name}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
};
