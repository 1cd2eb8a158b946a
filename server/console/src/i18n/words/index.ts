/** All words of the console, by area; Vietnamese first. */
import { invitation, people, setup, signIn } from './accounts.ts';
import { calendars } from './calendars.ts';
import { media, playlists } from './content.ts';
import { dayParts } from './day-parts.ts';
import { documents } from './documents.ts';
import { exchange } from './exchange.ts';
import { fleet } from './fleet.ts';
import { gestures } from './gestures.ts';
import { health } from './health.ts';
import { library } from './library.ts';
import { plays } from './plays.ts';
import { publish } from './publish-page.ts';
import { differences, draft, plan } from './publishing.ts';
import { relays } from './relays.ts';
import { retarget } from './retarget.ts';
import { schedule } from './schedule.ts';
import { overview, screens } from './screens.ts';
import { common, deletion, fields, missing, shell } from './shell.ts';
import { slides } from './slides.ts';
import { tickers } from './tickers.ts';
import { time } from './time-machine.ts';
import { timeline } from './timeline.ts';
import { jobs, loudness, treatment } from './treatment.ts';
import { uploads } from './uploads.ts';

const areas = {
  shell,
  common,
  deletion,
  missing,
  fields,
  setup,
  signIn,
  invitation,
  people,
  overview,
  screens,
  media,
  library,
  uploads,
  documents,
  treatment,
  jobs,
  loudness,
  playlists,
  schedule,
  gestures,
  calendars,
  timeline,
  retarget,
  dayParts,
  exchange,
  time,
  publish,
  draft,
  differences,
  plan,
  plays,
  health,
  slides,
  tickers,
  relays,
  fleet,
};
type Areas = typeof areas;
type Half<Side extends 'vi' | 'en'> = { [Area in keyof Areas]: Areas[Area][Side] };

const half = <Side extends 'vi' | 'en'>(side: Side): Half<Side> =>
  Object.fromEntries(Object.entries(areas).map(([name, area]) => [name, area[side]])) as Half<Side>;

export const vi = half('vi');
export const en = half('en');
