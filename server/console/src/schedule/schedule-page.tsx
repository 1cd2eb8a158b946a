/** The schedule: reads what it stands on; without a playlist or a ticker there is nothing to plan. */
import { IconPlaylist } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries.ts';
import { LinkButton } from '../parts/link.tsx';
import { Bones, Empty, Page, Shown } from '../parts/page.tsx';
import { ScheduleExchange } from '../schedule-exchange/schedule-exchange.tsx';
import { Timetable } from './timetable.tsx';
import { useSlotEdits } from './use-slot-edits.tsx';
import { useScheduleFrame } from './use-working-schedule.ts';

/** What the timeline needs besides the slots: asked for at once, not when they have come. */
const useTimelineAhead = (): void => {
  const isTimeline = useSearch({ from: '/inside/schedule' }).view === 'timeline';
  useScheduleFrame({ enabled: isTimeline });
  useEffect(() => {
    if (isTimeline) void import('./timeline-view.tsx');
  }, [isTimeline]);
};

export const SchedulePage = () => {
  const { t } = useTranslation();
  useTimelineAhead();
  const slots = useRead('listSlots');
  const playlists = useRead('listPlaylists');
  const tickers = useRead('listTickers');
  const calendars = useRead('listCalendars');
  const dayParts = useRead('listDayParts');
  const waiting = (
    <Page title={t('schedule.title')} wide>
      <Bones count={1} height={480} />
    </Page>
  );
  // Above both pages: a template may be where a ward begins, and what it made is to be undone on the other one.
  const editing = useSlotEdits();
  /** A dialog of the first page stays until it is done, also once it has made the first playlist. */
  const [isBeginning, setBeginning] = useState(false);
  return (
    <Shown read={playlists} framed bones={waiting}>
      {(lists) =>
        lists.length === 0 && !tickers.data && !tickers.error ? (
          waiting
        ) : (lists.length === 0 && !tickers.data?.length) || isBeginning ? (
          <Page title={t('schedule.title')}>
            <Empty
              icon={<IconPlaylist size={40} stroke={1.4} />}
              title={t('schedule.needPlaylist')}
              why={t('schedule.needPlaylistWhy')}
            >
              <LinkButton to="/playlists">{t('playlists.create')}</LinkButton>
              <ScheduleExchange all={[]} shown={[]} carryOut={editing.carryOut} onTask={setBeginning} />
            </Empty>
          </Page>
        ) : (
          <Shown read={slots} framed bones={waiting}>
            {(all) => (
              // Without the calendars, days that a slot avoids would be drawn for a moment; without day-parts, slots be missing.
              <Shown read={calendars} framed bones={waiting}>
                {(known) => (
                  <Shown read={dayParts} framed bones={waiting}>
                    {() => <Timetable slots={all} allCalendars={known} editing={editing} />}
                  </Shown>
                )}
              </Shown>
            )}
          </Shown>
        )
      }
    </Shown>
  );
};
