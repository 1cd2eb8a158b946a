/** Accepting an invitation: the person sets a password and is signed in. */
import { Button, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trouble } from '../api/client.ts';
import { useCall, useRead } from '../api/queries.ts';
import { Door } from '../app/door.tsx';
import { errorsOf } from '../parts/form-errors.ts';
import { tokenOf } from '../parts/link-token.ts';
import { PasswordField } from '../parts/password-field.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

export const InvitationPage = () => {
  const { t } = useTranslation();
  const [token] = useState(() => tokenOf(location));
  const read = useRead('getInvitation', { params: { token } });
  const accept = useCall('acceptInvitation');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTrouble(null);
    const called = await accept.mutateAsync({ params: { token }, body: { password } });
    if (!called.ok) {
      setTrouble(called.trouble);
      return;
    }
    queries.clear();
    await navigate({ to: '/', replace: true });
  };

  if (read.error) {
    return (
      <Door title={t('invitation.expired')}>
        <TroubleNote trouble={read.error.trouble} />
      </Door>
    );
  }
  if (!read.data) return <Door title={t('invitation.title')}>{null}</Door>;
  return (
    <Door title={t('invitation.title')} lead={t('invitation.lead', { ward: read.data.wardName, name: read.data.name })}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          {trouble ? <TroubleNote trouble={trouble} /> : null}
          <input type="email" autoComplete="username" value={read.data.email} readOnly hidden />
          <PasswordField
            value={password}
            onChange={setPassword}
            error={trouble ? errorsOf(trouble, t).password : undefined}
          />
          <Button type="submit" loading={accept.isPending} fullWidth size="md">
            {t('invitation.submit')}
          </Button>
        </Stack>
      </form>
    </Door>
  );
};
