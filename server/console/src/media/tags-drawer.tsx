/** All tags of the ward: add, rename, merge, delete. */
import { ActionIcon, Button, Drawer, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { IconArrowMerge, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TagId } from '../../../../playlists/model/ids.ts';
import type { Tag as ContentTag } from '../../../../playlists/model/tag.ts';
import { type Called, call, type Trouble } from '../api/client.ts';
import { useRead } from '../api/queries.ts';
import { errorsOf } from '../parts/form-errors.ts';
import { Shown } from '../parts/page.tsx';
import { sayDone } from '../parts/say-done.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';

export const TagsDrawer = ({ opened, onClose }: { opened: boolean; onClose: () => void }) => {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={520}
      lockScroll={false}
      title={t('library.manageTags')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {opened ? <TagSheet /> : null}
    </Drawer>
  );
};

type Asked = { kind: 'rename' | 'merge'; id: TagId } | null;

const TagSheet = () => {
  const { t } = useTranslation();
  const read = useRead('listTags');
  const [name, setName] = useState('');
  const [asked, ask] = useState<Asked>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const keep = (called: Called<unknown>): boolean => {
    setTrouble(called.ok ? null : called.trouble);
    void read.refetch();
    return called.ok;
  };
  const nameError = trouble ? errorsOf(trouble, t).name : undefined;
  return (
    <Stack>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void call('createTag', { body: { name } }).then((called) => keep(called) && setName(''));
        }}
      >
        <Group align="flex-end" wrap="nowrap">
          <TextInput
            className="grows"
            label={t('library.newTag')}
            value={name}
            maxLength={60}
            onChange={(event) => setName(event.currentTarget.value)}
            error={asked === null ? nameError : undefined}
          />
          <Button type="submit" leftSection={<IconPlus size={16} aria-hidden />} disabled={name.trim() === ''}>
            {t('library.createTag')}
          </Button>
        </Group>
      </form>
      {trouble && !nameError ? <TroubleNote trouble={trouble} /> : null}
      <Shown read={read}>
        {(tags) => (
          <ul className="tag-list">
            {tags.map((tag) => (
              <li key={tag.id}>
                <div className="tag-line">
                  <div className="grows">
                    <strong>{tag.name}</strong>
                    <p className="hint">
                      {t('library.ofCount', { count: tag.count })}
                      {tag.fixed ? ` · ${t('library.tagFixed')}` : ''}
                    </p>
                  </div>
                  <TagActs tag={tag} asked={asked} ask={ask} keep={keep} />
                </div>
                {asked?.id === tag.id ? (
                  <TagForm
                    key={asked.kind}
                    kind={asked.kind}
                    tag={tag}
                    tags={tags}
                    error={nameError}
                    keep={keep}
                    onClose={() => ask(null)}
                  />
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Stack>
  );
};

const TagActs = ({
  tag,
  asked,
  ask,
  keep,
}: {
  tag: ContentTag;
  asked: Asked;
  ask: (asked: Asked) => void;
  keep: (called: Called<unknown>) => boolean;
}) => {
  const { t } = useTranslation();
  const { id, name } = tag;
  const isAsked = (kind: 'rename' | 'merge'): boolean => asked?.id === id && asked.kind === kind;
  const act = (kind: 'rename' | 'merge'): void => ask(isAsked(kind) ? null : { kind, id });
  return (
    <>
      <ActionIcon
        variant="subtle"
        aria-label={t('library.renameTag', { name })}
        aria-expanded={isAsked('rename')}
        onClick={() => act('rename')}
      >
        <IconPencil size={18} aria-hidden />
      </ActionIcon>
      {tag.fixed ? null : (
        <>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconArrowMerge size={18} aria-hidden />}
            aria-label={t('library.mergeTag', { name })}
            aria-expanded={isAsked('merge')}
            onClick={() => act('merge')}
          >
            {t('library.merge')}
          </Button>
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={t('library.deleteTag', { name })}
            onClick={() =>
              void call('deleteTag', { params: { tagId: id } }).then((called) => {
                if (keep(called)) sayDone(t('library.tagDeleted', { name }));
              })
            }
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </>
      )}
    </>
  );
};

const TagForm = ({
  kind,
  tag,
  tags,
  error,
  keep,
  onClose,
}: {
  kind: 'rename' | 'merge';
  tag: ContentTag;
  tags: readonly ContentTag[];
  error: string | undefined;
  keep: (called: Called<unknown>) => boolean;
  onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [name, setName] = useState(tag.name);
  const [into, setInto] = useState('');
  const params = { tagId: tag.id };
  const save = async (): Promise<void> => {
    const called =
      kind === 'rename'
        ? await call('changeTag', { params, body: { name } })
        : await call('mergeTag', { params, body: { into: into as TagId } });
    if (keep(called)) onClose();
  };
  return (
    <form
      className="tag-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {kind === 'rename' ? (
        <TextInput
          label={t('library.tagName')}
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.currentTarget.value)}
          error={error}
          autoFocus
        />
      ) : (
        <NativeSelect
          label={t('library.mergeInto')}
          description={t('library.mergeWhy')}
          value={into}
          onChange={(event) => setInto(event.currentTarget.value)}
          data={[
            { value: '', label: t('playlists.choose') },
            ...tags.filter(({ id }) => id !== tag.id).map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
      )}
      <div className="dialog-actions">
        <Button size="xs" variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button size="xs" type="submit" disabled={kind === 'rename' ? name.trim() === '' : into === ''}>
          {kind === 'rename' ? t('common.save') : t('library.merge')}
        </Button>
      </div>
    </form>
  );
};
