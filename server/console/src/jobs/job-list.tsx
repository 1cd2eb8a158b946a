/** What the server is preparing, in the order in which it does it: how far, how fast, how long yet; stop it, go on, or have it done now. */
import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../../playlists/wire/api/preparation.ts';
import { useCall, useRead } from '../api/queries.ts';
import { lengthOf, momentOf } from '../i18n/format.ts';
import { Thumbnail } from '../media/asset-state.tsx';
import { useLanguage, useZone } from '../parts/language.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { HurryButton } from './hurry-button.tsx';
import '../treatment/treatment.css';

/** More than these are counted, not listed. */
const MOST_SHOWN = 3;

/** Nothing at all while nothing is to be done. */
export const JobList = () => {
  const { t } = useTranslation();
  const jobs = useRead('listJobs').data ?? [];
  if (jobs.length === 0) return null;
  const more = jobs.length - MOST_SHOWN;
  return (
    <section className="jobs" aria-label={t('jobs.title')}>
      <h2 className="section-title">{t('jobs.title')}</h2>
      <ul>
        {jobs.slice(0, MOST_SHOWN).map((job) => (
          <JobRow key={job.assetId} job={job} />
        ))}
      </ul>
      {more > 0 ? <p className="hint">{t('jobs.more', { count: more })}</p> : null}
    </section>
  );
};

const JobRow = ({ job }: { job: Job }) => {
  const { t } = useTranslation();
  const cancel = useCall('cancelAsset');
  const retry = useCall('retryAsset');
  const drop = useCall('dropReplacement');
  const params = { assetId: job.assetId };
  const { state, title: name } = job;
  const refused = [cancel.data, retry.data, drop.data].find((called) => called?.ok === false);
  return (
    <li className="job">
      <Thumbnail asset={{ kind: job.kind, thumbnail: job.thumbnail, facts: null, slide: null }} />
      <div className="job-words">
        <p className="job-title" title={name}>
          {name}
        </p>
        <JobWords job={job} />
        {state.kind === 'paused' || (state.kind === 'running' && state.step === 'preparing') ? (
          <Progress.Root size={8} mt={6}>
            <Progress.Section
              value={state.progress * 100}
              color={state.kind === 'paused' ? 'gray' : undefined}
              aria-label={t('jobs.progressOf', { name })}
            />
          </Progress.Root>
        ) : null}
        {refused && !refused.ok ? <TroubleNote trouble={refused.trouble} /> : null}
      </div>
      <div className="job-acts">
        <HurryButton job={job} />
        {state.kind === 'failed' && !job.replaces ? (
          <Button
            size="xs"
            variant="default"
            aria-label={t('jobs.retryNamed', { name })}
            loading={retry.isPending}
            onClick={() => retry.mutate({ params })}
          >
            {t('jobs.retry')}
          </Button>
        ) : (
          <Button
            size="xs"
            variant="default"
            aria-label={t('jobs.stopNamed', { name })}
            loading={cancel.isPending || drop.isPending}
            onClick={() =>
              job.replaces ? drop.mutate({ params: { assetId: job.replaces } }) : cancel.mutate({ params })
            }
          >
            {t('jobs.stop')}
          </Button>
        )}
      </div>
    </li>
  );
};

const JobWords = ({ job: { state } }: { job: Job }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  switch (state.kind) {
    case 'waiting': {
      if (state.isHurried) return <p className="hint">{t('jobs.waitingHurried')}</p>;
      return <p className="hint">{state.isPlanned ? t('jobs.waitingPlanned') : t('jobs.waiting')}</p>;
    }
    case 'paused': {
      const done = t('jobs.pausedAt', { percent: Math.round(state.progress * 100) });
      return <p className="hint figure">{`${t('jobs.paused', { name: state.ahead.title })} · ${done}`}</p>;
    }
    case 'failed':
      return (
        <p className="hint">
          {state.retryAt === null
            ? t('jobs.stopped')
            : t('jobs.failed', { when: momentOf(state.retryAt, zone, language) })}
        </p>
      );
    case 'running': {
      if (state.step === 'checking') return <p className="hint">{t('jobs.checking')}</p>;
      const left = state.leftMs === null ? null : lengthOf(state.leftMs);
      const speed =
        state.speed === null ? null : new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(state.speed);
      const parts = [
        t('jobs.running', { percent: Math.round(state.progress * 100) }),
        ...(state.canvases.length > 0 ? [t('jobs.canvases', { count: state.canvases.length })] : []),
        ...(left === null ? [] : [speed === null ? t('jobs.left', { left }) : t('jobs.figures', { speed, left })]),
      ];
      return <p className="hint figure">{parts.join(' · ')}</p>;
    }
  }
};
