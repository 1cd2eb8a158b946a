/** Addresses of the console. Every page is a chunk of its own; everything worth sharing is in the address. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { ReadTrouble, readOf } from '../api/queries.ts';
import {
  AssetSearch,
  FleetSearch,
  PairSearch,
  PlaySearch,
  ScheduleSearch,
  ScreensSearch,
  SignInSearch,
  SlideSearch,
  TimeSearch,
} from './addresses.ts';
import { BrokenFrame, BrokenPage, NoSuchPage } from './astray.tsx';
import { Shell } from './shell.tsx';

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  errorComponent: BrokenFrame,
});

/** While nobody has an account there is nothing to sign in to: the setup page says where its one-time link is. */
const leadToSetup = async (queries: QueryClient): Promise<void> => {
  const setup = await queries.fetchQuery({ ...readOf('getSetup'), staleTime: 0, retry: false }).catch(() => null);
  if (setup?.needed) throw redirect({ to: '/setup' });
};

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('../setup/setup-page.tsx'), 'SetupPage'),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: SignInSearch,
  beforeLoad: ({ context }) => leadToSetup(context.queries),
  component: lazyRouteComponent(() => import('../sign-in/sign-in-page.tsx'), 'SignInPage'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../invitation/invitation-page.tsx'), 'InvitationPage'),
});

/** Everything behind the door: without a session it leads to sign-in and back. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queries.ensureQueryData({ ...readOf('getMe'), retry: false });
    } catch (cause) {
      if (cause instanceof ReadTrouble && cause.trouble.status === 401) {
        await leadToSetup(context.queries);
        throw redirect({ to: '/sign-in', search: { next: location.href } });
      }
      throw cause;
    }
  },
});

const overview = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: lazyRouteComponent(() => import('../overview/overview-page.tsx'), 'OverviewPage'),
});
const screens = createRoute({
  getParentRoute: () => inside,
  path: '/screens',
  validateSearch: ScreensSearch,
  component: lazyRouteComponent(() => import('../screens/screens-page.tsx'), 'ScreensPage'),
});
const screen = createRoute({
  getParentRoute: () => inside,
  path: '/screens/$screenId',
  component: lazyRouteComponent(() => import('../screens/screen-page.tsx'), 'ScreenPage'),
});
const fleet = createRoute({
  getParentRoute: () => inside,
  path: '/fleet',
  validateSearch: FleetSearch,
  component: lazyRouteComponent(() => import('../fleet/fleet-page.tsx'), 'FleetPage'),
});
/** Where the QR code of a player leads. */
const pair = createRoute({
  getParentRoute: () => inside,
  path: '/pair',
  validateSearch: PairSearch,
  beforeLoad: ({ search }) => {
    throw redirect({ to: '/screens', search: { pair: search.code ?? '' } });
  },
});
const media = createRoute({
  getParentRoute: () => inside,
  path: '/media',
  validateSearch: AssetSearch,
  component: lazyRouteComponent(() => import('../media/media-page.tsx'), 'MediaPage'),
});
const playlists = createRoute({
  getParentRoute: () => inside,
  path: '/playlists',
  component: lazyRouteComponent(() => import('../playlists/playlists-page.tsx'), 'PlaylistsPage'),
});
const playlist = createRoute({
  getParentRoute: () => inside,
  path: '/playlists/$playlistId',
  component: lazyRouteComponent(() => import('../playlists/playlist-page.tsx'), 'PlaylistPage'),
});
const tickers = createRoute({
  getParentRoute: () => inside,
  path: '/tickers',
  component: lazyRouteComponent(() => import('../tickers/tickers-page.tsx'), 'TickersPage'),
});
/** `new` = one that is not written yet. */
const ticker = createRoute({
  getParentRoute: () => inside,
  path: '/tickers/$tickerId',
  component: lazyRouteComponent(() => import('../tickers/ticker-page.tsx'), 'TickerPage'),
});
/** `new` = one that is not written yet. */
const slide = createRoute({
  getParentRoute: () => inside,
  path: '/slides/$slideId',
  validateSearch: SlideSearch,
  component: lazyRouteComponent(() => import('../slides/slide-page.tsx'), 'SlidePage'),
});
const schedule = createRoute({
  getParentRoute: () => inside,
  path: '/schedule',
  validateSearch: ScheduleSearch,
  component: lazyRouteComponent(() => import('../schedule/schedule-page.tsx'), 'SchedulePage'),
});
const time = createRoute({
  getParentRoute: () => inside,
  path: '/time',
  validateSearch: TimeSearch,
  component: lazyRouteComponent(() => import('../time-machine/time-page.tsx'), 'TimePage'),
});
const publish = createRoute({
  getParentRoute: () => inside,
  path: '/publish',
  component: lazyRouteComponent(() => import('../publish/publish-page.tsx'), 'PublishPage'),
});
const plays = createRoute({
  getParentRoute: () => inside,
  path: '/plays',
  validateSearch: PlaySearch,
  component: lazyRouteComponent(() => import('../plays/plays-page.tsx'), 'PlaysPage'),
});
const people = createRoute({
  getParentRoute: () => inside,
  path: '/people',
  component: lazyRouteComponent(() => import('../people/people-page.tsx'), 'PeoplePage'),
});
const health = createRoute({
  getParentRoute: () => inside,
  path: '/health',
  component: lazyRouteComponent(() => import('../health/health-page.tsx'), 'HealthPage'),
});

/** Whatever else is typed: inside the frame, so the navigation stays. */
const astray = createRoute({ getParentRoute: () => inside, path: '$', component: NoSuchPage });

const tree = root.addChildren([
  setup,
  signIn,
  invitation,
  inside.addChildren([
    overview,
    screens,
    screen,
    fleet,
    pair,
    media,
    slide,
    playlists,
    playlist,
    tickers,
    ticker,
    schedule,
    time,
    publish,
    plays,
    people,
    health,
    astray,
  ]),
]);

export const createConsoleRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: { queries },
    scrollRestoration: false,
    defaultPreload: 'intent',
    defaultErrorComponent: BrokenPage,
  });
export type ConsoleRouter = ReturnType<typeof createConsoleRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: ConsoleRouter;
  }
}
