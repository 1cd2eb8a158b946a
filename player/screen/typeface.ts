/** The type that slides and tickers are painted with. */
import { TYPEFACE, WEIGHTS } from '../../playlists/slides/glyphs.ts';

/** Longer than a still disk takes, shorter than a slide is made ready ahead. */
const TYPE_WAIT_MS = 3_000;

/** Both files of each weight; resolves when they are there or will not come. */
export const loadType = async (): Promise<void> => {
  const late = new Promise((resolve) => setTimeout(resolve, TYPE_WAIT_MS));
  const loaded = WEIGHTS.map((weight) => document.fonts.load(`${weight} 20px "${TYPEFACE}"`, 'Bảng Tin'));
  await Promise.race([Promise.all(loaded).catch(() => undefined), late]);
};
