/** One asset: what screens will show, its words for the reports, and what to do when it was refused or failed. */
import { Button, Drawer, Group, MultiSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssetId } from '../../../../playlists/model/ids.ts';
import type { Asset, Rendition } from '../../../../playlists/model/media.ts';
import { AUDIENCES, type AudienceCode } from '../../../../playlists/model/topic.ts';
import type { Trouble } from '../api/client.ts';
import { useCall, useRead } from '../api/queries.ts';
import { bytesOf, lengthOf, momentOf } from '../i18n/format.ts';
import { DeleteButton } from '../parts/delete-button.tsx';
import { errorsOf } from '../parts/form-errors.ts';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { MissingNote } from '../parts/missing.tsx';
import { Shown } from '../parts/page.tsx';
import { DateField } from '../parts/time-field.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { TreatmentPart } from '../treatment/treatment-part.tsx';
import { ApprovalPart } from './approval.tsx';
import { AssetTag, fileAddress, Thumbnail } from './asset-state.tsx';
import { TopicSelect } from './topics.tsx';

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
          <Renditions asset={asset} />
          <TreatmentPart asset={asset} />
          {asset.state.kind === 'refused' ? null : <ApprovalPart asset={asset} />}
          <AssetForm key={asset.id} asset={asset} onClose={onClose} />
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
  const params = { assetId: asset.id };
  const { state } = asset;
  const refused = [cancel.data, retry.data].find((called) => called?.ok === false);
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <AssetTag state={state} />
        {state.kind === 'preparing' || state.kind === 'checking' ? (
          <Button size="xs" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ params })}>
            {t('media.stop')}
          </Button>
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
    </section>
  );
};

const AssetForm = ({ asset, onClose }: { asset: Asset; onClose: () => void }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const change = useCall('changeAsset');
  const queries = useQueryClient();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const form = useForm({
    initialValues: {
      title: asset.title,
      topic: asset.topic,
      audiences: asset.audiences as string[],
      source: asset.source,
      usableFrom: asset.usableFrom,
      usableUntil: asset.usableUntil,
    },
  });
  const submit = form.onSubmit(async (values) => {
    setTrouble(null);
    const called = await change.mutateAsync({
      params: { assetId: asset.id },
      body: { ...values, audiences: values.audiences as AudienceCode[] },
    });
    if (!called.ok) {
      setTrouble(called.trouble);
      form.setErrors(errorsOf(called.trouble, t));
      return;
    }
    queries.setQueryData(['getAsset', { params: { assetId: asset.id } }], called.value);
    void queries.invalidateQueries({ queryKey: ['listAssets'] });
    form.resetDirty();
    notifications.show({ message: t('common.saved'), withBorder: true });
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        {trouble ? <TroubleNote trouble={trouble} /> : null}
        <TextInput label={t('media.assetTitle')} required {...form.getInputProps('title')} />
        <TopicSelect
          label={t('media.topic')}
          empty={t('media.topicNone')}
          value={form.values.topic}
          onChange={(topic) => form.setFieldValue('topic', topic)}
        />
        <MultiSelect
          label={t('media.audiences')}
          data={Object.entries(AUDIENCES).map(([value, words]) => ({ value, label: words[language] }))}
          comboboxProps={{ withinPortal: true }}
          {...form.getInputProps('audiences')}
        />
        <TextInput label={t('media.source')} description={t('media.sourceHint')} {...form.getInputProps('source')} />
        <div>
          <Group grow align="flex-start">
            <DateField
              label={t('media.usableFrom')}
              value={form.values.usableFrom}
              onChange={(day) => form.setFieldValue('usableFrom', day)}
            />
            <DateField
              label={t('media.usableUntil')}
              value={form.values.usableUntil}
              error={form.errors.usableUntil ? t('fields.order') : null}
              onChange={(day) => form.setFieldValue('usableUntil', day)}
            />
          </Group>
          <p className="hint">{t('media.usableHint')}</p>
        </div>
        <Group justify="space-between">
          <DeleteButton thing={{ kind: 'asset', id: asset.id, name: asset.title }} onBegun={onClose} />
          <Button type="submit" loading={change.isPending} disabled={!form.isDirty()}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </form>
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
            } · `
          : ''}
        {bytesOf(asset.bytes, language)}
        <br />
        {t('media.uploadedBy', { who: asset.uploadedBy, when: momentOf(asset.createdAt, zone, language, now) })}
      </p>
    </section>
  );
};
