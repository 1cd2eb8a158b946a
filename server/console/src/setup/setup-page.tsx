/** First run: the one-time link of the server makes the first administrator and signs in. */
import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trouble } from '../api/client.ts';
import { useCall, useRead } from '../api/queries.ts';
import { Door } from '../app/door.tsx';
import { errorsOf } from '../parts/form-errors.ts';
import { LinkButton } from '../parts/link.tsx';
import { tokenOf } from '../parts/link-token.ts';
import { Shown } from '../parts/page.tsx';
import { PasswordField } from '../parts/password-field.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

export const SetupPage = () => {
  const { t } = useTranslation();
  const [token] = useState(() => tokenOf(location));
  const read = useRead('getSetup');
  return (
    <Shown read={read} bones={<Door title={t('setup.title')}>{null}</Door>}>
      {({ needed }) => {
        if (!needed) {
          return (
            <Door title={t('setup.done')} lead={t('setup.doneWhy')}>
              <LinkButton to="/sign-in" fullWidth>
                {t('signIn.submit')}
              </LinkButton>
            </Door>
          );
        }
        return token ? (
          <SetupForm token={token} />
        ) : (
          <Door title={t('setup.noToken')} lead={t('setup.noTokenWhy')}>
            <LinkHint />
          </Door>
        );
      }}
    </Shown>
  );
};

/** Only those who run the server may see the link, so all that can be said here is where it was printed. */
const LinkHint = () => {
  const { t } = useTranslation();
  return (
    <section className="link-hint">
      <h2 className="section-title">{t('setup.noTokenWhere')}</h2>
      <ul>
        <li>{t('setup.noTokenWindow')}</li>
        <li>{t('setup.noTokenLog')}</li>
      </ul>
      <p>{t('setup.noTokenForm')}</p>
      <code>{location.origin}/setup#token=…</code>
      <p className="hint">{t('setup.noTokenOnce')}</p>
    </section>
  );
};

const SetupForm = ({ token }: { token: string }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const complete = useCall('completeSetup');
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const form = useForm({ initialValues: { wardName: '', name: '', email: '', password: '' } });

  const submit = form.onSubmit(async (values) => {
    setTrouble(null);
    const called = await complete.mutateAsync({ body: { token, ...values } });
    if (!called.ok) {
      setTrouble(called.trouble);
      form.setErrors(errorsOf(called.trouble, t));
      return;
    }
    queries.clear();
    await navigate({ to: '/', replace: true });
  });

  return (
    <Door title={t('setup.title')} lead={t('setup.lead')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {trouble ? <TroubleNote trouble={trouble} /> : null}
          <TextInput
            label={t('setup.ward')}
            description={t('setup.wardHint')}
            placeholder={t('setup.wardExample')}
            required
            autoComplete="organization"
            {...form.getInputProps('wardName')}
          />
          <TextInput label={t('setup.name')} required autoComplete="name" {...form.getInputProps('name')} />
          <TextInput
            label={t('setup.email')}
            type="email"
            required
            autoComplete="username"
            {...form.getInputProps('email')}
          />
          <PasswordField
            value={form.values.password}
            onChange={(text) => form.setFieldValue('password', text)}
            error={form.errors.password as string | undefined}
          />
          <Button type="submit" loading={complete.isPending} fullWidth size="md">
            {t('setup.submit')}
          </Button>
        </Stack>
      </form>
    </Door>
  );
};
