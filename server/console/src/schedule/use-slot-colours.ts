/** What the colours of the calendar say of each slot, and the legend to them. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asset } from '../../../../playlists/model/media.ts';
import type { Playlist } from '../../../../playlists/model/playlist.ts';
import { isTickerAlone, Priority, type Slot } from '../../../../playlists/model/slot.ts';
import { readOf } from '../api/queries.ts';
import { useTopicName } from '../media/topics.tsx';
import { type Colouring, tonesOf, topicOfPlaylist } from './slot-colours.ts';

export interface SlotColour {
  /** Class that brings the three colours. */
  tone: string;
  /** What the colour says, in a word or two; null where the level says it. */
  mark: string | null;
}
export interface LegendLine {
  tone: string;
  words: string;
  /** Slots of this colour. */
  count: number;
}

const PAGE_LIMIT = 200;
/** A library larger than that is read no further; the topics of what is named beyond are then unknown. */
const MOST_PAGES = 20;
const NOTHING: readonly Asset[] = [];

/** The whole library, page by page; read only while somebody wants it. */
const useLibrary = (enabled: boolean): readonly Asset[] => {
  const queries = useQueryClient();
  const read = useQuery({
    queryKey: ['listAssets', 'all'],
    enabled,
    queryFn: async (): Promise<Asset[]> => {
      const found: Asset[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const query = { limit: PAGE_LIMIT, ...(cursor ? { cursor } : {}) };
        const { items, next } = await queries.fetchQuery({ ...readOf('listAssets', { query }), staleTime: 0 });
        found.push(...items);
        if (next === null) break;
        cursor = next;
      }
      return found;
    },
  });
  return read.data ?? NOTHING;
};

/** `all` = every slot, so that tones stay the same whatever is filtered. */
export const useSlotColours = (
  colouring: Colouring,
  all: readonly Slot[],
  playlists: readonly Playlist[],
): { colourOf: (slot: Slot) => SlotColour; legendOf: (shown: readonly Slot[]) => LegendLine[] } => {
  const { t } = useTranslation();
  const topicName = useTopicName();
  const library = useLibrary(colouring === 'topic');
  return useMemo(() => {
    const playlistById = new Map(playlists.map((playlist) => [playlist.id, playlist]));
    const assets = new Map(library.map((asset) => [asset.id, asset]));
    const topics = new Map(
      colouring === 'topic'
        ? playlists.map(({ id }) => [id, topicOfPlaylist(id, (one) => playlistById.get(one), assets)])
        : [],
    );
    /** What decides the tone; null = nothing to say. */
    const keyOf = ({ playlistId }: Slot): string | null => {
      if (playlistId === null) return t('tickers.alone');
      return colouring === 'topic' ? (topics.get(playlistId) ?? null) : (playlistById.get(playlistId)?.name ?? null);
    };
    const tones = tonesOf(all.flatMap((slot) => keyOf(slot) ?? []));
    const none = t(colouring === 'topic' ? 'gestures.noTopic' : 'schedule.targetGone');
    const colourOf = (slot: Slot): SlotColour => {
      if (colouring === 'priority') return { tone: `slot-${slot.priority}`, mark: null };
      const key = keyOf(slot);
      return key === null ? { tone: 'slot-untold', mark: none } : { tone: `slot-tone-${tones.get(key)}`, mark: key };
    };
    const legendOf = (shown: readonly Slot[]): LegendLine[] => {
      const lines = new Map<string, LegendLine>();
      /** The words of a line are looked up once, not for each of thousands of slots. */
      const add = (key: string, tone: string, wordsOf: () => string): void => {
        const line = lines.get(key) ?? { words: wordsOf(), tone, count: 0 };
        line.count += 1;
        lines.set(key, line);
      };
      for (const slot of shown) {
        const { tone, mark } = colourOf(slot);
        const { enabled, priority } = slot;
        if (!enabled) add('disabled', 'slot-off', () => t('schedule.disabled'));
        else if (mark === null) add(`level ${priority}`, tone, () => t(`schedule.priorities.${priority}`));
        else
          add(`mark ${mark}`, tone, () =>
            colouring === 'topic' && mark !== none && !isTickerAlone(slot) ? topicName(mark) : mark,
          );
      }
      const order = [...Priority.options.map((level) => `slot-${level}`), 'tones', 'slot-untold', 'slot-off'];
      const rank = ({ tone }: LegendLine): number => order.indexOf(tone.startsWith('slot-tone') ? 'tones' : tone);
      return [...lines.values()].sort((a, b) => rank(a) - rank(b) || a.words.localeCompare(b.words, 'vi'));
    };
    return { colourOf, legendOf };
  }, [colouring, all, playlists, library, t, topicName]);
};
