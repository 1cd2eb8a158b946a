/** Places where screens hang, each with its own safe image. */
import { Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import { IconMapPin } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssetId, SiteId } from '../../../../playlists/model/ids.ts';
import { type Site, SiteKind } from '../../../../playlists/model/screen.ts';
import { call, type Trouble } from '../api/client.ts';
import { READS_OF, useRead } from '../api/queries.ts';
import { errorsOf } from '../parts/form-errors.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { PlaceList } from './place-list.tsx';

export const SiteList = () => {
  const { t } = useTranslation();
  const screens = useRead('listScreens').data ?? [];
  const isAdmin = useRead('getMe').data?.person.role === 'admin';
  const screensAt = (siteId: SiteId): number => screens.filter(({ screen }) => screen.siteId === siteId).length;
  return (
    <PlaceList
      read={useRead('listSites')}
      icon={<IconMapPin size={40} stroke={1.4} />}
      words={{ add: t('screens.siteNew'), empty: t('screens.siteEmpty'), emptyWhy: t('screens.siteEmptyWhy') }}
      say={({ id, kind, address }) => (
        <p className="hint">
          {[
            t(`screens.siteKinds.${kind}`),
            ...(address ? [address] : []),
            t('screens.groupCount', { count: screensAt(id) }),
          ].join(' · ')}
        </p>
      )}
      doomed={({ id, name }) => (isAdmin ? { kind: 'site', id, name } : null)}
      form={(site, close) => <SiteForm site={site} onClose={close} />}
    />
  );
};

const SiteForm = ({ site, onClose }: { site: Site | null; onClose: () => void }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const pictures = useRead('listAssets', { query: { kind: 'image', limit: 200 } });
  const [values, setValues] = useState({
    name: site?.name ?? '',
    kind: site?.kind ?? ('office' as SiteKind),
    address: site?.address ?? '',
    safeAssetId: site?.safeAssetId ?? null,
  });
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const errors = trouble ? errorsOf(trouble, t) : {};
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const called = site
      ? await call('changeSite', { params: { siteId: site.id }, body: values })
      : await call('createSite', { body: values });
    if (!called.ok) {
      setTrouble(called.trouble);
      return;
    }
    for (const read of READS_OF.sites) void queries.invalidateQueries({ queryKey: [read] });
    onClose();
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {trouble ? <TroubleNote trouble={trouble} /> : null}
        <TextInput
          label={t('screens.siteName')}
          required
          value={values.name}
          error={errors.name}
          onChange={(event) => setValues({ ...values, name: event.currentTarget.value })}
          data-autofocus
        />
        <NativeSelect
          label={t('screens.siteKind')}
          value={values.kind}
          onChange={(event) => setValues({ ...values, kind: event.currentTarget.value as SiteKind })}
          data={SiteKind.options.map((kind) => ({ value: kind, label: t(`screens.siteKinds.${kind}`) }))}
        />
        <TextInput
          label={t('screens.siteAddress')}
          value={values.address}
          onChange={(event) => setValues({ ...values, address: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('screens.safeAsset')}
          description={t('screens.safeAssetHint')}
          value={values.safeAssetId ?? ''}
          onChange={(event) =>
            setValues({ ...values, safeAssetId: (event.currentTarget.value || null) as AssetId | null })
          }
          data={[
            { value: '', label: t('common.none') },
            ...(pictures.data?.items ?? []).map(({ id, title }) => ({ value: id as string, label: title })),
          ]}
        />
        <div className="dialog-actions">
          <Button type="submit">{t('common.save')}</Button>
        </div>
      </Stack>
    </form>
  );
};
