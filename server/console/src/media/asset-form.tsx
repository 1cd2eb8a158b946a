/** The words of one asset: everything that people say about it. */
import { Button, Group, MultiSelect, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FolderId } from '../../../../playlists/model/ids.ts';
import type { Asset } from '../../../../playlists/model/media.ts';
import { AUDIENCES, type AudienceCode } from '../../../../playlists/model/topic.ts';
import type { Trouble } from '../api/client.ts';
import { useCall } from '../api/queries.ts';
import { DeleteButton } from '../parts/delete-button.tsx';
import { errorsOf } from '../parts/form-errors.ts';
import { useLanguage } from '../parts/language.ts';
import { sayDone } from '../parts/say-done.ts';
import { DateField } from '../parts/time-field.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { folderChoices, useFolders } from './folders.ts';
import { TagSelect } from './tags.tsx';
import { TopicSelect } from './topics.tsx';

export const AssetForm = ({ asset, onClose }: { asset: Asset; onClose: () => void }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const change = useCall('changeAsset');
  const queries = useQueryClient();
  const folders = useFolders();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const form = useForm({
    initialValues: {
      title: asset.title,
      topic: asset.topic,
      audiences: asset.audiences as string[],
      tags: asset.tags,
      folderId: asset.folderId,
      source: asset.source,
      rights: asset.rights,
      usableFrom: asset.usableFrom,
      usableUntil: asset.usableUntil,
    },
  });
  const submit = form.onSubmit(async (values) => {
    setTrouble(null);
    const called = await change.mutateAsync({
      params: { assetId: asset.id },
      body: { ...values, audiences: values.audiences as AudienceCode[] },
    });
    if (!called.ok) {
      setTrouble(called.trouble);
      form.setErrors(errorsOf(called.trouble, t));
      return;
    }
    queries.setQueryData(['getAsset', { params: { assetId: asset.id } }], called.value);
    void queries.invalidateQueries({ queryKey: ['listAssets'] });
    form.resetDirty();
    sayDone(t('common.saved'));
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        {trouble ? <TroubleNote trouble={trouble} /> : null}
        <TextInput label={t('media.assetTitle')} required {...form.getInputProps('title')} />
        <TopicSelect
          label={t('media.topic')}
          empty={t('media.topicNone')}
          value={form.values.topic}
          onChange={(topic) => form.setFieldValue('topic', topic)}
        />
        <MultiSelect
          label={t('media.audiences')}
          data={Object.entries(AUDIENCES).map(([value, words]) => ({ value, label: words[language] }))}
          comboboxProps={{ withinPortal: true }}
          {...form.getInputProps('audiences')}
        />
        <TagSelect
          creates
          label={t('library.tags')}
          value={form.values.tags}
          onChange={(tags) => form.setFieldValue('tags', tags)}
        />
        <NativeSelect
          label={t('library.folder')}
          value={form.values.folderId ?? ''}
          onChange={(event) => form.setFieldValue('folderId', (event.currentTarget.value || null) as FolderId | null)}
          data={[{ value: '', label: t('library.folderTop') }, ...folderChoices(folders)]}
        />
        <TextInput label={t('media.source')} description={t('media.sourceHint')} {...form.getInputProps('source')} />
        <TextInput
          label={t('library.rights')}
          description={t('library.rightsHint')}
          {...form.getInputProps('rights')}
        />
        <div>
          <Group grow align="flex-start">
            <DateField
              label={t('media.usableFrom')}
              value={form.values.usableFrom}
              onChange={(day) => form.setFieldValue('usableFrom', day)}
            />
            <DateField
              label={t('media.usableUntil')}
              value={form.values.usableUntil}
              error={form.errors.usableUntil ? t('fields.order') : null}
              onChange={(day) => form.setFieldValue('usableUntil', day)}
            />
          </Group>
          <p className="hint">{t('media.usableHint')}</p>
        </div>
        <Group justify="space-between">
          <DeleteButton thing={{ kind: 'asset', id: asset.id, name: asset.title }} onBegun={onClose} />
          <Button type="submit" loading={change.isPending} disabled={!form.isDirty()}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
