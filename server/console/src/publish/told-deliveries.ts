/** Which deliveries this browser has told of to the end: each is told once, not again at every visit. */
const KEY = 'bang-tin.delivery-told';

/** The publication whose delivery was told last; null = none, or the browser keeps nothing. */
export const toldDelivery = (): string | null => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
};

export const noteToldDelivery = (publicationId: string): void => {
  try {
    localStorage.setItem(KEY, publicationId);
  } catch {
    // A browser that keeps nothing tells it once a visit.
  }
};
