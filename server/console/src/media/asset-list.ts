/** Assets in pages, as the server hands them out, for the library and for the picker. */
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Asset, MediaKind } from '../../../../playlists/model/media.ts';
import { call, type ReplyOf } from '../api/client.ts';
import { ReadTrouble } from '../api/queries.ts';
import { useHidden } from '../parts/deletion-context.tsx';

export interface AssetFilter {
  search?: string | undefined;
  kind?: MediaKind | undefined;
  topic?: string | undefined;
}

const PAGE = 60;

export const useAssets = (filter: AssetFilter) => {
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
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const assets: Asset[] | undefined = query.data?.pages
    .flatMap((page) => page.items)
    .filter(({ id }) => !hidden.has(id));
  return { ...query, assets };
};
