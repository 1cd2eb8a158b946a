/** One piece of content in the library, as a card or as a row. */
import { Checkbox } from '@mantine/core';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asset } from '../../../../playlists/model/media.ts';
import { bytesOf, dayOf, localDateOf, momentOf, writeDate } from '../i18n/format.ts';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { Tag } from '../parts/tag.tsx';
import { AssetTag, Thumbnail } from './asset-state.tsx';
import { useTagName } from './tags.tsx';
import { useTopicName } from './topics.tsx';
import type { Carrying } from './use-carrying.tsx';

export interface ItemProps {
  asset: Asset;
  /** From 0, among all that is shown. */
  place: number;
  total: number;
  isPicked: boolean;
  /** The one in the tab order. */
  isActive: boolean;
  onOpen: (event: MouseEvent) => void;
  onPick: (event: { shiftKey: boolean }) => void;
  onKey: (event: KeyboardEvent) => void;
  onFocus: () => void;
  /** What carries it into a folder; empty where nothing can be carried. */
  drag: Partial<ReturnType<Carrying['from']>>;
}

const Pick = ({ asset, isPicked, isActive, onPick, onKey }: ItemProps) => {
  const { t } = useTranslation();
  return (
    <Checkbox
      className="item-pick"
      checked={isPicked}
      tabIndex={isActive ? 0 : -1}
      aria-label={t('library.pick', { title: asset.title })}
      // The mouse tells whether Shift was held; the change itself does not.
      onClick={(event) => onPick(event)}
      onChange={() => undefined}
      onKeyDown={onKey}
    />
  );
};

const Title = ({ asset, isActive, onOpen, onKey, onFocus }: ItemProps) => (
  <button
    type="button"
    className="card-title item-title stretched"
    tabIndex={isActive ? 0 : -1}
    aria-describedby="shelf-keys"
    title={asset.title}
    onClick={onOpen}
    onKeyDown={onKey}
    onFocus={onFocus}
  >
    {asset.title}
  </button>
);

/** How long it may be shown, when that is near or over; where it lies in the bin, until when it is kept. */
const Standing = ({ asset }: { asset: Asset }): ReactNode => {
  const { t } = useTranslation();
  const zone = useZone();
  const language = useLanguage();
  const now = useNow(3_600_000);
  const { binned, usableUntil, state } = asset;
  if (binned) return <Tag tone="idle">{t('library.keptUntil', { day: dayOf(binned.keptUntil, zone, language) })}</Tag>;
  if (usableUntil !== null && usableUntil < localDateOf(now, zone))
    return <Tag tone="bad">{t('library.ended', { day: writeDate(usableUntil) })}</Tag>;
  return <AssetTag state={state} />;
};

export const AssetCard = (props: ItemProps) => {
  const { asset, place, total, isPicked, drag } = props;
  const { t } = useTranslation();
  const topicName = useTopicName();
  const tagName = useTagName();
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the shelf
    <div
      role="listitem"
      aria-posinset={place + 1}
      aria-setsize={total}
      data-place={place}
      className={isPicked ? 'card asset-card is-picked' : 'card asset-card'}
      {...drag}
    >
      <Thumbnail asset={asset} />
      <Pick {...props} />
      <div className="asset-words">
        <Title {...props} />
        <p className="hint one-line">{asset.topic ? topicName(asset.topic) : t('media.topicNone')}</p>
        <p className="hint one-line item-tags">{asset.tags.map((id) => `#${tagName(id)}`).join(' ') || '\u00a0'}</p>
        <Standing asset={asset} />
      </div>
    </div>
  );
};

const NONE = '–';
const COLUMNS = ['title', 'topic', 'bytes', 'expiry', 'created', 'state'] as const;

export const TableHead = () => {
  const { t } = useTranslation();
  return (
    <div className="shelf-head" aria-hidden>
      <span />
      {COLUMNS.map((column) => (
        <span key={column} className={`cell-${column}`}>
          {t(`library.column.${column}`)}
        </span>
      ))}
    </div>
  );
};

/** A row says the name of each of its values itself, since there is no more of a table than is seen. */
export const AssetRow = (props: ItemProps) => {
  const { asset, place, total, isPicked, drag } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const now = useNow(3_600_000);
  const topicName = useTopicName();
  const cell = (column: (typeof COLUMNS)[number], value: string) => (
    <span className={`hint one-line cell-${column}`} data-none={value === NONE || undefined} title={value}>
      <span className="unseen">{t(`library.column.${column}`)}: </span>
      {value}
    </span>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the shelf
    <div
      role="listitem"
      aria-posinset={place + 1}
      aria-setsize={total}
      data-place={place}
      className={isPicked ? 'shelf-row is-picked' : 'shelf-row'}
      {...drag}
    >
      <Pick {...props} />
      <div className="cell-title">
        <Thumbnail asset={asset} />
        <Title {...props} />
      </div>
      {cell('topic', asset.topic ? topicName(asset.topic) : t('media.topicNone'))}
      {cell('bytes', bytesOf(asset.bytes, language))}
      {cell('expiry', asset.usableUntil ? writeDate(asset.usableUntil) : NONE)}
      {cell('created', momentOf(asset.createdAt, zone, language, now))}
      <span className="cell-state">
        <Standing asset={asset} />
      </span>
    </div>
  );
};
