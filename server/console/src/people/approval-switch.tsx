/** The ward's choice: does content that nobody has approved stop a publish? */
import { Switch } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trouble } from '../api/client.ts';
import { useCall, useRead } from '../api/queries.ts';
import { Shown } from '../parts/page.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

export const ApprovalSwitch = () => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const settings = useRead('getWardSettings');
  const change = useCall('changeWardSettings');
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const set = async (approvalRequired: boolean): Promise<void> => {
    setTrouble(null);
    const called = await change.mutateAsync({ body: { approvalRequired } });
    if (called.ok) queries.setQueryData(['getWardSettings', {}], called.value);
    else setTrouble(called.trouble);
  };
  return (
    <section className="below">
      <h2 className="section-title">{t('people.approval')}</h2>
      <Shown read={settings}>
        {({ approvalRequired }) => (
          <Switch
            checked={approvalRequired}
            disabled={change.isPending}
            label={t('people.approvalRequired')}
            description={t('people.approvalHint')}
            onChange={(event) => void set(event.currentTarget.checked)}
          />
        )}
      </Shown>
      {trouble ? <TroubleNote trouble={trouble} /> : null}
    </section>
  );
};
