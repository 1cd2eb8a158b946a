/** Publishing: what is wrong, which screens change and how they would look, then who has taken it; and what was published. */
import { Button, Modal, Slider, Textarea } from '@mantine/core';
import { IconCircleCheck, IconClockHour4, IconDeviceTv, IconEye, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../../playlists/model/finding.ts';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import { HORIZON_DAYS } from '../../../../playlists/model/time.ts';
import type { ManifestBody } from '../../../../playlists/wire/manifest.ts';
import type { ReplyOf } from '../api/client.ts';
import { useRead } from '../api/queries.ts';
import { clockTime, momentOf } from '../i18n/format.ts';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { LinkAnchor, LinkButton } from '../parts/link.tsx';
import { Bones, Empty, Page, Shown } from '../parts/page.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { MomentPreview } from '../screens/manifest-preview.tsx';
import { FindingList } from './finding-list.tsx';
import { outlookOf, waitsForContent } from './outlook.ts';
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
  return (
    <Page title={t('publish.title')} lead={t('publish.lead')}>
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
            <Draft preview={value} nameOf={nameOf} />
          ) : (
            <Published findings={value.findings} />
          )
        }
      </Shown>
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
  const waits = waitsForContent(findings);
  return (
    <section className="panel">
      <div className={waits ? 'up-to-date waits' : 'up-to-date'}>
        {waits ? <IconClockHour4 size={28} aria-hidden /> : <IconCircleCheck size={28} aria-hidden />}
        <div>
          <h2 className="section-title">{waits ? t('publish.waits') : t('publish.upToDate')}</h2>
          <p className="hint">{waits ? t('publish.waitsWhy') : t('publish.upToDateWhy')}</p>
        </div>
      </div>
      {findings.length > 0 ? (
        <div className="below-line">
          <h3 className="section-title">{t('publish.notices')}</h3>
          <FindingList findings={findings} />
        </div>
      ) : null}
    </section>
  );
};

const Draft = ({ preview, nameOf }: { preview: ReplyOf<'previewPublish'>; nameOf: (id: ScreenId) => string }) => {
  const { t } = useTranslation();
  const { publish, busy, trouble } = usePublish();
  const [note, setNote] = useState('');
  const [looking, setLooking] = useState<ScreenId | null>(null);
  const blocked = preview.findings.some(({ blocks }) => blocks);
  return (
    <section className="panel draft">
      <h2 className="section-title">{t('publish.findings')}</h2>
      <FindingList findings={preview.findings} />
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
      <div className="dialog-actions">
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
  const { screenIds } = outlook;
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
      {waitsForContent(preview.findings) ? <p className="hint">{t('publish.restWaits')}</p> : null}
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
      <details className="per-screen">
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
  return (
    <ul className="rows">
      {items.map((item) => (
        <li key={item.id} className="row">
          <div className="row-words">
            <strong>{item.note || t(`publish.cause.${item.cause}`)}</strong>
            <p className="hint">
              {t('publish.by', {
                who: item.cause === 'person' ? item.publishedBy : t('publish.system'),
                when: momentOf(item.publishedAt, zone, language, now),
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
        </li>
      ))}
    </ul>
  );
};
