/** The draft of the person who looks: what is in it, what others published in the meantime, and the drafts of others. */
import { Button, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftChange, OtherDraft, SlotAspect } from '../../../../playlists/model/draft.ts';
import { useLanguage } from '../parts/language.ts';
import { LinkAnchor } from '../parts/link.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { useDraftWork } from './draft-work.ts';
import { useMoments } from './moments.ts';

const TONES: Readonly<Record<DraftChange['kind'], Tone>> = { added: 'good', changed: 'info', removed: 'warn' };

const useAspectWords = (): ((aspects: readonly SlotAspect[]) => string) => {
  const { t } = useTranslation();
  return (aspects) => aspects.map((aspect) => t(`draft.aspects.${aspect}`)).join(', ');
};

export const OwnDraft = ({ changes }: { changes: readonly DraftChange[] }) => {
  const { t } = useTranslation();
  const { settle, discard, busy, trouble } = useDraftWork();
  const [asked, setAsked] = useState(false);
  const say = useAspectWords();
  const language = useLanguage();
  const conflicts = changes.filter(({ conflict }) => conflict !== null);
  const rest = changes.filter(({ conflict }) => conflict === null);
  if (changes.length === 0) return null;
  return (
    <section className="panel own-draft" aria-label={t('draft.title')}>
      <div className="own-draft-head">
        <h2 className="section-title">
          {t('draft.title')} <span className="hint">{t('draft.count', { count: changes.length })}</span>
        </h2>
        <Button size="xs" variant="default" disabled={busy} onClick={() => setAsked(true)}>
          {t('draft.discard')}
        </Button>
      </div>
      <p className="hint">{t('draft.why')}</p>
      {trouble ? <TroubleNote trouble={trouble} /> : null}
      {conflicts.length > 0 ? (
        <div className="draft-conflicts" role="alert">
          <strong>{t('draft.conflicts', { count: conflicts.length })}</strong>
          <p>{t('draft.conflictsWhy')}</p>
          <ul>
            {conflicts.map((change) => (
              <Conflict key={change.slotId} change={change} busy={busy} onTake={(take) => void settle(change, take)} />
            ))}
          </ul>
        </div>
      ) : null}
      <ul className="draft-changes">
        {rest.map((change) => (
          <li key={change.slotId}>
            <Tag tone={TONES[change.kind]}>{t(`draft.kind.${change.kind}`)}</Tag>
            <span className="draft-name">
              <span className="draft-line">
                {change.kind === 'removed' ? (
                  change.name
                ) : (
                  <LinkAnchor to="/schedule" search={{ slot: change.slotId }}>
                    {change.name}
                  </LinkAnchor>
                )}
              </span>
              <span className="draft-line hint">
                {change.times[language]}
                {change.aspects.length > 0 ? ` · ${t('draft.changedIn', { what: say(change.aspects) })}` : ''}
              </span>
            </span>
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              disabled={busy}
              aria-label={t('draft.dropOf', { name: change.name })}
              onClick={() => void settle(change, 'theirs')}
            >
              {t('draft.drop')}
            </Button>
          </li>
        ))}
      </ul>
      <Modal
        opened={asked}
        onClose={() => setAsked(false)}
        lockScroll={false}
        title={t('draft.discardTitle')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack>
          <p>{t('draft.discardWhy', { count: changes.length })}</p>
          <div className="dialog-actions">
            <Button variant="default" onClick={() => setAsked(false)}>
              {t('common.cancel')}
            </Button>
            <Button color="red" loading={busy} onClick={() => void discard().then(() => setAsked(false))}>
              {t('draft.discard')}
            </Button>
          </div>
        </Stack>
      </Modal>
    </section>
  );
};

const Conflict = ({
  change,
  busy,
  onTake,
}: {
  change: DraftChange;
  busy: boolean;
  onTake: (take: 'mine' | 'theirs' | 'both') => void;
}) => {
  const { t } = useTranslation();
  const say = useAspectWords();
  const when = useMoments();
  const { conflict } = change;
  if (!conflict) return null;
  const isBoth = conflict.theirs !== null && change.kind === 'changed' && conflict.clashes.length === 0;
  return (
    <li>
      <strong>{change.name}</strong>
      <p>
        {conflict.theirs === null || conflict.at === null
          ? t('draft.removedThere')
          : t('draft.changedBy', {
              who: conflict.by ?? t('draft.somebody'),
              what: say(conflict.changed),
              when: when(conflict.at),
            })}{' '}
        {change.kind === 'removed' ? t('draft.youRemoved') : t('draft.youChanged', { what: say(change.aspects) })}
      </p>
      <div className="draft-takes">
        {isBoth ? (
          <Button size="xs" disabled={busy} onClick={() => onTake('both')}>
            {t('draft.both')}
          </Button>
        ) : null}
        <Button size="xs" variant="default" disabled={busy} onClick={() => onTake('mine')}>
          {t('draft.mine')}
        </Button>
        <Button size="xs" variant="default" disabled={busy} onClick={() => onTake('theirs')}>
          {t('draft.theirs')}
        </Button>
      </div>
    </li>
  );
};

/** What others have not published; a draft that somebody left behind can be taken over. */
export const DraftsOfOthers = ({ others }: { others: readonly OtherDraft[] }) => {
  const { t } = useTranslation();
  const when = useMoments();
  const { takeOver, busy, trouble } = useDraftWork();
  const [asked, setAsked] = useState<OtherDraft | null>(null);
  if (others.length === 0) return null;
  return (
    <section className="panel" aria-label={t('draft.others')}>
      <h2 className="section-title">{t('draft.others')}</h2>
      <ul className="draft-changes">
        {others.map((other) => (
          <li key={other.personId}>
            <span className="draft-name">
              {t('draft.other', { who: other.name, count: other.changes, when: when(other.updatedAt) })}
            </span>
            <Button
              size="xs"
              variant="default"
              aria-label={t('draft.takeOverOf', { who: other.name })}
              onClick={() => setAsked(other)}
            >
              {t('draft.takeOver')}
            </Button>
          </li>
        ))}
      </ul>
      <Modal
        opened={asked !== null}
        onClose={() => setAsked(null)}
        lockScroll={false}
        title={t('draft.takeOverTitle', { who: asked?.name ?? '' })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack>
          <p>{t('draft.takeOverWhy', { who: asked?.name ?? '' })}</p>
          {trouble ? <TroubleNote trouble={trouble} /> : null}
          <div className="dialog-actions">
            <Button variant="default" onClick={() => setAsked(null)}>
              {t('common.cancel')}
            </Button>
            <Button
              loading={busy}
              onClick={() => asked && void takeOver(asked.personId).then((done) => done && setAsked(null))}
            >
              {t('draft.takeOver')}
            </Button>
          </div>
        </Stack>
      </Modal>
    </section>
  );
};

/** One line where slots are edited: who else has something in hand. */
export const EditingNote = ({ others }: { others: readonly OtherDraft[] }) => {
  const { t } = useTranslation();
  if (others.length === 0) return null;
  const who = others.map(({ name, changes }) => `${name} (${t('draft.count', { count: changes })})`).join(', ');
  return <p className="hint">{t('draft.editing', { who })}</p>;
};
