/** Why a thing cannot be deleted, with a way to each place that uses it; or what else goes with it, to be confirmed. */
import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../../playlists/model/refusal.ts';
import type { UsagePlace } from '../../../../playlists/model/usage.ts';
import { useRead } from '../api/queries.ts';
import { type AskedDeletion, useDeletionDesk } from './deletion-context.tsx';
import { LinkAnchor } from './link.tsx';

export const DeletionDialog = () => {
  const { t } = useTranslation();
  const { asked, ask } = useDeletionDesk();
  const close = (): void => ask(null);
  return (
    <Modal
      opened={asked !== null}
      onClose={close}
      lockScroll={false}
      title={asked ? t(titleOf(asked), { name: asked.thing.name }) : ''}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {asked ? <Answer asked={asked} onClose={close} /> : null}
    </Modal>
  );
};

const titleOf = ({ kind, thing }: AskedDeletion) =>
  kind === 'used' ? 'deletion.usedTitle' : thing.kind === 'asset' ? 'deletion.assetTitle' : 'deletion.confirmTitle';

const Answer = ({ asked, onClose }: { asked: AskedDeletion; onClose: () => void }) => {
  const { t } = useTranslation();
  const days = useRead('getWardSettings').data?.binDays ?? 0;
  switch (asked.kind) {
    case 'used':
      return (
        <>
          <p>{t(`deletion.usedWhy.${asked.thing.kind}`)}</p>
          <Places title={t('deletion.usedIn')} places={asked.places} onGo={onClose} />
          <div className="dialog-actions">
            <Button variant="default" onClick={onClose} data-autofocus>
              {t('common.close')}
            </Button>
          </div>
        </>
      );
    case 'confirm': {
      const isAsset = asked.thing.kind === 'asset';
      return (
        <>
          <p>{isAsset ? t('deletion.assetWhy', { days }) : t('deletion.confirmWhy')}</p>
          {asked.takesAlong.length > 0 ? (
            <Places
              title={isAsset ? t('deletion.assetLoses') : t('deletion.takesAlong')}
              places={asked.takesAlong}
              onGo={onClose}
            />
          ) : null}
          <div className="dialog-actions">
            <Button variant="default" onClick={onClose} data-autofocus>
              {t('common.cancel')}
            </Button>
            <Button
              onClick={() => {
                onClose();
                asked.go();
              }}
            >
              {isAsset ? t('deletion.toBin') : t('common.delete')}
            </Button>
          </div>
        </>
      );
    }
    default:
      return assertNever(asked);
  }
};

export const Places = ({ title, places, onGo }: { title: string; places: readonly UsagePlace[]; onGo: () => void }) => {
  const { t } = useTranslation();
  return (
    <section className="places">
      <h3 className="section-title">{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list must be reachable by keyboard */}
      <ul tabIndex={0} aria-label={title}>
        {places.map((place) => (
          <li key={`${place.kind} ${place.id}`}>
            <span className="hint">{t(`deletion.place.${place.kind}`)}</span>
            <PlaceLink place={place} onGo={onGo} />
          </li>
        ))}
      </ul>
    </section>
  );
};

const PlaceLink = ({ place, onGo }: { place: UsagePlace; onGo: () => void }) => {
  const { t } = useTranslation();
  switch (place.kind) {
    case 'playlist':
      return (
        <LinkAnchor to="/playlists/$playlistId" params={{ playlistId: place.id }} onClick={onGo}>
          {place.name} {place.picks ? <span className="hint">{t('deletion.picks')}</span> : null}
        </LinkAnchor>
      );
    case 'slot':
      // What one does not see cannot be opened; where to go is said instead.
      if (place.awaits)
        return (
          <span>
            {place.name} <span className="hint">{t(`deletion.awaits.${place.awaits}`)}</span>{' '}
            <LinkAnchor to="/publish" onClick={onGo}>
              {t('deletion.toPublish')}
            </LinkAnchor>
          </span>
        );
      return (
        <LinkAnchor to="/schedule" search={{ slot: place.id }} onClick={onGo}>
          {place.name}
        </LinkAnchor>
      );
    case 'screen':
    case 'on-air':
      return (
        <LinkAnchor to="/screens/$screenId" params={{ screenId: place.id }} onClick={onGo}>
          {place.name}
        </LinkAnchor>
      );
    case 'site':
      return (
        <LinkAnchor to="/screens" search={{ tab: 'sites' }} onClick={onGo}>
          {place.name}
        </LinkAnchor>
      );
    case 'plan':
      return (
        <LinkAnchor to="/publish" onClick={onGo}>
          {t('deletion.toPlan')}
        </LinkAnchor>
      );
    default:
      return assertNever(place);
  }
};
