/** Inviting: the server makes a one-time link, staff hand it on by whatever way they use. */
import { Button, CopyButton, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Role } from '../../../../playlists/model/role.ts';
import type { ReplyOf, Trouble } from '../api/client.ts';
import { useCall } from '../api/queries.ts';
import { momentOf } from '../i18n/format.ts';
import { errorsOf } from '../parts/form-errors.ts';
import { useLanguage, useZone } from '../parts/language.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';

export const InviteDialog = ({ opened, onClose }: { opened: boolean; onClose: () => void }) => {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('people.inviteTitle')}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <InviteForm onClose={onClose} />
    </Modal>
  );
};

const InviteForm = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const invite = useCall('invitePerson');
  const queries = useQueryClient();
  const [made, setMade] = useState<ReplyOf<'invitePerson'> | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const form = useForm({ initialValues: { name: '', email: '', role: 'staff' as Role } });
  const submit = form.onSubmit(async (values) => {
    setTrouble(null);
    const called = await invite.mutateAsync({ body: values });
    if (!called.ok) {
      setTrouble(called.trouble);
      form.setErrors(errorsOf(called.trouble, t));
      return;
    }
    setMade(called.value);
    void queries.invalidateQueries({ queryKey: ['listPeople'] });
  });
  if (made) {
    return (
      <Stack>
        <TextInput
          label={t('people.linkReady', { name: form.values.name })}
          description={t('people.linkUntil', { when: momentOf(made.expiresAt, zone, language) })}
          value={new URL(made.url, location.origin).href}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
          data-autofocus
        />
        <div className="dialog-actions">
          <CopyButton value={new URL(made.url, location.origin).href}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
                onClick={copy}
              >
                {copied ? t('common.copied') : t('common.copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{t('common.close')}</Button>
        </div>
      </Stack>
    );
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <p className="hint">{t('people.inviteLead')}</p>
        {trouble ? <TroubleNote trouble={trouble} /> : null}
        <TextInput label={t('people.fullName')} required {...form.getInputProps('name')} data-autofocus />
        <TextInput label={t('setup.email')} type="email" required {...form.getInputProps('email')} />
        <NativeSelect
          label={t('people.role')}
          description={t('people.roleHint')}
          data={Role.options.map((role) => ({ value: role, label: t(`shell.${role}`) }))}
          {...form.getInputProps('role')}
        />
        <div className="dialog-actions">
          <Button type="submit" loading={invite.isPending}>
            {t('people.makeLink')}
          </Button>
        </div>
      </Stack>
    </form>
  );
};
