/** For how long the ward keeps what was deleted; administrators set it. */
import { Button, Group, NumberInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trouble } from '../api/client.ts';
import { useCall, useRead } from '../api/queries.ts';
import { sayDone } from '../parts/say-done.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';

export const BinDaysField = () => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const isAdmin = useRead('getMe').data?.person.role === 'admin';
  const kept = useRead('getWardSettings').data?.binDays;
  const change = useCall('changeWardSettings');
  const [days, setDays] = useState<number | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  if (kept === undefined || !isAdmin) return null;
  const wanted = days ?? kept;
  const save = async (): Promise<void> => {
    const called = await change.mutateAsync({ body: { binDays: wanted } });
    setTrouble(called.ok ? null : called.trouble);
    if (!called.ok) return;
    queries.setQueryData(['getWardSettings', {}], called.value);
    setDays(null);
    sayDone(t('common.saved'));
  };
  return (
    <section>
      <Group align="flex-end" wrap="nowrap">
        <NumberInput
          className="grows"
          label={t('library.binDays')}
          description={t('library.binDaysHint')}
          value={wanted}
          min={1}
          max={365}
          allowDecimal={false}
          clampBehavior="strict"
          onChange={(value) => setDays(typeof value === 'number' ? value : null)}
        />
        <Button variant="default" disabled={wanted === kept} loading={change.isPending} onClick={() => void save()}>
          {t('library.keepBinDays')}
        </Button>
      </Group>
      {trouble ? <TroubleNote trouble={trouble} /> : null}
    </section>
  );
};
