/** One screen: the live picture large, its state, what comes next today, figures, editing, revoking. */
import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowLeft, IconPencil, IconPlugOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ScreenId } from '../../../../playlists/model/ids.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import { call } from '../api/client.ts';
import { useScreenLive } from '../api/feed-context.tsx';
import { READS_OF, useRead } from '../api/queries.ts';
import { ScreenHands } from '../fleet/screen-hands.tsx';
import { agoOf, clockTime, localDateOf } from '../i18n/format.ts';
import { DeleteButton } from '../parts/delete-button.tsx';
import { useLanguage, useNow } from '../parts/language.ts';
import { LinkAnchor, LinkButton } from '../parts/link.tsx';
import { Missing } from '../parts/missing.tsx';
import { Page, Shown } from '../parts/page.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { PlayTable } from '../plays/play-table.tsx';
import { EditScreenDialog } from './edit-screen-dialog.tsx';
import { ConnectionTag, DeliveryWords, NowWords } from './live-words.tsx';
import { useManifest } from './manifest.ts';
import { ScreenPreview } from './screen-card.tsx';
import { ScreenFigures } from './screen-figures.tsx';
import { useSpanWords } from './span-words.ts';

export const ScreenPage = () => {
  const { screenId } = useParams({ from: '/inside/screens/$screenId' });
  const known = ScreenId.safeParse(screenId);
  const read = useRead(
    'getScreen',
    { params: { screenId: known.data ?? ('' as ScreenId) } },
    { enabled: known.success },
  );
  if (!known.success) return <Missing what="screen" />;
  return (
    <Shown read={read} framed missing={<Missing what="screen" />}>
      {({ screen, live }) => <ScreenSheet screen={screen} read={live} />}
    </Shown>
  );
};

const ScreenSheet = ({ screen, read }: { screen: Screen; read: ScreenLive }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(15_000);
  const live = useScreenLive(screen.id) ?? read;
  const site = useRead('listSites').data?.find((one) => one.id === screen.siteId);
  const plays = useRead('listPlays', { query: { screenId: screen.id, limit: 8 } });
  return (
    <Page
      wide
      title={screen.name}
      lead={`${site?.name ?? ''} · ${screen.canvas.width}×${screen.canvas.height}`}
      above={
        <LinkAnchor to="/screens" className="back">
          <IconArrowLeft size={16} aria-hidden /> {t('screens.back')}
        </LinkAnchor>
      }
      actions={<ScreenActions screen={screen} />}
    >
      <div className="split">
        <section className="panel">
          <h2 className="section-title">{t('screens.preview')}</h2>
          <ScreenPreview screen={screen} live={live} />
          <div className="tags spaced">
            <ConnectionTag live={live} />
          </div>
          <p>
            {live.connection === 'online' ? <NowWords live={live} /> : null}
            {live.connection === 'offline' && live.seenAt
              ? t('screens.seen', { when: agoOf(live.seenAt, now, language) })
              : null}
          </p>
          {live.wanted === null ? (
            <NeverPublished screen={screen} />
          ) : (
            <p className="hint">
              <DeliveryWords live={live} />
            </p>
          )}
          {live.delivery.kind === 'refused' ? <TroubleNote trouble={live.delivery.refusal} /> : null}
          {live.connection === 'unpaired' ? (
            <LinkButton to="/screens" search={{ pair: '' }} mt="sm">
              {t('screens.pair')}
            </LinkButton>
          ) : null}
        </section>
        <div className="stack">
          <section className="panel">
            <h2 className="section-title">{t('screens.upNext')}</h2>
            <UpNext screen={screen} live={live} />
          </section>
          <ScreenFigures live={live} />
        </div>
      </div>
      {screen.deviceId ? <ScreenHands screen={screen} live={live} /> : null}
      <section>
        <div className="section-head">
          <h2 className="section-title">{t('screens.recentPlays')}</h2>
          <LinkAnchor to="/plays" search={{ screen: screen.id }}>
            {t('overview.allPlays')}
          </LinkAnchor>
        </div>
        <Shown read={plays}>
          {({ items }) =>
            items.length ? (
              <PlayTable plays={items} withScreen={false} />
            ) : (
              <p className="hint">{t('overview.recentNone')}</p>
            )
          }
        </Shown>
      </section>
    </Page>
  );
};

/** Not a fault, but nothing will ever play here until somebody does these two things. */
const NeverPublished = ({ screen }: { screen: Screen }) => {
  const { t } = useTranslation();
  return (
    <div className="inset never-published">
      <p>
        <strong>{t('screens.neverPublished')}</strong> {t('screens.neverPublishedTodo')}
      </p>
      <div className="dialog-actions left">
        <LinkButton to="/schedule" search={{ screen: screen.id }} variant="default" size="xs">
          {t('screens.toSchedule')}
        </LinkButton>
        <LinkButton to="/publish" variant="default" size="xs">
          {t('screens.toPublish')}
        </LinkButton>
      </div>
    </div>
  );
};

const UpNext = ({ screen, live }: { screen: Screen; live: ScreenLive }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(15_000);
  const manifest = useManifest(live);
  const spanWords = useSpanWords();
  const body = manifest.data?.body;
  if (live.wanted === null) return <p className="hint">{t('screens.neverPublished')}</p>;
  if (!body) return <p className="hint">{manifest.error?.trouble.staff[language] ?? t('common.loading')}</p>;
  const today = localDateOf(now, screen.zone);
  const spans = body.spans.filter(
    (span) => span.until > now && localDateOf(Math.max(span.from, now), screen.zone) === today,
  );
  return (
    <ol className="up-next">
      {spans.slice(0, 8).map((span) => (
        <li
          key={span.from}
          className={span.from <= now ? 'current' : ''}
          aria-current={span.from <= now ? 'time' : undefined}
        >
          <time>{clockTime(span.from, screen.zone, language, span.from % 60_000 !== 0)}</time>
          <span>{spanWords(body, span)}</span>
        </li>
      ))}
      {spans.length <= 1 ? <li className="hint">{t('screens.upNextNone')}</li> : null}
    </ol>
  );
};

const ScreenActions = ({ screen }: { screen: Screen }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const me = useRead('getMe').data?.person;
  const [editing, edit] = useDisclosure(false);
  const [revoking, revoke] = useDisclosure(false);
  const doRevoke = async (): Promise<void> => {
    revoke.close();
    const called = await call('revokeDevice', { params: { screenId: screen.id } });
    for (const name of READS_OF.screens) void queries.invalidateQueries({ queryKey: [name] });
    notifications.show({
      withBorder: true,
      autoClose: called.ok ? 4_000 : false,
      message: called.ok ? t('screens.revoked') : <TroubleNote trouble={called.trouble} />,
    });
  };
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={edit.open}>
        {t('common.edit')}
      </Button>
      {screen.deviceId ? (
        <Button variant="default" leftSection={<IconPlugOff size={16} aria-hidden />} onClick={revoke.open}>
          {t('screens.revoke')}
        </Button>
      ) : null}
      {me?.role === 'admin' ? (
        <DeleteButton
          thing={{ kind: 'screen', id: screen.id, name: screen.name }}
          onBegun={() => void navigate({ to: '/screens' })}
        />
      ) : null}
      <EditScreenDialog screen={screen} opened={editing} onClose={edit.close} />
      <Modal
        opened={revoking}
        onClose={revoke.close}
        lockScroll={false}
        title={t('screens.revokeTitle', { name: screen.name })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <p>{t('screens.revokeWhy')}</p>
        <div className="dialog-actions">
          <Button variant="default" onClick={revoke.close} data-autofocus>
            {t('common.cancel')}
          </Button>
          <Button onClick={() => void doRevoke()}>{t('screens.revoke')}</Button>
        </div>
      </Modal>
    </>
  );
};
