/** Tags of the ward: their names, and fields to choose among them. */
import { MultiSelect, type MultiSelectProps } from '@mantine/core';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { TagId } from '../../../../playlists/model/ids.ts';
import type { Tag } from '../../../../playlists/model/tag.ts';
import { useRead } from '../api/queries.ts';

const NONE: readonly Tag[] = [];
/** All tags by name; none until they have come. */
export const useTags = (): readonly Tag[] => useRead('listTags').data ?? NONE;

export const useTagName = (): ((id: TagId) => string) => {
  const { t } = useTranslation();
  const tags = useTags();
  return useCallback((id) => tags.find((tag) => tag.id === id)?.name ?? t('library.tagGone'), [tags, t]);
};

/** Several tags of those there are. */
export const TagSelect = ({
  value,
  onChange,
  ...field
}: Omit<MultiSelectProps, 'value' | 'onChange' | 'data'> & {
  value: readonly TagId[];
  onChange: (tags: TagId[]) => void;
}) => {
  const { t } = useTranslation();
  const tags = useTags();
  return (
    <MultiSelect
      {...field}
      data={tags.map(({ id, name }) => ({ value: id, label: name }))}
      value={value.filter((id) => tags.some((tag) => tag.id === id))}
      onChange={(chosen) => onChange(chosen as TagId[])}
      searchable
      hidePickedOptions
      maxValues={20}
      nothingFoundMessage={t('library.noTag')}
      comboboxProps={{ withinPortal: true }}
    />
  );
};
