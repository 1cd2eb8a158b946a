/** What would be published: what to look at first, which screens change and how they would look, and the button. */
import { Button, Modal, Slider, Textarea } from '@mantine/core';
import { IconCalendarClock, IconEye, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { compareNames } from '../../../../playlists/model/by-name.ts';
import type { Finding } from '../../../../playlists/model/finding.ts';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { PublishingPlan } from '../../../../playlists/model/publishing-plan.ts';
import { HORIZON_DAYS } from '../../../../playlists/model/time.ts';
import type { ManifestBody } from '../../../../playlists/wire/manifest.ts';
import type { ReplyOf } from '../api/client.ts';
import { useRead } from '../api/queries.ts';
import { clockTime, momentOf } from '../i18n/format.ts';
import { useLanguage, useNow } from '../parts/language.ts';
import { LinkAnchor } from '../parts/link.tsx';
import { Bones, Shown } from '../parts/page.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { MomentPreview } from '../screens/manifest-preview.tsx';
import { DifferenceList } from './difference-list.tsx';
import { ArrangedList, FindingList, useSortedFindings, WaitingList } from './finding-list.tsx';
import { useMoments } from './moments.ts';
import { outlookOf } from './outlook.ts';
import { PlanDialog } from './plan-dialog.tsx';
import { usePublish } from './publish-work.ts';

export const Draft = ({
  preview,
  plan,
  nameOf,
}: {
  preview: ReplyOf<'previewPublish'>;
  /** The publication at a set time that waits, if one does. */
  plan: PublishingPlan | null;
  nameOf: (id: ScreenId) => string;
}) => {
  const { t } = useTranslation();
  const { publish, busy, trouble } = usePublish();
  const [note, setNote] = useState('');
  const [plans, setPlans] = useState(false);
  const when = useMoments();
  const [looking, setLooking] = useState<ScreenId | null>(null);
  const isInConflict = useRead('getDraft').data?.changes.some(({ conflict }) => conflict !== null) ?? false;
  const blocked = isInConflict || preview.findings.some(({ blocks }) => blocks);
  const sorted = useSortedFindings(preview.findings);
  return (
    <section className="panel draft">
      {sorted ? <ToSee {...sorted} /> : <Bones count={1} height={72} />}
      <DifferenceList nameOf={nameOf} />
      <Affected preview={preview} nameOf={nameOf} onLook={setLooking} />
      {trouble ? <TroubleNote trouble={trouble} /> : null}
      <Textarea
        label={`${t('publish.note')} (${t('common.optional')})`}
        placeholder={t('publish.noteHint')}
        value={note}
        maxLength={500}
        minRows={2}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {plan ? <p className="hint">{t('plan.publishesNow', { when: when(plan.at) })}</p> : null}
      <div className="dialog-actions">
        {plan ? null : (
          <Button
            size="md"
            variant="default"
            leftSection={<IconCalendarClock size={18} aria-hidden />}
            disabled={blocked}
            onClick={() => setPlans(true)}
          >
            {t('plan.open')}
          </Button>
        )}
        <Button
          size="md"
          leftSection={<IconSend size={18} aria-hidden />}
          disabled={blocked}
          loading={busy}
          onClick={() => void publish(note).then((done) => done && setNote(''))}
        >
          {busy ? t('publish.publishing') : t('publish.button')}
        </Button>
      </div>
      <PlanDialog opened={plans} replaces={null} note={note} onClose={() => setPlans(false)} />
      <Modal
        opened={looking !== null}
        onClose={() => setLooking(null)}
        size="lg"
        lockScroll={false}
        title={looking ? t('publish.previewTitle', { name: nameOf(looking) }) : ''}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {looking ? <DraftPreview screenId={looking} name={nameOf(looking)} /> : null}
      </Modal>
    </section>
  );
};

const ToSee = ({ toSee, arranged, waiting }: Record<'toSee' | 'arranged' | 'waiting', readonly Finding[]>) => {
  const { t } = useTranslation();
  return (
    <>
      {waiting.length === 0 || toSee.length > 0 ? (
        <>
          <h2 className="section-title">{t('publish.findings')}</h2>
          {toSee.length > 0 ? <FindingList findings={toSee} /> : <p className="hint">{t('publish.findingsNone')}</p>}
        </>
      ) : null}
      <ArrangedList findings={arranged} />
      {waiting.length > 0 ? (
        <>
          <h2 className="section-title">{t('publish.waiting')}</h2>
          <WaitingList findings={waiting} />
          <p className="hint">{t('publish.waitingWhy')}</p>
        </>
      ) : null}
    </>
  );
};

const Affected = ({
  preview,
  nameOf,
  onLook,
}: {
  preview: ReplyOf<'previewPublish'>;
  nameOf: (id: ScreenId) => string;
  onLook: (id: ScreenId) => void;
}) => {
  const { t } = useTranslation();
  const outlook = outlookOf(preview);
  if (outlook.kind !== 'screens') {
    return (
      <>
        <h2 className="section-title">{t('publish.affectedNone')}</h2>
        <p>
          {outlook.kind === 'content' ? t('publish.affectedWaits') : t('publish.affectedLater', { days: HORIZON_DAYS })}
        </p>
      </>
    );
  }
  const screenIds = outlook.screenIds.toSorted((a, b) => compareNames(nameOf(a), nameOf(b)));
  const rest = preview.screens.length - screenIds.length;
  return (
    <>
      <h2 className="section-title">{t('publish.affected')}</h2>
      <ul className="affected">
        {screenIds.map((screenId) => (
          <li key={screenId}>
            <LinkAnchor to="/screens/$screenId" params={{ screenId }}>
              {nameOf(screenId)}
            </LinkAnchor>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconEye size={14} aria-hidden />}
              aria-label={t('publish.previewTitle', { name: nameOf(screenId) })}
              onClick={() => onLook(screenId)}
            >
              {t('publish.previewScreen')}
            </Button>
          </li>
        ))}
      </ul>
      {rest > 0 ? <p className="hint">{t('publish.unaffected', { count: rest })}</p> : null}
    </>
  );
};

const DraftPreview = ({ screenId, name }: { screenId: ScreenId; name: string }) => {
  const read = useRead('previewScreen', { params: { screenId } });
  return <Shown read={read}>{({ body }) => <MomentChooser body={body} name={name} />}</Shown>;
};

/** The next 24 hours under a slider. */
const MomentChooser = ({ body, name }: { body: ManifestBody; name: string }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(600_000);
  const [minutes, setMinutes] = useState(0);
  const at = now + minutes * 60_000;
  return (
    <div className="moment">
      <MomentPreview body={body} at={at} name={name} />
      <p>
        {t('publish.previewMoment')}: <strong>{momentOf(at, body.zone, language)}</strong>
      </p>
      <Slider
        value={minutes}
        min={0}
        max={24 * 60}
        step={5}
        thumbLabel={t('publish.previewMoment')}
        label={(value) => clockTime(now + value * 60_000, body.zone, language)}
        onChange={setMinutes}
      />
    </div>
  );
};
