/** The entries of a playlist being built: order, length, how much of it, and when each is shown. */
import { ActionIcon, NumberInput } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconBookmarks, IconPlaylist, IconTags, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asset } from '../../../../playlists/model/media.ts';
import { picks, STILL_DURATION_MS } from '../../../../playlists/model/playlist.ts';
import { assertNever } from '../../../../playlists/model/refusal.ts';
import { lengthOf, writeDate } from '../i18n/format.ts';
import { AssetTag, Thumbnail } from '../media/asset-state.tsx';
import { useTagName } from '../media/tags.tsx';
import { useTopicName } from '../media/topics.tsx';
import { SortableList } from '../parts/sortable-list.tsx';
import { DateField, TimeField } from '../parts/time-field.tsx';
import type { DraftEntry } from './draft-entries.ts';
import type { Sources } from './sources.ts';

/** The name under which people know what an entry brings. */
const useEntryTitle = ({ playlists, assets }: Sources): ((entry: DraftEntry) => string) => {
  const { t } = useTranslation();
  const topicName = useTopicName();
  const tagName = useTagName();
  return (entry) => {
    switch (entry.kind) {
      case 'asset':
        return assets.get(entry.assetId)?.title ?? t('playlists.missing');
      case 'playlist':
        return playlists.find(({ id }) => id === entry.playlistId)?.name ?? t('playlists.missing');
      case 'topic':
        return topicName(entry.topic);
      case 'tags': {
        const names = entry.tags.map((id) => `“${tagName(id)}”`);
        return entry.match === 'any' || names.length === 1
          ? t('playlists.anyTags', { names: names.join(t('playlists.or')) })
          : t('playlists.allTags', { names: names.join(t('playlists.and')) });
      }
      default:
        return assertNever(entry);
    }
  };
};

export const EntryList = ({
  draft,
  sources,
  onChange,
}: {
  draft: DraftEntry[];
  sources: Sources;
  onChange: (draft: DraftEntry[]) => void;
}) => {
  const { t } = useTranslation();
  const titleOf = useEntryTitle(sources);
  const [opened, setOpened] = useState<string | null>(null);
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
        const title = titleOf(entry);
        const change = (changed: DraftEntry): void =>
          onChange(draft.map((one) => (one.key === entry.key ? changed : one)));
        const isOpen = opened === entry.key;
        return (
          <>
            <div className="entry-thumb">
              <EntryPicture entry={entry} sources={sources} />
            </div>
            <div className="entry-words">
              <strong className="one-line" title={title}>
                {title}
              </strong>
              <EntryState entry={entry} sources={sources} />
              <EntryLimits entry={entry} />
            </div>
            <EntryAmount entry={entry} sources={sources} title={title} onChange={change} />
            <ActionIcon
              variant={isOpen ? 'light' : 'subtle'}
              aria-label={t('playlists.options', { title })}
              aria-expanded={isOpen}
              onClick={() => setOpened(isOpen ? null : entry.key)}
            >
              <IconAdjustmentsHorizontal size={16} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="red"
              aria-label={t('playlists.takeOut', { title })}
              onClick={() => onChange(draft.filter(({ key }) => key !== entry.key))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
            {isOpen ? <EntryOptions entry={entry} onChange={change} /> : null}
          </>
        );
      }}
    </SortableList>
  );
};

const EntryPicture = ({ entry, sources: { assets } }: { entry: DraftEntry; sources: Sources }) => {
  if (entry.kind === 'asset') return <Thumbnail asset={assets.get(entry.assetId)} />;
  const Icon = { playlist: IconPlaylist, topic: IconBookmarks, tags: IconTags }[entry.kind];
  return (
    <div className="thumb-box entry-source">
      <Icon size={24} stroke={1.5} aria-hidden />
    </div>
  );
};

/** What the entry comes to today. */
const EntryState = ({ entry, sources: { playlists, assets } }: { entry: DraftEntry; sources: Sources }) => {
  const { t } = useTranslation();
  switch (entry.kind) {
    case 'asset': {
      const asset = assets.get(entry.assetId);
      if (asset && asset.state.kind !== 'ready') return <AssetTag state={asset.state} />;
      if (asset?.relay) return <span className="hint">{t('relays.whole')}</span>;
      const shown = asset && shownDurationOf(asset, entry.durationMs);
      return <span className="hint">{shown ? lengthOf(shown) : ''}</span>;
    }
    case 'playlist': {
      const count = playlists.find(({ id }) => id === entry.playlistId)?.entries.length ?? 0;
      return <span className="hint">{t('playlists.nested', { count })}</span>;
    }
    case 'topic':
    case 'tags': {
      const count = [...assets.values()].filter((asset) => picks(entry, asset)).length;
      return (
        <span className="hint">{t(entry.kind === 'topic' ? 'playlists.ofTopic' : 'playlists.ofTags', { count })}</span>
      );
    }
    default:
      return assertNever(entry);
  }
};

/** How long one asset is shown: its own value, never longer than the video itself. Null when nobody knows yet. */
const shownDurationOf = ({ kind, facts }: Asset, durationMs: number | null): number | null => {
  if (kind !== 'video') return durationMs ?? STILL_DURATION_MS;
  const own = facts?.durationMs ?? null;
  return own === null ? null : Math.min(own, durationMs ?? own);
};

/** Whatever keeps the entry from being shown once in every round, always. */
const EntryLimits = ({ entry: { weight, validFrom, validUntil, hours } }: { entry: DraftEntry }) => {
  const { t } = useTranslation();
  const limits = [
    weight > 1 ? t('playlists.timesARound', { weight }) : null,
    validFrom ? t('playlists.from', { day: writeDate(validFrom) }) : null,
    validUntil ? t('playlists.until', { day: writeDate(validUntil) }) : null,
    hours ? `${hours.from}–${hours.until}` : null,
  ].filter((limit) => limit !== null);
  if (limits.length === 0) return null;
  return <span className="hint entry-limits">{limits.join(' · ')}</span>;
};

/** Seconds of an asset; how many items at a turn of everything else. */
const EntryAmount = ({
  entry,
  sources: { assets },
  title,
  onChange,
}: {
  entry: DraftEntry;
  sources: Sources;
  title: string;
  onChange: (entry: DraftEntry) => void;
}) => {
  const { t } = useTranslation();
  if (entry.kind !== 'asset')
    return (
      <NumberInput
        className="entry-duration"
        aria-label={t('playlists.take', { title })}
        value={entry.take ?? ''}
        placeholder={t('playlists.takeAll')}
        suffix={` ${t('playlists.takeUnit')}`}
        min={1}
        max={100}
        allowDecimal={false}
        hideControls
        onChange={(take) => onChange({ ...entry, take: typeof take === 'number' ? take : null })}
      />
    );
  const kind = assets.get(entry.assetId)?.kind;
  // It is shown for the whole of its slot.
  if (kind === 'relay') return null;
  return (
    <NumberInput
      className="entry-duration"
      aria-label={t('playlists.duration', { title })}
      value={entry.durationMs === null ? '' : entry.durationMs / 1000}
      placeholder={kind === 'video' ? t('playlists.whole') : undefined}
      suffix=" s"
      min={1}
      max={86_400}
      decimalScale={1}
      hideControls
      onChange={(seconds) => {
        const otherwise = kind === 'video' ? null : STILL_DURATION_MS;
        onChange({ ...entry, durationMs: typeof seconds === 'number' ? Math.round(seconds * 1000) : otherwise });
      }}
    />
  );
};

const EntryOptions = ({ entry, onChange }: { entry: DraftEntry; onChange: (entry: DraftEntry) => void }) => {
  const { t } = useTranslation();
  const { hours } = entry;
  return (
    <div className="entry-options">
      <NumberInput
        label={t('playlists.weight')}
        value={entry.weight}
        min={1}
        max={20}
        allowDecimal={false}
        clampBehavior="strict"
        onChange={(weight) => onChange({ ...entry, weight: Number(weight) || 1 })}
      />
      <DateField
        label={t('playlists.validFrom')}
        value={entry.validFrom}
        onChange={(validFrom) => onChange({ ...entry, validFrom })}
      />
      <DateField
        label={t('playlists.validUntil')}
        value={entry.validUntil}
        error={
          entry.validFrom && entry.validUntil && entry.validUntil < entry.validFrom ? t('playlists.neverValid') : null
        }
        onChange={(validUntil) => onChange({ ...entry, validUntil })}
      />
      <TimeField
        label={t('playlists.hoursFrom')}
        value={hours?.from ?? '00:00'}
        onChange={(from) => onChange({ ...entry, hours: hoursOf(from, hours?.until ?? '24:00') })}
      />
      <TimeField
        label={t('playlists.hoursUntil')}
        asEnd
        value={hours?.until ?? '24:00'}
        onChange={(until) => onChange({ ...entry, hours: hoursOf(hours?.from ?? '00:00', until) })}
      />
    </div>
  );
};

/** A whole day is no limit. */
const hoursOf = (from: string, until: string): DraftEntry['hours'] =>
  from === '00:00' && (until === '24:00' || until === '00:00') ? null : { from, until };
