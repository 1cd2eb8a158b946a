/** The state of an asset as a tag, and its thumbnail. */
import { IconBroadcast, IconFileText, IconMovie, IconPhoto } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Asset, AssetState } from '../../../../playlists/model/media.ts';
import { lengthOf } from '../i18n/format.ts';
import { Tag, type Tone } from '../parts/tag.tsx';
import { SlidePicture } from '../slides/slide-picture.tsx';

const TONES: Readonly<Record<AssetState['kind'], Tone>> = {
  checking: 'busy',
  preparing: 'busy',
  ready: 'good',
  refused: 'bad',
  failed: 'warn',
};

export const AssetTag = ({ state }: { state: AssetState }) => {
  const { t } = useTranslation();
  return (
    <Tag tone={TONES[state.kind]}>
      {state.kind === 'preparing'
        ? t('media.preparing', { percent: Math.round(state.progress * 100) })
        : t(`media.state.${state.kind}`)}
    </Tag>
  );
};

/** Address of a rendition or thumbnail. */
export const fileAddress = (digest: string): string => `/api/files/${digest}`;

/** A wall of the commonest shape. */
const SMALL_WALL = { width: 384, height: 192 };

export const Thumbnail = ({ asset }: { asset: Pick<Asset, 'thumbnail' | 'kind' | 'facts' | 'slide'> | undefined }) => {
  const { t } = useTranslation();
  const { durationMs, pages } = asset?.facts ?? {};
  return (
    <div className="thumb-box">
      {asset?.slide ? (
        <SlidePicture slide={asset.slide} canvas={SMALL_WALL} />
      ) : asset?.thumbnail ? (
        <img src={fileAddress(asset.thumbnail)} alt="" loading="lazy" decoding="async" draggable={false} />
      ) : asset?.kind === 'image' ? (
        <IconPhoto size={28} stroke={1.4} aria-hidden />
      ) : asset?.kind === 'relay' ? (
        <IconBroadcast size={28} stroke={1.4} aria-hidden />
      ) : asset?.kind === 'document' ? (
        <IconFileText size={28} stroke={1.4} aria-hidden />
      ) : (
        <IconMovie size={28} stroke={1.4} aria-hidden />
      )}
      {durationMs && asset?.kind !== 'image' ? <span className="thumb-length">{lengthOf(durationMs)}</span> : null}
      {pages ? <span className="thumb-length">{t('documents.pages', { count: pages })}</span> : null}
    </div>
  );
};
