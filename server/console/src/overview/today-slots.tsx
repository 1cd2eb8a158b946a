/** Today's slots of the working schedule: what runs now, what comes, what is over. */

import { useTranslation } from 'react-i18next';
import { prepareCalendars } from '../../../../playlists/timeline/calendars.ts';
import { prepareDayParts } from '../../../../playlists/timeline/day-parts.ts';
import { useRead } from '../api/queries.ts';
import { clockTime, localDateOf } from '../i18n/format.ts';
import { useHidden } from '../parts/deletion-context.tsx';
import { useNow, useZone } from '../parts/language.ts';
import { LinkAnchor } from '../parts/link.tsx';
import { Bones, Shown } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useContentWords } from '../schedule/content-words.ts';
import { useTargetWords } from '../schedule/target-words.ts';
import { timesOf } from '../schedule/week.ts';
import { fitToday, type SlotToday, slotsOfDay } from './today.ts';

const ROOM = 8;

export const TodaySlots = () => {
  const { t } = useTranslation();
  const zone = useZone();
  const now = useNow(15_000);
  const slots = useRead('listSlots');
  const calendars = useRead('listCalendars').data;
  const dayParts = useRead('listDayParts').data;
  const hidden = useHidden();
  const wall = `${localDateOf(now, zone)}T${clockTime(now, zone, 'vi', true)}`;
  return (
    <section>
      <div className="section-head">
        <h2 className="section-title">{t('overview.today')}</h2>
        <LinkAnchor to="/schedule">{t('overview.toSchedule')}</LinkAnchor>
      </div>
      <Shown read={slots} bones={<Bones count={1} height={160} />}>
        {(all) => {
          if (!calendars || !dayParts) return <Bones count={1} height={160} />;
          const visible = all.filter(({ id }) => !hidden.has(id));
          const { shown, left } = fitToday(
            slotsOfDay(visible, wall, prepareCalendars(calendars), prepareDayParts(dayParts)),
            ROOM,
          );
          if (shown.length === 0) return <p className="panel hint">{t('overview.todayNone')}</p>;
          return (
            <div className="panel">
              <ol className="today">
                {shown.map((item) => (
                  <TodayRow key={item.event.id} item={item} />
                ))}
              </ol>
              {left > 0 ? <p className="hint">{t('overview.todayMore', { count: left })}</p> : null}
            </div>
          );
        }}
      </Shown>
    </section>
  );
};

const TodayRow = ({ item: { slot, event, state } }: { item: SlotToday }) => {
  const { t } = useTranslation();
  const targetWords = useTargetWords();
  const playlists = useRead('listPlaylists').data;
  const contentWords = useContentWords(playlists ?? []);
  const content = playlists && contentWords(slot);
  const { from, until } = timesOf(event.start, event.end);
  return (
    <li className={state} aria-current={state === 'running' ? 'time' : undefined}>
      <span className="today-time">
        <time>{from}</time>
        <time>{until}</time>
      </span>
      <div className="row-words">
        <div className="screen-row-head">
          <LinkAnchor to="/schedule" search={{ slot: slot.id }}>
            {slot.name}
          </LinkAnchor>
          {slot.priority === 'normal' ? null : (
            <Tag tone={slot.priority === 'urgent' ? 'bad' : 'warn'}>{t(`schedule.priorities.${slot.priority}`)}</Tag>
          )}
          {state === 'ahead' ? null : <Tag tone={state === 'running' ? 'good' : 'idle'}>{t(`overview.${state}`)}</Tag>}
        </div>
        <p className="hint">{[content, slot.targets.map(targetWords).join(', ')].filter(Boolean).join(' · ')}</p>
      </div>
    </li>
  );
};
