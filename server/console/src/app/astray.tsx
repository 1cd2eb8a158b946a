/** Pages for an address that does not exist and for a page that broke. */
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconMapOff } from '@tabler/icons-react';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ReadTrouble } from '../api/queries.ts';
import { LinkButton } from '../parts/link.tsx';
import { Empty } from '../parts/page.tsx';
import { TechnicianDetail, TroubleNote } from '../parts/trouble-note.tsx';

export const NoSuchPage = () => {
  const { t } = useTranslation();
  return (
    <main className="page">
      <Empty heading="h1" icon={<IconMapOff size={40} />} title={t('shell.notFound')} why={t('shell.notFoundWhy')}>
        <LinkButton to="/">{t('shell.backHome')}</LinkButton>
      </Empty>
    </main>
  );
};

export const BrokenPage = ({ error, reset }: ErrorComponentProps) => {
  const { t } = useTranslation();
  if (error instanceof ReadTrouble) {
    return (
      <main className="page">
        <TroubleNote trouble={error.trouble} onRetry={() => location.reload()} />
      </main>
    );
  }
  return (
    <main className="page">
      <Empty
        heading="h1"
        icon={<IconAlertTriangle size={40} />}
        title={t('shell.brokenTitle')}
        why={t('shell.brokenWhy')}
      >
        <Button
          onClick={() => {
            reset();
            location.reload();
          }}
        >
          {t('common.retry')}
        </Button>
        <TechnicianDetail detail={error instanceof Error ? error.message : String(error)} />
      </Empty>
    </main>
  );
};
