/** Building a playlist: pick, order, set durations, try the loop, save. An edit made on an old version is never lost. */
import { ActionIcon, Button, NumberInput, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowLeft, IconPlaylistAdd, IconTrash } from '@tabler/icons-react';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useBlocker, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AssetId, EntryId, PlaylistId } from '../../../../playlists/model/ids.ts';
import type { Asset } from '../../../../playlists/model/media.ts';
import { type Playlist, STILL_DURATION_MS } from '../../../../playlists/model/playlist.ts';
import { call, type Trouble } from '../api/client.ts';
import { readOf, useRead } from '../api/queries.ts';
import { lengthOf } from '../i18n/format.ts';
import { AssetTag, Thumbnail } from '../media/asset-state.tsx';
import { DeleteButton } from '../parts/delete-button.tsx';
import { errorsOf } from '../parts/form-errors.ts';
import { LinkAnchor } from '../parts/link.tsx';
import { Missing } from '../parts/missing.tsx';
import { Empty, Page, Shown } from '../parts/page.tsx';
import { SortableList } from '../parts/sortable-list.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { AssetPicker } from './asset-picker.tsx';
import { planCues, shownDurationOf } from './loop-plan.ts';
import { LoopPreview } from './loop-preview.tsx';

interface DraftEntry {
  /** The id of a saved entry, or a name of our own for a new one. */
  key: string;
  assetId: AssetId;
  durationMs: number | null;
}

const draftOf = (playlist: Playlist): DraftEntry[] =>
  playlist.entries.map(({ id, ...entry }) => ({ key: id, ...entry }));
/** New entries travel without an id; the server names them. */
const sendable = (draft: readonly DraftEntry[]) =>
  draft.map(({ key, assetId, durationMs }) => ({
    ...(EntryId.safeParse(key).success ? { id: EntryId.parse(key) } : {}),
    assetId,
    durationMs,
  }));

export const PlaylistPage = () => {
  const { playlistId } = useParams({ from: '/inside/playlists/$playlistId' });
  const known = PlaylistId.safeParse(playlistId);
  const read = useRead(
    'getPlaylist',
    { params: { playlistId: known.data ?? ('' as PlaylistId) } },
    { enabled: known.success },
  );
  if (!known.success) return <Missing what="playlist" />;
  return (
    <Shown read={read} framed missing={<Missing what="playlist" />}>
      {(playlist) => <Builder key={playlist.id} newest={playlist} />}
    </Shown>
  );
};

const Builder = ({ newest }: { newest: Playlist }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [base, setBase] = useState(newest);
  const [name, setName] = useState(newest.name);
  const [draft, setDraft] = useState(() => draftOf(newest));
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const [picking, picker] = useDisclosure(false);
  const dirty = name !== base.name || JSON.stringify(draft) !== JSON.stringify(draftOf(base));

  const take = (playlist: Playlist): void => {
    setBase(playlist);
    setName(playlist.name);
    setDraft(draftOf(playlist));
    setTrouble(null);
  };
  // Somebody else's save arrives by itself; it replaces the page only when there is nothing of ours to lose.
  // biome-ignore lint/correctness/useExhaustiveDependencies: acts on the arrival of a newer version alone
  useEffect(() => {
    if (newest.version > base.version && !dirty && !busy) take(newest);
  }, [newest.version]);
  useBlocker({
    shouldBlockFn: () => !confirm(t('playlists.leaveUnsaved')),
    enableBeforeUnload: dirty,
    disabled: !dirty,
  });

  const assets = useEntryAssets(draft);
  const plan = useMemo(() => planCues(draft, assets), [draft, assets]);

  const save = async (basedOn: number): Promise<void> => {
    setBusy(true);
    setTrouble(null);
    const called = await call('changePlaylist', {
      params: { playlistId: base.id },
      body: { name, entries: sendable(draft), basedOn },
    });
    setBusy(false);
    if (!called.ok) {
      setTrouble(called.trouble);
      return;
    }
    take(called.value);
    queries.setQueryData(readOf('getPlaylist', { params: { playlistId: base.id } }).queryKey, called.value);
    for (const read of ['listPlaylists', 'previewPublish']) void queries.invalidateQueries({ queryKey: [read] });
    notifications.show({ message: t('common.saved'), withBorder: true });
  };
  /** Reads the newest version, then either shows it or writes ours over it. */
  const afterConflict = async (keepMine: boolean): Promise<void> => {
    const called = await call('getPlaylist', { params: { playlistId: base.id } });
    if (!called.ok) setTrouble(called.trouble);
    else if (keepMine) await save(called.value.version);
    else take(called.value);
  };

  return (
    <Page
      wide
      title={base.name}
      lead={`${t('playlists.entries', { count: draft.length })} · ${t('playlists.length', { length: lengthOf(plan.lengthMs) })}`}
      above={
        <LinkAnchor to="/playlists" className="back">
          <IconArrowLeft size={16} aria-hidden /> {t('playlists.back')}
        </LinkAnchor>
      }
      actions={
        <>
          {dirty ? <span className="hint unsaved">{t('playlists.unsaved')}</span> : null}
          <DeleteButton
            thing={{ kind: 'playlist', id: base.id, name: base.name }}
            onBegun={() => void navigate({ to: '/playlists', ignoreBlocker: true })}
          />
          <Button variant="default" leftSection={<IconPlaylistAdd size={18} aria-hidden />} onClick={picker.open}>
            {t('playlists.add')}
          </Button>
          <Button disabled={!dirty} loading={busy} onClick={() => void save(base.version)}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      {trouble?.code === 'changed-meanwhile' ? (
        <TroubleNote title={t('playlists.conflictTitle')} trouble={trouble}>
          <div className="dialog-actions left">
            <Button variant="default" size="xs" onClick={() => void afterConflict(false)}>
              {t('playlists.takeTheirs')}
            </Button>
            <Button variant="default" size="xs" onClick={() => void afterConflict(true)}>
              {t('playlists.keepMine')}
            </Button>
          </div>
        </TroubleNote>
      ) : trouble ? (
        <TroubleNote trouble={trouble} />
      ) : null}
      <div className="split split-builder">
        <section>
          <TextInput
            label={t('playlists.name')}
            required
            value={name}
            error={trouble ? errorsOf(trouble, t).name : undefined}
            onChange={(event) => setName(event.currentTarget.value)}
            mb="md"
          />
          <h2 className="section-title">{t('playlists.order')}</h2>
          {draft.length === 0 ? (
            <Empty
              icon={<IconPlaylistAdd size={40} stroke={1.4} />}
              title={t('playlists.noEntries')}
              why={t('playlists.noEntriesWhy')}
            >
              <Button onClick={picker.open}>{t('playlists.add')}</Button>
            </Empty>
          ) : (
            <EntryList draft={draft} assets={assets} onChange={setDraft} />
          )}
        </section>
        <LoopPreview {...plan} />
      </div>
      <AssetPicker
        opened={picking}
        onClose={picker.close}
        onPick={(picked) => {
          for (const asset of picked)
            queries.setQueryData(readOf('getAsset', { params: { assetId: asset.id } }).queryKey, asset);
          setDraft([
            ...draft,
            ...picked.map((asset) => ({
              key: `new-${crypto.randomUUID()}`,
              assetId: asset.id,
              durationMs: asset.kind === 'image' ? STILL_DURATION_MS : null,
            })),
          ]);
          picker.close();
        }}
      />
    </Page>
  );
};

const useEntryAssets = (draft: readonly DraftEntry[]): ReadonlyMap<string, Asset> => {
  const ids = [...new Set(draft.map(({ assetId }) => assetId))];
  return useQueries({
    queries: ids.map((assetId) => readOf('getAsset', { params: { assetId } })),
    combine: (results) => new Map(results.flatMap(({ data }) => (data ? [[data.id as string, data as Asset]] : []))),
  });
};

const EntryList = ({
  draft,
  assets,
  onChange,
}: {
  draft: DraftEntry[];
  assets: ReadonlyMap<string, Asset>;
  onChange: (draft: DraftEntry[]) => void;
}) => {
  const { t } = useTranslation();
  const titleOf = (entry: DraftEntry): string => assets.get(entry.assetId)?.title ?? t('playlists.missing');
  const setDuration = (key: string, durationMs: number | null): void =>
    onChange(draft.map((entry) => (entry.key === key ? { ...entry, durationMs } : entry)));
  return (
    <SortableList
      items={draft}
      onChange={onChange}
      words={{
        drag: (entry) => t('playlists.drag', { title: titleOf(entry) }),
        up: (entry) => t('playlists.up', { title: titleOf(entry) }),
        down: (entry) => t('playlists.down', { title: titleOf(entry) }),
        moved: (entry, position) => t('playlists.moved', { title: titleOf(entry), position, count: draft.length }),
      }}
    >
      {(entry) => {
        const asset = assets.get(entry.assetId);
        const shown = shownDurationOf(asset, entry.durationMs);
        return (
          <>
            <div className="entry-thumb">
              <Thumbnail asset={asset} />
            </div>
            <div className="entry-words">
              <strong className="one-line" title={titleOf(entry)}>
                {titleOf(entry)}
              </strong>
              {asset && asset.state.kind !== 'ready' ? (
                <AssetTag state={asset.state} />
              ) : (
                <span className="hint">{shown ? lengthOf(shown) : ''}</span>
              )}
            </div>
            <NumberInput
              className="entry-duration"
              aria-label={t('playlists.duration', { title: titleOf(entry) })}
              value={entry.durationMs === null ? '' : entry.durationMs / 1000}
              placeholder={asset?.kind === 'video' ? t('playlists.whole') : undefined}
              suffix=" s"
              min={1}
              max={86_400}
              decimalScale={1}
              hideControls
              onChange={(seconds) =>
                setDuration(
                  entry.key,
                  typeof seconds === 'number'
                    ? Math.round(seconds * 1000)
                    : asset?.kind === 'image'
                      ? STILL_DURATION_MS
                      : null,
                )
              }
            />
            <ActionIcon
              variant="subtle"
              color="red"
              aria-label={t('playlists.takeOut', { title: titleOf(entry) })}
              onClick={() => onChange(draft.filter(({ key }) => key !== entry.key))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </>
        );
      }}
    </SortableList>
  );
};
