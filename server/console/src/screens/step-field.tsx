/** The screens of a group in order, and how much later each is than the one before it (rule SY1). */
import { NumberInput, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../parts/language.ts';
import { SortableList } from '../parts/sortable-list.tsx';

/** A screen of the group; `key` is its id. */
interface Member {
  key: string;
  name: string;
}

export const StepField = ({
  members,
  stepMs,
  error,
  onOrder,
  onStep,
}: {
  members: readonly Member[];
  stepMs: number;
  error?: string | undefined;
  onOrder: (screenIds: string[]) => void;
  onStep: (stepMs: number) => void;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const last = members.at(-1);
  return (
    <Stack gap="sm">
      <NumberInput
        label={t('screens.step')}
        description={t('screens.stepHint')}
        error={error}
        value={stepMs / 1000}
        suffix={` ${t('screens.stepUnit')}`}
        min={0}
        max={60}
        decimalScale={1}
        decimalSeparator={language === 'vi' ? ',' : '.'}
        step={0.5}
        clampBehavior="strict"
        onChange={(seconds) => onStep(Math.round((Number(seconds) || 0) * 1000))}
      />
      {stepMs > 0 && members.length > 1 ? (
        <section aria-label={t('screens.stepOrder')}>
          <p className="field-label">{t('screens.stepOrder')}</p>
          <SortableList
            items={members}
            onChange={(ordered) => onOrder(ordered.map(({ key }) => key))}
            words={{
              drag: ({ name }) => t('screens.stepDrag', { name }),
              up: ({ name }) => t('screens.stepUp', { name }),
              down: ({ name }) => t('screens.stepDown', { name }),
              moved: ({ name }, position) => t('screens.stepMoved', { name, position }),
            }}
          >
            {(member, place) => (
              <div className="entry-words">
                <strong className="one-line" title={member.name}>
                  {member.name}
                </strong>
                <span className="hint">
                  {place === 0 ? t('screens.stepFirst') : t('screens.stepLate', { seconds: (place * stepMs) / 1000 })}
                </span>
              </div>
            )}
          </SortableList>
          {last ? (
            <p className="hint">
              {t('screens.stepSum', { name: last.name, seconds: ((members.length - 1) * stepMs) / 1000 })}
            </p>
          ) : null}
        </section>
      ) : null}
    </Stack>
  );
};
