/** Pairing in one dialog: the code on the screen, and which screen it is — known already, or made here. */
import { Button, Group, Modal, NativeSelect, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import { TypedPairingCode } from '../../../../playlists/wire/api/screens.ts';
import { call, type Trouble } from '../api/client.ts';
import { READS_OF, useRead } from '../api/queries.ts';
import { errorsOf } from '../parts/form-errors.ts';
import { Shown } from '../parts/page.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { blankScreen, ScreenFields, type ScreenValues, unnamedIn } from './screen-fields.tsx';
import { makeScreen } from './screen-work.ts';

export const PairDialog = ({ opened, code, onClose }: { opened: boolean; code: string; onClose: () => void }) => {
  const { t } = useTranslation();
  const sites = useRead('listSites', {}, { enabled: opened });
  const screens = useRead('listScreens', {}, { enabled: opened });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('screens.pair')}
      size="lg"
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Shown read={sites}>
        {(siteList) => (
          <Shown read={screens}>
            {(list) => (
              <PairForm
                code={code}
                initial={blankScreen(siteList)}
                free={list
                  .filter(({ screen }) => screen.deviceId === null)
                  .map(({ screen }) => ({ value: screen.id, label: screen.name }))}
                onClose={onClose}
              />
            )}
          </Shown>
        )}
      </Shown>
    </Modal>
  );
};

interface PairFormProps {
  code: string;
  initial: ScreenValues;
  free: { value: ScreenId; label: string }[];
  onClose: () => void;
}

const PairForm = ({ code: given, initial, free, onClose }: PairFormProps) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [code, setCode] = useState(given);
  const [codeError, setCodeError] = useState<string | null>(null);
  const [way, setWay] = useState<'known' | 'new'>(free.length > 0 ? 'known' : 'new');
  const [chosen, setChosen] = useState<ScreenId | undefined>(free[0]?.value);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useForm<ScreenValues>({ initialValues: initial });

  const refuse = (refused: Trouble): void => {
    setTrouble(refused);
    const errors = errorsOf(refused, t);
    form.setErrors(errors);
    setCodeError(errors.code ?? null);
  };
  /** The screen to pair: the chosen one, or the one just made (kept, so another try does not make a twin). */
  const settleScreen = async (): Promise<{ id: ScreenId; name: string } | null> => {
    if (way === 'known') {
      const known = free.find(({ value }) => value === chosen);
      return known ? { id: known.value, name: known.label } : null;
    }
    const made = await makeScreen(form.values, (siteId) => form.setFieldValue('siteId', siteId));
    for (const name of new Set([...READS_OF.sites, ...READS_OF.screens]))
      void queries.invalidateQueries({ queryKey: [name] });
    if (!made.ok) {
      refuse(made.trouble);
      return null;
    }
    return made.value;
  };
  const finish = async (withPlayer: boolean): Promise<void> => {
    setTrouble(null);
    setCodeError(null);
    const isCodeWrong = withPlayer && !TypedPairingCode.safeParse(code).success;
    if (isCodeWrong) setCodeError(t('fields.pairing-code-form'));
    const unnamed = way === 'new' ? unnamedIn(form.values) : [];
    form.setErrors(Object.fromEntries(unnamed.map((field) => [field, t('fields.required')])));
    if (isCodeWrong || unnamed.length > 0) return;
    setBusy(true);
    const screen = await settleScreen();
    if (!screen) return setBusy(false);
    if (withPlayer) {
      const claimed = await call('claimPairing', { body: { code, screenId: screen.id } });
      if (!claimed.ok) {
        setBusy(false);
        setWay('known');
        setChosen(screen.id);
        refuse(claimed.trouble);
        return;
      }
    }
    setBusy(false);
    for (const name of READS_OF.screens) void queries.invalidateQueries({ queryKey: [name] });
    notifications.show({
      message: withPlayer ? t('screens.paired', { name: screen.name }) : t('common.saved'),
      withBorder: true,
    });
    onClose();
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void finish(true);
      }}
    >
      <Stack>
        <p className="hint">{t('screens.pairLead')}</p>
        {trouble ? <TroubleNote trouble={trouble} /> : null}
        <TextInput
          label={t('screens.code')}
          description={t('screens.codeHint')}
          value={code}
          error={codeError}
          onChange={(event) => setCode(event.currentTarget.value.toUpperCase())}
          classNames={{ input: 'code-input' }}
          maxLength={12}
          required
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          data-autofocus
        />
        <SegmentedControl
          fullWidth
          aria-label={t('screens.chooseScreen')}
          value={way}
          onChange={(next) => setWay(next === 'known' ? 'known' : 'new')}
          data={[
            { value: 'new', label: t('screens.newScreen') },
            { value: 'known', label: t('screens.knownScreen') },
          ]}
        />
        {way === 'known' ? (
          free.length > 0 ? (
            <NativeSelect
              label={t('screens.chooseScreen')}
              data={free}
              value={chosen ?? ''}
              onChange={(event) => setChosen(event.currentTarget.value as ScreenId)}
            />
          ) : (
            <p className="hint">{t('screens.noFree')}</p>
          )
        ) : (
          <ScreenFields form={form} full={false} />
        )}
        <Group justify="flex-end">
          {way === 'new' ? (
            <Button variant="default" disabled={busy} onClick={() => void finish(false)}>
              {t('screens.addWithout')}
            </Button>
          ) : null}
          <Button type="submit" loading={busy} disabled={way === 'known' && !chosen}>
            {t('screens.pairSubmit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
