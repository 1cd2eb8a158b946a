/** One change of all picked slots: what it is, how many change and why some do not, before anything is sent. */
import { Button, Modal, NativeSelect, Stack } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaylistId } from '../../../../playlists/model/ids.ts';
import { assertNever } from '../../../../playlists/model/refusal.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { ChangeFields, SHIFT_MINUTES } from './bulk-fields.tsx';
import { type BulkChoices, sentenceOf, wordsOfChange } from './bulk-words.ts';
import { type BulkChange, type BulkEdit, bulkEdit } from './slot-bulk.ts';
import { MOST_EDITS } from './slot-edits.ts';

type Kind = BulkChange['kind'];
const KINDS: readonly Kind[] = [
  'shift',
  'times',
  'playlist',
  'targets',
  'priority',
  'boundary',
  'avoid',
  'ticker',
  'enabled',
  'validUntil',
  'delete',
];

/** A change of a kind with the values of a slot, from which one goes on. */
const changeLike = (kind: Kind, slot: Slot | undefined, { playlists }: BulkChoices): BulkChange => {
  switch (kind) {
    case 'shift':
      return { kind, minutes: SHIFT_MINUTES };
    case 'times':
      return { kind, from: slot?.from ?? '07:00', until: slot?.until ?? '11:00' };
    case 'playlist':
      return { kind, playlistId: (slot?.playlistId ?? playlists[0]?.id) as PlaylistId };
    case 'targets':
      return { kind, targets: slot?.targets ?? [{ kind: 'all' }] };
    case 'priority':
      return { kind, priority: slot?.priority ?? 'normal' };
    case 'boundary':
      return { kind, boundary: slot?.boundary ?? 'cut' };
    case 'avoid':
      return { kind, calendars: slot?.avoidCalendars ?? [] };
    case 'ticker':
      return { kind, ticker: slot?.ticker };
    case 'enabled':
      return { kind, enabled: !(slot?.enabled ?? true) };
    case 'validUntil':
      return { kind, date: slot?.validUntil ?? null };
    case 'delete':
      return { kind };
    default:
      return assertNever(kind);
  }
};

/** True when nothing is said to change to. */
const isBlank = (change: BulkChange): boolean =>
  (change.kind === 'targets' && change.targets.length === 0) ||
  (change.kind === 'times' && change.from === null && change.until === null);

export const BulkDialog = ({
  picked,
  first,
  choices,
  onEdit,
  onClose,
}: {
  picked: readonly Slot[];
  first: Kind;
  choices: BulkChoices;
  onEdit: (edit: BulkEdit, said: string) => void;
  onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [change, setChange] = useState<BulkChange>(changeLike(first, picked[0], choices));
  const bulk = useMemo(() => bulkEdit(picked, change), [picked, change]);
  const what = wordsOfChange(change, choices, t);
  const count = bulk.before.length;
  const isDelete = change.kind === 'delete';
  const offered: Partial<Record<Kind, boolean>> = {
    avoid: choices.calendars.length > 0,
    ticker: choices.tickers.length > 0 || picked.some(({ ticker }) => ticker !== undefined),
  };
  const kinds = KINDS.filter((kind) => offered[kind] ?? true);
  return (
    <Modal
      opened
      onClose={onClose}
      lockScroll={false}
      title={t('gestures.bulkTitle', { count: picked.length })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (count === 0 || count > MOST_EDITS || isBlank(change)) return;
          onClose();
          onEdit(bulk, isDelete ? t('gestures.deleted', { count }) : t('gestures.changed', { count, what }));
        }}
      >
        <Stack gap="md">
          <NativeSelect
            label={t('gestures.bulkWhat')}
            data-autofocus
            value={change.kind}
            data={kinds.map((kind) => ({ value: kind, label: t(`gestures.kinds.${kind}`) }))}
            onChange={(event) => setChange(changeLike(event.currentTarget.value as Kind, picked[0], choices))}
          />
          <ChangeFields change={change} choices={choices} like={picked[0]} onChange={setChange} />
          <p role="status">{isBlank(change) ? t('gestures.willNone') : sentenceOf(change, bulk, what, t)}</p>
          <div className="dialog-actions">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={count === 0 || count > MOST_EDITS || isBlank(change)}>
              {t(isDelete ? 'gestures.delete' : 'gestures.change')}
            </Button>
          </div>
        </Stack>
      </form>
    </Modal>
  );
};
