/** A slide on one wall of the ward: its pixels, whether its text is read from where people stand, and how bright it is. */
import { Slider } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Palette, SlideContent } from '../../../../playlists/model/slide.ts';
import { layOutSlide, lightOf } from '../../../../playlists/slides/layout.ts';
import { MOST_NIGHT_LIGHT, readFromM, rowsNeeded } from '../../../../playlists/slides/legibility.ts';
import { useClockOffset } from '../api/feed-context.tsx';
import { LinkAnchor } from '../parts/link.tsx';
import { Tag } from '../parts/tag.tsx';
import { SlidePicture, slideClocks } from './slide-picture.tsx';
import { type Wall, widthFrom } from './walls.ts';

interface OnWall {
  slide: { content: SlideContent; palette: Palette };
  wall: Wall;
  /** Digest of the picture's rendition for this wall. */
  picture: string | null;
}

const USUAL_PITCH_MM = 5;
const USUAL_METRES = 20;
const percentOf = (share: number): string => `${Math.round(share * 100)}%`;
const sizeOf = ({ width, height }: Wall['canvas']): string => `${width}×${height}`;

export const WallPreview = ({ slide, wall, picture }: OnWall) => {
  const { t } = useTranslation();
  const { canvas, screens } = wall;
  const names = screens.map(({ name }) => name).join(', ');
  return (
    <section className="wall" aria-label={t('slides.wallPreview', { size: sizeOf(canvas) })}>
      <div className="wall-picture">
        <SlidePicture slide={slide} canvas={canvas} picture={picture} zone={wall.hardest?.zone} />
      </div>
      <p className="wall-name">
        <strong>{sizeOf(canvas)}</strong>{' '}
        <span className="hint">{names || t('slides.noScreens', { size: sizeOf(canvas) })}</span>
      </p>
      <Verdict slide={slide} wall={wall} picture={picture} />
    </section>
  );
};

/** The findings of a publish, said while one types. */
const Verdict = ({ slide, wall, picture }: OnWall) => {
  const { t } = useTranslation();
  const offsetMs = useClockOffset();
  const clock = slideClocks(wall.hardest?.zone ?? 'Asia/Ho_Chi_Minh');
  const layout = layOutSlide(slide, wall.canvas, { now: Date.now() + offsetMs, clock, hasPicture: picture !== null });
  const light = lightOf(layout);
  const screen = wall.hardest ?? { pitchMm: null, viewedFromM: null };
  const { rows, isKnown } = rowsNeeded(screen);
  const isSmall = layout.capRows < rows;
  const reach = readFromM(layout.capRows, screen);
  return (
    <div className="wall-verdict" role="status">
      {layout.isCut ? (
        <Tag tone="bad">{t('slides.cut')}</Tag>
      ) : (
        <Tag tone={isSmall ? 'warn' : 'good'}>{isSmall ? t('slides.small') : t('slides.legible')}</Tag>
      )}
      <span className="hint">
        {t('slides.rows', { rows: layout.capRows })}
        {reach === null ? '' : `, ${t('slides.readFrom', { metres: reach })}`}
        {isSmall || !isKnown
          ? ` (${isKnown ? t('slides.needed', { rows, metres: screen.viewedFromM ?? 0 }) : t('slides.neededUnknown', { rows })})`
          : ''}
      </span>
      <span className="wall-light">
        {light > MOST_NIGHT_LIGHT ? (
          <Tag tone="warn">{t('slides.bright', { percent: percentOf(light) })}</Tag>
        ) : (
          <span className="hint">{t('slides.light', { percent: percentOf(light) })}</span>
        )}
      </span>
      {!isKnown && wall.hardest ? (
        <span className="hint">
          {t('slides.pitchUnknown')}{' '}
          <LinkAnchor to="/screens/$screenId" params={{ screenId: wall.hardest.id }}>
            {t('slides.toScreen')}
          </LinkAnchor>
        </span>
      ) : null}
    </div>
  );
};

/** How large a wall looks from afar, on an ordinary monitor. */
export const FromAfar = ({ slide, wall, picture }: OnWall) => {
  const { t } = useTranslation();
  const pitch = wall.hardest?.pitchMm ?? USUAL_PITCH_MM;
  const [metres, setMetres] = useState(wall.hardest?.viewedFromM ?? USUAL_METRES);
  return (
    <section className="afar">
      <h2 className="section-title">{t('slides.distance')}</h2>
      <p className="hint">{t('slides.distanceHint')}</p>
      <div className="afar-street">
        <div className="afar-wall" style={{ width: `${widthFrom(wall.canvas, pitch, metres)}px` }}>
          <SlidePicture slide={slide} canvas={wall.canvas} picture={picture} zone={wall.hardest?.zone} />
        </div>
      </div>
      <p className="afar-words">
        <strong>{t('slides.from', { metres })}</strong>
        <span className="hint">
          {sizeOf(wall.canvas)} · P{pitch}
          {wall.hardest?.pitchMm ? '' : ` (${t('slides.assumedPitch')})`}
        </span>
      </p>
      <Slider
        value={metres}
        min={3}
        max={100}
        onChange={setMetres}
        label={(value) => t('slides.from', { metres: value })}
        thumbLabel={t('slides.distanceLabel')}
      />
    </section>
  );
};
