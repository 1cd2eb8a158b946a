/** One asset: what screens will show, its words for the reports, and what to do when it was refused or failed. */
import { Button, Drawer, Group, Stack } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssetId } from '../../../../playlists/model/ids.ts';
import type { Asset, Rendition } from '../../../../playlists/model/media.ts';
import { useCall, useRead } from '../api/queries.ts';
import { DocumentPart, PageOf } from '../documents/document-part.tsx';
import { bytesOf, lengthOf, momentOf } from '../i18n/format.ts';
import { HurryButton } from '../jobs/hurry-button.tsx';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { MissingNote } from '../parts/missing.tsx';
import { Shown } from '../parts/page.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { RelayOfAsset } from '../relays/relay-of-asset.tsx';
import { SlideOfAsset } from '../slides/slide-of-asset.tsx';
import { TreatmentPart } from '../treatment/treatment-part.tsx';
import { ApprovalPart } from './approval.tsx';
import { AssetForm } from './asset-form.tsx';
import { AssetTag, fileAddress, Thumbnail } from './asset-state.tsx';
import { LookNotes } from './look-notes.tsx';
import { PlacesPart } from './places-part.tsx';
import { VersionsPart } from './versions-part.tsx';

export const AssetDrawer = ({ assetId, onClose }: { assetId: AssetId | undefined; onClose: () => void }) => {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={assetId !== undefined}
      onClose={onClose}
      position="right"
      size={520}
      lockScroll={false}
      title={t('media.drawer')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {assetId ? <AssetSheet assetId={assetId} onClose={onClose} /> : null}
    </Drawer>
  );
};

const AssetSheet = ({ assetId, onClose }: { assetId: AssetId; onClose: () => void }) => {
  const read = useRead('getAsset', { params: { assetId } });
  return (
    <Shown read={read} missing={<MissingNote what="asset" />}>
      {(asset) => (
        <Stack>
          <AssetProgress asset={asset} />
          <PageOf asset={asset} />
          <RelayOfAsset asset={asset} />
          {asset.slide ? <SlideOfAsset asset={asset} /> : <Renditions asset={asset} />}
          {asset.kind === 'document' && asset.state.kind !== 'refused' ? <DocumentPart asset={asset} /> : null}
          {asset.slide || asset.relay || asset.kind === 'document' ? null : <TreatmentPart asset={asset} />}
          {asset.state.kind === 'refused' || asset.kind === 'document' ? null : <ApprovalPart asset={asset} />}
          <AssetForm key={`${asset.id} ${asset.version}`} asset={asset} onClose={onClose} />
          <PlacesPart asset={asset} onGo={onClose} />
          {asset.slide || asset.relay ? null : <VersionsPart asset={asset} />}
          <Facts asset={asset} />
        </Stack>
      )}
    </Shown>
  );
};

const AssetProgress = ({ asset }: { asset: Asset }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const retry = useCall('retryAsset');
  const cancel = useCall('cancelAsset');
  const job = useRead('listJobs').data?.find(({ assetId }) => assetId === asset.id);
  const params = { assetId: asset.id };
  const { state } = asset;
  const refused = [cancel.data, retry.data].find((called) => called?.ok === false);
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <AssetTag state={state} />
        {state.kind === 'preparing' || state.kind === 'checking' ? (
          <Group gap="xs">
            {job ? <HurryButton job={job} /> : null}
            <Button size="xs" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ params })}>
              {t('media.stop')}
            </Button>
          </Group>
        ) : null}
      </Group>
      {state.kind === 'preparing' ? (
        <p className="hint">
          {state.ready > 0
            ? t('media.preparingDetail', { ready: state.ready, count: state.wanted })
            : t('media.preparingNone')}
        </p>
      ) : null}
      {refused && !refused.ok ? <TroubleNote trouble={refused.trouble} /> : null}
      {state.kind === 'refused' || state.kind === 'failed' ? (
        <TroubleNote trouble={state.refusal}>
          {state.kind === 'failed' ? (
            <Group mt="xs">
              <span className="hint">
                {state.retryAt === null
                  ? t('media.stopped')
                  : t('media.retryAt', { when: momentOf(state.retryAt, zone, language) })}
              </span>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconRefresh size={14} aria-hidden />}
                loading={retry.isPending}
                onClick={() => retry.mutate({ params })}
              >
                {t('media.retryNow')}
              </Button>
            </Group>
          ) : null}
        </TroubleNote>
      ) : null}
    </Stack>
  );
};

const Renditions = ({ asset }: { asset: Asset }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const [chosen, setChosen] = useState(0);
  const rendition: Rendition | undefined = asset.renditions[chosen] ?? asset.renditions[0];
  if (!rendition) return asset.thumbnail ? <Thumbnail asset={asset} /> : null;
  const size = `${rendition.canvas.width}×${rendition.canvas.height}`;
  return (
    <section>
      <h2 className="section-title">{t('media.renditions')}</h2>
      <p className="hint">{t('media.renditionsHint')}</p>
      <div className="stage">
        {rendition.type === 'video/mp4' ? (
          <video
            key={rendition.digest}
            src={fileAddress(rendition.digest)}
            controls
            muted
            playsInline
            preload="metadata"
            aria-label={asset.title}
          />
        ) : (
          <img src={fileAddress(rendition.digest)} alt={asset.title} />
        )}
      </div>
      {asset.renditions.length > 1 ? (
        <Group gap="xs" mt="xs">
          {asset.renditions.map((one, place) => (
            <Button
              key={one.digest}
              size="compact-sm"
              variant={one === rendition ? 'filled' : 'default'}
              aria-pressed={one === rendition}
              onClick={() => setChosen(place)}
            >
              {one.canvas.width}×{one.canvas.height}
            </Button>
          ))}
        </Group>
      ) : null}
      <p className="hint">
        {t('media.rendition', { size })} · {bytesOf(rendition.bytes, language)}
        {rendition.durationMs ? ` · ${lengthOf(rendition.durationMs)}` : ''}
      </p>
      <LookNotes rendition={rendition} />
    </section>
  );
};

const Facts = ({ asset }: { asset: Asset }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const now = useNow(60_000);
  const facts = asset.facts;
  return (
    <section>
      <h2 className="section-title">{t('media.facts')}</h2>
      <p className="hint">
        {facts
          ? `${facts.mime} · ${t('media.pixels', { width: facts.width, height: facts.height })}${
              facts.durationMs ? ` · ${lengthOf(facts.durationMs)}` : ''
            }${facts.pages ? ` · ${t('documents.pages', { count: facts.pages })}` : ''} · `
          : ''}
        {asset.relay ? null : (
          <>
            {bytesOf(asset.bytes, language)}
            <br />
          </>
        )}
        {t('media.uploadedBy', { who: asset.uploadedBy, when: momentOf(asset.createdAt, zone, language, now) })}
      </p>
    </section>
  );
};
