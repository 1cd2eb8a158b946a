/** Where content is used: playlists, slots, screens, what is on air and planned, each with a way there. */
import { useTranslation } from 'react-i18next';
import type { Asset } from '../../../../playlists/model/media.ts';
import { useRead } from '../api/queries.ts';
import { Places } from '../parts/deletion-dialog.tsx';
import { Bones, Shown } from '../parts/page.tsx';

export const PlacesPart = ({ asset, onGo }: { asset: Asset; onGo: () => void }) => {
  const { t } = useTranslation();
  const read = useRead('listAssetPlaces', { params: { assetId: asset.id } });
  return (
    <Shown read={read} bones={<Bones count={1} height={48} />}>
      {(places) =>
        places.length > 0 ? (
          <Places title={t('library.places')} places={places} onGo={onGo} />
        ) : (
          <section>
            <h2 className="section-title">{t('library.places')}</h2>
            <p className="hint">{t('library.placesNone')}</p>
          </section>
        )
      }
    </Shown>
  );
};
