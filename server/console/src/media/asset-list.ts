/** Assets in pages, as the server hands them out, for the library and for the picker. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Asset } from '../../../../playlists/model/media.ts';
import { addDays } from '../../../../playlists/timeline/wall-clock.ts';
import type { CONTRACTS } from '../../../../playlists/wire/api/index.ts';
import { call, type ReplyOf } from '../api/client.ts';
import { ReadTrouble } from '../api/queries.ts';
import type { AssetSearch } from '../app/addresses.ts';
import { useHidden } from '../parts/deletion-context.tsx';

export type AssetQuery = Omit<z.input<(typeof CONTRACTS)['listAssets']['query']>, 'cursor' | 'limit'>;

const PAGE = 100;
/** What “soon” and “for a while” mean in the filters. */
const SOON_DAYS = 30;
const UNUSED_DAYS = 90;

/** What the address asks for, in the words of the contract. */
export const queryOf = (search: AssetSearch, today: string): AssetQuery => {
  const { use, asset: _asset, panel: _panel, view: _view, search: words, ...rest } = search;
  return {
    ...rest,
    ...(words ? { search: words.slice(0, 100) } : {}),
    ...(use === 'expired' ? { expiresUntil: addDays(today, -1) } : {}),
    ...(use === 'soon' ? { expiresFrom: today, expiresUntil: addDays(today, SOON_DAYS) } : {}),
    ...(use === 'unused' ? { unusedDays: UNUSED_DAYS } : {}),
  };
};

/** How many filters are set, the words and the folder not counted. */
export const filtersOn = ({ kind, state, topic, audience, tags, use }: AssetSearch): number =>
  [kind, state, topic, audience, tags, use].filter((one) => one !== undefined).length;

export const useAssets = (filter: AssetQuery) => {
  const hidden = useHidden();
  const query = useInfiniteQuery<
    ReplyOf<'listAssets'>,
    ReadTrouble,
    { pages: ReplyOf<'listAssets'>[] },
    readonly unknown[],
    string | undefined
  >({
    // Pages lie in the cache apart from single answers of the same contract, which have another shape.
    queryKey: ['listAssets', 'pages', filter],
    queryFn: async ({ pageParam, signal }) => {
      const called = await call('listAssets', { query: { ...filter, cursor: pageParam, limit: PAGE } }, { signal });
      if (!called.ok) throw new ReadTrouble(called.trouble);
      return called.value;
    },
    // What was shown stays until the answer to another question has come.
    placeholderData: keepPreviousData,
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const assets: Asset[] | undefined = query.data?.pages
    .flatMap((page) => page.items)
    .filter(({ id }) => !hidden.has(id));
  return { ...query, assets, total: query.data?.pages[0]?.total ?? null };
};
