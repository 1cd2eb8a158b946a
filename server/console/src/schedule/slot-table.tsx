/** Slots as a plain list: the keyboard's and the phone's way to everything the calendar does. */
import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SlotId } from '../../../../playlists/model/ids.ts';
import type { Slot, Target } from '../../../../playlists/model/slot.ts';
import { useLanguage } from '../parts/language.ts';
import { Tag, type Tone } from '../parts/tag.tsx';
import { secondsOfDay } from '../parts/time-text.ts';
import { type Picks, pickOne, pickRange } from './slot-bulk.ts';
import type { Colouring } from './slot-colours.ts';
import { wordsOfDays, wordsOfValidity } from './slot-words.ts';
import { useTimesOf } from './use-day-parts.ts';
import type { SlotColour } from './use-slot-colours.ts';

const TONES: Readonly<Record<Slot['priority'], Tone>> = { normal: 'info', priority: 'warn', urgent: 'bad' };

/** A colour with the words for it. */
const Coloured = ({ tone, words }: { tone: string; words: string | null }) => (
  <span className="coloured">
    <span className={`colour-chip ${tone}`} aria-hidden />
    <span>{words}</span>
  </span>
);

export const SlotTable = ({
  slots,
  playlistName,
  targetName,
  onOpen,
  colouring,
  colourOf,
  picks,
  onPicks,
}: {
  slots: readonly Slot[];
  playlistName: (slot: Slot) => string;
  targetName: (target: Target) => string;
  onOpen: (slot: Slot) => void;
  colouring: Colouring;
  colourOf: (slot: Slot) => SlotColour;
  picks: Picks;
  onPicks: (picks: Picks) => void;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const timesOf = useTimesOf();
  const sorted = [...slots].sort((a, b) => secondsOfDay(a.from) - secondsOfDay(b.from));
  const order = sorted.map(({ id }) => id);
  const pickedHere = order.filter((id) => picks.ids.has(id)).length;
  const pick = (id: SlotId, isRange: boolean): void =>
    onPicks(isRange ? pickRange(picks, id, order) : pickOne(picks, id));
  return (
    <div className="table-scroll">
      <table className="table" aria-label={t('schedule.table')}>
        <thead>
          <tr>
            <th scope="col" className="pick-cell">
              <Checkbox
                aria-label={t('gestures.pickAll')}
                checked={pickedHere > 0 && pickedHere === order.length}
                indeterminate={pickedHere > 0 && pickedHere < order.length}
                onChange={({ currentTarget: { checked } }) =>
                  onPicks({ ids: new Set(checked ? order : []), last: null })
                }
              />
            </th>
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
            <tr key={slot.id} className={picks.ids.has(slot.id) ? 'row-picked' : ''}>
              <td className="pick-cell" data-label={t('gestures.select')}>
                <Checkbox
                  aria-label={t('gestures.pick', { name: slot.name })}
                  checked={picks.ids.has(slot.id)}
                  onChange={({ nativeEvent }) =>
                    pick(slot.id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
                  }
                />
              </td>
              <td data-label={t('schedule.name')}>
                <div>
                  <button type="button" className="text-button" onClick={() => onOpen(slot)}>
                    {slot.name}
                  </button>
                  {colouring === 'topic' ? <Coloured tone={colourOf(slot).tone} words={colourOf(slot).mark} /> : null}
                </div>
              </td>
              <td data-label={t('schedule.time')} className={slot.dayPartId === null ? 'tabular nowrap' : 'tabular'}>
                {timesOf(slot)}
              </td>
              <td data-label={t('schedule.days')}>{wordsOfDays(slot, language, t)}</td>
              <td data-label={t('schedule.playlist')}>
                {colouring === 'playlist' ? (
                  <Coloured tone={colourOf(slot).tone} words={playlistName(slot)} />
                ) : (
                  playlistName(slot)
                )}
              </td>
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
