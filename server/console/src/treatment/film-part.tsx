/** Of a video: the moment looked at, the part that plays, its sound, and the picture that stands for it in lists. */
import { Button, Group, RangeSlider, Slider, Switch, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MediaFacts } from '../../../../playlists/model/media.ts';
import { playedMs, SHORTEST_PART_MS, type Treatment } from '../../../../playlists/model/treatment.ts';
import { useLanguage } from '../parts/language.ts';
import { readFilmTime, writeFilmTime } from './film-time.ts';

const STEP_MS = 100;

export const FilmPart = ({
  facts,
  draft,
  atMs,
  hasPictures,
  onLook,
  onDraft,
  onWrong,
}: {
  facts: MediaFacts;
  draft: Treatment;
  /** The moment looked at. */
  atMs: number;
  hasPictures: boolean;
  onLook: (atMs: number) => void;
  onDraft: (draft: Treatment) => void;
  onWrong: (isWrong: boolean) => void;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const wholeMs = facts.durationMs ?? 0;
  const { fromMs } = draft.trim;
  const untilMs = draft.trim.untilMs ?? wholeMs;
  const [wrong, setWrong] = useState<'from' | 'until' | null>(null);
  useEffect(() => onWrong(wrong !== null), [wrong, onWrong]);
  const write = (ms: number): string => writeFilmTime(ms, language);
  const trim = (from: number, until: number): boolean => {
    if (from < 0 || until > wholeMs || until - from < SHORTEST_PART_MS) return false;
    onDraft({ ...draft, trim: { fromMs: Math.round(from), untilMs: until >= wholeMs ? null : Math.round(until) } });
    return true;
  };
  return (
    <>
      {hasPictures ? (
        <div>
          <p className="field-name">
            {t('treatment.moment')} <strong className="figure">{write(atMs)}</strong>
          </p>
          <Slider
            min={0}
            max={wholeMs}
            step={STEP_MS}
            value={atMs}
            onChange={onLook}
            label={write}
            thumbLabel={t('treatment.moment')}
          />
        </div>
      ) : null}
      {wholeMs > SHORTEST_PART_MS ? (
        <div>
          <p className="field-name">{t('treatment.trim')}</p>
          <RangeSlider
            min={0}
            max={wholeMs}
            step={STEP_MS}
            minRange={SHORTEST_PART_MS}
            value={[fromMs, untilMs]}
            onChange={([from, until]) => {
              onLook(from === fromMs ? until : from);
              trim(from, until);
            }}
            label={write}
            thumbFromLabel={`${t('treatment.trim')}: ${t('treatment.trimFrom')}`}
            thumbToLabel={`${t('treatment.trim')}: ${t('treatment.trimUntil')}`}
          />
          <div className="film-times">
            <TimeOfFilm
              label={t('treatment.trimFrom')}
              ms={fromMs}
              isWrong={wrong === 'from'}
              onMs={(ms) => setWrong(ms !== null && trim(ms, untilMs) ? null : 'from')}
            />
            <TimeOfFilm
              label={t('treatment.trimUntil')}
              ms={untilMs}
              isWrong={wrong === 'until'}
              onMs={(ms) => setWrong(ms !== null && trim(fromMs, ms) ? null : 'until')}
            />
          </div>
          <p className="hint figure" role="status">
            {t('treatment.trimLength', { played: write(playedMs(draft, wholeMs) ?? 0), whole: write(wholeMs) })}
          </p>
          {hasPictures ? (
            <Group gap="xs">
              <Button size="xs" variant="default" onClick={() => trim(atMs, untilMs)}>
                {t('treatment.trimFrom')}: {t('treatment.trimHere').toLocaleLowerCase(language)}
              </Button>
              <Button size="xs" variant="default" onClick={() => trim(fromMs, atMs)}>
                {t('treatment.trimUntil')}: {t('treatment.trimHere').toLocaleLowerCase(language)}
              </Button>
            </Group>
          ) : null}
        </div>
      ) : null}
      {facts.audioCodec === null ? (
        <p className="hint">{t('treatment.noSound')}</p>
      ) : (
        <Switch
          checked={draft.isMuted}
          label={t('treatment.mute')}
          description={t('treatment.muteHint')}
          onChange={(event) => onDraft({ ...draft, isMuted: event.currentTarget.checked })}
        />
      )}
      <div>
        <p className="field-name">
          {t('treatment.poster')}:{' '}
          <span className="figure">
            {draft.posterAtMs === null
              ? t('treatment.posterAuto')
              : t('treatment.posterOwn', { at: write(draft.posterAtMs) })}
          </span>
        </p>
        <Group gap="xs">
          {hasPictures ? (
            <Button size="xs" variant="default" onClick={() => onDraft({ ...draft, posterAtMs: Math.round(atMs) })}>
              {t('treatment.posterHere')}
            </Button>
          ) : null}
          {draft.posterAtMs === null ? null : (
            <Button size="xs" variant="default" onClick={() => onDraft({ ...draft, posterAtMs: null })}>
              {t('treatment.posterReset')}
            </Button>
          )}
        </Group>
      </div>
    </>
  );
};

/** A moment that may be typed; counts when the field is left. */
const TimeOfFilm = ({
  label,
  ms,
  isWrong,
  onMs,
}: {
  label: string;
  ms: number;
  isWrong: boolean;
  onMs: (ms: number | null) => void;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const shown = writeFilmTime(ms, language);
  const [typed, setTyped] = useState(shown);
  useEffect(() => setTyped(shown), [shown]);
  const error = readFilmTime(typed) === null ? t('treatment.timeWrong') : isWrong ? t('treatment.timeOrder') : null;
  return (
    <TextInput
      label={label}
      value={typed}
      error={error}
      inputMode="decimal"
      autoComplete="off"
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => typed !== shown && onMs(readFilmTime(typed))}
      onKeyDown={(event) => event.key === 'Enter' && onMs(readFilmTime(typed))}
    />
  );
};
