/** A relay source: its name and address, a try of it with its first picture, and into the library with it. */
import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asset } from '../../../../playlists/model/media.ts';
import type { RelayTrial } from '../../../../playlists/wire/api/relays.ts';
import { call, type Trouble } from '../api/client.ts';
import { READS_OF, useRead } from '../api/queries.ts';
import { errorsOf } from '../parts/form-errors.ts';
import { useLanguage } from '../parts/language.ts';
import { sayDone } from '../parts/say-done.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';

/** `relay`: the one to be changed; absent = a new one. */
export const RelayDialog = ({ relay, onClose }: { relay?: Asset; onClose: () => void }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const language = useLanguage();
  const hosts = useRead('getWardSettings').data?.relayHosts;
  const [title, setTitle] = useState(relay?.title ?? '');
  const [url, setUrl] = useState(relay?.relay?.url ?? '');
  const [trial, setTrial] = useState<RelayTrial | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState<'trying' | 'saving' | null>(null);
  const errors = trouble ? errorsOf(trouble, t) : {};
  const body = { title, url: url.trim() };

  const attempt = async (): Promise<void> => {
    setBusy('trying');
    setTrouble(null);
    setTrial(null);
    const called = await call('tryRelay', { body: { url: body.url } });
    setBusy(null);
    if (called.ok) setTrial(called.value);
    else setTrouble(called.trouble);
  };
  const save = async (): Promise<void> => {
    setBusy('saving');
    setTrouble(null);
    const called = relay
      ? await call('changeRelay', { params: { assetId: relay.id }, body })
      : await call('createRelay', { body });
    setBusy(null);
    if (!called.ok) {
      setTrouble(called.trouble);
      return;
    }
    for (const read of READS_OF.assets) void queries.invalidateQueries({ queryKey: [read] });
    sayDone(t(relay ? 'relays.changed' : 'relays.added'));
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(relay ? 'relays.editTitle' : 'relays.newTitle')}
      size="lg"
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack>
          <p className="lead">{t('relays.lead')}</p>
          <TextInput
            label={t('relays.name')}
            description={t('relays.nameHint')}
            required
            data-autofocus
            value={title}
            error={errors.title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <TextInput
            label={t('relays.url')}
            description={
              hosts && hosts.length > 0
                ? t('relays.hosts', { names: hosts.map(({ name }) => name).join(', ') })
                : t('relays.noHosts')
            }
            required
            type="url"
            inputMode="url"
            placeholder="https://…/live.m3u8"
            value={url}
            error={errors.url}
            onChange={(event) => {
              setUrl(event.currentTarget.value);
              setTrial(null);
            }}
          />
          <div aria-live="polite">
            {busy === 'trying' ? <p className="hint">{t('relays.trying')}</p> : null}
            {trial ? (
              <>
                <p>
                  {t('relays.works', {
                    width: trial.width,
                    height: trial.height,
                    sound: t(trial.hasSound ? 'relays.withSound' : 'relays.withoutSound'),
                    seconds: (trial.tookMs / 1_000).toFixed(1).replace('.', language === 'vi' ? ',' : '.'),
                  })}
                </p>
                <img className="relay-shot" src={trial.picture} alt={t('relays.shot')} />
              </>
            ) : null}
            {trouble ? <TroubleNote trouble={trouble} /> : null}
          </div>
        </Stack>
        <div className="dialog-actions sticky">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            variant="default"
            loading={busy === 'trying'}
            disabled={body.url === ''}
            leftSection={<IconPlugConnected size={18} aria-hidden />}
            onClick={() => void attempt()}
          >
            {t('relays.try')}
          </Button>
          <Button type="submit" loading={busy === 'saving'} disabled={title.trim() === '' || body.url === ''}>
            {t('relays.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
};
