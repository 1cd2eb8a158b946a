/** Pages for an address that does not exist and for a page that broke. Both keep the navigation around them. */
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ReadTrouble } from '../api/queries.ts';
import { Missing } from '../parts/missing.tsx';
import { Empty, Page } from '../parts/page.tsx';
import { TechnicianDetail, TroubleNote } from '../parts/trouble-note.tsx';

export const NoSuchPage = () => <Missing what="page" />;

export const BrokenPage = ({ error, reset }: ErrorComponentProps) => {
  const { t } = useTranslation();
  if (error instanceof ReadTrouble) {
    return (
      <Page title={t('shell.brokenTitle')}>
        <TroubleNote trouble={error.trouble} onRetry={() => location.reload()} />
      </Page>
    );
  }
  return (
    <div className="page">
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
    </div>
  );
};

/** Where there is no frame yet, because not even who is in could be read. */
export const BrokenFrame = (props: ErrorComponentProps) => (
  <main>
    <BrokenPage {...props} />
  </main>
);
