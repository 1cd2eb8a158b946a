/** Places where screens hang, each with its own safe image. */
import { Button, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { IconMapPin, IconPencil, IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssetId } from '../../../../playlists/model/ids.ts';
import { type Site, SiteKind } from '../../../../playlists/model/screen.ts';
import { call, type Trouble } from '../api/client.ts';
import { READS_OF, useRead } from '../api/queries.ts';
import { DeleteButton } from '../parts/delete-button.tsx';
import { useHidden } from '../parts/deletion-context.tsx';
import { errorsOf } from '../parts/form-errors.ts';
import { Empty, Shown } from '../parts/page.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

export const SiteList = () => {
  const { t } = useTranslation();
  const sites = useRead('listSites');
  const screens = useRead('listScreens');
  const me = useRead('getMe').data?.person;
  const hidden = useHidden();
  const [open, setOpen] = useState<Site | 'new' | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen('new')}>
      {t('screens.siteNew')}
    </Button>
  );
  return (
    <>
      <Shown read={sites}>
        {(all) => {
          const list = all.filter(({ id }) => !hidden.has(id));
          return list.length === 0 ? (
            <Empty
              icon={<IconMapPin size={40} stroke={1.4} />}
              title={t('screens.siteEmpty')}
              why={t('screens.siteEmptyWhy')}
            >
              {add}
            </Empty>
          ) : (
            <>
              <div className="below">{add}</div>
              <ul className="rows">
                {list.map((site) => (
                  <li key={site.id} className="row">
                    <div>
                      <strong>{site.name}</strong>
                      <p className="hint">
                        {t(`screens.siteKinds.${site.kind}`)}
                        {site.address ? ` · ${site.address}` : ''} ·{' '}
                        {t('screens.groupCount', {
                          count: screens.data?.filter(({ screen }) => screen.siteId === site.id).length ?? 0,
                        })}
                      </p>
                    </div>
                    <div className="row-actions">
                      <Button
                        variant="default"
                        size="xs"
                        leftSection={<IconPencil size={14} aria-hidden />}
                        onClick={() => setOpen(site)}
                      >
                        {t('common.edit')}
                      </Button>
                      {me?.role === 'admin' ? (
                        <DeleteButton thing={{ kind: 'site', id: site.id, name: site.name }} size="xs" />
                      ) : null}
                    </div>
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </Shown>
      <Modal
        opened={open !== null}
        onClose={() => setOpen(null)}
        lockScroll={false}
        title={open === 'new' ? t('screens.siteNew') : t('common.edit')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {open ? <SiteForm site={open === 'new' ? null : open} onClose={() => setOpen(null)} /> : null}
      </Modal>
    </>
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
