/** The files that content has and had: replace the one, go back to another. Its places and words stay. */
import { Button, FileButton, Group } from '@mantine/core';
import { IconArrowBackUp, IconReplace } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asset } from '../../../../playlists/model/media.ts';
import { call, type Trouble } from '../api/client.ts';
import { useRead } from '../api/queries.ts';
import { bytesOf, lengthOf, momentOf } from '../i18n/format.ts';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { sayDone } from '../parts/say-done.ts';
import { Tag } from '../parts/tag.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { AssetTag, Thumbnail } from './asset-state.tsx';
import { useUploads } from './upload-context.tsx';
import { ACCEPTED } from './uploads.ts';

export const VersionsPart = ({ asset }: { asset: Asset }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const now = useNow(60_000);
  const uploads = useUploads();
  const queries = useQueryClient();
  const params = { assetId: asset.id };
  const versions = useRead('listAssetVersions', { params }).data ?? [];
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState<number | null>(null);
  const { replacement } = asset;
  const goBack = async (number: number): Promise<void> => {
    setBusy(number);
    const called = await call('restoreAssetVersion', {
      params: { ...params, number },
      body: { version: asset.version },
    });
    setBusy(null);
    setTrouble(called.ok ? null : called.trouble);
    if (!called.ok) return;
    queries.setQueryData(['getAsset', { params }], called.value);
    void queries.invalidateQueries({ queryKey: ['listAssetVersions'] });
    sayDone(t('library.wentBack', { number }));
  };
  const drop = async (): Promise<void> => {
    const called = await call('dropReplacement', { params });
    setTrouble(called.ok ? null : called.trouble);
    if (called.ok) queries.setQueryData(['getAsset', { params }], called.value);
  };
  return (
    <section aria-label={t('library.versions')}>
      <Group justify="space-between">
        <h2 className="section-title">{t('library.versions')}</h2>
        {replacement ? null : (
          <FileButton
            accept={ACCEPTED}
            onChange={(file) => {
              if (file) uploads.add([file], { replaces: asset.id });
            }}
          >
            {(props) => (
              <Button {...props} size="xs" variant="default" leftSection={<IconReplace size={14} aria-hidden />}>
                {t('library.replace')}
              </Button>
            )}
          </FileButton>
        )}
      </Group>
      <p className="hint">{t('library.replaceHint')}</p>
      {trouble ? <TroubleNote trouble={trouble} /> : null}
      {replacement ? (
        replacement.state.kind === 'refused' ? (
          <TroubleNote title={t('library.replaceRefused')} trouble={replacement.state.refusal}>
            <Button mt="xs" size="xs" variant="default" onClick={() => void drop()}>
              {t('library.dropReplacement')}
            </Button>
          </TroubleNote>
        ) : (
          <Group justify="space-between" mt="xs">
            <div>
              <AssetTag state={replacement.state} />
              <p className="hint">{t('library.replacing')}</p>
            </div>
            <Button size="xs" variant="default" onClick={() => void drop()}>
              {t('library.dropReplacement')}
            </Button>
          </Group>
        )
      ) : null}
      <ul className="versions">
        <li>
          <Thumbnail asset={asset} />
          <div>
            <strong>{t('library.version', { number: asset.version })}</strong>{' '}
            <Tag tone="good">{t('library.versionNow')}</Tag>
            <p className="hint">
              {bytesOf(asset.bytes, language)}
              {asset.facts?.durationMs ? ` · ${lengthOf(asset.facts.durationMs)}` : ''} · {asset.uploadedBy}
            </p>
          </div>
        </li>
        {versions.map((version) => (
          <li key={version.number}>
            <Thumbnail asset={{ ...version, slide: null }} />
            <div>
              <strong>{t('library.version', { number: version.number })}</strong>
              <p className="hint">
                {bytesOf(version.bytes, language)}
                {version.facts.durationMs ? ` · ${lengthOf(version.facts.durationMs)}` : ''} ·{' '}
                {t('media.uploadedBy', { who: version.madeBy, when: momentOf(version.madeAt, zone, language, now) })}
                {version.isKept ? '' : ` · ${t('library.versionGone')}`}
              </p>
            </div>
            {version.isKept ? (
              <Button
                size="xs"
                variant="default"
                leftSection={<IconArrowBackUp size={14} aria-hidden />}
                loading={busy === version.number}
                aria-label={`${t('library.goBack')}: ${t('library.version', { number: version.number })}`}
                onClick={() => void goBack(version.number)}
              >
                {t('library.goBack')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
};
