/** Groups of screens: make, change, delete. */
import { Button, MultiSelect, Stack, TextInput } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { Group } from '../../../../playlists/model/screen.ts';
import { call, type Trouble } from '../api/client.ts';
import { READS_OF, useRead } from '../api/queries.ts';
import { errorsOf } from '../parts/form-errors.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { PlaceList } from './place-list.tsx';
import { StepField } from './step-field.tsx';

export const GroupList = () => {
  const { t } = useTranslation();
  return (
    <PlaceList
      read={useRead('listGroups')}
      icon={<IconStack2 size={40} stroke={1.4} />}
      words={{ add: t('screens.groupNew'), empty: t('screens.groupEmpty'), emptyWhy: t('screens.groupEmptyWhy') }}
      say={({ screenIds, stepMs }) => (
        <p className="hint">
          {[
            t('screens.groupCount', { count: screenIds.length }),
            ...(stepMs > 0 ? [t('screens.groupStep', { seconds: stepMs / 1000 })] : []),
          ].join(' · ')}
        </p>
      )}
      doomed={({ id, name }) => ({ kind: 'group', id, name })}
      form={(group, close) => <GroupForm group={group} onClose={close} />}
    />
  );
};

const GroupForm = ({ group, onClose }: { group: Group | null; onClose: () => void }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const screens = useRead('listScreens');
  const [name, setName] = useState(group?.name ?? '');
  const [screenIds, setScreenIds] = useState<string[]>(group?.screenIds ?? []);
  const [stepMs, setStepMs] = useState(group?.stepMs ?? 0);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const body = { name, screenIds: screenIds as ScreenId[], stepMs };
    const called = group
      ? await call('changeGroup', { params: { groupId: group.id }, body })
      : await call('createGroup', { body });
    if (!called.ok) {
      setTrouble(called.trouble);
      return;
    }
    for (const read of READS_OF.groups) void queries.invalidateQueries({ queryKey: [read] });
    onClose();
  };
  const names = new Map<string, string>((screens.data ?? []).map(({ screen }) => [screen.id, screen.name]));
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {trouble ? <TroubleNote trouble={trouble} /> : null}
        <TextInput
          label={t('screens.groupName')}
          required
          value={name}
          error={trouble ? errorsOf(trouble, t).name : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <MultiSelect
          label={t('screens.groupScreens')}
          searchable
          data={(screens.data ?? []).map(({ screen }) => ({ value: screen.id, label: screen.name }))}
          value={screenIds}
          onChange={setScreenIds}
        />
        <StepField
          members={screenIds.map((key) => ({ key, name: names.get(key) ?? key }))}
          stepMs={stepMs}
          error={trouble ? errorsOf(trouble, t).screenIds : undefined}
          onOrder={setScreenIds}
          onStep={setStepMs}
        />
        <div className="dialog-actions">
          <Button type="submit">{t('common.save')}</Button>
        </div>
      </Stack>
    </form>
  );
};
