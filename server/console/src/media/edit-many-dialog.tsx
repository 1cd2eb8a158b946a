/** One change for many: what is ticked is set, everything else of each stays as it is. */
import { Button, Checkbox, Modal, MultiSelect, NativeSelect, Stack, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssetId, FolderId, TagId } from '../../../../playlists/model/ids.ts';
import { AUDIENCES, type AudienceCode, type TopicCode } from '../../../../playlists/model/topic.ts';
import type { BulkChange } from '../../../../playlists/wire/api/library.ts';
import { call, type Trouble } from '../api/client.ts';
import { useLanguage } from '../parts/language.ts';
import { sayDone } from '../parts/say-done.ts';
import { DateField } from '../parts/time-field.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { folderChoices, useFolders } from './folders.ts';
import { TagSelect } from './tags.tsx';
import { TopicSelect } from './topics.tsx';

const FIELDS = ['topic', 'audiences', 'folderId', 'source', 'rights', 'usableFrom', 'usableUntil'] as const;
type Field = (typeof FIELDS)[number];
type Values = Required<Pick<BulkChange, Field>>;
const NOTHING: Values = {
  topic: null,
  audiences: [],
  folderId: null,
  source: '',
  rights: '',
  usableFrom: null,
  usableUntil: null,
};

export const EditManyDialog = ({
  assetIds,
  onClose,
  onDone,
}: {
  assetIds: AssetId[];
  onClose: () => void;
  onDone: () => void;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const folders = useFolders();
  const [ticked, setTicked] = useState<ReadonlySet<Field>>(new Set());
  const [values, setValues] = useState(NOTHING);
  const [addTags, setAddTags] = useState<TagId[]>([]);
  const [removeTags, setRemoveTags] = useState<TagId[]>([]);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const count = assetIds.length;
  const tick = (field: Field, on: boolean): void => {
    const next = new Set(ticked);
    if (on) next.add(field);
    else next.delete(field);
    setTicked(next);
  };
  /** Whoever fills a field in means it. */
  const set = <Name extends Field>(field: Name, value: Values[Name]): void => {
    setValues({ ...values, [field]: value });
    tick(field, true);
  };
  const apply = async (): Promise<void> => {
    setBusy(true);
    const words = Object.fromEntries([...ticked].map((field) => [field, values[field]]));
    const called = await call('editAssets', { body: { assetIds, change: { ...words, addTags, removeTags } } });
    setBusy(false);
    if (!called.ok) return setTrouble(called.trouble);
    onClose();
    onDone();
    sayDone(t('library.applied', { count: called.value.changed.length }));
  };
  const row = (field: Field, label: string, input: ReactNode): ReactNode => (
    <div className="edit-many-row" key={field}>
      <Checkbox
        checked={ticked.has(field)}
        onChange={(event) => tick(field, event.currentTarget.checked)}
        aria-label={label}
      />
      {input}
    </div>
  );
  return (
    <Modal
      opened
      onClose={onClose}
      lockScroll={false}
      title={t('library.editTitle', { count })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <p className="hint">{t('library.editWhy')}</p>
        <TagSelect creates label={t('library.addTags')} value={addTags} onChange={setAddTags} />
        <TagSelect label={t('library.removeTags')} value={removeTags} onChange={setRemoveTags} />
        {row(
          'topic',
          t('media.topic'),
          <TopicSelect
            label={t('media.topic')}
            empty={t('media.topicNone')}
            value={values.topic}
            onChange={(topic: TopicCode | null) => set('topic', topic)}
          />,
        )}
        {row(
          'audiences',
          t('media.audiences'),
          <MultiSelect
            label={t('media.audiences')}
            data={Object.entries(AUDIENCES).map(([value, words]) => ({ value, label: words[language] }))}
            comboboxProps={{ withinPortal: true }}
            value={values.audiences}
            onChange={(chosen) => set('audiences', chosen as AudienceCode[])}
          />,
        )}
        {row(
          'folderId',
          t('library.folder'),
          <NativeSelect
            label={t('library.folder')}
            value={values.folderId ?? ''}
            onChange={(event) => set('folderId', (event.currentTarget.value || null) as FolderId | null)}
            data={[{ value: '', label: t('library.folderTop') }, ...folderChoices(folders)]}
          />,
        )}
        {row(
          'source',
          t('media.source'),
          <TextInput
            label={t('media.source')}
            maxLength={300}
            value={values.source}
            onChange={(event) => set('source', event.currentTarget.value)}
          />,
        )}
        {row(
          'rights',
          t('library.rights'),
          <TextInput
            label={t('library.rights')}
            maxLength={300}
            value={values.rights}
            onChange={(event) => set('rights', event.currentTarget.value)}
          />,
        )}
        {row(
          'usableFrom',
          t('media.usableFrom'),
          <DateField
            label={t('media.usableFrom')}
            value={values.usableFrom}
            onChange={(day) => set('usableFrom', day)}
          />,
        )}
        {row(
          'usableUntil',
          t('media.usableUntil'),
          <DateField
            label={t('media.usableUntil')}
            value={values.usableUntil}
            error={trouble?.fields?.usableUntil ? t('fields.order') : null}
            onChange={(day) => set('usableUntil', day)}
          />,
        )}
        {trouble ? <TroubleNote trouble={trouble} /> : null}
        <div className="dialog-actions sticky">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            loading={busy}
            disabled={ticked.size === 0 && addTags.length === 0 && removeTags.length === 0}
            onClick={() => void apply()}
          >
            {t('library.apply', { count })}
          </Button>
        </div>
      </Stack>
    </Modal>
  );
};
