/** One screen: the live picture large, its state, what comes next today, figures, editing, revoking. */
import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowLeft, IconPencil, IconPlugOff, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import type { Span } from '../../../../playlists/wire/manifest.ts';
import { call } from '../api/client.ts';
import { useScreenLive } from '../api/feed-context.tsx';
import { READS_OF, useRead } from '../api/queries.ts';
import { agoOf, clockTime, localDateOf } from '../i18n/format.ts';
import { useDelete } from '../parts/deletion-context.tsx';
import { useLanguage, useNow } from '../parts/language.ts';
import { LinkAnchor, LinkButton } from '../parts/link.tsx';
import { Page, Shown } from '../parts/page.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { PlayTable } from '../plays/play-table.tsx';
import { EditScreenDialog } from './edit-screen-dialog.tsx';
import { ConnectionTag, DeliveryWords, NowWords } from './live-words.tsx';
import { ScreenPreview } from './screen-card.tsx';
import { ScreenFigures } from './screen-figures.tsx';

export const ScreenPage = () => {
  const { screenId } = useParams({ from: '/inside/screens/$screenId' });
  const read = useRead('getScreen', { params: { screenId: screenId as ScreenId } });
  return <Shown read={read}>{({ screen, live }) => <ScreenSheet screen={screen} read={live} />}</Shown>;
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
          <ScreenPreview screen={screen} />
          <div className="tags spaced">
            <ConnectionTag live={live} />
          </div>
          <p>
            {live.connection === 'online' ? <NowWords live={live} /> : null}
            {live.connection === 'offline' && live.seenAt
              ? t('screens.seen', { when: agoOf(live.seenAt, now, language) })
              : null}
          </p>
          <p className="hint">
            <DeliveryWords live={live} />
          </p>
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
            <UpNext screen={screen} />
          </section>
          <ScreenFigures live={live} />
        </div>
      </div>
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

const UpNext = ({ screen }: { screen: Screen }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(15_000);
  const manifest = useRead('getScreenManifest', { params: { screenId: screen.id } });
  const slots = useRead('listSlots');
  const playlists = useRead('listPlaylists');
  const body = manifest.data?.body;
  if (!body) return <p className="hint">{manifest.error ? t('screens.previewNone') : t('common.loading')}</p>;
  const nameOf = (span: Span): string => {
    if (span.kind !== 'loop') return t(`screens.span.${span.kind}`);
    const playlist = playlists.data?.find((one) => one.id === body.loops[span.loop]?.playlistId)?.name;
    const slot = slots.data?.find((one) => one.id === span.slotId)?.name;
    return slot && playlist ? `${slot} · ${playlist}` : (slot ?? playlist ?? t('screens.span.loop'));
  };
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
          <span>{nameOf(span)}</span>
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
  const remove = useDelete();
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
        <Button
          variant="subtle"
          color="red"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => {
            remove(screen.id, screen.name, (keepalive) =>
              call('deleteScreen', { params: { screenId: screen.id } }, { keepalive }),
            );
            void navigate({ to: '/screens' });
          }}
        >
          {t('common.delete')}
        </Button>
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
