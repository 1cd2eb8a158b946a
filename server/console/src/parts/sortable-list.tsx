/**
 * The one component for lists whose order people change: by pointer on the grip, by the keyboard on the grip (space, arrows,
 * space), or with the plain up and down buttons that every row carries.
 */

import { move } from '@dnd-kit/helpers';
import { DragDropProvider } from '@dnd-kit/react';
import { useSortable } from '@dnd-kit/react/sortable';
import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';

export interface SortableWords<Item> {
  drag: (item: Item) => string;
  up: (item: Item) => string;
  down: (item: Item) => string;
  /** Said to screen readers after a move; `position` from 1. */
  moved: (item: Item, position: number) => string;
}

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
  const shift = (from: number, to: number): void => {
    const next = [...items];
    const [item] = next.splice(from, 1);
    if (!item) return;
    next.splice(to, 0, item);
    onChange(next);
    setSaid(words.moved(item, to + 1));
  };
  return (
    <DragDropProvider
      onDragEnd={(event) => {
        if (event.canceled) return;
        const keys = items.map(({ key }) => ({ id: key }));
        const moved = move(keys, event);
        const byKey = new Map(items.map((item) => [item.key, item]));
        onChange(moved.flatMap(({ id }) => byKey.get(String(id)) ?? []));
      }}
    >
      <ol className="sortable">
        {items.map((item, index) => (
          <Row
            key={item.key}
            id={item.key}
            index={index}
            last={index === items.length - 1}
            dragWord={words.drag(item)}
            upWord={words.up(item)}
            downWord={words.down(item)}
            onUp={() => shift(index, index - 1)}
            onDown={() => shift(index, index + 1)}
          >
            {children(item, index)}
          </Row>
        ))}
      </ol>
      <p className="unseen" role="status">
        {said}
      </p>
    </DragDropProvider>
  );
};

const Row = ({
  id,
  index,
  last,
  dragWord,
  upWord,
  downWord,
  onUp,
  onDown,
  children,
}: {
  id: string;
  index: number;
  last: boolean;
  dragWord: string;
  upWord: string;
  downWord: string;
  onUp: () => void;
  onDown: () => void;
  children: ReactNode;
}) => {
  const { ref, handleRef, isDragging } = useSortable({ id, index });
  return (
    <li ref={ref} className={isDragging ? 'sortable-row dragging' : 'sortable-row'}>
      <button type="button" ref={handleRef} className="grip" aria-label={dragWord}>
        <IconGripVertical size={18} aria-hidden />
      </button>
      {children}
      <span className="sortable-steps">
        <ActionIcon variant="subtle" color="gray" disabled={index === 0} aria-label={upWord} onClick={onUp}>
          <IconArrowUp size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" disabled={last} aria-label={downWord} onClick={onDown}>
          <IconArrowDown size={16} aria-hidden />
        </ActionIcon>
      </span>
    </li>
  );
};
