/** A document: choose pages, put them into the library as pictures, or straight into a playlist in their order. */
import { Button, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import { IconPlaylistAdd } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asset } from '../../../../playlists/model/media.ts';
import { STILL_DURATION_MS } from '../../../../playlists/model/playlist.ts';
import type { DocumentPages } from '../../../../playlists/wire/api/documents.ts';
import { call, type Trouble } from '../api/client.ts';
import { useRead } from '../api/queries.ts';
import { errorsOf } from '../parts/form-errors.ts';
import { LinkButton } from '../parts/link.tsx';
import { Shown } from '../parts/page.tsx';
import { sayDone } from '../parts/say-done.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { PageTiles } from './page-tiles.tsx';

export const DocumentPart = ({ asset }: { asset: Asset }) => {
  const { t } = useTranslation();
  const read = useRead('getDocument', { params: { assetId: asset.id } });
  return (
    <section aria-label={t('documents.title')}>
      <h2 className="section-title">{t('documents.title')}</h2>
      <p className="hint">{t('documents.hint')}</p>
      <Shown read={read}>
        {(document) =>
          document.sheet ? (
            <PageChoice key={document.sheet.digest} asset={asset} document={document} sheet={document.sheet} />
          ) : (
            <p className="hint" role="status">
              {t('documents.waiting', { count: document.pages })}
            </p>
          )
        }
      </Shown>
    </section>
  );
};

const PageChoice = ({
  asset,
  document,
  sheet,
}: {
  asset: Asset;
  document: DocumentPages;
  sheet: NonNullable<DocumentPages['sheet']>;
}) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { pages, taken } = document;
  const all = Array.from({ length: pages }, (_, i) => i + 1);
  const [picked, setPicked] = useState<ReadonlySet<number>>(() => new Set(all));
  const [name, setName] = useState(asset.title.slice(0, 120));
  const [seconds, setSeconds] = useState(STILL_DURATION_MS / 1000);
  const [busy, setBusy] = useState<'playlist' | 'pages' | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const errors = trouble ? errorsOf(trouble, t) : {};

  const take = async (): Promise<Asset[] | null> => {
    const numbers = [...picked].sort((a, b) => a - b);
    const called = await call('takePages', { params: { assetId: asset.id }, body: { numbers } });
    void queries.invalidateQueries({ queryKey: ['getDocument'] });
    if (called.ok) return called.value.pages;
    setTrouble(called.trouble);
    return null;
  };
  const takeOnly = async (): Promise<void> => {
    setTrouble(null);
    setBusy('pages');
    const made = await take();
    setBusy(null);
    if (made) sayDone(t('documents.taken', { count: made.length }));
  };
  const makePlaylist = async (): Promise<void> => {
    setTrouble(null);
    setBusy('playlist');
    const made = await take();
    const entries = (made ?? []).map(({ id }) => ({
      kind: 'asset' as const,
      assetId: id,
      durationMs: Math.round(seconds * 1000),
    }));
    const called = made ? await call('createPlaylist', { body: { name, entries } }) : null;
    setBusy(null);
    if (!called) return;
    if (!called.ok) return setTrouble(called.trouble);
    sayDone(t('documents.madePlaylist', { count: entries.length }));
    void navigate({ to: '/playlists/$playlistId', params: { playlistId: called.value.id } });
  };

  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <span className="hint" role="status">
          {t('documents.picked', { count: picked.size, pages })}
        </span>
        <Group gap="xs">
          <Button className="reachable" size="xs" variant="default" onClick={() => setPicked(new Set(all))}>
            {t('documents.all')}
          </Button>
          <Button className="reachable" size="xs" variant="default" onClick={() => setPicked(new Set())}>
            {t('documents.none')}
          </Button>
        </Group>
      </Group>
      <PageTiles
        sheet={sheet}
        picked={picked}
        taken={new Map(taken.flatMap(({ id, page }) => (page ? [[page.number, id] as const] : [])))}
        onPick={setPicked}
      />
      {trouble && Object.keys(errors).length === 0 ? <TroubleNote trouble={trouble} /> : null}
      <TextInput
        label={t('documents.playlistName')}
        value={name}
        maxLength={120}
        error={errors.name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NumberInput
        label={t('documents.seconds')}
        description={t('documents.secondsHint')}
        value={seconds}
        onChange={(value) => setSeconds(typeof value === 'number' ? value : STILL_DURATION_MS / 1000)}
        suffix=" s"
        min={1}
        max={86_400}
        decimalScale={1}
      />
      <div className="dialog-actions">
        <Button
          variant="default"
          loading={busy === 'pages'}
          disabled={picked.size === 0 || busy !== null}
          onClick={() => void takeOnly()}
        >
          {t('documents.takeOnly')}
        </Button>
        <Button
          leftSection={<IconPlaylistAdd size={18} aria-hidden />}
          loading={busy === 'playlist'}
          disabled={picked.size === 0 || name.trim() === '' || busy !== null}
          onClick={() => void makePlaylist()}
        >
          {t('documents.makePlaylist')}
        </Button>
      </div>
    </Stack>
  );
};

/** Of a picture that is a page: from which document. */
export const PageOf = ({ asset }: { asset: Asset }) => {
  const { t } = useTranslation();
  if (!asset.page) return null;
  const { documentId, number } = asset.page;
  return (
    <Group justify="space-between">
      <span className="hint">{t('documents.pageOf', { number })}</span>
      <LinkButton size="xs" variant="default" to="/media" search={{ asset: documentId }}>
        {t('documents.openDocument')}
      </LinkButton>
    </Group>
  );
};
