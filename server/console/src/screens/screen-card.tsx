/** A screen as a card: the live picture, its state, what it plays. */
import { useInViewport } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import { useScreenLive } from '../api/feed-context.tsx';
import { agoOf } from '../i18n/format.ts';
import { useLanguage, useNow } from '../parts/language.ts';
import { Tag } from '../parts/tag.tsx';
import { ConnectionTag, DeliveryWords, NowWords } from './live-words.tsx';
import { useManifest } from './manifest.ts';
import { LivePreview } from './manifest-preview.tsx';
import { Picture } from './picture.tsx';

export const ScreenCard = ({
  screen,
  live: read,
  siteName,
}: {
  screen: Screen;
  live: ScreenLive;
  siteName: string;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(15_000);
  const live = useScreenLive(screen.id) ?? read;
  const { ref, inViewport } = useInViewport();
  const faults = live.connection === 'online' ? (live.heartbeat?.faults ?? []) : [];
  return (
    <li className="card screen-card">
      <div ref={ref}>
        <ScreenPreview screen={screen} live={live} seen={inViewport} />
      </div>
      <div className="screen-words">
        <Link to="/screens/$screenId" params={{ screenId: screen.id }} className="card-title stretched">
          {screen.name}
        </Link>
        <p className="hint one-line">
          {siteName} · {screen.canvas.width}×{screen.canvas.height}
        </p>
        <div className="tags">
          <ConnectionTag live={live} />
          {faults.length > 0 ? <Tag tone="warn">{t('screens.faults')}</Tag> : null}
          {live.delivery.kind === 'refused' ? <Tag tone="bad">{t('screens.delivery.refused')}</Tag> : null}
        </div>
        <p className="screen-now">
          {live.connection === 'offline' && live.seenAt ? (
            t('screens.seen', { when: agoOf(live.seenAt, now, language) })
          ) : live.connection === 'online' ? (
            <NowWords live={live} />
          ) : null}
        </p>
        <p className="hint">
          <DeliveryWords live={live} />
        </p>
      </div>
    </li>
  );
};

/** The published manifest, drawn live; read only when it is to be seen. */
export const ScreenPreview = ({
  screen,
  live,
  seen = true,
}: {
  screen: Screen;
  live: ScreenLive;
  /** Whether it is in view. */
  seen?: boolean;
}) => {
  const { t } = useTranslation();
  const manifest = useManifest(live, seen);
  if (manifest.data) return <LivePreview body={manifest.data.body} name={screen.name} />;
  const words = live.wanted === null ? t('screens.previewNone') : (manifest.error?.trouble.technician ?? '');
  return (
    <div className="preview">
      <Picture shown={{ kind: 'nothing', words }} canvas={screen.canvas} running={false} label={words || screen.name} />
    </div>
  );
};
