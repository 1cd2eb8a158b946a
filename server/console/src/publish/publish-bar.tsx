/**
 * On every page: says when the working schedule differs from what the screens play, and after a publication how many have
 * taken it. Gone when there is nothing to say.
 */
import { ActionIcon } from '@mantine/core';
import { IconCalendarClock, IconPencil, IconSend, IconX } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftChange, OtherDraft } from '../../../../playlists/model/draft.ts';
import type { PublishingPlan } from '../../../../playlists/model/publishing-plan.ts';
import { assertNever } from '../../../../playlists/model/refusal.ts';
import { DAY_MS } from '../../../../playlists/model/time.ts';
import type { ReplyOf } from '../api/client.ts';
import { useRead } from '../api/queries.ts';
import { useNow } from '../parts/language.ts';
import { LinkButton } from '../parts/link.tsx';
import { useMoments } from './moments.ts';
import { outlookOf } from './outlook.ts';
import { ReceiptBar, useReceipts } from './receipt-bar.tsx';
import { countReceipts } from './receipts.ts';
import { noteToldDelivery, toldDelivery } from './told-deliveries.ts';

/** How long a finished delivery stays worth saying. */
const NEWS_MS = 10 * 60_000;

export const PublishBar = () => {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const preview = useRead('previewPublish');
  const planned = useRead('getPublishingPlan').data;
  const newest = useRead('listPublications', { query: { limit: 1 } }).data?.items[0];
  const drafts = useRead('getDraft').data;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set([toldDelivery() ?? '']));
  const now = useNow(30_000);
  if (path === '/publish') return null;
  const plan = planned?.plan;
  /** What is unpublished is what the plan will publish. */
  const isPlanned = plan?.state.kind === 'waiting' && planned?.isCurrent;
  const other = (): ReactNode => {
    if (preview.data?.unpublished && preview.data.screens.length > 0 && !isPlanned)
      return <UnpublishedBar preview={preview.data} changes={drafts?.changes ?? []} />;
    const isNews = newest && now - newest.publishedAt < NEWS_MS && !hidden.has(newest.id);
    if (newest && isNews && (newest.cause === 'person' || newest.cause === 'plan'))
      return (
        <DeliveryBar
          publication={newest}
          onHide={() => {
            noteToldDelivery(newest.id);
            hide(newest.id);
          }}
        />
      );
    return null;
  };
  /** A draft that its owner seems to have forgotten is news to everybody. */
  const forgotten = drafts?.others.find(({ updatedAt }) => now - updatedAt >= DAY_MS && !hidden.has(String(updatedAt)));
  const below = other();
  const hide = (which: string): void => setHidden((known) => new Set(known).add(which));
  if (!plan && !below && !forgotten) return null;
  return (
    <div ref={reportHeight} className="publish-bars">
      {plan ? <PlanBar plan={plan} isCurrent={planned?.isCurrent ?? true} /> : null}
      {forgotten ? <ForgottenBar draft={forgotten} onHide={hide} /> : null}
      {below}
    </div>
  );
};

const PlanBar = ({ plan, isCurrent }: { plan: PublishingPlan; isCurrent: boolean }) => {
  const { t } = useTranslation();
  const when = useMoments();
  const { state } = plan;
  const words = (): { title: string; more: string } => {
    switch (state.kind) {
      case 'waiting':
        return {
          title: t('plan.title', { when: when(plan.at) }),
          more: isCurrent ? t('plan.barFrozen', { who: plan.setBy }) : t('plan.barNotCurrent'),
        };
      case 'late':
        return { title: t('plan.late', { when: when(plan.at) }), more: t('plan.barLate', { when: when(state.at) }) };
      case 'partly':
        return {
          title: t('plan.partly', { when: when(plan.at) }),
          more: t('plan.barPartly', { count: state.passedOver.length }),
        };
      case 'blocked':
        return { title: t('plan.blocked', { when: when(plan.at) }), more: t('plan.barBlocked') };
      default:
        return assertNever(state);
    }
  };
  const { title, more } = words();
  return (
    <section className={`publish-bar plan-bar plan-${state.kind}`} aria-label={title}>
      <IconCalendarClock size={20} aria-hidden />
      <p>
        <strong>{title}</strong> <span>{more}</span>
      </p>
      <LinkButton to="/publish" variant="default">
        {t('plan.show')}
      </LinkButton>
    </section>
  );
};

/** Tells the style sheet how tall the bar is: the upload panel stays above it. */
const reportHeight = (bar: HTMLElement | null): (() => void) => {
  const { style } = document.documentElement;
  const watch = new ResizeObserver(() => style.setProperty('--bar-height', `${bar?.offsetHeight ?? 0}px`));
  if (bar) watch.observe(bar);
  return () => {
    watch.disconnect();
    style.removeProperty('--bar-height');
  };
};

const ForgottenBar = ({ draft, onHide }: { draft: OtherDraft; onHide: (which: string) => void }) => {
  const { t } = useTranslation();
  const when = useMoments();
  return (
    <section className="publish-bar" aria-label={t('draft.forgotten', { who: draft.name })}>
      <IconPencil size={20} aria-hidden />
      <p>
        <strong>{t('draft.forgotten', { who: draft.name })}</strong>{' '}
        <span>
          {t('draft.count', { count: draft.changes })}, {t('draft.age', { when: when(draft.updatedAt) })}
        </span>
      </p>
      <LinkButton to="/publish" variant="default">
        {t('draft.show')}
      </LinkButton>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('draft.hide')}
        onClick={() => onHide(String(draft.updatedAt))}
      >
        <IconX size={18} aria-hidden />
      </ActionIcon>
    </section>
  );
};

const UnpublishedBar = ({
  preview,
  changes,
}: {
  preview: ReplyOf<'previewPublish'>;
  changes: readonly DraftChange[];
}) => {
  const { t } = useTranslation();
  const when = useMoments();
  const newest = changes[0];
  const blocked = preview.findings.filter(({ blocks }) => blocks).length;
  const outlook = outlookOf(preview);
  const words = (): string => {
    if (blocked > 0) return t('publish.barBlocked', { count: blocked });
    switch (outlook.kind) {
      case 'screens':
        return t('publish.barScreens', { count: outlook.screenIds.length });
      case 'content':
        return t('publish.barWaits');
      case 'later':
        return t('publish.barLater');
      default:
        return assertNever(outlook);
    }
  };
  return (
    <section className="publish-bar" aria-label={t('publish.title')}>
      <IconSend size={20} aria-hidden />
      <p>
        <strong>{t('publish.bar')}</strong> <span>{words()}</span>
        {newest ? (
          <span className="bar-age">
            {' · '}
            {t('draft.title')}: {t('draft.count', { count: changes.length })},{' '}
            {t('draft.age', { when: when(newest.updatedAt) })}
          </span>
        ) : null}
      </p>
      <LinkButton to="/publish">{t('publish.review')}</LinkButton>
    </section>
  );
};

const DeliveryBar = ({ publication, onHide }: { publication: ReplyOf<'publish'>; onHide: () => void }) => {
  const { t } = useTranslation();
  const receipts = useReceipts(publication);
  const { all, done } = countReceipts(receipts);
  const isDone = all > 0 && done === all;
  useEffect(() => {
    if (isDone) noteToldDelivery(publication.id);
  }, [isDone, publication.id]);
  if (all === 0) return null;
  return (
    <section className="publish-bar delivery" aria-label={t('publish.acksLabel')}>
      <ReceiptBar receipts={receipts} />
      <ActionIcon variant="subtle" color="gray" aria-label={t('publish.hide')} onClick={onHide}>
        <IconX size={18} aria-hidden />
      </ActionIcon>
    </section>
  );
};
