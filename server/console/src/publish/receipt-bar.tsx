/** "3/12 màn hình đã nhận", moved by the live feed. */
import { Progress } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplyOf } from '../api/client.ts';
import { useAllLive } from '../api/feed-context.tsx';
import { countReceipts, type Receipt, receiptOf } from './receipts.ts';

type Publication = ReplyOf<'publish'>;

export const useReceipts = (publication: Publication): Receipt[] => {
  const lives = useAllLive();
  return useMemo(() => publication.screens.map((to) => receiptOf(to, lives.get(to.screenId))), [publication, lives]);
};

export const ReceiptBar = ({ receipts }: { receipts: readonly Receipt[] }) => {
  const { t } = useTranslation();
  const { all, done, offline, unpaired } = countReceipts(receipts);
  return (
    <div className="receipts">
      <div className="receipts-head" role="status">
        <strong>
          {all === 0
            ? t('publish.acksNobody')
            : done === all
              ? t('publish.acksDone')
              : t('publish.acks', { done, all })}
        </strong>
        <span className="hint">
          {[
            ...(offline ? [t('publish.acksOffline', { count: offline })] : []),
            ...(unpaired ? [t('publish.acksUnpaired', { count: unpaired })] : []),
          ].join(' · ')}
        </span>
      </div>
      {all > 0 ? (
        <Progress
          value={(done / all) * 100}
          color={done === all ? 'teal' : 'blue'}
          aria-label={t('publish.acksLabel')}
          size="md"
        />
      ) : null}
    </div>
  );
};
