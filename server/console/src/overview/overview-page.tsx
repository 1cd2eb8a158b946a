/** The first page: counts, what needs attention, what is on the screens, what was just played; or the first four steps. */
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconDeviceTv,
  IconPlayerPlay,
  IconPlugConnected,
  IconPlugConnectedX,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import type { ProvenPlay } from '../../../../playlists/wire/play.ts';
import { useAllLive, useFeed, useRecentPlays } from '../api/feed-context.tsx';
import { useRead } from '../api/queries.ts';
import { agoOf } from '../i18n/format.ts';
import { useLanguage, useNow } from '../parts/language.ts';
import { LinkAnchor } from '../parts/link.tsx';
import { Bones, Page, Shown } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { PlayTable } from '../plays/play-table.tsx';
import { ConnectionTag, DeliveryWords, isPlaying, NowWords, needsAttention } from '../screens/live-words.tsx';
import { ScreenPreview } from '../screens/screen-card.tsx';
import { FirstSteps } from './first-steps.tsx';

/** Screens drawn live on this page; the rest is one click away. */
const DRAWN = 4;

export const OverviewPage = () => {
  const { t } = useTranslation();
  const feed = useFeed();
  const screens = useRead('listScreens');
  useEffect(() => {
    if (screens.data) feed.seed(screens.data.map(({ live }) => live));
  }, [screens.data, feed]);
  return (
    <Page title={t('overview.title')} wide>
      <HealthNotice />
      <FirstSteps />
      <Shown read={screens} bones={<Bones count={2} height={140} />}>
        {(list) => (list.length > 0 ? <Situation list={list} /> : null)}
      </Shown>
    </Page>
  );
};

const Situation = ({ list }: { list: readonly { screen: Screen; live: ScreenLive }[] }) => {
  const { t } = useTranslation();
  const lives = useAllLive();
  const now = list.map(({ screen, live }) => ({ screen, live: lives.get(screen.id) ?? live }));
  const count = (test: (live: ScreenLive) => boolean): number => now.filter(({ live }) => test(live)).length;
  const attention = now.filter(({ live }) => needsAttention(live));
  const drawn = [...now].sort((a, b) => Number(isPlaying(b.live)) - Number(isPlaying(a.live))).slice(0, DRAWN);
  return (
    <>
      <ul className="tiles">
        <Tile icon={<IconDeviceTv />} word={t('overview.total')} count={list.length} />
        <Tile
          icon={<IconPlugConnected />}
          tone="good"
          word={t('overview.online')}
          count={count((live) => live.connection === 'online')}
        />
        <Tile
          icon={<IconPlugConnectedX />}
          tone="bad"
          word={t('overview.offline')}
          count={count((live) => live.connection === 'offline')}
        />
        <Tile icon={<IconPlayerPlay />} tone="info" word={t('overview.playing')} count={count(isPlaying)} />
        <Tile icon={<IconAlertTriangle />} tone="warn" word={t('overview.attention')} count={attention.length} />
      </ul>
      <div className="split">
        <section>
          <h2 className="section-title">{t('overview.onScreens')}</h2>
          <ul className="screen-grid compact">
            {drawn.map(({ screen, live }) => (
              <li key={screen.id} className="card screen-card">
                <ScreenPreview screen={screen} />
                <div className="screen-words">
                  <Link to="/screens/$screenId" params={{ screenId: screen.id }} className="card-title stretched">
                    {screen.name}
                  </Link>
                  <div className="tags">
                    <ConnectionTag live={live} />
                  </div>
                  {live.connection === 'online' ? (
                    <p className="hint">
                      <NowWords live={live} />
                    </p>
                  ) : null}
                </div>
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h2 className="section-title">{t('overview.attentionTitle')}</h2>
          <Attention list={attention} />
        </section>
      </div>
      <RecentPlays />
    </>
  );
};

const Tile = ({
  icon,
  word,
  count,
  tone = 'idle',
}: {
  icon: ReactNode;
  word: string;
  count: number;
  tone?: string;
}) => (
  <li className={`tile card tile-${tone}`}>
    <span className="tile-icon" aria-hidden>
      {icon}
    </span>
    <div>
      <strong>{count}</strong>
      <span className="tile-word">{word}</span>
    </div>
  </li>
);

const Attention = ({ list }: { list: readonly { screen: Screen; live: ScreenLive }[] }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(15_000);
  if (list.length === 0) {
    return (
      <p className="panel all-well">
        <IconCircleCheck size={22} aria-hidden /> {t('overview.attentionNone')}
      </p>
    );
  }
  return (
    <ul className="rows">
      {list.slice(0, 8).map(({ screen, live }) => (
        <li key={screen.id} className="row">
          <div className="row-words">
            <LinkAnchor to="/screens/$screenId" params={{ screenId: screen.id }}>
              {screen.name}
            </LinkAnchor>
            <p className="hint">
              {live.connection === 'offline' && live.seenAt ? (
                t('screens.seen', { when: agoOf(live.seenAt, now, language) })
              ) : live.delivery.kind === 'refused' ? (
                <DeliveryWords live={live} />
              ) : live.heartbeat?.clock.quality === 'untrusted' ? (
                t('screens.clockUntrusted')
              ) : (
                t('screens.faults')
              )}
            </p>
          </div>
          {live.connection === 'online' ? (
            <Tag tone="warn">{t('overview.attention')}</Tag>
          ) : (
            <ConnectionTag live={live} />
          )}
        </li>
      ))}
    </ul>
  );
};

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
          return plays.length ? <PlayTable plays={plays} /> : <p className="hint">{t('overview.recentNone')}</p>;
        }}
      </Shown>
    </section>
  );
};

const HealthNotice = () => {
  const { t } = useTranslation();
  const language = useLanguage();
  const bad = useRead('getHealth').data?.checks.filter(({ state }) => state !== 'ok') ?? [];
  if (bad.length === 0) return null;
  return (
    <section className="panel notice" aria-label={t('overview.healthTitle')}>
      <IconAlertTriangle size={22} aria-hidden />
      <div>
        <h2 className="section-title">{t('overview.healthTitle')}</h2>
        <ul>
          {bad.map((check) => (
            <li key={check.name}>
              <Tag tone={check.state === 'fault' ? 'bad' : 'warn'}>{t(`health.name.${check.name}`)}</Tag>{' '}
              {check.staff[language]}
            </li>
          ))}
        </ul>
        <LinkAnchor to="/health">{t('overview.toHealth')}</LinkAnchor>
      </div>
    </section>
  );
};
