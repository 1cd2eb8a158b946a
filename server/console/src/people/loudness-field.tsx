/** The ward's choice: how loud all videos are made. */
import { Button, Group, NumberInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LoudnessTarget } from '../../../../playlists/model/treatment.ts';
import type { Trouble } from '../api/client.ts';
import { useCall, useRead } from '../api/queries.ts';
import { Shown } from '../parts/page.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

export const LoudnessField = () => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const settings = useRead('getWardSettings');
  const change = useCall('changeWardSettings');
  const [typed, setTyped] = useState<number | string | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const read = LoudnessTarget.safeParse(typed);
  const save = async (): Promise<void> => {
    setTrouble(null);
    if (!read.success) return;
    const called = await change.mutateAsync({ body: { loudnessTarget: read.data } });
    if (called.ok) {
      queries.setQueryData(['getWardSettings', {}], called.value);
      setTyped(null);
    } else setTrouble(called.trouble);
  };
  return (
    <section className="below">
      <h2 className="section-title">{t('loudness.title')}</h2>
      <Shown read={settings}>
        {({ loudnessTarget }) => (
          <Group align="flex-start" gap="sm">
            <NumberInput
              label={t('loudness.label')}
              description={t('loudness.hint')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              value={typed ?? loudnessTarget}
              error={typed !== null && !read.success ? t('loudness.wrong') : null}
              allowDecimal={false}
              hideControls
              maw={520}
              onChange={setTyped}
            />
            <Button
              className="beside-field"
              variant="default"
              disabled={!read.success || read.data === loudnessTarget}
              loading={change.isPending}
              onClick={() => void save()}
            >
              {t('common.save')}
            </Button>
          </Group>
        )}
      </Shown>
      {trouble ? <TroubleNote trouble={trouble} /> : null}
    </section>
  );
};
