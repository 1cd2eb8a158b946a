/** All screens with their live pictures; groups and sites beside them; the pairing dialog over them. */
import { Button, Tabs } from '@mantine/core';
import { IconDeviceTv, IconLinkPlus, IconSearchOff } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFeed } from '../api/feed-context.tsx';
import { useRead } from '../api/queries.ts';
import { fold } from '../i18n/format.ts';
import { useHidden } from '../parts/deletion-context.tsx';
import { MoreMark } from '../parts/more-mark.tsx';
import { Bones, Empty, Page, Shown } from '../parts/page.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { GroupList } from './group-list.tsx';
import { PairDialog } from './pair-dialog.tsx';
import { ScreenCard } from './screen-card.tsx';
import { SiteList } from './site-list.tsx';

export const ScreensPage = () => {
  const { t } = useTranslation();
  const search = useSearch({ from: '/inside/screens' });
  const navigate = useNavigate();
  const look = (change: Partial<typeof search>): void =>
    void navigate({ to: '/screens', search: { ...search, ...change } });
  return (
    <Page
      title={t('screens.title')}
      wide
      actions={
        <Button leftSection={<IconLinkPlus size={18} aria-hidden />} onClick={() => look({ pair: '' })}>
          {t('screens.pair')}
        </Button>
      }
    >
      <Tabs
        value={search.tab ?? 'screens'}
        onChange={(tab) => look({ tab: tab === 'groups' || tab === 'sites' ? tab : undefined })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="screens">{t('screens.tabScreens')}</Tabs.Tab>
          <Tabs.Tab value="groups">{t('screens.tabGroups')}</Tabs.Tab>
          <Tabs.Tab value="sites">{t('screens.tabSites')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="screens">
          <ScreenGrid
            search={search.search ?? ''}
            onSearch={(text) => look({ search: text || undefined })}
            onPair={() => look({ pair: '' })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="groups">
          <GroupList />
        </Tabs.Panel>
        <Tabs.Panel value="sites">
          <SiteList />
        </Tabs.Panel>
      </Tabs>
      <PairDialog
        opened={search.pair !== undefined}
        code={search.pair ?? ''}
        onClose={() => look({ pair: undefined })}
      />
    </Page>
  );
};

/** Cards in the document at first, and with each step further down. */
const STEP = 48;

const ScreenGrid = ({
  search,
  onSearch,
  onPair,
}: {
  search: string;
  onSearch: (text: string) => void;
  onPair: () => void;
}) => {
  const { t } = useTranslation();
  const screens = useRead('listScreens');
  const sites = useRead('listSites');
  const hidden = useHidden();
  const feed = useFeed();
  const [count, setCount] = useState(STEP);
  useEffect(() => {
    if (screens.data) feed.seed(screens.data.map(({ live }) => live));
  }, [screens.data, feed]);
  const siteName = useMemo(() => new Map(sites.data?.map((site) => [site.id, site.name])), [sites.data]);
  return (
    <Shown
      read={screens}
      bones={
        <div className="screen-grid">
          <Bones count={6} height={280} />
        </div>
      }
    >
      {(stored) => {
        const wanted = fold(search);
        const all = stored.filter(({ screen }) => !hidden.has(screen.id));
        const found = all.filter(({ screen }) =>
          fold(`${screen.name} ${siteName.get(screen.siteId) ?? ''}`).includes(wanted),
        );
        if (all.length === 0) {
          return (
            <Empty
              icon={<IconDeviceTv size={40} stroke={1.4} />}
              title={t('screens.empty')}
              why={t('screens.emptyWhy')}
            >
              <Button onClick={onPair}>{t('screens.pair')}</Button>
            </Empty>
          );
        }
        return (
          <>
            <div className="filters below">
              <SearchField label={t('screens.searchLabel')} value={search} onChange={onSearch} />
            </div>
            {found.length === 0 ? (
              <Empty
                icon={<IconSearchOff size={40} stroke={1.4} />}
                title={t('common.noMatch')}
                why={t('common.noMatchWhy')}
              />
            ) : (
              <ul className="screen-grid">
                {found.slice(0, count).map(({ screen, live }) => (
                  <ScreenCard
                    key={screen.id}
                    screen={screen}
                    live={live}
                    siteName={siteName.get(screen.siteId) ?? ''}
                  />
                ))}
              </ul>
            )}
            {found.length > count ? <MoreMark busy={false} onMore={() => setCount((shown) => shown + STEP)} /> : null}
          </>
        );
      }}
    </Shown>
  );
};
