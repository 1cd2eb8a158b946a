/** What of the library is shown, and in which order. Everything stands in the address; on a phone the filters fold away. */
import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconLayoutGrid, IconList } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TagId } from '../../../../playlists/model/ids.ts';
import { AUDIENCES } from '../../../../playlists/model/topic.ts';
import type { AssetSearch } from '../app/addresses.ts';
import { useLanguage } from '../parts/language.ts';
import { SearchField } from '../parts/search-field.tsx';
import { filtersOn } from './asset-list.ts';
import { TagSelect } from './tags.tsx';
import { TopicSelect } from './topics.tsx';

const ORDERS = [
  'created-desc',
  'created-asc',
  'title-asc',
  'title-desc',
  'bytes-desc',
  'bytes-asc',
  'duration-desc',
  'duration-asc',
  'expiry-asc',
  'expiry-desc',
] as const;

export const FilterBar = ({ search, look }: { search: AssetSearch; look: (change: Partial<AssetSearch>) => void }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const [open, fold] = useDisclosure(false);
  const count = filtersOn(search);
  const tags = (search.tags?.split(',') ?? []) as TagId[];
  const all = (name: string): string => `${name}: ${t('common.all')}`;
  const choose = <Name extends 'kind' | 'state' | 'audience' | 'use'>(name: Name, value: string): void =>
    look({ [name]: value || undefined } as Partial<AssetSearch>);
  return (
    <div className="library-filters" data-open={open || undefined}>
      <div className="library-find">
        <SearchField
          label={t('media.searchLabel')}
          value={search.search ?? ''}
          onChange={(words) => look({ search: words || undefined })}
        />
        <Button
          className="library-fold"
          variant="default"
          leftSection={<IconAdjustmentsHorizontal size={18} aria-hidden />}
          aria-expanded={open}
          onClick={fold.toggle}
        >
          {count > 0 ? t('library.filtersOn', { count }) : t('library.filters')}
        </Button>
        <NativeSelect
          className="library-order"
          aria-label={t('library.sort')}
          value={`${search.sort ?? 'created'}-${search.order ?? 'desc'}`}
          onChange={(event) => {
            const [sort, order] = event.currentTarget.value.split('-') as [AssetSearch['sort'], AssetSearch['order']];
            const isPlain = sort === 'created' && order === 'desc';
            look(isPlain ? { sort: undefined, order: undefined } : { sort, order });
          }}
          data={ORDERS.map((order) => ({ value: order, label: t(`library.sorts.${order}`) }))}
        />
        <SegmentedControl
          aria-label={t('library.view')}
          value={search.view ?? 'grid'}
          onChange={(view) => look({ view: view === 'table' ? 'table' : undefined })}
          data={[
            { value: 'grid', label: <Mark icon={IconLayoutGrid} words={t('library.grid')} /> },
            { value: 'table', label: <Mark icon={IconList} words={t('library.table')} /> },
          ]}
        />
      </div>
      <div className="filters library-fields">
        <NativeSelect
          aria-label={t('media.kindFilter')}
          value={search.kind ?? ''}
          onChange={(event) => choose('kind', event.currentTarget.value)}
          data={[
            { value: '', label: all(t('media.kindFilter')) },
            { value: 'video', label: t('media.kind.video') },
            { value: 'image', label: t('media.kind.image') },
            { value: 'slide', label: t('media.kind.slide') },
            { value: 'relay', label: t('media.kind.relay') },
            { value: 'document', label: t('media.kind.document') },
          ]}
        />
        <TopicSelect
          aria-label={t('media.topicFilter')}
          empty={all(t('media.topicFilter'))}
          value={search.topic ?? null}
          onChange={(topic) => look({ topic: topic ?? undefined })}
        />
        <NativeSelect
          aria-label={t('library.audienceFilter')}
          value={search.audience ?? ''}
          onChange={(event) => choose('audience', event.currentTarget.value)}
          data={[
            { value: '', label: all(t('library.audienceFilter')) },
            ...Object.entries(AUDIENCES).map(([value, words]) => ({ value, label: words[language] })),
          ]}
        />
        <NativeSelect
          aria-label={t('library.stateFilter')}
          value={search.state ?? ''}
          onChange={(event) => choose('state', event.currentTarget.value)}
          data={[
            { value: '', label: all(t('library.stateFilter')) },
            ...(['ready', 'working', 'troubled'] as const).map((value) => ({
              value,
              label: t(`library.state.${value}`),
            })),
          ]}
        />
        <NativeSelect
          aria-label={t('library.useFilter')}
          value={search.use ?? ''}
          onChange={(event) => choose('use', event.currentTarget.value)}
          data={[
            { value: '', label: all(t('library.useFilter')) },
            ...(['expired', 'soon', 'unused'] as const).map((value) => ({ value, label: t(`library.${value}`) })),
          ]}
        />
        <TagSelect
          aria-label={t('library.tags')}
          placeholder={tags.length === 0 ? all(t('library.tags')) : undefined}
          value={tags}
          onChange={(chosen) =>
            look({ tags: chosen.join() || undefined, ...(chosen.length < 2 ? { match: undefined } : {}) })
          }
        />
        {tags.length > 1 ? (
          <NativeSelect
            aria-label={t('playlists.tagMatch')}
            value={search.match ?? 'any'}
            onChange={(event) => look({ match: event.currentTarget.value === 'all' ? 'all' : undefined })}
            data={[
              { value: 'any', label: t('library.anyOf') },
              { value: 'all', label: t('library.allOf') },
            ]}
          />
        ) : null}
      </div>
    </div>
  );
};

const Mark = ({ icon: Icon, words }: { icon: typeof IconList; words: string }) => (
  <span className="library-mark">
    <Icon size={18} aria-hidden />
    <span className="unseen">{words}</span>
  </span>
);
