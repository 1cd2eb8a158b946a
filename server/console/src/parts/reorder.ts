/** Where a dragged row belongs. Pure. */

/** Upper and lower edge of a row, in the pointer's own coordinates. */
export interface Edges {
  top: number;
  bottom: number;
}

/** A copy with the item of `from` at `to`. */
export const moved = <Item>(items: readonly Item[], from: number, to: number): Item[] => {
  const next = [...items];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
};

/**
 * The place of a row dragged to `y`: it passes a neighbour once the pointer has passed that neighbour's middle, so rows of
 * different heights never jump back and forth.
 */
export const placeAt = (edges: readonly Edges[], from: number, y: number): number => {
  let place = from;
  const middle = (at: number): number => {
    const edge = edges[at] as Edges;
    return (edge.top + edge.bottom) / 2;
  };
  while (place < edges.length - 1 && y > middle(place + 1)) place += 1;
  while (place > 0 && y < middle(place - 1)) place -= 1;
  return place;
};
