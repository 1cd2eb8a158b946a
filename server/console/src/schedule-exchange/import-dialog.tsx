/** Import of a schedule: a file is chosen or dropped and read here, in the browser; what is chosen of it is added by one request. */
import { Button, FileButton, NativeSelect, Stack } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FILE_LIMIT, lacksPlaylist, type Reason, reason } from '../../../../playlists/exchange/proposal.ts';
import { completed } from '../../../../playlists/exchange/schedule-file.ts';
import type { WardNames } from '../../../../playlists/exchange/ward-names.ts';
import type { PlaylistId } from '../../../../playlists/model/ids.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { prepareCalendars } from '../../../../playlists/timeline/calendars.ts';
import { prepareDayParts } from '../../../../playlists/timeline/day-parts.ts';
import { localDateOf } from '../i18n/format.ts';
import { useNow } from '../parts/language.ts';
import { Bones } from '../parts/page.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import type { SlotEditing } from '../schedule/use-slot-edits.tsx';
import { BroughtNote } from './brought-note.tsx';
import { ExchangeDialog } from './exchange-dialog.tsx';
import { filled, type RowChoice, readImport } from './import-reading.ts';
import { type ImportRow, ImportTable } from './import-table.tsx';
import { createRowLook } from './row-findings.ts';
import { TargetsField } from './targets-field.tsx';
import { useWardNames } from './ward-reads.ts';

/** What one request may add (`SlotEdits`). */
const MOST_ADDED = 500;

export const ImportDialog = ({
  slots,
  carryOut,
  onClose,
}: {
  slots: readonly Slot[];
  carryOut: SlotEditing['carryOut'];
  onClose: () => void;
}) => {
  const { t } = useTranslation();
  const ward = useWardNames();
  const [file, setFile] = useState<{ name: string; text: string } | null>(null);
  const [tooLarge, setTooLarge] = useState<{ name: string; reason: Reason } | null>(null);
  const [over, setOver] = useState(false);
  const take = async (chosen: File | null | undefined): Promise<void> => {
    if (!chosen) return;
    // A character has four bytes at most; what is larger is not even read.
    const isTooLarge = chosen.size > FILE_LIMIT * 4;
    setTooLarge(isTooLarge ? { name: chosen.name, reason: reason('file-too-large', `${chosen.size} bytes`) } : null);
    setFile(isTooLarge ? null : { name: chosen.name, text: await chosen.text() });
  };
  return (
    <ExchangeDialog title={t('exchange.importTitle')} wide onClose={onClose}>
      <Stack>
        <p className="hint">{t('exchange.importLead')}</p>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way beside the button within */}
        <div
          className={over ? 'exchange-drop over' : 'exchange-drop'}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            void take(event.dataTransfer.files[0]);
          }}
        >
          <FileButton accept=".ics,.ical,.json,text/calendar,application/json" onChange={(chosen) => void take(chosen)}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconFileImport size={18} aria-hidden />}>
                {file ? t('exchange.otherFile') : t('exchange.chooseFile')}
              </Button>
            )}
          </FileButton>
          <span className="hint">{t('exchange.dropHere')}</span>
        </div>
        {tooLarge ? (
          <TroubleNote trouble={tooLarge.reason} title={t('exchange.fileRefused', { name: tooLarge.name })} />
        ) : null}
        {file && !ward ? <Bones count={1} /> : null}
        {file && ward ? (
          <ImportForm
            carryOut={carryOut}
            key={`${file.name} ${file.text.length}`}
            file={file}
            ward={ward}
            slots={slots}
            onClose={onClose}
          />
        ) : null}
      </Stack>
    </ExchangeDialog>
  );
};

const ImportForm = ({
  file,
  ward,
  slots,
  carryOut,
  onClose,
}: {
  file: { name: string; text: string };
  ward: WardNames;
  slots: readonly Slot[];
  carryOut: SlotEditing['carryOut'];
  onClose: () => void;
}) => {
  const { t } = useTranslation();
  const today = localDateOf(useNow(60_000), ward.zone);
  const [busy, setBusy] = useState(false);
  const [own, setOwn] = useState<ReadonlyMap<string, RowChoice>>(new Map());
  const [forAll, setForAll] = useState<RowChoice>({});
  /** Rows whose tick was turned by hand. */
  const [ticks, setTicks] = useState<ReadonlyMap<string, boolean>>(new Map());
  const reading = useMemo(() => readImport(file.text, ward), [file.text, ward]);
  const look = useMemo(
    () => createRowLook(slots, prepareCalendars(ward.calendars), prepareDayParts(ward.dayParts), today),
    [slots, ward.calendars, ward.dayParts, today],
  );
  const rows = useMemo(
    () =>
      (reading.ok ? reading.value.proposals : []).map((proposal): ImportRow => {
        const slot = proposal.slot && filled(proposal.slot, own.get(proposal.key) ?? {}, forAll);
        const findings = slot && look(slot);
        const isTaken = ticks.get(proposal.key) ?? (findings !== null && !findings.isTwin && !findings.isOver);
        return { proposal, slot, findings, isTaken: slot !== null && isTaken };
      }),
    [reading, own, forAll, look, ticks],
  );
  if (!reading.ok)
    return <TroubleNote trouble={reading.reason} title={t('exchange.fileRefused', { name: file.name })} />;
  if (rows.length === 0) return <p role="status">{t('exchange.noEvents')}</p>;
  const taken = rows.filter(({ isTaken }) => isTaken);
  const ready = taken.flatMap(({ slot }) => (slot ? (completed(slot) ?? []) : []));
  const incomplete = taken.length - ready.length;
  const lacksSome = rows.some(({ proposal: { slot } }) => slot && (lacksPlaylist(slot) || slot.targets.length === 0));
  const refused = rows.filter(({ slot }) => slot === null).length;
  const setChoice = (key: string, choice: RowChoice): void =>
    setOwn(new Map(own).set(key, { ...own.get(key), ...choice }));
  const add = async (): Promise<void> => {
    setBusy(true);
    const said = t('exchange.imported', { count: ready.length, name: file.name });
    const isDone = await carryOut({ change: [], add: ready, remove: [] }, [], said);
    setBusy(false);
    if (isDone) onClose();
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Stack>
        <p role="status">{t('exchange.read', { name: file.name, count: rows.length - refused, refused })}</p>
        <BroughtNote reading={reading.value} ward={ward} />
        {lacksSome ? (
          <fieldset className="inset">
            <legend>{t('exchange.fillTitle')}</legend>
            <div className="pair-of-fields">
              <NativeSelect
                label={t('exchange.fillPlaylist')}
                value={forAll.playlistId ?? ''}
                onChange={(event) =>
                  setForAll({ ...forAll, playlistId: (event.currentTarget.value || null) as PlaylistId | null })
                }
                data={[
                  { value: '', label: t('exchange.choose') },
                  ...ward.playlists.map(({ id, name }) => ({ value: id as string, label: name })),
                ]}
              />
              <TargetsField
                ward={ward}
                label={t('exchange.fillTargets')}
                value={forAll.targets ?? []}
                onChange={(targets) => setForAll({ ...forAll, targets })}
              />
            </div>
          </fieldset>
        ) : null}
        <ImportTable
          rows={rows}
          ward={ward}
          onTake={(keys, isTaken) => setTicks(new Map([...ticks, ...keys.map((key) => [key, isTaken] as const)]))}
          onChoose={setChoice}
        />
        {incomplete > 0 ? <p role="status">{t('exchange.incomplete', { count: incomplete })}</p> : null}
        {taken.length > MOST_ADDED ? <p role="alert">{t('exchange.tooMany', { most: MOST_ADDED })}</p> : null}
        <div className="dialog-actions sticky">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            loading={busy}
            disabled={ready.length === 0 || incomplete > 0 || taken.length > MOST_ADDED}
          >
            {t('exchange.add', { count: ready.length })}
          </Button>
        </div>
      </Stack>
    </form>
  );
};
