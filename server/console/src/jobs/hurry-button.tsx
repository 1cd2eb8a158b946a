/** For what waits: it is done before all else, and what runs waits for it. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../../playlists/wire/api/preparation.ts';
import { useCall } from '../api/queries.ts';

export const HurryButton = ({ job }: { job: Job }) => {
  const { t } = useTranslation();
  const hurry = useCall('prepareNow');
  if (job.state.kind !== 'waiting' || job.state.isHurried) return null;
  return (
    <Button
      size="xs"
      variant="light"
      aria-label={t('jobs.nowNamed', { name: job.title })}
      loading={hurry.isPending}
      onClick={() => hurry.mutate({ params: { assetId: job.assetId } })}
    >
      {t('jobs.now')}
    </Button>
  );
};
