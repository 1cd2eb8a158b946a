/** Says a refusal to people in their language, with the technician's detail behind a disclosure. */
import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trouble } from '../api/client.ts';
import { useLanguage } from './language.ts';

/** A trouble of a call, or a reason from elsewhere that has the same two voices. */
type Spoken = Pick<Trouble, 'staff' | 'technician'> & { code: string };

export const TroubleNote = ({
  trouble,
  title,
  onRetry,
  children,
}: {
  trouble: Spoken;
  title?: string;
  onRetry?: () => void;
  children?: ReactNode;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Alert
      className="trouble"
      variant="default"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={title ?? trouble.staff[language]}
    >
      {title ? <p>{trouble.staff[language]}</p> : null}
      <TechnicianDetail code={trouble.code} detail={trouble.technician} />
      {children}
      {onRetry ? (
        <Button mt="xs" size="xs" variant="default" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      ) : null}
    </Alert>
  );
};

export const TechnicianDetail = ({ code, detail }: { code?: string; detail: string }) => {
  const { t } = useTranslation();
  return (
    <details className="technician">
      <summary>{t('common.technician')}</summary>
      <code>
        {code ? `${code}: ` : ''}
        {detail}
      </code>
    </details>
  );
};
