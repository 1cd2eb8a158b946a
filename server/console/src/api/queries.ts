/**
 * Reading through the cache: `useRead('listSlots')`. Whatever the feed names as changed is read anew by whoever shows it;
 * nothing polls. A refused read arrives as a `ReadTrouble` in the query's error.
 */
import { keepPreviousData, QueryClient, useMutation, useQuery } from '@tanstack/react-query';
import type { ContractName } from '../../../../playlists/wire/api/index.ts';
import type { Changed } from '../../../../playlists/wire/console-feed.ts';
import { type CallInput, call, type ReplyOf, type Trouble } from './client.ts';

/** Carries a `Trouble` through react-query, which only knows thrown errors. */
export class ReadTrouble extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble.technician);
    this.trouble = trouble;
  }
}

/** Reads that show the schedule as it would be published. */
const OF_SCHEDULE = [
  'previewPublish',
  'previewDifferences',
  'getPublishingPlan',
  'previewScreen',
  'workingSchedule',
] as const;

/** Which reads show data of each kind. */
export const READS_OF: Readonly<Record<Changed, readonly ContractName[]>> = {
  sites: ['listSites', ...OF_SCHEDULE],
  screens: ['listScreens', 'getScreen', 'listGroups', 'getScreenManifest', 'getTreatment', 'listJobs', ...OF_SCHEDULE],
  groups: ['listGroups', 'listScreens', ...OF_SCHEDULE],
  playlists: ['listPlaylists', 'getPlaylist', ...OF_SCHEDULE],
  slots: ['listSlots', 'listAnnouncements', 'getDraft', ...OF_SCHEDULE],
  calendars: ['listCalendars', ...OF_SCHEDULE],
  'day-parts': ['listDayParts', ...OF_SCHEDULE],
  tickers: ['listTickers', 'getTicker', ...OF_SCHEDULE],
  assets: [
    'listAssets',
    'getAsset',
    'listAssetPlaces',
    'listAssetVersions',
    'listSlideVersions',
    'getTreatment',
    'getDocument',
    'listJobs',
    'listFolders',
    'listTags',
    'getStorage',
    ...OF_SCHEDULE,
  ],
  folders: ['listFolders'],
  tags: ['listTags'],
  publications: [
    'listPublications',
    'listAnnouncements',
    'getScreenManifest',
    'listScreens',
    'listSlots',
    'getDraft',
    ...OF_SCHEDULE,
  ],
  people: ['listPeople', 'getMe'],
  commands: ['listCommands', 'listScreenPictures'],
  ward: ['getWardSettings', 'listJobs', ...OF_SCHEDULE],
  health: ['getHealth'],
};

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // The feed says when something changed; after a reconnect everything counts as changed.
        staleTime: 60_000,
        refetchOnWindowFocus: false,
        // The server is in the building: a browser that believes itself offline may reach it all the same.
        networkMode: 'always',
        retry: (failures, error) =>
          error instanceof ReadTrouble && error.trouble.code === 'unreachable' && failures < 4,
      },
    },
  });

/** Query options of a contract, for loaders and hooks alike. */
export const readOf = <Name extends ContractName>(name: Name, request: CallInput<Name> = {}) => ({
  queryKey: [name, request] as const,
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<ReplyOf<Name>> => {
    const called = await call(name, request, { signal });
    if (!called.ok) throw new ReadTrouble(called.trouble);
    // react-query forbids undefined; no read of ours replies with nothing.
    return called.value;
  },
});

export interface ReadOptions {
  enabled?: boolean;
  /** Shows the last answer while another question is asked. */
  keepsLast?: boolean;
}

export const useRead = <Name extends ContractName>(
  name: Name,
  request: CallInput<Name> = {},
  { enabled = true, keepsLast = false }: ReadOptions = {},
) =>
  useQuery<ReplyOf<Name>, ReadTrouble>({
    ...readOf(name, request),
    enabled,
    ...(keepsLast ? { placeholderData: keepPreviousData } : {}),
  });

/** Changing something: `mutateAsync(request)` gives a `Called` value; the feed brings the change back to every list. */
export const useCall = <Name extends ContractName>(name: Name) =>
  useMutation({ mutationFn: (request: CallInput<Name>) => call(name, request) });
