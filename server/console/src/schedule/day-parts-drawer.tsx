/** Day-parts beside the schedule: their hours, and the usual ones for a ward that has none. */
import { Button } from '@mantine/core';
import { IconClockHour4 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DayPart, findOverlap } from '../../../../playlists/model/day-part.ts';
import { DayPartId } from '../../../../playlists/model/ids.ts';
import { DayPartDraft } from '../../../../playlists/wire/api/schedules.ts';
import { call, type Trouble } from '../api/client.ts';
import { createDrawnIds, drawId, isSameIn, makeOnce } from '../api/drawn-id.ts';
import { USUAL_DAY_PARTS } from './day-part-hours.ts';
import { DayPartRanges } from './day-part-ranges.tsx';
import { ShelfDrawer, ShelfForm, useShelfRefresh } from './shelf-drawer.tsx';
import { useDayParts, wordsOfHours } from './use-day-parts.ts';

export const DayPartsDrawer = ({ opened, onClose }: { opened: boolean; onClose: () => void }) => {
  const { t } = useTranslation();
  const dayParts = useDayParts();
  const refresh = useShelfRefresh('day-parts');
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const [idFor] = useState(createDrawnIds);
  const addUsual = async (): Promise<void> => {
    setBusy(true);
    setTrouble(null);
    for (const { key, ranges } of USUAL_DAY_PARTS) {
      const called = await call('createDayPart', {
        body: { id: idFor(DayPartId, 'dpt', key), name: t(`dayParts.usualNames.${key}`), ranges: [...ranges] },
      });
      if (called.ok) continue;
      setTrouble(called.trouble);
      break;
    }
    setBusy(false);
    refresh();
  };
  return (
    <ShelfDrawer
      shelf="day-parts"
      opened={opened}
      things={dayParts}
      icon={<IconClockHour4 size={40} stroke={1.4} />}
      doomed={({ id, name }) => ({ kind: 'day-part', id, name })}
      say={({ ranges }) => <p className="hint">{wordsOfHours(ranges, t)}</p>}
      form={(dayPart, close) => <DayPartForm dayPart={dayPart} onClose={close} />}
      first={
        <>
          <Button loading={busy} onClick={() => void addUsual()}>
            {t('dayParts.usual')}
          </Button>
          <p className="hint">
            {USUAL_DAY_PARTS.map(
              ({ key, ranges }) => `${t(`dayParts.usualNames.${key}`)} ${wordsOfHours(ranges, t)}`,
            ).join(' · ')}
          </p>
        </>
      }
      trouble={trouble}
      onClose={onClose}
    />
  );
};

const DayPartForm = ({ dayPart, onClose }: { dayPart: DayPart | null; onClose: () => void }) => {
  const { t } = useTranslation();
  const [id] = useState(() => dayPart?.id ?? drawId(DayPartId, 'dpt'));
  const [draft, setDraft] = useState<DayPartDraft>({
    name: dayPart?.name ?? '',
    ranges: dayPart?.ranges ?? [{ from: '06:00', until: '11:00', season: null }],
  });
  const change = ({ version }: DayPart) =>
    call('changeDayPart', { params: { dayPartId: id }, body: { ...draft, basedOn: version } });
  return (
    <ShelfForm
      shelf="day-parts"
      name={draft.name}
      onName={(name) => setDraft({ ...draft, name })}
      save={() =>
        dayPart
          ? change(dayPart)
          : makeOnce({
              create: () => call('createDayPart', { body: { id, ...draft } }),
              isAsAsked: (made) => isSameIn(DayPartDraft, made, draft),
              change,
            })
      }
      proof={<p className="hint">{wordsOfHours(draft.ranges, t)}</p>}
      onClose={onClose}
    >
      <DayPartRanges
        ranges={draft.ranges}
        overlapping={findOverlap(draft.ranges)}
        onChange={(ranges) => setDraft({ ...draft, ranges })}
      />
    </ShelfForm>
  );
};
