/** Whether somebody has approved content as it is, and for approvers the way to say so. What they look at is what they approve. */
import { Button, Group } from '@mantine/core';
import { IconArrowBackUp, IconRosette } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Asset } from '../../../../playlists/model/media.ts';
import type { Called } from '../api/client.ts';
import { useCall, useRead } from '../api/queries.ts';
import { momentOf } from '../i18n/format.ts';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { Tag } from '../parts/tag.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

export const ApprovalPart = ({ asset }: { asset: Asset }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const now = useNow(60_000);
  const queries = useQueryClient();
  const me = useRead('getMe').data?.person;
  const isRequired = useRead('getWardSettings').data?.approvalRequired ?? false;
  const approve = useCall('approveAsset');
  const withdraw = useCall('withdrawApproval');
  const params = { assetId: asset.id };
  const { approval, digest } = asset;
  const keep = (called: Called<Asset>): void => {
    if (called.ok) queries.setQueryData(['getAsset', { params }], called.value);
  };
  const refused = [approve.data, withdraw.data].find((called) => called?.ok === false);
  return (
    <section aria-label={t('media.approval')}>
      <h2 className="section-title">{t('media.approval')}</h2>
      <Group justify="space-between" align="flex-start">
        <div>
          <Tag tone={approval ? 'good' : isRequired ? 'bad' : 'idle'}>
            {approval ? t('media.approved') : t('media.unapproved')}
          </Tag>
          <p className="hint">
            {approval
              ? t('media.approvedBy', { who: approval.name, when: momentOf(approval.at, zone, language, now) })
              : isRequired
                ? t('media.approvalNeeded')
                : t('media.approvalAdvised')}
          </p>
        </div>
        {me?.role !== 'approver' ? null : approval ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowBackUp size={14} aria-hidden />}
            loading={withdraw.isPending}
            onClick={() => void withdraw.mutateAsync({ params }).then(keep)}
          >
            {t('media.withdraw')}
          </Button>
        ) : (
          <Button
            size="xs"
            leftSection={<IconRosette size={14} aria-hidden />}
            loading={approve.isPending}
            disabled={digest === null || asset.state.kind !== 'ready'}
            onClick={() => {
              if (digest) void approve.mutateAsync({ params, body: { digest, look: asset.look } }).then(keep);
            }}
          >
            {t('media.approve')}
          </Button>
        )}
      </Group>
      {refused && !refused.ok ? <TroubleNote trouble={refused.trouble} /> : null}
    </section>
  );
};
