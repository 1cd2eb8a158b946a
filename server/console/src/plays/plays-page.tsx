/** The play log: what screens really painted, newest first; new plays are announced, not thrown under the reader's eyes. */
import { Button, NativeSelect } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import { DAY_MS, type LocalDate, type ZoneId } from '../../../../playlists/model/time.ts';
import { createWallClocks, dayOf } from '../../../../playlists/timeline/wall-clock.ts';
import { call, type ReplyOf } from '../api/client.ts';
import { useRecentPlays } from '../api/feed-context.tsx';
import { ReadTrouble, useRead } from '../api/queries.ts';
import { useZone } from '../parts/language.ts';
import { MoreMark } from '../parts/more-mark.tsx';
import { Bones, Empty, Page } from '../parts/page.tsx';
import { DateField } from '../parts/time-field.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { PlayTable } from './play-table.tsx';

const startOf = (date: LocalDate, zone: ZoneId, days = 0): number =>
  createWallClocks()(zone).instantOf(dayOf(date), days * DAY_MS);

export const PlaysPage = () => {
  const { t } = useTranslation();
  const search = useSearch({ from: '/inside/plays' });
  const navigate = useNavigate();
  const zone = useZone();
  const screens = useRead('listScreens');
  const look = (change: Partial<typeof search>): void =>
    void navigate({ to: '/plays', search: { ...search, ...change }, replace: true });
  const query = useInfiniteQuery<
    ReplyOf<'listPlays'>,
    ReadTrouble,
    { pages: ReplyOf<'listPlays'>[] },
    readonly unknown[],
    string | undefined
  >({
    queryKey: ['listPlays', 'pages', search, zone],
    queryFn: async ({ pageParam, signal }) => {
      const called = await call(
        'listPlays',
        {
          query: {
            screenId: search.screen,
            from: search.from ? startOf(search.from, zone) : undefined,
            until: search.until ? startOf(search.until, zone, 1) : undefined,
            cursor: pageParam,
            limit: 50,
          },
        },
        { signal },
      );
      if (!called.ok) throw new ReadTrouble(called.trouble);
      return called.value;
    },
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const plays = query.data?.pages.flatMap((page) => page.items);
  const newest = plays?.[0]?.receivedAt ?? 0;
  const fresh = useRecentPlays().filter(
    (play) => play.receivedAt > newest && (!search.screen || play.screenId === search.screen) && !search.until,
  ).length;

  return (
    <Page title={t('plays.title')} lead={t('plays.lead')} wide>
      <div className="filters">
        <NativeSelect
          label={t('plays.screenFilter')}
          value={search.screen ?? ''}
          onChange={(event) => look({ screen: (event.currentTarget.value || undefined) as ScreenId | undefined })}
          data={[
            { value: '', label: t('plays.allScreens') },
            ...(screens.data ?? []).map(({ screen }) => ({ value: screen.id as string, label: screen.name })),
          ]}
        />
        <DateField
          label={t('plays.from')}
          value={search.from ?? null}
          onChange={(from) => look({ from: from ?? undefined })}
        />
        <DateField
          label={t('plays.until')}
          value={search.until ?? null}
          onChange={(until) => look({ until: until ?? undefined })}
        />
      </div>
      <div role="status">
        {fresh > 0 && plays?.length ? (
          <Button variant="default" fullWidth onClick={() => void query.refetch()}>
            {t('plays.fresh', { count: fresh })}
          </Button>
        ) : null}
      </div>
      {query.error && !plays ? (
        <TroubleNote trouble={query.error.trouble} onRetry={() => void query.refetch()} />
      ) : null}
      {!plays && !query.error ? <Bones count={6} height={44} /> : null}
      {plays?.length === 0 ? (
        <Empty icon={<IconHistory size={40} stroke={1.4} />} title={t('plays.empty')} why={t('plays.emptyWhy')}>
          {search.screen || search.from || search.until ? (
            <Button variant="default" onClick={() => look({ screen: undefined, from: undefined, until: undefined })}>
              {t('common.clearFilters')}
            </Button>
          ) : null}
        </Empty>
      ) : null}
      {plays?.length ? <PlayTable plays={plays} /> : null}
      {query.hasNextPage ? (
        <MoreMark busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
      ) : null}
    </Page>
  );
};
