/** Signing in; leads back to where the person wanted to go. */
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callAuth, type Trouble } from '../api/client.ts';
import { Door } from '../app/door.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

/** Only a path of our own; never another site's address. */
export const safeNext = (next: string | undefined): string => (next && /^\/(?![/\\])/.test(next) ? next : '/');

export const SignInPage = () => {
  const { t } = useTranslation();
  const { next } = useSearch({ from: '/sign-in' });
  const router = useRouter();
  const queries = useQueryClient();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useForm({ initialValues: { email: '', password: '' } });

  const submit = form.onSubmit(async (values) => {
    setBusy(true);
    setTrouble(null);
    const called = await callAuth('sign-in/email', {
      email: values.email.trim().toLowerCase(),
      password: values.password,
    });
    setBusy(false);
    if (!called.ok) {
      setTrouble(called.trouble);
      return;
    }
    queries.clear();
    router.history.push(safeNext(next));
  });

  return (
    <Door title={t('signIn.title')} lead={t('signIn.lead')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {trouble ? <TroubleNote trouble={trouble} /> : null}
          <TextInput
            label={t('signIn.email')}
            type="email"
            required
            autoComplete="username"
            autoFocus
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={t('signIn.password')}
            required
            autoComplete="current-password"
            {...form.getInputProps('password')}
          />
          <Button type="submit" loading={busy} fullWidth size="md">
            {t('signIn.submit')}
          </Button>
          <p className="hint">{t('signIn.forgot')}</p>
        </Stack>
      </form>
    </Door>
  );
};
