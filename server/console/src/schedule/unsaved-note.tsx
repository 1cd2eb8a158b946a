/** Why a form of a slot was not saved, beside its button: what was typed is still in it. */
import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { aspectsChanged } from '../../../../playlists/model/draft.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import type { Trouble } from '../api/client.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';

export const UnsavedNote = ({ trouble }: { trouble: Trouble }) => {
  const { t } = useTranslation();
  return (
    <TroubleNote trouble={trouble} title={t('schedule.unsaved')}>
      <p>{t('schedule.unsavedKept')}</p>
    </TroubleNote>
  );
};

/** The slot was changed elsewhere while its form was open, and something was changed in the form as well. */
export const OvertakenNote = ({
  was,
  now,
  onMerge,
  onTakeTheirs,
}: {
  was: Slot;
  now: Slot;
  onMerge: () => void;
  onTakeTheirs: () => void;
}) => {
  const { t } = useTranslation();
  const what = aspectsChanged(was, now).map((aspect) => t(`draft.aspects.${aspect}`));
  return (
    <div className="overtaken" role="alert">
      <strong>{t('schedule.conflictTitle')}</strong>
      <p>{t('schedule.conflictWhy', { what: what.join(', ') })}</p>
      <Group gap="xs">
        <Button size="xs" onClick={onMerge}>
          {t('schedule.conflictMerge')}
        </Button>
        <Button size="xs" variant="default" onClick={onTakeTheirs}>
          {t('schedule.conflictTheirs')}
        </Button>
      </Group>
    </div>
  );
};
