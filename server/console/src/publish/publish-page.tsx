/** Publishing: what is wrong, which screens change and how they would look, then who has taken it; and what was published. */
import { Button, Modal, Stack } from '@mantine/core';
import { IconArrowBackUp, IconCircleCheck, IconClockHour4, IconDeviceTv } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../../playlists/model/finding.ts';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { ReplyOf } from '../api/client.ts';
import { useRead } from '../api/queries.ts';
import { momentOf } from '../i18n/format.ts';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { LinkAnchor, LinkButton } from '../parts/link.tsx';
import { Bones, Empty, Page, Shown } from '../parts/page.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { Draft } from './draft.tsx';
import { ArrangedList, FindingList, useSortedFindings, WaitingList } from './finding-list.tsx';
import { DraftsOfOthers, OwnDraft } from './own-draft.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { usePublish } from './publish-work.ts';
import { ReceiptBar, useReceipts } from './receipt-bar.tsx';
import type { Receipt } from './receipts.ts';

export const PublishPage = () => {
  const { t } = useTranslation();
  const preview = useRead('previewPublish');
  const history = useRead('listPublications', { query: { limit: 20 } });
  const screens = useRead('listScreens');
  const nameOf = (id: ScreenId): string => screens.data?.find(({ screen }) => screen.id === id)?.screen.name ?? id;
  const newest = history.data?.items[0];
  const planRead = useRead('getPublishingPlan');
  const planned = planRead.data;
  const plan = planned?.plan ?? null;
  const drafts = useRead('getDraft').data;
  return (
    <Page title={t('publish.title')} lead={t('publish.lead')}>
      {plan && planned ? <PlanPanel {...planned} plan={plan} /> : null}
      {planRead.error && !preview.error ? <TroubleNote trouble={planRead.error.trouble} /> : null}
      {newest ? <NotBroughtBack publication={newest} /> : null}
      {drafts ? <OwnDraft changes={drafts.changes} /> : null}
      <Shown read={preview} bones={<Bones count={2} height={140} />}>
        {(value) =>
          value.screens.length === 0 ? (
            <Empty
              icon={<IconDeviceTv size={40} stroke={1.4} />}
              title={t('publish.nothingYet')}
              why={t('publish.nothingYetWhy')}
            >
              <LinkButton to="/screens" search={{ pair: '' }}>
                {t('screens.pair')}
              </LinkButton>
            </Empty>
          ) : value.unpublished ? (
            <Draft preview={value} plan={plan?.state.kind === 'waiting' ? plan : null} nameOf={nameOf} />
          ) : (
            <Published findings={value.findings} />
          )
        }
      </Shown>
      {drafts ? <DraftsOfOthers others={drafts.others} /> : null}
      {newest ? <Delivery publication={newest} nameOf={nameOf} /> : null}
      <section>
        <h2 className="section-title">{t('publish.history')}</h2>
        <Shown read={history}>
          {({ items }) =>
            items.length ? <History items={items} /> : <p className="hint">{t('publish.historyNone')}</p>
          }
        </Shown>
      </section>
    </Page>
  );
};

/** Nothing is unpublished; what is published may still wait for content. */
const Published = ({ findings }: { findings: readonly Finding[] }) => {
  const { t } = useTranslation();
  const sorted = useSortedFindings(findings);
  if (!sorted) return <Bones count={1} height={72} />;
  const { toSee, arranged, waiting } = sorted;
  const waits = waiting.length > 0;
  return (
    <section className="panel">
      <div className={waits ? 'up-to-date waits' : 'up-to-date'}>
        {waits ? <IconClockHour4 size={28} aria-hidden /> : <IconCircleCheck size={28} aria-hidden />}
        <div>
          <h2 className="section-title">{waits ? t('publish.waits') : t('publish.upToDate')}</h2>
          <p className="hint">{waits ? t('publish.waitsWhy') : t('publish.upToDateWhy')}</p>
        </div>
      </div>
      {waits ? (
        <div className="below-line">
          <WaitingList findings={waiting} />
        </div>
      ) : null}
      {toSee.length > 0 ? (
        <div className="below-line">
          <h3 className="section-title">{t('publish.notices')}</h3>
          <FindingList findings={toSee} />
        </div>
      ) : null}
      {arranged.length > 0 ? (
        <div className="below-line">
          <ArrangedList findings={arranged} />
        </div>
      ) : null}
    </section>
  );
};

/** What the newest publication, a roll-back, could not bring back; told until the next one, to everybody. */
const NotBroughtBack = ({ publication }: { publication: ReplyOf<'publish'> }) => {
  const { t } = useTranslation();
  const left = publication.findings.filter(({ code }) => code === 'not-brought-back');
  if (left.length === 0) return null;
  return (
    <section className="panel not-back" aria-label={t('publish.notBack')}>
      <h2 className="section-title">{t('publish.notBack')}</h2>
      <p className="hint">{t('publish.notBackWhy')}</p>
      <FindingList findings={left} />
    </section>
  );
};

const TONES: Readonly<Record<Receipt['kind'], Tone>> = {
  received: 'good',
  waiting: 'busy',
  fetching: 'busy',
  offline: 'warn',
  refused: 'bad',
  unpaired: 'idle',
};

const Delivery = ({ publication, nameOf }: { publication: ReplyOf<'publish'>; nameOf: (id: ScreenId) => string }) => {
  const { t } = useTranslation();
  const receipts = useReceipts(publication);
  return (
    <section className="panel">
      <ReceiptBar receipts={receipts} />
      <details className="folded per-screen">
        <summary>{t('publish.perScreen')}</summary>
        <ul>
          {receipts.map((receipt) => (
            <li key={receipt.screenId}>
              <LinkAnchor to="/screens/$screenId" params={{ screenId: receipt.screenId }}>
                {nameOf(receipt.screenId)}
              </LinkAnchor>
              <Tag tone={TONES[receipt.kind]}>
                {receipt.kind === 'fetching'
                  ? t('publish.state.fetching', { ready: receipt.filesReady, files: receipt.files })
                  : t(`publish.state.${receipt.kind}`)}
              </Tag>
              {receipt.kind === 'refused' && receipt.live.delivery.kind === 'refused' ? (
                <TroubleNote trouble={receipt.live.delivery.refusal} />
              ) : null}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
};

const History = ({ items }: { items: readonly ReplyOf<'publish'>[] }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const now = useNow(60_000);
  const { rollBack, busy, trouble } = usePublish();
  const [asked, setAsked] = useState<ReplyOf<'publish'> | null>(null);
  const when = (item: ReplyOf<'publish'>): string => momentOf(item.publishedAt, zone, language, now);
  const nameOf = (item: ReplyOf<'publish'>): string =>
    item.note
      ? t('publish.rollBackToNamed', { name: item.note, when: when(item) })
      : t('publish.rollBackTo', { when: when(item) });
  return (
    <>
      <ul className="rows publications">
        {items.map((item, place) => (
          <li key={item.id} className="row">
            <div className="row-words">
              <strong>{item.note || t(`publish.cause.${item.cause}`)}</strong>
              {item.note && (item.cause === 'plan' || item.cause === 'announcement') ? (
                <Tag tone="info">{t(`publish.cause.${item.cause}`)}</Tag>
              ) : null}
              <p className="hint">
                {t('publish.by', {
                  who: ['person', 'plan', 'announcement'].includes(item.cause) ? item.publishedBy : t('publish.system'),
                  when: when(item),
                })}
              </p>
            </div>
            <span className="hint">
              {item.screens.some(({ changed }) => changed)
                ? t('publish.changedOf', {
                    changed: item.screens.filter(({ changed }) => changed).length,
                    all: item.screens.length,
                  })
                : t('publish.changedNone')}
            </span>
            {place > 0 ? (
              <Button
                variant="default"
                size="xs"
                leftSection={<IconArrowBackUp size={14} aria-hidden />}
                aria-label={nameOf(item)}
                onClick={() => setAsked(item)}
              >
                {t('publish.rollBack')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <Modal
        opened={asked !== null}
        onClose={() => setAsked(null)}
        lockScroll={false}
        title={asked ? nameOf(asked) : ''}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack>
          <p>{t('publish.rollBackWhy')}</p>
          <p>{t('publish.rollBackKeeps')}</p>
          {trouble ? <TroubleNote trouble={trouble} /> : null}
          <div className="dialog-actions">
            <Button variant="default" onClick={() => setAsked(null)}>
              {t('common.cancel')}
            </Button>
            <Button
              loading={busy}
              onClick={() => asked && void rollBack(asked.id).then((done) => done && setAsked(null))}
            >
              {t('publish.rollBack')}
            </Button>
          </div>
        </Stack>
      </Modal>
    </>
  );
};
