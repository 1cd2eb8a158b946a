/** Asks when the working schedule is to be published. */
import { Button, Modal, Textarea } from '@mantine/core';
import { IconCalendarClock } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PublishingPlan } from '../../../../playlists/model/publishing-plan.ts';
import { clockTime, localDateOf } from '../i18n/format.ts';
import { useNow, useZone } from '../parts/language.ts';
import { DateField, TimeField } from '../parts/time-field.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { instantAt } from '../time-machine/clockwork.ts';
import { useMoments } from './moments.ts';
import { usePublish } from './publish-work.ts';

const HOUR_MS = 3_600_000;

interface Asked {
  /** The plan that waits, and goes when this one is set. */
  replaces: PublishingPlan | null;
  note?: string;
  onClose: () => void;
}

export const PlanDialog = ({ opened, ...asked }: Asked & { opened: boolean }) => {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={asked.onClose}
      lockScroll={false}
      title={asked.replaces ? t('plan.changeTitle') : t('plan.setTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <PlanForm {...asked} />
    </Modal>
  );
};

const PlanForm = ({ replaces, note: noted = '', onClose }: Asked) => {
  const { t } = useTranslation();
  const zone = useZone();
  const now = useNow(30_000);
  const moments = useMoments();
  const { setPlan, busy, trouble } = usePublish();
  /** The time that is set already, or the next full hour but one. */
  const [first] = useState(() => replaces?.at ?? Math.ceil(now / HOUR_MS + 1) * HOUR_MS);
  const [date, setDate] = useState<string | null>(() => localDateOf(first, zone));
  const [time, setTime] = useState(() => clockTime(first, zone, 'en'));
  const [note, setNote] = useState(replaces?.note ?? noted);
  const at = date === null ? null : instantAt(date, time, zone);
  const isPast = at !== null && at <= now;
  const send = async (): Promise<void> => {
    if (at !== null && (await setPlan({ at, note, replaces: replaces?.id ?? null }))) onClose();
  };
  return (
    <form
      className="plan-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p>{t('plan.why')}</p>
      {replaces ? <p className="hint">{t('plan.replaces', { when: moments(replaces.at) })}</p> : null}
      <div className="plan-when">
        <TimeField label={t('plan.time')} value={time} onChange={setTime} required />
        <DateField
          label={t('plan.date')}
          placeholder={t('plan.dateExample')}
          value={date}
          onChange={setDate}
          error={date === null ? t('plan.dateNeeded') : isPast ? t('plan.past') : null}
          required
        />
      </div>
      <Textarea
        label={`${t('publish.note')} (${t('common.optional')})`}
        placeholder={t('publish.noteHint')}
        value={note}
        maxLength={500}
        minRows={2}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {trouble ? <TroubleNote trouble={trouble} /> : null}
      <div className="dialog-actions">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          type="submit"
          leftSection={<IconCalendarClock size={18} aria-hidden />}
          loading={busy}
          disabled={at === null || isPast}
        >
          {t('plan.set')}
        </Button>
      </div>
    </form>
  );
};
