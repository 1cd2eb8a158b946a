/** The technicians' page: every device and what is wrong with it, filters in the address, commands to one or many, and how they went. */
import { Button, SegmentedControl } from '@mantine/core';
import { IconDevices, IconSearchOff, IconX } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import { useAllLive, useFeed } from '../api/feed-context.tsx';
import { useRead } from '../api/queries.ts';
import { fold } from '../i18n/format.ts';
import { useHidden } from '../parts/deletion-context.tsx';
import { LinkButton } from '../parts/link.tsx';
import { MoreMark } from '../parts/more-mark.tsx';
import { Bones, Empty, Page, Shown } from '../parts/page.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { useEscape } from '../parts/use-escape.ts';
import { CommandButtons } from './command-buttons.tsx';
import { CommandLog } from './command-log.tsx';
import { FLEET_FILTERS, type FleetFilter } from './filter-names.ts';
import { ALWAYS_OFFERED, isIn } from './fleet-filters.ts';
import { FleetGrid } from './fleet-grid.tsx';
import type { FleetRow } from './fleet-list.ts';
import { FleetTable } from './fleet-table.tsx';
import { usePictures } from './screen-picture.tsx';

/** Rows in the document at first, and with each step further down. */
const STEP = 60;

export const FleetPage = () => {
  const { t } = useTranslation();
  const screens = useRead('listScreens');
  return (
    <Page title={t('fleet.title')} lead={t('fleet.lead')} wide>
      <Shown read={screens} bones={<Bones count={5} height={64} />}>
        {(stored) =>
          stored.length === 0 ? (
            <Empty icon={<IconDevices size={40} stroke={1.4} />} title={t('screens.empty')} why={t('screens.emptyWhy')}>
              <LinkButton to="/screens" search={{ pair: '' }}>
                {t('screens.pair')}
              </LinkButton>
            </Empty>
          ) : (
            <Fleet stored={stored} />
          )
        }
      </Shown>
    </Page>
  );
};

const Fleet = ({ stored }: { stored: readonly { screen: Screen; live: ScreenLive }[] }) => {
  const { t } = useTranslation();
  const search = useSearch({ from: '/inside/fleet' });
  const navigate = useNavigate();
  const look = (change: Partial<typeof search>): void =>
    void navigate({ to: '/fleet', search: { ...search, ...change }, replace: true });
  const sites = useRead('listSites');
  const siteName = useMemo(() => new Map(sites.data?.map((site) => [site.id, site.name])), [sites.data]);
  const pictures = usePictures();
  const hidden = useHidden();
  const feed = useFeed();
  const lives = useAllLive();
  const [count, setCount] = useState(STEP);
  const [picked, setPicked] = useState<ReadonlySet<ScreenId>>(new Set());
  const letGo = (): void => setPicked(new Set());
  useEscape(picked.size > 0, letGo);
  useEffect(() => feed.seed(stored.map(({ live }) => live)), [stored, feed]);

  const all: FleetRow[] = stored
    .filter(({ screen }) => !hidden.has(screen.id))
    .map(({ screen, live }) => ({
      screen,
      live: lives.get(screen.id) ?? live,
      siteName: siteName.get(screen.siteId) ?? '',
      picture: pictures.get(screen.id),
    }));
  const wanted = fold(search.search ?? '');
  const rows = all.filter(
    ({ screen, live, siteName: site }) =>
      (!search.fault || isIn(live, search.fault)) && fold(`${screen.name} ${site}`).includes(wanted),
  );
  const shown = rows.slice(0, count);
  const pick = (id: ScreenId): void =>
    setPicked((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const pickAll = (): void =>
    setPicked(
      rows.every(({ screen }) => picked.has(screen.id)) ? new Set() : new Set(rows.map(({ screen }) => screen.id)),
    );
  // In the order shown, so that numbers on the glass run as the list does.
  const chosen = all.filter(({ screen }) => picked.has(screen.id)).map(({ screen }) => screen);
  const nameOf = (id: ScreenId): string => all.find(({ screen }) => screen.id === id)?.screen.name ?? id;
  const list = { rows: shown, picked, onPick: pick, onPickAll: pickAll };
  return (
    <>
      <FilterChips rows={all} chosen={search.fault} onChoose={(fault) => look({ fault })} />
      <div className="filters below fleet-tools">
        <SearchField
          label={t('fleet.search')}
          value={search.search ?? ''}
          onChange={(text) => look({ search: text || undefined })}
        />
        <SegmentedControl
          aria-label={t('fleet.view')}
          value={search.view ?? 'table'}
          onChange={(view) => look({ view: view === 'grid' ? 'grid' : undefined })}
          data={[
            { value: 'table', label: t('fleet.table') },
            { value: 'grid', label: t('fleet.grid') },
          ]}
        />
      </div>
      {rows.length === 0 ? (
        <Empty
          icon={<IconSearchOff size={40} stroke={1.4} />}
          title={t('common.noMatch')}
          why={t('common.noMatchWhy')}
        />
      ) : search.view === 'grid' ? (
        <FleetGrid {...list} />
      ) : (
        <FleetTable {...list} />
      )}
      {rows.length > count ? <MoreMark busy={false} onMore={() => setCount((before) => before + STEP)} /> : null}
      {chosen.length > 0 ? (
        <section className="bulk-bar" aria-label={t('fleet.picked', { count: chosen.length })}>
          <strong role="status">{t('fleet.picked', { count: chosen.length })}</strong>
          <div className="bulk-acts">
            <CommandButtons screens={chosen} onDone={letGo} />
            <Button variant="default" leftSection={<IconX size={18} aria-hidden />} onClick={letGo}>
              {t('fleet.unpick')}
            </Button>
          </div>
        </section>
      ) : null}
      <div className="fleet-log">
        <CommandLog nameOf={nameOf} />
      </div>
    </>
  );
};

const FilterChips = ({
  rows,
  chosen,
  onChoose,
}: {
  rows: readonly FleetRow[];
  chosen: FleetFilter | undefined;
  onChoose: (filter: FleetFilter | undefined) => void;
}) => {
  const { t } = useTranslation();
  const offered = FLEET_FILTERS.map((filter) => ({
    filter,
    count: rows.filter(({ live }) => isIn(live, filter)).length,
  })).filter(({ filter, count }) => count > 0 || ALWAYS_OFFERED.has(filter) || filter === chosen);
  return (
    <fieldset className="fleet-chips" aria-label={t('fleet.filters')}>
      {[{ filter: undefined, count: rows.length }, ...offered].map(({ filter, count }) => (
        <button
          key={filter ?? 'all'}
          type="button"
          className={`fleet-chip fleet-chip-${filter ?? 'all'}`}
          aria-pressed={chosen === filter}
          data-empty={count === 0 || undefined}
          onClick={() => onChoose(filter)}
        >
          <strong>{count}</strong> {t(`fleet.filter.${filter ?? 'all'}`)}
        </button>
      ))}
    </fieldset>
  );
};
