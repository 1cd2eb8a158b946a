/** A new password with its rules shown, each ticked as it is met. The rules are those of `Password` in the model. */
import { PasswordInput } from '@mantine/core';
import { IconCheck, IconCircle } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { passwordRules } from './password-rules.ts';

export const PasswordField = ({
  value,
  onChange,
  error,
}: {
  value: string;
  onChange: (text: string) => void;
  error?: string | undefined;
}) => {
  const { t } = useTranslation();
  const rules = useId();
  return (
    <div>
      <PasswordInput
        label={t('setup.password')}
        required
        autoComplete="new-password"
        value={value}
        error={error}
        aria-describedby={rules}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <ul className="rules" id={rules} aria-label={t('setup.rules')}>
        {passwordRules(value).map(({ rule, met }) => (
          <li key={rule} className={met ? 'met' : ''}>
            {met ? <IconCheck size={16} aria-hidden /> : <IconCircle size={16} aria-hidden />}
            <span>{t(`setup.${rule}`)}</span>
            <span className="unseen">{met ? t('setup.met') : t('setup.unmet')}</span>
          </li>
        ))}
      </ul>
    </div>
  );
};
