/** Screens as rows: the live picture, what is on, what comes next. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Screen } from '../../../../playlists/model/screen.ts';
import { DAY_MS } from '../../../../playlists/model/time.ts';
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import { agoOf, momentOf } from '../i18n/format.ts';
import { useLanguage, useNow } from '../parts/language.ts';
import { nowAndNext } from '../screens/ahead.ts';
import { ConnectionTag, DeliveryWords, NowWords } from '../screens/live-words.tsx';
import { useManifest } from '../screens/manifest.ts';
import { ScreenPreview } from '../screens/screen-card.tsx';
import { useSpanWords } from '../screens/span-words.ts';

export interface SeenScreen {
  screen: Screen;
  live: ScreenLive;
}

export const ScreenRows = ({ list }: { list: readonly SeenScreen[] }) => (
  <ul className="rows">
    {list.map((one) => (
      <ScreenRow key={one.screen.id} {...one} />
    ))}
  </ul>
);

const ScreenRow = ({ screen, live }: SeenScreen) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(15_000);
  return (
    <li className="row card screen-row">
      <div className="screen-row-picture">
        <ScreenPreview screen={screen} live={live} />
      </div>
      <div className="row-words">
        <div className="screen-row-head">
          <Link to="/screens/$screenId" params={{ screenId: screen.id }} className="card-title stretched">
            {screen.name}
          </Link>
          <ConnectionTag live={live} />
        </div>
        <p>
          {live.connection === 'online' ? <NowWords live={live} /> : null}
          {live.connection === 'offline' && live.seenAt
            ? t('screens.seen', { when: agoOf(live.seenAt, now, language) })
            : null}
        </p>
        <p className="hint">
          {live.wanted === null ? <DeliveryWords live={live} /> : <NextWords live={live} screen={screen} />}
        </p>
      </div>
    </li>
  );
};

const NextWords = ({ screen, live }: SeenScreen) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(15_000);
  const spanWords = useSpanWords();
  const body = useManifest(live).data?.body;
  if (!body) return null;
  const { next } = nowAndNext(body, now, now + DAY_MS);
  if (!next) return t('overview.nextNone');
  return t('overview.next', { when: momentOf(next.from, screen.zone, language, now), what: spanWords(body, next) });
};
