/** A slide in the drawer of the library: as each wall shows it, and the way to its editor. */
import { IconEdit } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { canvasName } from '../../../../playlists/model/canvas.ts';
import type { AssetId } from '../../../../playlists/model/ids.ts';
import type { Asset } from '../../../../playlists/model/media.ts';
import { pictureIn } from '../../../../playlists/model/slide.ts';
import { useRead } from '../api/queries.ts';
import { LinkButton } from '../parts/link.tsx';
import { WallPreview } from './wall-preview.tsx';
import { wallsOf } from './walls.ts';

export const SlideOfAsset = ({ asset }: { asset: Asset }) => {
  const { t } = useTranslation();
  const screens = useRead('listScreens').data ?? [];
  const wanted = asset.slide && pictureIn(asset.slide.content);
  const params = { assetId: wanted ?? ('' as AssetId) };
  const picture = useRead('getAsset', { params }, { enabled: wanted !== null }).data;
  if (!asset.slide) return null;
  const { slide } = asset;
  return (
    <section>
      <h2 className="section-title">{t('slides.preview')}</h2>
      <p className="hint">{t('slides.previewHint')}</p>
      <div className="walls">
        {wallsOf(screens.map(({ screen }) => screen)).map((wall) => (
          <WallPreview
            key={wall.name}
            slide={slide}
            wall={wall}
            picture={picture?.renditions.find(({ canvas }) => canvasName(canvas) === wall.name)?.digest ?? null}
          />
        ))}
      </div>
      <LinkButton
        mt="md"
        to="/slides/$slideId"
        params={{ slideId: asset.id }}
        leftSection={<IconEdit size={16} aria-hidden />}
      >
        {t('slides.edit')}
      </LinkButton>
    </section>
  );
};
