/** The proposals of a file as rows: taken or not, with what is still to be chosen, and what is worth knowing of each. */
import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Proposal, ProposedSlot } from '../../../../playlists/exchange/proposal.ts';
import type { WardNames } from '../../../../playlists/exchange/ward-names.ts';
import type { PlaylistId } from '../../../../playlists/model/ids.ts';
import { useLanguage } from '../parts/language.ts';
import { Tag } from '../parts/tag.tsx';
import { useContentWords } from '../schedule/content-words.ts';
import { wordsOfDays, wordsOfValidity } from '../schedule/slot-words.ts';
import { useTimesOf } from '../schedule/use-day-parts.ts';
import type { RowChoice } from './import-reading.ts';
import type { RowFindings } from './row-findings.ts';
import { TargetsField } from './targets-field.tsx';

export interface ImportRow {
  proposal: Proposal;
  /** With all choices; null where the event was refused. */
  slot: ProposedSlot | null;
  findings: RowFindings | null;
  isTaken: boolean;
}

/** So many rows are drawn at once; a file may have thousands. */
const ROWS_DRAWN = 50;

interface RowWork {
  ward: WardNames;
  onTake: (keys: string[], isTaken: boolean) => void;
  onChoose: (key: string, choice: RowChoice) => void;
}

export const ImportTable = ({ rows, ...work }: RowWork & { rows: readonly ImportRow[] }) => {
  const { t } = useTranslation();
  const [drawn, setDrawn] = useState(ROWS_DRAWN);
  const possible = rows.filter(({ slot }) => slot !== null);
  const taken = possible.filter(({ isTaken }) => isTaken).length;
  return (
    <>
      <Checkbox
        label={t('exchange.takeAll')}
        checked={taken > 0 && taken === possible.length}
        indeterminate={taken > 0 && taken < possible.length}
        disabled={possible.length === 0}
        onChange={(event) =>
          work.onTake(
            possible.map(({ proposal }) => proposal.key),
            event.currentTarget.checked,
          )
        }
      />
      <div className="table-scroll">
        <table className="table exchange-table" aria-label={t('exchange.table')}>
          <thead>
            <tr>
              <th scope="col">{t('schedule.name')}</th>
              <th scope="col">{t('exchange.when')}</th>
              <th scope="col">{t('exchange.playlist')}</th>
              <th scope="col">{t('exchange.targets')}</th>
              <th scope="col">{t('exchange.note')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, drawn).map((row) => (
              <Row key={row.proposal.key} row={row} {...work} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > drawn ? (
        <Button variant="default" onClick={() => setDrawn(drawn + ROWS_DRAWN)}>
          {t('common.loadMore')}
        </Button>
      ) : null}
    </>
  );
};

const Row = ({ row: { proposal, slot, findings, isTaken }, ward, onTake, onChoose }: RowWork & { row: ImportRow }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const timesOf = useTimesOf();
  const contentWords = useContentWords(ward.playlists);
  const { key, name, notes, reason } = proposal;
  if (!slot)
    return (
      <tr>
        <td data-label={t('schedule.name')}>{name}</td>
        <td data-label={t('exchange.note')} colSpan={4}>
          <div className="exchange-notes">
            <Tag tone="bad">{t('exchange.refused')}</Tag>
            <span>{reason?.staff[language]}</span>
          </div>
        </td>
      </tr>
    );
  return (
    <tr>
      <td data-label={t('schedule.name')}>
        <Checkbox
          label={name}
          aria-label={t('exchange.take', { name })}
          checked={isTaken}
          onChange={(event) => onTake([key], event.currentTarget.checked)}
        />
      </td>
      <td data-label={t('exchange.when')} className="tabular">
        {timesOf(slot)} · {wordsOfDays(slot, language, t)} · {wordsOfValidity(slot, t)}
      </td>
      <td data-label={t('exchange.playlist')}>
        {slot.isTickerAlone ? (
          contentWords(slot)
        ) : (
          <NativeSelect
            aria-label={t('exchange.playlistOf', { name })}
            value={slot.playlistId ?? ''}
            onChange={(event) =>
              onChoose(key, { playlistId: (event.currentTarget.value || null) as PlaylistId | null })
            }
            data={[
              ...(slot.playlistId === null ? [{ value: '', label: t('exchange.choose') }] : []),
              ...ward.playlists.map(({ id, name: label }) => ({ value: id as string, label })),
            ]}
          />
        )}
      </td>
      <td data-label={t('exchange.targets')}>
        <TargetsField
          ward={ward}
          label={t('exchange.targetsOf', { name })}
          isNamed={false}
          value={slot.targets}
          onChange={(targets) => onChoose(key, { targets })}
        />
      </td>
      <td data-label={t('exchange.note')}>
        <div className="exchange-notes">
          {isTaken
            ? findings?.needs.map((need) => (
                <Tag key={need} tone="warn">
                  {t(`exchange.needs.${need}`)}
                </Tag>
              ))
            : null}
          {findings?.isTwin ? <Tag tone="info">{t('exchange.twin')}</Tag> : null}
          {findings?.isOver ? <Tag tone="idle">{t('exchange.over')}</Tag> : null}
          {slot.enabled ? null : <Tag tone="idle">{t('exchange.disabled')}</Tag>}
          {slot.zone ? <Tag tone="info">{t('exchange.inOtherZone', { zone: slot.zone })}</Tag> : null}
          {notes.map((note) => (
            <span key={note.vi} className="hint">
              {note[language]}
            </span>
          ))}
        </div>
      </td>
    </tr>
  );
};
