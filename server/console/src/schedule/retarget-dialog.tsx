/** Asks what carrying a slot to another screen shall mean; every answer says what will be on which screen. */
import { Modal, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { reachesOf, type ScreenMove, type ScreenReach } from './slot-retarget.ts';
import { useRetargetWords } from './use-retarget-words.ts';

/** A move that waits for its answer, with what it would do in this occurrence. */
export interface AskedMove extends ScreenMove {
  outlook: string;
}

export const RetargetDialog = ({
  move,
  onChoose,
  onClose,
}: {
  move: AskedMove | null;
  onChoose: (move: ScreenMove, reach: ScreenReach) => void;
  onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { sayTitle, sayWhy, sayReach } = useRetargetWords();
  return (
    <Modal
      opened={move !== null}
      onClose={onClose}
      lockScroll={false}
      title={move ? sayTitle(move) : ''}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {move ? (
        <Stack gap="sm">
          <p>{sayWhy(move)}</p>
          {move.outlook ? (
            <p className="hint">
              {t('retarget.wouldSee')}: {move.outlook}
            </p>
          ) : null}
          {reachesOf(move).map((reach, index) => {
            const { label, means } = sayReach(move, reach);
            return (
              <button
                type="button"
                key={reach}
                className="choice"
                {...(index === 0 ? { 'data-autofocus': true } : {})}
                onClick={() => onChoose(move, reach)}
              >
                <strong>{label}</strong>
                <span>{means}</span>
              </button>
            );
          })}
        </Stack>
      ) : null}
    </Modal>
  );
};
