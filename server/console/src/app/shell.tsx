/** The frame around every page behind sign-in: navigation, who is in, language, light or dark, feed state, publish bar. */
import { ActionIcon, Drawer, Menu, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconDots,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconPlugConnectedX,
  IconSun,
  IconUserCircle,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { callAuth, type ReplyOf } from '../api/client.ts';
import { useFeed, useFeedState } from '../api/feed-context.tsx';
import { useRead } from '../api/queries.ts';
import { DropVeil } from '../media/drop-veil.tsx';
import { UploadPanel } from '../media/upload-panel.tsx';
import { useDeletions, useUnanswered } from '../parts/deletion-context.tsx';
import { DeletionDialog } from '../parts/deletion-dialog.tsx';
import { useLanguage, ZoneContext } from '../parts/language.ts';
import { PublishBar } from '../publish/publish-bar.tsx';
import { AnnounceButton } from '../slides/announce-button.tsx';
import { OnAirNow } from '../slides/on-air-now.tsx';
import { Brand } from './brand.tsx';
import { Navigation, ThumbBar } from './navigation.tsx';

export const Shell = () => {
  const { t } = useTranslation();
  const me = useRead('getMe');
  const feed = useFeed();
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [opened, drawer] = useDisclosure(false);

  useEffect(() => {
    feed.start();
    return () => feed.stop();
  }, [feed]);

  const ended = me.error?.trouble.status === 401;
  useEffect(() => {
    if (ended) void navigate({ to: '/sign-in', search: { next: location.pathname + location.search } });
  }, [ended, navigate]);

  // A new page begins at its top, for the eyes and for screen readers.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what changed
  useEffect(() => {
    scrollTo(0, 0);
  }, [path]);

  useUnanswered(me.data !== undefined);

  if (!me.data) return null;
  const { person, wardName, zone } = me.data;
  return (
    <ZoneContext value={zone}>
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <div className="frame">
        <aside className="side">
          <Brand wardName={wardName} />
          <Navigation role={person.role} />
        </aside>
        <div className="column">
          <header className="top">
            <div className="top-brand">
              <Brand wardName={wardName} />
            </div>
            <div className="top-tools">
              <AnnounceButton />
              <FeedLamp />
              <LanguageSwitch />
              <SchemeSwitch />
              <AccountMenu person={person} />
            </div>
          </header>
          <FeedNotice />
          <OnAirNow />
          <main id="main" tabIndex={-1}>
            <Outlet />
          </main>
          <PublishBar />
        </div>
      </div>
      <UploadPanel />
      <DropVeil />
      <DeletionDialog />
      <ThumbBar
        more={
          <button type="button" className="thumb" onClick={drawer.open} aria-haspopup="dialog">
            <IconDots size={22} stroke={1.7} aria-hidden />
            <span>{t('shell.more')}</span>
          </button>
        }
      />
      <Drawer
        opened={opened}
        onClose={drawer.close}
        position="left"
        size={300}
        lockScroll={false}
        title={<Brand wardName={wardName} />}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Navigation role={person.role} onGo={drawer.close} />
      </Drawer>
    </ZoneContext>
  );
};

const FeedLamp = () => {
  const { t } = useTranslation();
  const state = useFeedState();
  const words =
    state === 'live' ? t('shell.live') : state === 'connecting' ? t('shell.connecting') : t('shell.lostShort');
  return (
    <Tooltip label={words}>
      <span className={`lamp lamp-${state}`} role="img" aria-label={words} />
    </Tooltip>
  );
};

const FeedNotice = () => {
  const { t } = useTranslation();
  const state = useFeedState();
  return (
    <div role="status" aria-live="polite">
      {state === 'lost' ? (
        <p className="feed-lost">
          <IconPlugConnectedX size={18} aria-hidden /> {t('shell.lost')}
        </p>
      ) : null}
    </div>
  );
};

export const LanguageSwitch = () => {
  const { t, i18n } = useTranslation();
  const language = useLanguage();
  return (
    <Tooltip label={t('shell.language')}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('shell.language')}
        onClick={() => void i18n.changeLanguage(language === 'vi' ? 'en' : 'vi')}
      >
        <IconLanguage size={20} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
};

export const SchemeSwitch = () => {
  const { t } = useTranslation();
  const scheme = useComputedColorScheme('light');
  // The switch must not make a style element (content policy), which is how Mantine would pause transitions.
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const words = scheme === 'dark' ? t('shell.toLight') : t('shell.toDark');
  return (
    <Tooltip label={words}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={words}
        onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
      >
        {scheme === 'dark' ? <IconSun size={20} aria-hidden /> : <IconMoon size={20} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  );
};

const AccountMenu = ({ person }: { person: ReplyOf<'getMe'>['person'] }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const deletions = useDeletions();
  const navigate = useNavigate();
  const leave = async (): Promise<void> => {
    await deletions.flush();
    await callAuth('sign-out', {});
    await navigate({ to: '/sign-in' });
    queries.clear();
  };
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('shell.account', { name: person.name })}>
          <IconUserCircle size={22} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="who">
          <strong>{person.name}</strong>
          <span>{person.email}</span>
          <span>{t(`shell.${person.role}`)}</span>
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
