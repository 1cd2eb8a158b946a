/** The hosts that relays may come from; administrators keep the list. */
import { ActionIcon, Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RelayHost } from '../../../../playlists/model/relay.ts';
import type { Trouble } from '../api/client.ts';
import { useCall, useRead } from '../api/queries.ts';
import { wordsOfField } from '../parts/form-errors.ts';
import { Shown } from '../parts/page.tsx';
import { sayDone } from '../parts/say-done.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';

export const AllowedHosts = () => {
  const { t } = useTranslation();
  const settings = useRead('getWardSettings');
  return (
    <section className="below">
      <h2 className="section-title">{t('relays.allowed')}</h2>
      <p className="hint">{t('relays.allowedHint')}</p>
      <Shown read={settings}>{({ relayHosts }) => <Hosts key={JSON.stringify(relayHosts)} saved={relayHosts} />}</Shown>
    </section>
  );
};

interface Row extends RelayHost {
  key: number;
}
let rows = 0;
const rowOf = (host: RelayHost): Row => {
  rows += 1;
  return { ...host, key: rows };
};
const hostIn = ({ name, port, isIntranet }: Row): RelayHost => ({ name: name.trim(), port, isIntranet });

const Hosts = ({ saved }: { saved: readonly RelayHost[] }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const change = useCall('changeWardSettings');
  const [draft, setDraft] = useState(() => saved.map(rowOf));
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const wanted = draft.map(hostIn);
  const edit = (key: number, part: Partial<RelayHost>): void => {
    setTrouble(null);
    setDraft(draft.map((row) => (row.key === key ? { ...row, ...part } : row)));
  };
  const save = async (): Promise<void> => {
    setTrouble(null);
    const called = await change.mutateAsync({ body: { relayHosts: wanted } });
    if (!called.ok) {
      setTrouble(called.trouble);
      return;
    }
    queries.setQueryData(['getWardSettings', {}], called.value);
    sayDone(t('relays.hostsSaved'));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {draft.map((row, place) => {
        const wrong = trouble?.fields?.[`relayHosts.${place}.name`];
        return (
          <div className="relay-host" key={row.key}>
            <TextInput
              className="grows"
              aria-label={t('relays.hostOf', { number: place + 1 })}
              placeholder={t('relays.hostHint')}
              value={row.name}
              error={wrong ? wordsOfField(wrong, t) : null}
              onChange={(event) => edit(row.key, { name: event.currentTarget.value })}
            />
            <NumberInput
              w={100}
              aria-label={t('relays.portOf', { number: place + 1 })}
              placeholder={t('relays.port')}
              value={row.port ?? ''}
              min={1}
              max={65_535}
              allowDecimal={false}
              hideControls
              onChange={(value) => edit(row.key, { port: typeof value === 'number' ? value : null })}
            />
            <Checkbox
              label={t('relays.intranet')}
              aria-label={t('relays.intranetOf', { name: row.name })}
              checked={row.isIntranet}
              onChange={(event) => edit(row.key, { isIntranet: event.currentTarget.checked })}
            />
            <ActionIcon
              variant="subtle"
              color="red"
              size={44}
              aria-label={t('relays.removeHost', { name: row.name })}
              onClick={() => setDraft(draft.filter(({ key }) => key !== row.key))}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </div>
        );
      })}
      {draft.some(({ isIntranet }) => isIntranet) ? <p className="hint">{t('relays.intranetHint')}</p> : null}
      {trouble ? <TroubleNote trouble={trouble} /> : null}
      <div className="dialog-actions left">
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => setDraft([...draft, rowOf({ name: '', port: null, isIntranet: false })])}
        >
          {t('relays.addHost')}
        </Button>
        <Button
          type="submit"
          loading={change.isPending}
          disabled={JSON.stringify(wanted) === JSON.stringify(saved) || wanted.some(({ name }) => name === '')}
        >
          {t('relays.saveHosts')}
        </Button>
      </div>
    </form>
  );
};
