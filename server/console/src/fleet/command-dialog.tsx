/** One command before it is sent: what it does, its figures, and how long it is kept for a player that is away. */
import { Button, Modal, NativeSelect, NumberInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { COMMANDS, type CommandKind, type CommandTask, LEAST_KEPT_MS } from '../../../../playlists/model/command.ts';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import { call, type Trouble } from '../api/client.ts';
import { sayDone } from '../parts/say-done.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { spanWords } from './command-words.ts';

/** Lengths offered, in seconds; the first is meant unless staff say otherwise. */
const LENGTHS: Partial<Record<CommandKind, readonly number[]>> = {
  identify: [15, 30, 60, 120],
  'test-page': [300, 60, 900, 3_600],
  'yield-controller': [1_800, 300, 3_600, 14_400],
  blank: [600, 60, 1_800, 3_600, 14_400, 43_200, 86_400],
};
/** Of kinds that take a percentage. */
const LEAST_PERCENT: Partial<Record<CommandKind, number>> = { volume: 0, brightness: 1 };
const KEPT_MS = [30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 21_600_000, 86_400_000, 604_800_000];

const taskOf = (kind: CommandKind, seconds: number, percent: number): CommandTask => {
  switch (kind) {
    case 'identify':
    case 'test-page':
    case 'blank':
    case 'yield-controller':
      return { kind, seconds };
    case 'volume':
    case 'brightness':
      return { kind, percent };
    default:
      return { kind };
  }
};

export const CommandDialog = ({
  kind,
  screens,
  onClose,
  onSent,
}: {
  kind: CommandKind;
  screens: readonly { id: ScreenId; name: string }[];
  onClose: () => void;
  onSent: () => void;
}) => {
  const { t } = useTranslation();
  const lengths = LENGTHS[kind];
  const least = LEAST_PERCENT[kind];
  const { keptMs, mostKeptMs } = COMMANDS[kind];
  const [seconds, setSeconds] = useState(lengths?.[0] ?? 0);
  const [percent, setPercent] = useState(100);
  const [keepForMs, setKeepForMs] = useState(keptMs);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const count = screens.length;
  const send = async (): Promise<void> => {
    setBusy(true);
    const task = taskOf(kind, seconds, percent);
    const called = await call('issueCommands', { body: { screenIds: screens.map(({ id }) => id), task, keepForMs } });
    setBusy(false);
    if (!called.ok) return setTrouble(called.trouble);
    sayDone(t('fleet.sent', { count, what: t(`fleet.task.${kind}`) }));
    onSent();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      lockScroll={false}
      title={t(`fleet.task.${kind}`)}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Stack>
          {trouble ? <TroubleNote trouble={trouble} /> : null}
          <p>
            <strong>{t('fleet.to', { count, name: screens[0]?.name ?? '' })}</strong>
          </p>
          <p>{t(`fleet.what.${kind}`)}</p>
          {lengths ? (
            <NativeSelect
              label={t('fleet.for')}
              value={String(seconds)}
              onChange={(event) => setSeconds(Number(event.currentTarget.value))}
              data={[...lengths]
                .sort((a, b) => a - b)
                .map((one) => ({ value: String(one), label: spanWords(one * 1_000, t) }))}
            />
          ) : null}
          {least === undefined ? null : (
            <NumberInput
              label={t(`fleet.percent.${kind === 'volume' ? 'volume' : 'brightness'}`)}
              value={percent}
              min={least}
              max={100}
              step={5}
              clampBehavior="strict"
              onChange={(value) => setPercent(typeof value === 'number' ? Math.round(value) : least)}
            />
          )}
          <NativeSelect
            label={t('fleet.keep')}
            description={t('fleet.keepHint')}
            value={String(keepForMs)}
            onChange={(event) => setKeepForMs(Number(event.currentTarget.value))}
            data={KEPT_MS.filter((one) => one >= LEAST_KEPT_MS && one <= mostKeptMs).map((one) => ({
              value: String(one),
              label: spanWords(one, t),
            }))}
          />
        </Stack>
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy} data-autofocus>
            {t('fleet.send')}
          </Button>
        </div>
      </form>
    </Modal>
  );
};
