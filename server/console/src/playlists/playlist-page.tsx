/** Building a playlist: pick, order, set durations, try the loop, save. An edit made on an old version is never lost. */
import { Button, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowLeft, IconPlaylist, IconPlaylistAdd } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useBlocker, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PlaylistId } from '../../../../playlists/model/ids.ts';
import { type Playlist, STILL_DURATION_MS } from '../../../../playlists/model/playlist.ts';
import { call, type Trouble } from '../api/client.ts';
import { drawId, makeOnce } from '../api/drawn-id.ts';
import { readOf, useRead } from '../api/queries.ts';
import { lengthOf } from '../i18n/format.ts';
import { DeleteButton } from '../parts/delete-button.tsx';
import { errorsOf } from '../parts/form-errors.ts';
import { LinkAnchor } from '../parts/link.tsx';
import { Missing } from '../parts/missing.tsx';
import { Empty, Page, Shown } from '../parts/page.tsx';
import { sayDone } from '../parts/say-done.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { RelayNote } from '../relays/relay-note.tsx';
import { AssetPicker } from './asset-picker.tsx';
import { blankPlaylist, draftOf, entriesOf, newEntry, saysSame, sendable, UNSAVED } from './draft-entries.ts';
import { EntryList } from './entry-list.tsx';
import { planDraft } from './loop-plan.ts';
import { LoopPreview } from './loop-preview.tsx';
import { SettingsFields } from './playlist-settings.tsx';
import { SourcePicker } from './source-picker.tsx';
import { useSources } from './sources.ts';

export const PlaylistPage = () => {
  const { playlistId } = useParams({ from: '/inside/playlists/$playlistId' });
  const known = PlaylistId.safeParse(playlistId);
  const read = useRead(
    'getPlaylist',
    { params: { playlistId: known.data ?? ('' as PlaylistId) } },
    { enabled: known.success },
  );
  if (playlistId === 'new') return <NewPlaylist />;
  if (!known.success) return <Missing what="playlist" />;
  return (
    <Shown read={read} framed missing={<Missing what="playlist" />}>
      {(playlist) => <Builder key={playlist.id} newest={playlist} />}
    </Shown>
  );
};

/** There is no playlist until it is saved: whoever goes away leaves nothing behind. */
const NewPlaylist = () => {
  const { t } = useTranslation();
  const [id] = useState(() => drawId(PlaylistId, 'pls'));
  return (
    <Shown read={useRead('listPlaylists')} framed>
      {(all) => {
        const taken = all.map(({ name }) => name);
        return <Builder key={id} newest={blankPlaylist(id, freeName(t('playlists.newName'), taken))} />;
      }}
    </Shown>
  );
};

/** A first free name: staff can go straight on to adding content. */
const freeName = (base: string, taken: readonly string[]): string => {
  if (!taken.includes(base)) return base;
  for (let number = 2; ; number += 1) {
    if (!taken.includes(`${base} ${number}`)) return `${base} ${number}`;
  }
};

const settingsOf = ({ order, transition }: Playlist) => ({ order, transition });

const Builder = ({ newest }: { newest: Playlist }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [base, setBase] = useState(newest);
  const isNew = base.version === UNSAVED;
  const [name, setName] = useState(newest.name);
  const [draft, setDraft] = useState(() => draftOf(newest));
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const [settings, setSettings] = useState(() => settingsOf(newest));
  const [picking, picker] = useDisclosure(false);
  const [adding, adder] = useDisclosure(false);
  const dirty =
    name !== base.name ||
    JSON.stringify(draft) !== JSON.stringify(draftOf(base)) ||
    JSON.stringify(settings) !== JSON.stringify(settingsOf(base));

  const take = (playlist: Playlist): void => {
    setBase(playlist);
    setName(playlist.name);
    setDraft(draftOf(playlist));
    setSettings(settingsOf(playlist));
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

  const edited = useMemo(() => ({ ...base, ...settings, entries: entriesOf(draft) }), [base, settings, draft]);
  const sources = useSources(edited);
  const relay = draft
    .flatMap((entry) => (entry.kind === 'asset' ? (sources.assets.get(entry.assetId) ?? []) : []))
    .find((asset) => asset.relay);
  const plan = useMemo(() => planDraft(edited, sources.playlists, sources.assets), [edited, sources]);

  const save = async (basedOn: number): Promise<void> => {
    setBusy(true);
    setTrouble(null);
    const body = { name, ...settings, entries: sendable(draft) };
    const change = (version: number) =>
      call('changePlaylist', { params: { playlistId: base.id }, body: { ...body, basedOn: version } });
    const called = isNew
      ? await makeOnce({
          create: () => call('createPlaylist', { body: { id: base.id, ...body } }),
          isAsAsked: (made) => saysSame(made, body),
          change: ({ version }) => change(version),
        })
      : await change(basedOn);
    setBusy(false);
    if (!called.ok) {
      setTrouble(called.trouble);
      return;
    }
    take(called.value);
    queries.setQueryData(readOf('getPlaylist', { params: { playlistId: base.id } }).queryKey, called.value);
    for (const read of ['listPlaylists', 'previewPublish']) void queries.invalidateQueries({ queryKey: [read] });
    sayDone(t('common.saved'));
    if (isNew)
      await navigate({
        to: '/playlists/$playlistId',
        params: { playlistId: base.id },
        replace: true,
        ignoreBlocker: true,
      });
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
      lead={`${t('playlists.entries', { count: draft.length })} · ${t('playlists.length', { length: lengthOf(plan.roundMs) })}`}
      above={
        <LinkAnchor to="/playlists" className="back">
          <IconArrowLeft size={16} aria-hidden /> {t('playlists.back')}
        </LinkAnchor>
      }
      actions={
        <>
          {dirty ? <span className="hint unsaved">{t('playlists.unsaved')}</span> : null}
          {isNew ? null : (
            <DeleteButton
              thing={{ kind: 'playlist', id: base.id, name: base.name }}
              onBegun={() => void navigate({ to: '/playlists', ignoreBlocker: true })}
            />
          )}
          <Button variant="default" leftSection={<IconPlaylist size={18} aria-hidden />} onClick={adder.open}>
            {t('playlists.addSource')}
          </Button>
          <Button variant="default" leftSection={<IconPlaylistAdd size={18} aria-hidden />} onClick={picker.open}>
            {t('playlists.add')}
          </Button>
          <Button disabled={!dirty && !isNew} loading={busy} onClick={() => void save(base.version)}>
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
          <SettingsFields value={settings} onChange={setSettings} />
          {relay ? <RelayNote relay={relay} /> : null}
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
            <EntryList draft={draft} sources={sources} onChange={setDraft} />
          )}
        </section>
        <LoopPreview cues={plan.cues} lengthMs={plan.lengthMs} hasRelay={relay !== undefined} />
      </div>
      <AssetPicker
        opened={picking}
        onClose={picker.close}
        onPick={(picked) => {
          for (const asset of picked)
            queries.setQueryData(readOf('getAsset', { params: { assetId: asset.id } }).queryKey, asset);
          setDraft([
            ...draft,
            ...picked.map((asset) =>
              newEntry({
                assetId: asset.id,
                durationMs: asset.kind === 'video' || asset.kind === 'relay' ? null : STILL_DURATION_MS,
              }),
            ),
          ]);
          picker.close();
        }}
      />
      <SourcePicker
        within={base.id}
        playlists={sources.playlists}
        opened={adding}
        onClose={adder.close}
        onPick={(entry) => {
          setDraft([...draft, entry]);
          adder.close();
        }}
      />
    </Page>
  );
};
