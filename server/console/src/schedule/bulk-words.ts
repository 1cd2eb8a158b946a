/** A change of many slots in words: what it is, and what it comes to. */
import type { TFunction } from 'i18next';
import type { Calendar } from '../../../../playlists/model/calendar.ts';
import type { Playlist } from '../../../../playlists/model/playlist.ts';
import { assertNever } from '../../../../playlists/model/refusal.ts';
import type { Group, Screen } from '../../../../playlists/model/screen.ts';
import type { Ticker } from '../../../../playlists/model/ticker.ts';
import { writeDate } from '../i18n/format.ts';
import type { BulkChange, BulkEdit } from './slot-bulk.ts';
import { targetText } from './slot-copies.ts';
import { MOST_EDITS } from './slot-edits.ts';

/** What a slot may be changed to. */
export interface BulkChoices {
  playlists: readonly Playlist[];
  screens: readonly Screen[];
  groups: readonly Group[];
  calendars: readonly Calendar[];
  tickers: readonly Ticker[];
}

/** The change in words, as the end of a sentence. */
export const wordsOfChange = (
  change: BulkChange,
  { playlists, screens, groups, calendars, tickers }: BulkChoices,
  t: TFunction,
): string => {
  const namesOf = (ids: readonly string[], things: readonly { id: string; name: string }[]): string =>
    ids.map((id) => things.find((thing) => thing.id === id)?.name ?? t('schedule.targetGone')).join(', ');
  switch (change.kind) {
    case 'shift':
      return t(change.minutes < 0 ? 'gestures.what.earlier' : 'gestures.what.later', {
        minutes: Math.abs(change.minutes),
      });
    case 'times':
      return [
        change.from === null ? [] : t('gestures.what.from', { time: change.from }),
        change.until === null ? [] : t('gestures.what.until', { time: change.until }),
      ]
        .flat()
        .join(', ');
    case 'playlist':
      return t('gestures.what.playlist', { name: namesOf([change.playlistId], playlists) });
    case 'targets': {
      const names = namesOf(change.targets.map(targetText), [
        { id: 'all', name: t('schedule.targetAll') },
        ...groups,
        ...screens,
      ]);
      return t('gestures.what.targets', { names });
    }
    case 'priority':
      return t('gestures.what.priority', { level: t(`schedule.priorities.${change.priority}`) });
    case 'boundary':
      return t('gestures.what.boundary', { kind: t(`schedule.boundaries.${change.boundary}`) });
    case 'avoid':
      return change.calendars.length === 0
        ? t('gestures.what.avoidNone')
        : t('gestures.what.avoid', { names: namesOf(change.calendars, calendars) });
    case 'ticker':
      if (change.ticker === undefined) return t('gestures.what.tickerOfScreen');
      return change.ticker.kind === 'none'
        ? t('gestures.what.tickerNone')
        : t('gestures.what.ticker', { name: namesOf([change.ticker.tickerId], tickers) });
    case 'enabled':
      return t(change.enabled ? 'gestures.what.enabled' : 'gestures.what.disabled');
    case 'validUntil':
      return change.date === null
        ? t('gestures.what.endless')
        : t('gestures.what.validUntil', { date: writeDate(change.date) });
    case 'delete':
      return '';
    default:
      return assertNever(change);
  }
};

/** What will happen to the picked slots, said before it does. */
export const sentenceOf = (change: BulkChange, bulk: BulkEdit, what: string, t: TFunction): string => {
  const count = bulk.before.length;
  if (count > MOST_EDITS) return t('gestures.tooMany', { most: MOST_EDITS });
  if (change.kind === 'delete') return t('gestures.willDelete', { count });
  const { same, barred } = bulk;
  const isOfTimes =
    change.kind === 'shift' || change.kind === 'times' || change.kind === 'avoid' || change.kind === 'validUntil';
  const why = isOfTimes ? change.kind : 'alone';
  return [
    count > 0 ? t('gestures.will', { count, what }) : t('gestures.willNone'),
    ...(same > 0 ? [t('gestures.same', { count: same })] : []),
    ...(barred > 0 ? [t(`gestures.barred.${why}`, { count: barred })] : []),
  ].join(' ');
};
