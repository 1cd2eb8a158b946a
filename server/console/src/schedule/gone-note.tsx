/** The slot whose form is open was deleted elsewhere: by whom as far as that is certain, and that nothing typed is lost. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft } from '../../../../playlists/model/draft.ts';
import type { SlotId } from '../../../../playlists/model/ids.ts';
import type { Publication } from '../../../../playlists/wire/api/schedules.ts';
import { readOf, useRead } from '../api/queries.ts';
import { momentOf } from '../i18n/format.ts';
import { useLanguage, useZone } from '../parts/language.ts';
import { type Fate, fateOf } from './slot-fate.ts';

/** More publications than come about while one form is open. */
const LOOKED_BACK = 20;

/** What became of a slot that was there when its form was opened; null while it is there. */
export const useFate = (slotId: SlotId | null, isGone: boolean): Fate | null => {
  const queries = useQueryClient();
  const newest = useRead('listPublications', { query: { limit: 1 } }).data;
  const draft = useRead('getDraft').data;
  /** How things stood when the form was opened, as far as it was known by then. */
  const began = useRef<{ publication?: Publication['id'] | null; wasOwn?: boolean }>({});
  if (newest && began.current.publication === undefined) began.current.publication = newest.items[0]?.id ?? null;
  if (draft && began.current.wasOwn === undefined) began.current.wasOwn = isAddedIn(draft, slotId);
  const since = useRead('listPublications', { query: { limit: LOOKED_BACK } }, { enabled: isGone }).data?.items;
  // What an old page left in the cache says nothing about what has just happened.
  const isFresh = !queries.getQueryState(readOf('getDraft').queryKey)?.isInvalidated;
  if (!isGone || slotId === null) return null;
  return fateOf(slotId, { ...began.current, draft: isFresh ? draft : undefined, since });
};

const isAddedIn = ({ changes }: Draft, id: SlotId | null): boolean =>
  changes.some(({ slotId, kind }) => slotId === id && kind === 'added');

export const GoneNote = ({ fate }: { fate: Fate }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const at = (instant: number) => momentOf(instant, zone, language);
  const why =
    fate.kind === 'published'
      ? t('schedule.goneBy', { name: fate.by, at: at(fate.at) })
      : fate.kind === 'own'
        ? t('schedule.goneOwn', { at: at(fate.at) })
        : fate.kind === 'taken-over'
          ? t('schedule.goneTaken', { name: fate.by })
          : fate.kind === 'dropped'
            ? t('schedule.goneDropped')
            : null;
  return (
    <div className="overtaken" role="alert">
      <strong>{t('schedule.goneTitle')}</strong>
      {why ? <p>{why}</p> : null}
      <p>{t('schedule.goneKept')}</p>
    </div>
  );
};
