/** Tags of the ward: their names, and fields to choose among them. */
import { MultiSelect, type MultiSelectProps, type OptionsFilter } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TagId } from '../../../../playlists/model/ids.ts';
import type { Tag } from '../../../../playlists/model/tag.ts';
import { call, type Trouble } from '../api/client.ts';
import { useRead } from '../api/queries.ts';
import { fold } from '../i18n/format.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';

const NONE: readonly Tag[] = [];
/** All tags by name; none until they have come. */
export const useTags = (): readonly Tag[] => useRead('listTags').data ?? NONE;

export const useTagName = (): ((id: TagId) => string) => {
  const { t } = useTranslation();
  const { data: tags } = useRead('listTags');
  return useCallback(
    (id) => (tags ? (tags.find((tag) => tag.id === id)?.name ?? t('library.tagGone')) : '…'),
    [tags, t],
  );
};

/** Stands for the tag that does not exist yet; no id looks like it. */
const NEW = 'new';
const LONGEST_NAME = 60;

/** Without accents, as people type; the offer to make a new one always stays. */
const matching: OptionsFilter = ({ options, search }) =>
  options.filter((one) => 'value' in one && (one.value === NEW || fold(one.label).includes(fold(search.trim()))));

/** Several tags of those there are; where `creates`, a name that none of them has can be made one. */
export const TagSelect = ({
  value,
  onChange,
  creates = false,
  ...field
}: Omit<MultiSelectProps, 'value' | 'onChange' | 'data'> & {
  value: readonly TagId[];
  onChange: (tags: TagId[]) => void;
  creates?: boolean;
}) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const tags = useTags();
  const [search, setSearch] = useState('');
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const name = search.trim();
  const offers = creates && name !== '' && !tags.some((tag) => tag.name.toLowerCase() === name.toLowerCase());
  const create = async (): Promise<void> => {
    const called = await call('createTag', { body: { name } });
    setTrouble(called.ok ? null : called.trouble);
    if (!called.ok) return;
    await queries.invalidateQueries({ queryKey: ['listTags'] });
    setSearch('');
    onChange([...value, called.value.id]);
  };
  return (
    <div>
      <MultiSelect
        {...field}
        data={[
          ...tags.map(({ id, name: label }) => ({ value: id as string, label })),
          ...(offers ? [{ value: NEW, label: t('library.createTagNamed', { name }) }] : []),
        ]}
        value={value.filter((id) => tags.some((tag) => tag.id === id))}
        onChange={(chosen) => {
          if (chosen.includes(NEW)) void create();
          else onChange(chosen as TagId[]);
        }}
        searchable
        searchValue={search}
        onSearchChange={(text) => setSearch(text.slice(0, LONGEST_NAME))}
        filter={matching}
        hidePickedOptions
        maxValues={20}
        nothingFoundMessage={t('library.noTag')}
        comboboxProps={{ withinPortal: true }}
      />
      {trouble ? <TroubleNote trouble={trouble} /> : null}
    </div>
  );
};
