/** Sits at the end of a paged list and asks for the next page when it comes into view; also a plain button. */
import { Button } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

export const MoreMark = ({ busy, onMore }: { busy: boolean; onMore: () => void }) => {
  const { t } = useTranslation();
  const { ref, entry } = useIntersection({ rootMargin: '400px' });
  const near = entry?.isIntersecting ?? false;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks once each time the mark comes near
  useEffect(() => {
    if (near && !busy) onMore();
  }, [near, busy]);
  return (
    <div ref={ref} className="more-mark">
      <Button variant="default" loading={busy} onClick={onMore}>
        {t('common.loadMore')}
      </Button>
    </div>
  );
};
