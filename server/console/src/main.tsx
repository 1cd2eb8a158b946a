/** Starts the console: language first, then the app with its one query client, one feed and one upload desk. */
import './app/strictness.ts';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@fontsource/be-vietnam-pro/400.css';
import '@fontsource/be-vietnam-pro/600.css';
import '@fontsource/be-vietnam-pro/700.css';
import 'virtual:theme.css';
import './app/console.css';
import './app/parts.css';
import './app/touch.css';
import './parts/arrangement.css';
import './parts/rows.css';
import './overview/overview.css';
import './screens/screens.css';
import './fleet/fleet.css';
import './screens/picture.css';
import './media/asset-card.css';
import './playlists/playlists.css';
import './playlists/asset-picker.css';
import './time-machine/time-machine.css';
import './schedule/calendar.css';
import './publish/publish-bar.css';
import './health/health.css';
import './schedule-exchange/exchange.css';
import './publish/publish.css';
import './schedule/schedule.css';
import './relays/relays.css';
import './slides/slides.css';
import './tickers/tickers.css';
import { createRoot } from 'react-dom/client';
import { createFeed } from './api/feed.ts';
import { createQueryClient } from './api/queries.ts';
import { App } from './app/app.tsx';
import { createConsoleRouter } from './app/router.tsx';
import { startLanguage } from './i18n/i18n.ts';
import { digestFile } from './media/file-digest.ts';
import { copyTwin, findTwin, mayHaveTwin } from './media/twins.ts';
import { browserMemory as unfinished } from './media/unfinished.ts';
import { createUploads } from './media/uploads.ts';
import { browserMemory, sendDeletion } from './parts/deletion-calls.ts';
import { createDeletions } from './parts/deletions.ts';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');

const queries = createQueryClient();
const feed = createFeed(queries);
const router = createConsoleRouter(queries);
const i18n = await startLanguage();

createRoot(root).render(
  <App
    i18n={i18n}
    queries={queries}
    feed={feed}
    router={router}
    uploads={createUploads({ digestFile, mayHaveTwin, findTwin, copyTwin, memory: unfinished })}
    deletions={createDeletions({ send: sendDeletion, memory: browserMemory, now: Date.now })}
  />,
);
