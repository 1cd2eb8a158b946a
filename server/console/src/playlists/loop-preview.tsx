/** Plays the loop being built, from real renditions, with a slider over its whole length. */
import { Button, Slider } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lengthOf } from '../i18n/format.ts';
import { Picture, type Shown } from '../screens/picture.tsx';
import { cueAt, cueBefore, type PlannedCue } from './loop-plan.ts';

const DEFAULT_CANVAS = { width: 768, height: 384 };
const TICK_MS = 250;

export const LoopPreview = ({
  cues,
  lengthMs,
  hasRelay = false,
}: {
  cues: readonly PlannedCue[];
  lengthMs: number;
  /** Then an empty loop is not nothing to show. */
  hasRelay?: boolean;
}) => {
  const { t } = useTranslation();
  const nothing = hasRelay ? t('screens.previewRelay') : t('playlists.noEntries');
  /** Where the loop stood, and when that was, while it runs. */
  const [anchor, setAnchor] = useState<{ ms: number; startedAt: number | null }>({ ms: 0, startedAt: null });
  const [, tick] = useState(0);
  const running = anchor.startedAt !== null;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => tick((count) => count + 1), TICK_MS);
    return () => clearInterval(timer);
  }, [running]);

  const elapsed = anchor.startedAt === null ? 0 : performance.now() - anchor.startedAt;
  const at = lengthMs > 0 ? (anchor.ms + elapsed) % lengthMs : 0;
  const cue = cueAt(cues, at);
  const showingOf = ({ asset, rendition }: PlannedCue, offsetMs: number): Shown => {
    if (asset.slide) return { kind: 'slide', slide: asset.slide, picture: null };
    if (!rendition) return { kind: 'nothing', words: `${asset.title} · ${t('playlists.notReady')}` };
    const { digest, type } = rendition;
    return type === 'video/mp4' ? { kind: 'video', digest, offsetMs } : { kind: 'still', digest };
  };
  const shown: Shown = cue ? showingOf(cue, Math.max(0, at - cue.at)) : { kind: 'nothing', words: nothing };
  // At the very beginning there is nothing to come in over, as on a screen that has just been started.
  const isFirstRound = anchor.ms + elapsed < lengthMs;
  const before = cue && (cue !== cues[0] || !isFirstRound) ? cueBefore(cues, cue) : undefined;
  const change =
    cue?.enter && before && at - cue.at < cue.enter.ms
      ? {
          before: showingOf(before, before.durationMs),
          beforeId: String(before.at),
          crossing: cue.enter,
          sinceMs: Math.max(0, at - cue.at),
        }
      : null;
  return (
    <section className="panel loop-preview">
      <h2 className="section-title">{t('playlists.preview')}</h2>
      <div className="preview">
        <Picture
          shown={shown}
          id={String(cue?.at ?? 0)}
          change={before === cue ? null : change}
          canvas={cue?.rendition?.canvas ?? DEFAULT_CANVAS}
          running={running}
          label={cue?.asset.title ?? nothing}
        />
      </div>
      <p className="one-line">{cue?.asset.title ?? ' '}</p>
      <Slider
        value={Math.round(at / 100) / 10}
        min={0}
        max={Math.max(lengthMs / 1000, 0.1)}
        step={0.1}
        disabled={lengthMs === 0}
        label={(seconds) => lengthOf(seconds * 1000)}
        thumbLabel={t('playlists.previewAt')}
        onChange={(seconds) => setAnchor({ ms: seconds * 1000, startedAt: running ? performance.now() : null })}
      />
      <div className="loop-tools">
        <Button
          variant="default"
          disabled={lengthMs === 0}
          leftSection={running ? <IconPlayerPause size={16} aria-hidden /> : <IconPlayerPlay size={16} aria-hidden />}
          onClick={() => setAnchor({ ms: at, startedAt: running ? null : performance.now() })}
        >
          {running ? t('playlists.pause') : t('playlists.play')}
        </Button>
        <span className="hint tabular">
          {lengthOf(at)} / {lengthOf(lengthMs)}
        </span>
      </div>
    </section>
  );
};
