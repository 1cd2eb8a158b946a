/** Before a slot is saved: what it would bring up, in the words in which a publish would name it. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../../playlists/model/finding.ts';
import { SlotId } from '../../../../playlists/model/ids.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { SlotDraft } from '../../../../playlists/wire/api/schedules.ts';
import { useLanguage } from '../parts/language.ts';
import { GravityTag } from '../publish/finding-list.tsx';
import type { Answer, Question } from './findings-worker.ts';
import { useWorkingSchedule } from './use-working-schedule.ts';

/** After the last change to the form. */
const QUIET_MS = 300;
const MOST_SHOWN = 6;
/** A slot that has no id yet is looked at under this one. */
const NEW_SLOT = SlotId.parse('slt_new');

/** Null until there is an answer for what the form says now. */
const useFindings = (draft: SlotDraft | null, slot: Slot | null): readonly Finding[] | null => {
  const schedule = useWorkingSchedule();
  const worker = useRef<Worker | null>(null);
  const ticket = useRef(0);
  const [found, setFound] = useState<{ about: string; findings: readonly Finding[] } | null>(null);
  const about = draft && JSON.stringify(draft);
  useEffect(() => {
    if (!schedule) return;
    const started = new Worker(new URL('./findings-worker.ts', import.meta.url), { type: 'module' });
    worker.current = started;
    started.postMessage({ schedule } satisfies Question);
    return () => started.terminate();
  }, [schedule]);
  useEffect(() => {
    if (!schedule || !about) return;
    const timer = setTimeout(() => {
      const started = worker.current;
      if (!started) return;
      const now = Date.now();
      const own = slot ? { id: slot.id, version: slot.version } : { id: NEW_SLOT, version: 1 };
      ticket.current += 1;
      const mine = ticket.current;
      started.onmessage = ({ data }: MessageEvent<Answer>) => {
        if (data.ticket === mine) setFound({ about, findings: data.findings });
      };
      const edited: Slot = { ...(JSON.parse(about) as SlotDraft), ...own, updatedAt: now };
      started.postMessage({ ticket: mine, slot: edited, now } satisfies Question);
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [schedule, about, slot]);
  return found && found.about === about ? found.findings : null;
};

export const SlotFindings = ({
  draft,
  slot,
}: {
  /** What the form would save; null while it cannot be saved. */
  draft: SlotDraft | null;
  /** The slot that is edited; null = a new one. */
  slot: Slot | null;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const findings = useFindings(draft, slot);
  const shown = findings?.slice(0, MOST_SHOWN) ?? [];
  const more = (findings?.length ?? 0) - shown.length;
  return (
    <section className="slot-findings" aria-live="polite" aria-label={t('schedule.beforeSaving')}>
      {shown.length > 0 ? (
        <>
          <p className="field-label">{t('schedule.beforeSaving')}</p>
          <ul className="findings">
            {shown.map((finding) => (
              <li key={`${finding.code} ${finding.staff.vi}`}>
                <GravityTag finding={finding} />
                <p>{finding.staff[language]}</p>
              </li>
            ))}
          </ul>
          {more > 0 ? <p className="hint">{t('differences.more', { count: more })}</p> : null}
        </>
      ) : draft && findings ? (
        <p className="hint">{t('schedule.beforeSavingNone')}</p>
      ) : null}
    </section>
  );
};
