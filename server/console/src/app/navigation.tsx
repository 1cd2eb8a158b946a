/** The list of pages, in a sidebar on wide windows and a drawer plus bottom bar on narrow ones. */
import {
  IconCalendarWeek,
  IconClockPlay,
  IconDevices,
  IconDeviceTv,
  IconGauge,
  IconHeartbeat,
  IconHistory,
  IconPhotoVideo,
  IconPlaylist,
  IconSend,
  IconTextDirectionLtr,
  IconUsers,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../../../playlists/model/role.ts';

const GROUPS = [
  {
    title: 'groupOperate',
    items: [
      { to: '/', word: 'overview', Icon: IconGauge },
      { to: '/screens', word: 'screens', Icon: IconDeviceTv },
      { to: '/fleet', word: 'fleet', Icon: IconDevices },
      { to: '/time', word: 'time', Icon: IconClockPlay },
      { to: '/plays', word: 'plays', Icon: IconHistory },
    ],
  },
  {
    title: 'groupContent',
    items: [
      { to: '/media', word: 'media', Icon: IconPhotoVideo },
      { to: '/playlists', word: 'playlists', Icon: IconPlaylist },
      { to: '/tickers', word: 'tickers', Icon: IconTextDirectionLtr },
      { to: '/schedule', word: 'schedule', Icon: IconCalendarWeek },
      { to: '/publish', word: 'publish', Icon: IconSend },
    ],
  },
  {
    title: 'groupSystem',
    items: [
      { to: '/people', word: 'people', Icon: IconUsers, role: 'admin' as Role },
      { to: '/health', word: 'health', Icon: IconHeartbeat },
    ],
  },
] as const;

export const Navigation = ({ role, onGo }: { role: Role; onGo?: () => void }) => {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('shell.mainNav')} className="nav">
      {GROUPS.map((group) => (
        <div key={group.title} className="nav-group">
          <p className="nav-title">{t(`shell.${group.title}`)}</p>
          <ul>
            {group.items
              .filter((item) => !('role' in item) || item.role === role)
              .map(({ to, word, Icon }) => (
                <li key={to}>
                  <Link
                    to={to}
                    className="nav-link"
                    activeOptions={{ exact: to === '/', includeSearch: false }}
                    onClick={onGo}
                  >
                    <Icon size={20} stroke={1.7} aria-hidden />
                    <span>{t(`shell.${word}`)}</span>
                  </Link>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
};

const THUMB = [
  { to: '/', word: 'overview', Icon: IconGauge },
  { to: '/screens', word: 'screens', Icon: IconDeviceTv },
  { to: '/media', word: 'media', Icon: IconPhotoVideo },
  { to: '/schedule', word: 'schedule', Icon: IconCalendarWeek },
] as const;

/** Five thumb-sized ways at the bottom of a phone; the fifth opens the whole list. */
export const ThumbBar = ({ more }: { more: React.ReactNode }) => {
  const { t } = useTranslation();
  return (
    <nav className="thumb-bar" aria-label={t('shell.mainNav')}>
      {THUMB.map(({ to, word, Icon }) => (
        <Link key={to} to={to} className="thumb" activeOptions={{ exact: to === '/', includeSearch: false }}>
          <Icon size={22} stroke={1.7} aria-hidden />
          <span>{t(`shell.${word}`)}</span>
        </Link>
      ))}
      {more}
    </nav>
  );
};
