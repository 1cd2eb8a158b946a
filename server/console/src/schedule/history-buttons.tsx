/** Undo and redo as buttons; their names say what they would take back. */
import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { actOf } from './slot-words.ts';
import type { SlotEditing } from './use-slot-edits.tsx';

export const HistoryButtons = ({ said, step }: Pick<SlotEditing, 'said' | 'step'>) => {
  const { t } = useTranslation();
  const button = (way: 'undo' | 'redo', Mark: typeof IconArrowBackUp, none: string) => {
    const next = said[way];
    const name = next === null ? none : t(`gestures.${way}`, { said: actOf(next) });
    return (
      <Tooltip label={name} multiline maw={320} openDelay={400}>
        {/* Stays in the tab order when nothing is left, so the focus is not lost on the last step. */}
        <ActionIcon
          variant="default"
          className="history-button"
          size={36}
          aria-label={name}
          aria-disabled={next === null}
          data-disabled={next === null || undefined}
          onClick={() => next !== null && void step(way)}
        >
          <Mark size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    );
  };
  return (
    <Group gap={4} wrap="nowrap" role="group" aria-label={t('gestures.history')}>
      {button('undo', IconArrowBackUp, t('gestures.nothingToUndo'))}
      {button('redo', IconArrowForwardUp, t('gestures.nothingToRedo'))}
    </Group>
  );
};
