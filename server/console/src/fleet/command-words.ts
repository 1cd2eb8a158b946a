/** Commands in words: what is to be done, for how long, and how it went. */
import type { TFunction } from 'i18next';
import type { CommandState, CommandTask } from '../../../../playlists/model/command.ts';
import type { IssuedCommand } from '../../../../playlists/wire/api/commands.ts';
import { bytesOf } from '../i18n/format.ts';
import type { Language } from '../i18n/i18n.ts';
import type { Tone } from '../parts/tag.tsx';

export const STATE_TONES: Readonly<Record<CommandState, Tone>> = {
  queued: 'idle',
  sent: 'busy',
  done: 'good',
  failed: 'bad',
  expired: 'warn',
  refused: 'bad',
};

/** Whole units, the largest that fits: 90 s stays 90 seconds. */
export const spanWords = (ms: number, t: TFunction): string => {
  const units = [
    ['days', 86_400_000],
    ['hours', 3_600_000],
    ['minutes', 60_000],
  ] as const;
  const [unit, size] = units.find(([, size]) => ms >= size && ms % size === 0) ?? (['seconds', 1_000] as const);
  return t(`fleet.${unit}`, { count: Math.round(ms / size) });
};

/** "Màn hình đen · 10 phút". */
export const taskWords = (task: CommandTask, t: TFunction): string => {
  const name = t(`fleet.task.${task.kind}`);
  if ('seconds' in task) {
    const number = task.kind === 'identify' && task.number ? ` · ${t('fleet.number', { number: task.number })}` : '';
    return `${name} · ${spanWords(task.seconds * 1_000, t)}${number}`;
  }
  return 'percent' in task ? `${name} · ${task.percent} %` : name;
};

/** What a done command has to say for itself beyond that it is done; empty = nothing. */
export const figureWords = ({ task, figures }: IssuedCommand, t: TFunction, language: Language): string =>
  task.kind === 'clear-cache' && figures
    ? t('fleet.cleared', { count: figures.files ?? 0, size: bytesOf(figures.bytes ?? 0, language) })
    : '';
