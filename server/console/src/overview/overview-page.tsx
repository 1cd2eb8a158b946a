/** The first page: what needs attention, counts, what is on the screens and comes next, today's slots, what was just played. */
import {
  IconAlertTriangle,
  IconDeviceTv,
  IconPlayerPlay,
  IconPlugConnected,
  IconPlugConnectedX,
} from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import type { ProvenPlay } from '../../../../playlists/wire/play.ts';
import { useAllLive, useFeed, useRecentPlays } from '../api/feed-context.tsx';
import { useRead } from '../api/queries.ts';
import { useHidden } from '../parts/deletion-context.tsx';
import { LinkAnchor } from '../parts/link.tsx';
import { Bones, Page, Shown } from '../parts/page.tsx';
import { PlayTable } from '../plays/play-table.tsx';
import { isPlaying, needsAttention } from '../screens/live-words.tsx';
import { FirstSteps } from './first-steps.tsx';
import { ScreenRows, type SeenScreen } from './screen-rows.tsx';
import { TodaySlots } from './today-slots.tsx';
import { Troubles } from './troubles.tsx';

/** Screens drawn live on this page; the rest is one click away. */
const DRAWN = 5;

export const OverviewPage = () => {
  const { t } = useTranslation();
  const feed = useFeed();
  const screens = useRead('listScreens');
  const hidden = useHidden();
  const lives = useAllLive();
  useEffect(() => {
    if (screens.data) feed.seed(screens.data.map(({ live }) => live));
  }, [screens.data, feed]);
  return (
    <Page title={t('overview.title')} wide>
      <Shown read={screens} bones={<Bones count={2} height={140} />}>
        {(list) => {
          const now = list
            .filter(({ screen }) => !hidden.has(screen.id))
            .map(({ screen, live }) => ({ screen, live: lives.get(screen.id) ?? live }));
          return (
            <>
              <Troubles
                devices={now.filter(({ live }) => needsAttention(live))}
                isEmpty={now.every(({ live }) => live.connection === 'unpaired')}
              />
              <FirstSteps />
              {now.length > 0 ? <Situation now={now} /> : null}
            </>
          );
        }}
      </Shown>
    </Page>
  );
};

const Situation = ({ now }: { now: readonly SeenScreen[] }) => {
  const { t } = useTranslation();
  const count = (test: (live: ScreenLive) => boolean): number => now.filter(({ live }) => test(live)).length;
  const drawn = [...now].sort((a, b) => Number(isPlaying(b.live)) - Number(isPlaying(a.live))).slice(0, DRAWN);
  return (
    <>
      <ul className="tiles">
        <Tile icon={<IconDeviceTv />} word={t('overview.total')} count={now.length} tone="idle" />
        <Tile
          icon={<IconPlugConnected />}
          word={t('overview.online')}
          count={count((live) => live.connection === 'online')}
          tone="good"
        />
        <Tile
          icon={<IconPlugConnectedX />}
          word={t('overview.offline')}
          count={count((live) => live.connection === 'offline')}
          tone="bad"
        />
        <Tile icon={<IconPlayerPlay />} word={t('overview.playing')} count={count(isPlaying)} tone="info" />
        <Tile icon={<IconAlertTriangle />} word={t('overview.attention')} count={count(needsAttention)} tone="warn" />
      </ul>
      <div className="split">
        <section>
          <div className="section-head">
            <h2 className="section-title">{t('overview.onScreens')}</h2>
            <LinkAnchor to="/screens">{t('overview.allScreens', { count: now.length })}</LinkAnchor>
          </div>
          <ScreenRows list={drawn} />
        </section>
        <TodaySlots />
      </div>
      <RecentPlays />
    </>
  );
};

const Tile = ({ icon, word, count, tone }: { icon: ReactNode; word: string; count: number; tone: string }) => (
  <li className={`tile card tile-${count > 0 ? tone : 'idle'}`}>
    <span className="tile-icon" aria-hidden>
      {icon}
    </span>
    <div>
      <strong>{count}</strong>
      <span className="tile-word">{word}</span>
    </div>
  </li>
);

const RecentPlays = () => {
  const { t } = useTranslation();
  const read = useRead('listPlays', { query: { limit: 10 } });
  const recent = useRecentPlays();
  const merged = (stored: readonly ProvenPlay[]): ProvenPlay[] => {
    const byKey = new Map([...recent, ...stored].map((play) => [`${play.bootId}${play.seq}`, play]));
    return [...byKey.values()].sort((a, b) => b.startedAt - a.startedAt).slice(0, 10);
  };
  return (
    <section>
      <div className="section-head">
        <h2 className="section-title">{t('overview.recent')}</h2>
        <LinkAnchor to="/plays">{t('overview.allPlays')}</LinkAnchor>
      </div>
      <Shown read={read}>
        {({ items }) => {
          const plays = merged(items);
          return plays.length ? <PlayTable plays={plays} /> : <p className="panel hint">{t('overview.recentNone')}</p>;
        }}
      </Shown>
    </section>
  );
};
