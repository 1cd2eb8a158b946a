/** One screen at one instant: the very picture, what it belongs to, the day as a strip, and why. */
import { Button } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { Instant } from '../../../../playlists/model/time.ts';
import { playheadAt } from '../../../../playlists/timeline/playhead.ts';
import type { ManifestBody } from '../../../../playlists/wire/manifest.ts';
import { useRead } from '../api/queries.ts';
import { clockTime, localDateOf, numberOf } from '../i18n/format.ts';
import { useLanguage } from '../parts/language.ts';
import { Bones } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { TechnicianDetail, TroubleNote } from '../parts/trouble-note.tsx';
import { sceneAt } from '../screens/manifest-preview.tsx';
import { Picture } from '../screens/picture.tsx';
import { boundsOfDay, piecesOf } from './clockwork.ts';

interface Props {
  screen: Screen;
  at: Instant;
  of: 'published' | 'working';
  running: boolean;
  onBody: (body: ManifestBody) => void;
  onGo: (at: Instant) => void;
}

/** Asked for again when the instant leaves the day, or the time in which that publication was the newest. */
const useDay = ({ screen, at, of }: Pick<Props, 'screen' | 'at' | 'of'>) => {
  const [askedAt, setAskedAt] = useState(at);
  const read = useRead('viewDay', { params: { screenId: screen.id }, query: { at: askedAt, of } }, { keepsLast: true });
  const day = boundsOfDay(localDateOf(askedAt, screen.zone), screen.zone);
  const from = Math.max(day.from, read.data?.inForceFrom ?? 0);
  const until = Math.min(day.until, read.data?.inForceUntil ?? Number.POSITIVE_INFINITY);
  const isOutside = at < from || at >= until;
  useEffect(() => {
    if (isOutside && at !== askedAt) setAskedAt(at);
  }, [isOutside, at, askedAt]);
  return read;
};

export const MomentCard = ({ screen, at, of, running, onBody, onGo }: Props) => {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const day = useDay({ screen, at, of });
  const body = day.data?.body;
  useEffect(() => {
    if (body) onBody(body);
  }, [body, onBody]);
  return (
    <section className="panel time-card" aria-label={screen.name}>
      <div className="section-head">
        <h2 className="section-title">{screen.name}</h2>
        <Button
          size="xs"
          variant={asking ? 'filled' : 'default'}
          aria-expanded={asking}
          leftSection={<IconHelpCircle size={14} aria-hidden />}
          onClick={() => setAsking(!asking)}
        >
          {t('time.why')}
        </Button>
      </div>
      {day.error ? <TroubleNote trouble={day.error.trouble} /> : null}
      {body ? <Moment body={body} screen={screen} at={at} running={running} onGo={onGo} /> : null}
      {!body && !day.error ? <Bones count={1} height={240} /> : null}
      {asking && !day.error ? <Why screen={screen} at={at} of={of} running={running} /> : null}
    </section>
  );
};

const Moment = ({
  body,
  screen,
  at,
  running,
  onGo,
}: Pick<Props, 'screen' | 'at' | 'running' | 'onGo'> & { body: ManifestBody }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const slots = useRead('listSlots').data;
  const playlists = useRead('listPlaylists').data;
  const head = playheadAt(body, at);
  const scene = sceneAt(body, at);
  const assetId = head.kind === 'cue' ? head.cue.assetId : null;
  const named = useRead(
    'getAsset',
    { params: { assetId: assetId ?? ('' as never) } },
    { enabled: assetId !== null, keepsLast: true },
  ).data;
  const words = (): string => {
    if (head.kind !== 'cue') return t(`screens.span.${head.kind}`);
    const slot = slots?.find(({ id }) => id === head.slotId)?.name ?? (head.slotId ? '' : t('time.default'));
    const playlist = playlists?.find(({ id }) => id === head.playlistId)?.name ?? '';
    const asset = named?.id === assetId ? named.title : '';
    return [slot, playlist, asset].filter((part) => part !== '').join(' · ');
  };
  return (
    <>
      <div className="preview">
        <Picture
          {...scene}
          canvas={body.canvas}
          running={running}
          label={t('screens.previewOf', { name: screen.name })}
        />
      </div>
      <p className="time-words">
        <strong>{words()}</strong>{' '}
        <span className="hint tabular">
          {clockTime(head.from, body.zone, language, true)}–{clockTime(head.until, body.zone, language, true)}
        </span>
        {scene.change && !running ? (
          <>
            {' '}
            <Tag tone="info">
              {t(`time.crossing.${scene.change.crossing.kind}`, {
                seconds: numberOf(scene.change.sinceMs / 1000, language, 1),
                all: numberOf(scene.change.crossing.ms / 1000, language, 1),
              })}
            </Tag>
          </>
        ) : null}
      </p>
      <DayStrip body={body} at={at} onGo={onGo} nameOf={(id) => slots?.find((slot) => slot.id === id)?.name ?? ''} />
    </>
  );
};

/** Stretches of this part of the day have room for a name. */
const NAMED_FROM = 0.12;

/** The day of a screen from midnight to midnight; each stretch leads to its start. */
const DayStrip = ({
  body,
  at,
  onGo,
  nameOf,
}: {
  body: ManifestBody;
  at: Instant;
  onGo: Props['onGo'];
  nameOf: (slotId: string | null) => string;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const place = (at - body.from) / (body.until - body.from);
  return (
    <section className="day-strip" aria-label={t('time.strip')}>
      {piecesOf(body).map(({ span, start, length }) => {
        const kind = span.kind === 'loop' ? (span.slotId ? 'slot' : 'default') : span.kind;
        const name = span.kind === 'loop' && span.slotId ? nameOf(span.slotId) : t(`time.kinds.${kind}`);
        const label = `${clockTime(span.from, body.zone, language, true)} ${name}`;
        return (
          <button
            type="button"
            key={span.from}
            className={`strip-${kind}`}
            style={{ left: `${start * 100}%`, width: `${length * 100}%` }}
            aria-label={label}
            title={label}
            onClick={() => onGo(span.from)}
          >
            {length > NAMED_FROM ? name : ''}
          </button>
        );
      })}
      {place >= 0 && place <= 1 ? <span className="strip-now" style={{ left: `${place * 100}%` }} /> : null}
    </section>
  );
};

/** While time runs the question is asked anew every ten seconds only. */
const WHY_STEP_MS = 10_000;

const Why = ({ screen, at, of, running }: Pick<Props, 'screen' | 'at' | 'of' | 'running'>) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const asked = running ? Math.floor(at / WHY_STEP_MS) * WHY_STEP_MS : at;
  const read = useRead(
    'explainMoment',
    { params: { screenId: screen.id }, query: { at: asked, of } },
    { keepsLast: true },
  );
  if (read.error) return <TroubleNote trouble={read.error.trouble} />;
  const why = read.data;
  if (!why) return <Bones count={1} height={72} />;
  return (
    <div className="why" role="status">
      <p>{why[language]}</p>
      {why.losers.length > 0 ? (
        <>
          <p className="hint">{t('time.losers')}</p>
          <ul>
            {why.losers.map((loser) => (
              <li key={`${loser.kind} ${loser.slotId} ${loser.rule}`}>{loser[language]}</li>
            ))}
          </ul>
        </>
      ) : (
        <p className="hint">{t('time.noLosers')}</p>
      )}
      {why.tickers.map((one) => (
        <p key={one.slotId}>{one[language]}</p>
      ))}
      <TechnicianDetail detail={[why, ...why.losers, ...why.tickers].map(({ rule }) => rule).join(' · ')} />
    </div>
  );
};
