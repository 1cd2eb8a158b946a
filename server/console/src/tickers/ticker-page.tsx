/** Writing a ticker: messages, pace and place, and at every letter how it runs on each wall of the ward. */
import { Button, Group } from '@mantine/core';
import { IconArrowLeft, IconRosette } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useBlocker, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TickerId } from '../../../../playlists/model/ids.ts';
import { HOUSE_PALETTE } from '../../../../playlists/model/slide.ts';
import type { Ticker } from '../../../../playlists/model/ticker.ts';
import { paletteOf } from '../../../../playlists/slides/colours.ts';
import { call, type Trouble } from '../api/client.ts';
import { READS_OF, readOf, useRead } from '../api/queries.ts';
import { localDateOf, momentOf } from '../i18n/format.ts';
import { DeleteButton } from '../parts/delete-button.tsx';
import { errorsOf } from '../parts/form-errors.ts';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { LinkAnchor } from '../parts/link.tsx';
import { Missing } from '../parts/missing.tsx';
import { Page, Shown } from '../parts/page.tsx';
import { sayDone } from '../parts/say-done.ts';
import { Tag } from '../parts/tag.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { unlessUnreadable } from '../parts/unreadable.ts';
import { draftOf, previewOf, sendable } from './ticker-draft.ts';
import { TickerFields } from './ticker-fields.tsx';
import { TickerWalls } from './ticker-walls.tsx';

export const TickerPage = () => {
  const { tickerId } = useParams({ from: '/inside/tickers/$tickerId' });
  const known = TickerId.safeParse(tickerId);
  const read = useRead(
    'getTicker',
    { params: { tickerId: known.data ?? ('' as TickerId) } },
    { enabled: known.success },
  );
  if (tickerId === 'new') return <Editor key="new" newest={null} />;
  if (!known.success) return <Missing what="ticker" />;
  return (
    <Shown read={read} framed missing={<Missing what="ticker" />}>
      {(ticker) => <Editor key={ticker.id} newest={ticker} />}
    </Shown>
  );
};

const Editor = ({ newest }: { newest: Ticker | null }) => {
  const { t } = useTranslation();
  const zone = useZone();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [base, setBase] = useState(newest);
  const [draft, setDraft] = useState(() => draftOf(newest, t('tickers.newName')));
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const isTouched = JSON.stringify(draft) !== JSON.stringify(draftOf(base, t('tickers.newName')));
  // Somebody else's save arrives by itself; it replaces the page only when there is nothing of ours to lose.
  if (newest && base && newest.version > base.version && !isTouched && !busy) {
    setBase(newest);
    setDraft(draftOf(newest, ''));
  }
  useBlocker({
    shouldBlockFn: () => !confirm(t('tickers.leaveUnsaved')),
    enableBeforeUnload: isTouched,
    disabled: !isTouched,
  });
  const save = async (): Promise<void> => {
    setBusy(true);
    setTrouble(null);
    const body = sendable(draft);
    const called = base
      ? await call('changeTicker', { params: { tickerId: base.id }, body: { ...body, basedOn: base.version } })
      : await call('createTicker', { body });
    setBusy(false);
    if (!called.ok) {
      setTrouble(called.trouble);
      return;
    }
    const saved = called.value;
    setBase(saved);
    setDraft(draftOf(saved, ''));
    queries.setQueryData(readOf('getTicker', { params: { tickerId: saved.id } }).queryKey, saved);
    for (const name of READS_OF.tickers) if (name !== 'getTicker') void queries.invalidateQueries({ queryKey: [name] });
    sayDone(t('tickers.saved'));
    if (!base)
      await navigate({ to: '/tickers/$tickerId', params: { tickerId: saved.id }, replace: true, ignoreBlocker: true });
  };
  const palette = paletteOf(draft.look, useRead('getWardSettings').data?.palette ?? HOUSE_PALETTE);
  const today = localDateOf(useNow(60_000), zone);
  const { ticker, isSilent } = previewOf(draft, palette, today, t('tickers.textExample'));
  return (
    <Page
      wide
      above={
        <LinkAnchor to="/tickers" className="back">
          <IconArrowLeft size={16} aria-hidden /> {t('tickers.back')}
        </LinkAnchor>
      }
      title={base?.name ?? t('tickers.create')}
      actions={
        <>
          {base ? (
            <DeleteButton
              thing={{ kind: 'ticker', id: base.id, name: base.name }}
              onBegun={() => void navigate({ to: '/tickers', ignoreBlocker: true })}
            />
          ) : null}
          <Button loading={busy} disabled={!isTouched && base !== null} onClick={() => void save()}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      {trouble ? <TroubleNote trouble={trouble} /> : null}
      <div className="slide-desk">
        <form
          className="panel slide-form"
          noValidate
          onSubmit={unlessUnreadable((event) => {
            event?.preventDefault();
            void save();
          })}
        >
          <TickerFields
            draft={draft}
            errors={trouble ? errorsOf(trouble, t) : {}}
            onChange={(part) => setDraft((one) => ({ ...one, ...part }))}
          />
          {base ? <ApprovalPart ticker={base} isTouched={isTouched} onKept={setBase} /> : null}
        </form>
        <div className="slide-previews">
          <TickerWalls ticker={ticker} isSilent={isSilent} />
        </div>
      </div>
    </Page>
  );
};

const ApprovalPart = ({
  ticker,
  isTouched,
  onKept,
}: {
  ticker: Ticker;
  isTouched: boolean;
  onKept: (ticker: Ticker) => void;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const now = useNow(60_000);
  const me = useRead('getMe').data?.person;
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const { approval, version } = ticker;
  const params = { tickerId: ticker.id };
  const settle = async (): Promise<void> => {
    setTrouble(null);
    const called = approval
      ? await call('withdrawTickerApproval', { params })
      : await call('approveTicker', { params, body: { version } });
    if (called.ok) onKept(called.value);
    else setTrouble(called.trouble);
  };
  return (
    <section aria-label={t('media.approval')}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Tag tone={approval ? 'good' : 'idle'}>{approval ? t('tickers.approved') : t('tickers.unapproved')}</Tag>
          <p className="hint">
            {approval
              ? t('tickers.approvedBy', { who: approval.name, when: momentOf(approval.at, zone, language, now) })
              : t('tickers.unapprovedWhy')}
          </p>
        </div>
        {me?.role === 'approver' ? (
          <Button
            size="xs"
            variant={approval ? 'default' : 'filled'}
            leftSection={<IconRosette size={14} aria-hidden />}
            disabled={isTouched}
            onClick={() => void settle()}
          >
            {approval ? t('tickers.withdraw') : t('tickers.approve')}
          </Button>
        ) : null}
      </Group>
      {trouble ? <TroubleNote trouble={trouble} /> : null}
    </section>
  );
};
