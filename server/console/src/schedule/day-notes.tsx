/** What days of the stretch that is shown are by the ward's calendars, in words that are never cut: heads of days are too narrow for them. */
import { useTranslation } from 'react-i18next';
import type { LocalDate } from '../../../../playlists/model/time.ts';
import { addDays } from '../../../../playlists/timeline/wall-clock.ts';
import { writeDate } from '../i18n/format.ts';

interface Run {
  first: LocalDate;
  last: LocalDate;
  name: string;
}

/** Days in a row that bear one name. */
const runsOf = (names: ReadonlyMap<LocalDate, string>): Run[] =>
  [...names]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .reduce<Run[]>((runs, [day, name]) => {
      const run = runs.at(-1);
      if (run && run.name === name && addDays(run.last, 1) === day) run.last = day;
      else runs.push({ first: day, last: day, name });
      return runs;
    }, []);

/** `05/02`, `05/02 – 09/02`. */
const sayDays = ({ first, last }: Run): string =>
  [...new Set([first, last])].map((day) => writeDate(day).slice(0, 5)).join(' – ');

export const DayNotes = ({ names }: { names: ReadonlyMap<LocalDate, string> }) => {
  const { t } = useTranslation();
  if (names.size === 0) return null;
  return (
    <section className="day-notes" aria-label={t('schedule.markedDays')}>
      <ul>
        {runsOf(names).map((run) => (
          <li key={run.first}>
            <span className="day-dot" aria-hidden />
            <strong>{sayDays(run)}</strong> {run.name}
          </li>
        ))}
      </ul>
    </section>
  );
};
