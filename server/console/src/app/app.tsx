/** Everything that surrounds the pages: theme, language, cache, feed, uploads, deletions, toasts. */
import { MantineProvider } from '@mantine/core';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { i18n as Language } from 'i18next';
import { I18nextProvider } from 'react-i18next';
import type { Feed } from '../api/feed.ts';
import { FeedProvider } from '../api/feed-context.tsx';
import { UploadProvider } from '../media/upload-context.tsx';
import type { Uploads } from '../media/uploads.ts';
import { DeletionProvider } from '../parts/deletion-context.tsx';
import type { Deletions } from '../parts/deletions.ts';
import type { ConsoleRouter } from './router.tsx';
import { consoleTheme } from './theme.ts';
import { Toasts } from './toasts.tsx';

export const App = ({
  i18n,
  queries,
  feed,
  router,
  uploads,
  deletions,
}: {
  i18n: Language;
  queries: QueryClient;
  feed: Feed;
  router: ConsoleRouter;
  uploads: Uploads;
  deletions: Deletions;
}) => (
  // Variables and breakpoint classes come from a static sheet (vite.config.ts), so no style element is ever made.
  <MantineProvider theme={consoleTheme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={queries}>
        <FeedProvider feed={feed}>
          <UploadProvider uploads={uploads}>
            <DeletionProvider deletions={deletions}>
              <Toasts />
              <RouterProvider router={router} />
            </DeletionProvider>
          </UploadProvider>
        </FeedProvider>
      </QueryClientProvider>
    </I18nextProvider>
  </MantineProvider>
);
