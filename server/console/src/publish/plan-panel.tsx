/** The publication at a set time on the publish page: when, by whom, and what became of it. */
import { Button, Modal } from '@mantine/core';
import { IconCalendarClock, IconClockExclamation, IconClockX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PassedOver, PublishingPlan } from '../../../../playlists/model/publishing-plan.ts';
import { assertNever } from '../../../../playlists/model/refusal.ts';
import type { ReplyOf } from '../api/client.ts';
import { useLanguage, useNow } from '../parts/language.ts';
import { TechnicianDetail, TroubleNote } from '../parts/trouble-note.tsx';
import { FindingList } from './finding-list.tsx';
import { useMoments } from './moments.ts';
import { PlanDialog } from './plan-dialog.tsx';
import { usePublish } from './publish-work.ts';

export const PlanPanel = ({ plan, isCurrent, passedOver }: ReplyOf<'getPublishingPlan'> & { plan: PublishingPlan }) => {
  const { state } = plan;
  switch (state.kind) {
    case 'waiting':
      return <Waiting plan={plan} isCurrent={isCurrent} passedOver={passedOver} />;
    case 'late':
      return <Late plan={plan} state={state} />;
    case 'partly':
      return <Partly plan={plan} passedOver={state.passedOver} />;
    case 'blocked':
      return <Blocked plan={plan} state={state} />;
    default:
      return assertNever(state);
  }
};

const Frame = ({
  tone,
  icon,
  title,
  children,
  actions,
}: {
  tone: 'waiting' | 'late' | 'blocked';
  icon: ReactNode;
  title: string;
  children: ReactNode;
  actions: ReactNode;
}) => (
  <section className={`panel plan plan-${tone}`} aria-label={title}>
    {icon}
    <div className="plan-words">
      <h2 className="section-title">{title}</h2>
      {children}
    </div>
    <div className="plan-actions">{actions}</div>
  </section>
);

const SetBy = ({ plan }: { plan: PublishingPlan }) => {
  const { t } = useTranslation();
  const when = useMoments();
  return (
    <>
      {plan.note ? <p>{plan.note}</p> : null}
      <p className="hint">{t('plan.setBy', { who: plan.setBy, when: when(plan.setAt) })}</p>
    </>
  );
};

/** Slots on which somebody acted since the time was set. */
const PassedOverList = ({ why, passedOver }: { why: string; passedOver: readonly PassedOver[] }) => {
  const { t } = useTranslation();
  if (passedOver.length === 0) return null;
  return (
    <>
      <p>{why}</p>
      <ul className="passed-over">
        {passedOver.map(({ slotId, name, now, by }) => (
          <li key={slotId}>{t(`plan.over.${now}`, { name, who: by ?? t('draft.somebody') })}</li>
        ))}
      </ul>
    </>
  );
};

const Waiting = ({
  plan,
  isCurrent,
  passedOver,
}: {
  plan: PublishingPlan;
  isCurrent: boolean;
  passedOver: readonly PassedOver[];
}) => {
  const { t } = useTranslation();
  const when = useMoments();
  const now = useNow(10_000);
  const { cancelPlan, busy, trouble } = usePublish();
  const [asks, setAsks] = useState<'again' | 'cancel' | null>(null);
  return (
    <>
      <Frame
        tone="waiting"
        icon={<IconCalendarClock size={28} aria-hidden />}
        title={plan.at > now ? t('plan.title', { when: when(plan.at) }) : t('plan.publishing', { when: when(plan.at) })}
        actions={
          <>
            <Button variant="default" onClick={() => setAsks('again')}>
              {t('plan.change')}
            </Button>
            <Button variant="default" onClick={() => setAsks('cancel')}>
              {t('plan.cancel')}
            </Button>
          </>
        }
      >
        <SetBy plan={plan} />
        <p>{isCurrent ? t('plan.frozen') : t('plan.notCurrent')}</p>
        <PassedOverList why={t('plan.willPassOver')} passedOver={passedOver} />
      </Frame>
      <PlanDialog opened={asks === 'again'} replaces={plan} onClose={() => setAsks(null)} />
      <Modal
        opened={asks === 'cancel'}
        onClose={() => setAsks(null)}
        lockScroll={false}
        title={t('plan.cancelTitle', { when: when(plan.at) })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <div className="plan-form">
          <p>{t('plan.cancelWhy')}</p>
          {trouble ? <TroubleNote trouble={trouble} /> : null}
          <div className="dialog-actions">
            <Button variant="default" onClick={() => setAsks(null)}>
              {t('plan.keep')}
            </Button>
            <Button color="red" loading={busy} onClick={() => void cancelPlan(plan.id)}>
              {t('plan.cancel')}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  );
};

const Seen = ({ plan }: { plan: PublishingPlan }) => {
  const { t } = useTranslation();
  const { dismissPlan, busy } = usePublish();
  return (
    <Button variant="default" loading={busy} onClick={() => void dismissPlan(plan.id)}>
      {t('plan.seen')}
    </Button>
  );
};

const Late = ({ plan, state }: { plan: PublishingPlan; state: Extract<PublishingPlan['state'], { kind: 'late' }> }) => {
  const { t } = useTranslation();
  const when = useMoments();
  return (
    <Frame
      tone="late"
      icon={<IconClockExclamation size={28} aria-hidden />}
      title={t('plan.late', { when: when(plan.at) })}
      actions={<Seen plan={plan} />}
    >
      <p>{t('plan.lateWhy', { when: when(state.at) })}</p>
      <PassedOverList why={t('plan.passedOver')} passedOver={state.passedOver} />
      <SetBy plan={plan} />
    </Frame>
  );
};

const Partly = ({ plan, passedOver }: { plan: PublishingPlan; passedOver: readonly PassedOver[] }) => {
  const { t } = useTranslation();
  const when = useMoments();
  return (
    <Frame
      tone="late"
      icon={<IconClockExclamation size={28} aria-hidden />}
      title={t('plan.partly', { when: when(plan.at) })}
      actions={<Seen plan={plan} />}
    >
      <PassedOverList why={t('plan.passedOver')} passedOver={passedOver} />
      <SetBy plan={plan} />
    </Frame>
  );
};

const Blocked = ({
  plan,
  state,
}: {
  plan: PublishingPlan;
  state: Extract<PublishingPlan['state'], { kind: 'blocked' }>;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const when = useMoments();
  return (
    <Frame
      tone="blocked"
      icon={<IconClockX size={28} aria-hidden />}
      title={t('plan.blocked', { when: when(plan.at) })}
      actions={<Seen plan={plan} />}
    >
      <p>
        {state.refusal.staff[language]} {t('plan.blockedWhy')}
      </p>
      <FindingList findings={state.findings} />
      <TechnicianDetail code={state.refusal.code} detail={state.refusal.technician} />
      <SetBy plan={plan} />
    </Frame>
  );
};
