/** A short state in words, with a mark of its own shape: colour is never the only signal. */
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconInfoCircle,
  IconLoader2,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';

export type Tone = 'good' | 'warn' | 'bad' | 'busy' | 'idle' | 'info';

const MARKS = {
  good: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconCircleX,
  busy: IconLoader2,
  idle: IconCircleDashed,
  info: IconInfoCircle,
} as const;

export const Tag = ({ tone, children }: { tone: Tone; children: ReactNode }) => {
  const Mark = MARKS[tone];
  return (
    <span className={`tag tag-${tone}`}>
      <Mark size={14} aria-hidden />
      <span>{children}</span>
    </span>
  );
};
