/** Slots as a plain list: the keyboard's and the phone's way to everything the calendar does. */
import { useTranslation } from 'react-i18next';
import type { Slot, Target } from '../../../../playlists/model/slot.ts';
import { useLanguage } from '../parts/language.ts';
import { Tag, type Tone } from '../parts/tag.tsx';
import { secondsOfDay } from '../parts/time-text.ts';
import { wordsOfDays, wordsOfValidity } from './slot-words.ts';
import { useTimesOf } from './use-day-parts.ts';

const TONES: Readonly<Record<Slot['priority'], Tone>> = { normal: 'info', priority: 'warn', urgent: 'bad' };

export const SlotTable = ({
  slots,
  playlistName,
  targetName,
  onOpen,
}: {
  slots: readonly Slot[];
  playlistName: (slot: Slot) => string;
  targetName: (target: Target) => string;
  onOpen: (slot: Slot) => void;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const timesOf = useTimesOf();
  const sorted = [...slots].sort((a, b) => secondsOfDay(a.from) - secondsOfDay(b.from));
  return (
    <div className="table-scroll">
      <table className="table" aria-label={t('schedule.table')}>
        <thead>
          <tr>
            <th scope="col">{t('schedule.name')}</th>
            <th scope="col">{t('schedule.time')}</th>
            <th scope="col">{t('schedule.days')}</th>
            <th scope="col">{t('schedule.playlist')}</th>
            <th scope="col">{t('schedule.targets')}</th>
            <th scope="col">{t('schedule.validity')}</th>
            <th scope="col">{t('schedule.priority')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((slot) => (
            <tr key={slot.id}>
              <td data-label={t('schedule.name')}>
                <button type="button" className="text-button" onClick={() => onOpen(slot)}>
                  {slot.name}
                </button>
              </td>
              <td data-label={t('schedule.time')} className={slot.dayPartId === null ? 'tabular nowrap' : 'tabular'}>
                {timesOf(slot)}
              </td>
              <td data-label={t('schedule.days')}>{wordsOfDays(slot, language, t)}</td>
              <td data-label={t('schedule.playlist')}>{playlistName(slot)}</td>
              <td data-label={t('schedule.targets')}>{slot.targets.map(targetName).join(', ')}</td>
              <td data-label={t('schedule.validity')}>{wordsOfValidity(slot, t)}</td>
              <td data-label={t('schedule.priority')}>
                <Tag tone={slot.enabled ? TONES[slot.priority] : 'idle'}>
                  {slot.enabled ? t(`schedule.priorities.${slot.priority}`) : t('schedule.disabled')}
                </Tag>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
