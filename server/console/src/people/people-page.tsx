/** Accounts: who is in, invitations, roles, disabling. For administrators. */
import { Button, NativeSelect } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconLock, IconUserPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Role } from '../../../../playlists/model/role.ts';
import type { Person } from '../../../../playlists/wire/api/accounts.ts';
import { call } from '../api/client.ts';
import { useRead } from '../api/queries.ts';
import { momentOf } from '../i18n/format.ts';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { Empty, Page, Shown } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { AllowedHosts } from '../relays/allowed-hosts.tsx';
import { PaletteForm } from '../slides/palette-form.tsx';
import { ApprovalSwitch } from './approval-switch.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { LoudnessField } from './loudness-field.tsx';

export const PeoplePage = () => {
  const { t } = useTranslation();
  const me = useRead('getMe').data?.person;
  const [inviting, invite] = useDisclosure(false);
  if (me && me.role !== 'admin') {
    return (
      <Page title={t('people.title')}>
        <Empty
          icon={<IconLock size={40} stroke={1.4} />}
          title={t('people.forbidden')}
          why={t('people.forbiddenWhy')}
        />
      </Page>
    );
  }
  return (
    <Page
      title={t('people.title')}
      lead={t('people.lead')}
      actions={
        <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={invite.open}>
          {t('people.invite')}
        </Button>
      }
    >
      {me ? <PeopleTable me={me} /> : null}
      <p className="hint">{t('people.roleHint')}</p>
      {me ? <ApprovalSwitch /> : null}
      {me ? <PaletteForm /> : null}
      {me ? <LoudnessField /> : null}
      {me ? <AllowedHosts /> : null}
      <InviteDialog opened={inviting} onClose={invite.close} />
    </Page>
  );
};

const PeopleTable = ({ me }: { me: Person }) => {
  const { t } = useTranslation();
  const read = useRead('listPeople');
  return (
    <Shown read={read}>
      {(people) => (
        <div className="table-scroll">
          <table className="table people-table" aria-label={t('people.table')}>
            <thead>
              <tr>
                <th scope="col">{t('common.name')}</th>
                <th scope="col">{t('people.role')}</th>
                <th scope="col">{t('people.seen')}</th>
                <th scope="col">{t('people.state')}</th>
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <PersonRow key={person.id} person={person} isMe={person.id === me.id} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Shown>
  );
};

const PersonRow = ({ person, isMe }: { person: Person; isMe: boolean }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const now = useNow(60_000);
  const queries = useQueryClient();
  const change = async (body: { role?: Role; disabled?: boolean }): Promise<void> => {
    const called = await call('changePerson', { params: { personId: person.id }, body });
    void queries.invalidateQueries({ queryKey: ['listPeople'] });
    if (!called.ok) {
      notifications.show({
        autoClose: false,
        withBorder: true,
        message: <TroubleNote title={person.name} trouble={called.trouble} />,
      });
    }
  };
  return (
    <tr>
      <td data-label={t('common.name')}>
        <div>
          <strong>{person.name}</strong> {isMe ? <span className="hint">({t('people.you')})</span> : null}
          <p className="hint">{person.email}</p>
        </div>
      </td>
      <td data-label={t('people.role')}>
        <NativeSelect
          size="xs"
          aria-label={t('people.roleFor', { name: person.name })}
          value={person.role}
          onChange={(event) => void change({ role: event.currentTarget.value as Role })}
          data={Role.options.map((role) => ({ value: role, label: t(`shell.${role}`) }))}
        />
      </td>
      <td data-label={t('people.seen')}>
        {person.lastSeenAt ? momentOf(person.lastSeenAt, zone, language, now) : t('people.never')}
      </td>
      <td data-label={t('people.state')}>
        <span className="tags">
          <Tag tone={person.disabled ? 'idle' : 'good'}>
            {person.disabled ? t('people.disabled') : t('people.active')}
          </Tag>
          {isMe ? null : (
            <Button variant="default" size="compact-sm" onClick={() => void change({ disabled: !person.disabled })}>
              {person.disabled ? t('people.enable') : t('people.disable')}
            </Button>
          )}
        </span>
      </td>
    </tr>
  );
};
