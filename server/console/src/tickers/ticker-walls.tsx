/** A ticker on each wall of the ward, running, with the findings of a publish while one types. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunningTicker } from '../../../../playlists/model/ticker.ts';
import { rowsNeeded } from '../../../../playlists/slides/legibility.ts';
import { lapMs, layOutTicker, seenMs } from '../../../../playlists/tickers/layout.ts';
import { pixelsASecond } from '../../../../playlists/tickers/pace.ts';
import { LEAST_SEEN_MS, LONGEST_LAP_MS } from '../../../../playlists/timeline/ticker-findings.ts';
import { useClockOffset } from '../api/feed-context.tsx';
import { useRead } from '../api/queries.ts';
import { numberOf } from '../i18n/format.ts';
import { useLanguage } from '../parts/language.ts';
import { Tag } from '../parts/tag.tsx';
import { type Wall, wallsOf } from '../slides/walls.ts';
import { TickerPicture } from './ticker-picture.tsx';

export const TickerWalls = ({ ticker, isSilent }: { ticker: RunningTicker; isSilent: boolean }) => {
  const { t } = useTranslation();
  const offsetMs = useClockOffset();
  // The first lap begins when the page is opened, a little in so that something is seen.
  const [openedAt] = useState(() => Date.now() - 1_500);
  const screens = useRead('listScreens').data;
  return (
    <section className="panel">
      <h2 className="section-title">{t('tickers.preview')}</h2>
      {isSilent ? <p className="hint">{t('tickers.nothingToday')}</p> : null}
      <div className="walls">
        {wallsOf((screens ?? []).map(({ screen }) => screen)).map((wall) => (
          <OnWall key={wall.name} ticker={ticker} wall={wall} anchor={openedAt + offsetMs} />
        ))}
      </div>
    </section>
  );
};

const OnWall = ({ ticker, wall, anchor }: { ticker: RunningTicker; wall: Wall; anchor: number }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const { canvas, screens, hardest } = wall;
  const size = `${canvas.width}×${canvas.height}`;
  const layout = layOutTicker(ticker, canvas);
  const { rows } = rowsNeeded(hardest ?? { pitchMm: null, viewedFromM: null });
  const [isSmall, isFast, isLong] = [
    layout.capRows < rows,
    seenMs(layout) < LEAST_SEEN_MS,
    lapMs(layout) > LONGEST_LAP_MS,
  ];
  return (
    <section className="wall" aria-label={t('tickers.previewOf', { size })}>
      <div className="wall-picture">
        <TickerPicture ticker={ticker} canvas={canvas} anchor={anchor} />
      </div>
      <p className="wall-name">
        <strong>{size}</strong> <span className="hint">{screens.map(({ name }) => name).join(', ')}</span>
      </p>
      <div className="wall-verdict">
        {isSmall ? <Tag tone="warn">{t('tickers.small', { rows })}</Tag> : null}
        {isFast ? <Tag tone="warn">{t('tickers.fast')}</Tag> : null}
        {isLong ? <Tag tone="warn">{t('tickers.long')}</Tag> : null}
        {isSmall || isFast || isLong ? null : <Tag tone="good">{t('tickers.legible')}</Tag>}
        <span className="hint">
          {t('tickers.runs', {
            pixels: pixelsASecond(layout.pace),
            count: layout.syllablesPerMinute,
            seconds: numberOf(lapMs(layout) / 1000, language),
          })}
          . {t('tickers.rows', { rows: layout.capRows })}.
        </span>
      </div>
    </section>
  );
};
