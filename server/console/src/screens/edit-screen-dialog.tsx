/** Editing a screen; what changes here reaches the glass with the next publication. */
import { Button, Modal, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Screen } from '../../../../playlists/model/screen.ts';
import { call, type Trouble } from '../api/client.ts';
import { READS_OF } from '../api/queries.ts';
import { errorsOf } from '../parts/form-errors.ts';
import { sayDone } from '../parts/say-done.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { blankScreen, bodyOf, ScreenFields, type ScreenValues } from './screen-fields.tsx';
import { settleSite } from './screen-work.ts';

export const EditScreenDialog = ({
  screen,
  opened,
  onClose,
}: {
  screen: Screen;
  opened: boolean;
  onClose: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('screens.edit')}
      size="lg"
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <EditForm screen={screen} onClose={onClose} />
    </Modal>
  );
};

const EditForm = ({ screen, onClose }: { screen: Screen; onClose: () => void }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useForm<ScreenValues>({
    initialValues: {
      ...blankScreen([]),
      name: screen.name,
      siteId: screen.siteId,
      width: screen.canvas.width,
      height: screen.canvas.height,
      zone: screen.zone,
      defaultPlaylistId: screen.defaultPlaylistId ?? '',
      tickerId: screen.tickerId ?? '',
      groupIds: screen.groupIds,
      sound: screen.sound,
      pitchMm: screen.pitchMm ?? '',
      viewedFromM: screen.viewedFromM ?? '',
      blankHours: screen.blankHours,
    },
  });
  const submit = form.onSubmit(async (values) => {
    setBusy(true);
    setTrouble(null);
    const site = await settleSite(values, (siteId) => form.setFieldValue('siteId', siteId));
    const called = site.ok
      ? await call('changeScreen', { params: { screenId: screen.id }, body: bodyOf(values, site.value) })
      : site;
    setBusy(false);
    if (!called.ok) {
      setTrouble(called.trouble);
      form.setErrors(errorsOf(called.trouble, t));
      return;
    }
    for (const name of [...READS_OF.screens, ...READS_OF.sites]) void queries.invalidateQueries({ queryKey: [name] });
    sayDone(t('screens.saved'));
    onClose();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {trouble ? <TroubleNote trouble={trouble} /> : null}
        <ScreenFields form={form} full />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('common.save')}
          </Button>
        </div>
      </Stack>
    </form>
  );
};
