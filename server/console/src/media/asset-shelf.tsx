/**
 * The content as a grid or a table, however much there is: only the rows near the window stand in the document, and the next page is
 * asked for before its end is seen. One item is in the tab order; arrow keys move, Space picks (with Shift a range), Enter opens.
 */
import { useMergedRef, useResizeObserver } from '@mantine/hooks';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssetId } from '../../../../playlists/model/ids.ts';
import type { Asset } from '../../../../playlists/model/media.ts';
import { AssetCard, AssetRow, type ItemProps, TableHead } from './asset-items.tsx';
import { carriedWith } from './carried.ts';
import { type Picks, stretched, toggled } from './picks.ts';
import type { Carrying } from './use-carrying.tsx';

const GAP = 16;
const NARROW = 560;
const CARD_WIDTH = 210;
const CARD_HEIGHT = 232;
const ROW_HEIGHT = 64;
/** The next page is asked for when so many items are left. */
const AHEAD = 40;

export const AssetShelf = ({
  assets,
  total,
  view,
  picks,
  onPicks,
  carrying,
  onOpen,
  hasMore,
  onMore,
}: {
  assets: readonly Asset[];
  /** How many there are in all, where that is known. */
  total: number | null;
  view: 'grid' | 'table';
  picks: Picks;
  onPicks: (picks: Picks) => void;
  /** Null = nothing here can be carried into a folder. */
  carrying: Carrying | null;
  onOpen: (id: AssetId) => void;
  hasMore: boolean;
  onMore: () => void;
}) => {
  const { t } = useTranslation();
  const [measured, { width }] = useResizeObserver<HTMLDivElement>();
  const own = useRef<HTMLDivElement>(null);
  const box = useMergedRef(measured, own);
  const [top, setTop] = useState(0);
  const [active, setActive] = useState(0);
  const isGrid = view === 'grid';
  const gap = width > 0 && width < NARROW ? 10 : GAP;
  const columns = !isGrid
    ? 1
    : width > 0 && width < NARROW
      ? 2
      : Math.max(1, Math.floor((width + gap) / (CARD_WIDTH + gap)));
  const lines = Math.ceil(assets.length / columns);
  useLayoutEffect(() => setTop(own.current?.offsetTop ?? 0));
  const virtual = useWindowVirtualizer({
    count: width === 0 ? 0 : lines,
    estimateSize: () => (isGrid ? CARD_HEIGHT : ROW_HEIGHT),
    gap: isGrid ? gap : 0,
    overscan: 3,
    scrollMargin: top,
  });
  // Another width or view is another height for every line.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measures anew when one of these changed
  useEffect(() => virtual.measure(), [columns, view]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const isNearEnd = hasMore && (last + 1) * columns + AHEAD >= assets.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks once each time the end comes near
  useEffect(() => {
    if (isNearEnd) onMore();
  }, [isNearEnd, assets.length]);

  const focusOn = (place: number): void => {
    const to = Math.max(0, Math.min(assets.length - 1, place));
    setActive(to);
    virtual.scrollToIndex(Math.floor(to / columns), { align: 'auto' });
    // The line may have to be drawn first.
    const seek = (tries: number): void => {
      const item = own.current?.querySelector<HTMLElement>(`[data-place="${to}"] .item-title`);
      if (item) item.focus({ preventScroll: true });
      else if (tries > 0) requestAnimationFrame(() => seek(tries - 1));
    };
    requestAnimationFrame(() => seek(20));
  };
  const shown = assets.map(({ id }) => id);
  const pick = (id: AssetId, event: { shiftKey: boolean }): void =>
    onPicks(event.shiftKey ? stretched(picks, id, shown) : toggled(picks, id));
  const onKey = (event: KeyboardEvent, place: number): void => {
    const page = columns * 4;
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: isGrid ? place + 1 : place,
      ArrowLeft: isGrid ? place - 1 : place,
      ArrowDown: place + columns,
      ArrowUp: place - columns,
      PageDown: place + page,
      PageUp: place - page,
      Home: 0,
      End: assets.length - 1,
    };
    const to = steps[event.key];
    const id = assets[place]?.id;
    if (to !== undefined) focusOn(to);
    else if (event.key === ' ' && id) pick(id, event);
    else return;
    event.preventDefault();
  };
  const dragOf = (asset: Asset, { from }: Carrying): ItemProps['drag'] => {
    const carried = carriedWith(asset.id, picks.ids, assets);
    const count = carried.kind === 'assets' ? carried.assets.length : 1;
    return from(carried, count > 1 ? t('library.picked', { count }) : asset.title);
  };
  const itemProps = (place: number): ItemProps => {
    const asset = assets[place] as Asset;
    return {
      asset,
      place,
      total: total ?? assets.length,
      isPicked: picks.ids.has(asset.id),
      isActive: place === Math.min(active, assets.length - 1),
      onOpen: (event: MouseEvent) =>
        event.shiftKey || event.ctrlKey || event.metaKey ? pick(asset.id, event) : onOpen(asset.id),
      onPick: (event) => pick(asset.id, event),
      onKey: (event) => onKey(event, place),
      onFocus: () => setActive(place),
      drag: carrying ? dragOf(asset, carrying) : {},
    };
  };
  const Item = isGrid ? AssetCard : AssetRow;
  return (
    <div ref={box} className={isGrid ? 'shelf shelf-grid' : 'shelf shelf-table'}>
      <p className="unseen" id="shelf-keys">
        {t('library.keys')}
      </p>
      {isGrid ? null : <TableHead />}
      {/* biome-ignore lint/a11y/useSemanticElements: lines, which are no items, stand between the list and its items */}
      <div
        role="list"
        aria-label={t('library.list')}
        className="shelf-window"
        style={{ height: virtual.getTotalSize() }}
      >
        {items.map((line) => (
          <div
            key={line.key}
            ref={virtual.measureElement}
            data-index={line.index}
            role="presentation"
            className="shelf-line"
            style={{
              transform: `translateY(${line.start - top}px)`,
              ...(isGrid ? { gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, gap } : {}),
            }}
          >
            {assets.slice(line.index * columns, (line.index + 1) * columns).map((asset, i) => (
              <Item key={asset.id} {...itemProps(line.index * columns + i)} />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
};
