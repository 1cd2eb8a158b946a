/**
 * The one component for lists whose order people change: by pointer on the grip, by the arrow keys on the grip, or with the
 * plain up and down buttons that every row carries. The row itself moves through the list; nothing floats, and no style
 * element is written, which is why this is ours: @dnd-kit writes them at every drag and the content policy forbids that.
 */
import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type Edges, moved, placeAt } from './reorder.ts';

export interface SortableWords<Item> {
  drag: (item: Item) => string;
  up: (item: Item) => string;
  down: (item: Item) => string;
  /** Said to screen readers after a move; `position` from 1. */
  moved: (item: Item, position: number) => string;
}

/** Within this distance of the window's edge a drag scrolls the page. */
const SCROLL_EDGE_PX = 72;
const SCROLL_STEP_PX = 14;

export const SortableList = <Item extends { key: string }>({
  items,
  onChange,
  words,
  children,
}: {
  items: readonly Item[];
  onChange: (items: Item[]) => void;
  words: SortableWords<Item>;
  children: (item: Item, position: number) => ReactNode;
}) => {
  const [said, setSaid] = useState('');
  const [dragged, setDragged] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  /** The order when the drag began, for Escape. */
  const before = useRef<readonly Item[]>(items);

  const shift = (from: number, to: number): void => {
    const item = items[from];
    if (!item || to < 0 || to >= items.length) return;
    onChange(moved(items, from, to));
    setSaid(words.moved(item, to + 1));
  };
  // The window hears the pointer, not the grip: a grip that moves through the document would lose it.
  const follow = useRef<(event: PointerEvent) => void>(() => undefined);
  follow.current = (event) => {
    const edges: Edges[] = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect());
    const from = items.findIndex((item) => item.key === dragged);
    const to = placeAt(edges, from, event.clientY);
    if (from >= 0 && to !== from) shift(from, to);
    if (event.clientY < SCROLL_EDGE_PX) scrollBy(0, -SCROLL_STEP_PX);
    if (event.clientY > innerHeight - SCROLL_EDGE_PX) scrollBy(0, SCROLL_STEP_PX);
  };
  const giveUp = useRef<() => void>(() => undefined);
  giveUp.current = () => onChange([...before.current]);
  useEffect(() => {
    if (dragged === null) return;
    const ends = new AbortController();
    const { signal } = ends;
    const end = (): void => setDragged(null);
    addEventListener('pointermove', (event) => follow.current(event), { signal });
    addEventListener('pointerup', end, { signal });
    addEventListener('pointercancel', end, { signal });
    addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape') return;
        giveUp.current();
        end();
      },
      { signal },
    );
    return () => ends.abort();
  }, [dragged]);

  return (
    <>
      <ol className="sortable" ref={list}>
        {items.map((item, index) => (
          <li key={item.key} className={item.key === dragged ? 'sortable-row dragging' : 'sortable-row'}>
            <button
              type="button"
              className="grip"
              aria-label={words.drag(item)}
              onPointerDown={(event) => {
                if (event.button !== 0) return;
                before.current = items;
                setDragged(item.key);
              }}
              onKeyDown={(event) => {
                if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
                event.preventDefault();
                shift(index, event.key === 'ArrowUp' ? index - 1 : index + 1);
              }}
            >
              <IconGripVertical size={18} aria-hidden />
            </button>
            {children(item, index)}
            <span className="sortable-steps">
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={index === 0}
                aria-label={words.up(item)}
                onClick={() => shift(index, index - 1)}
              >
                <IconArrowUp size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={index === items.length - 1}
                aria-label={words.down(item)}
                onClick={() => shift(index, index + 1)}
              >
                <IconArrowDown size={16} aria-hidden />
              </ActionIcon>
            </span>
          </li>
        ))}
      </ol>
      <p className="unseen" role="status">
        {said}
      </p>
    </>
  );
};
