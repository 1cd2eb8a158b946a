/** The ways to command one screen or many: the two that are safe at hand, the others in a menu, each with a dialog of its own. */
import { Button, Menu } from '@mantine/core';
import { IconCamera, IconDots, IconScanEye } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { COMMAND_KINDS, type CommandKind, mayCommand } from '../../../../playlists/model/command.ts';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import { useRead } from '../api/queries.ts';
import { CommandDialog } from './command-dialog.tsx';

const AT_HAND: readonly CommandKind[] = ['screenshot', 'identify'];

export const CommandButtons = ({
  screens,
  onDone,
}: {
  screens: readonly { id: ScreenId; name: string }[];
  onDone?: () => void;
}) => {
  const { t } = useTranslation();
  const role = useRead('getMe').data?.person.role;
  const [kind, setKind] = useState<CommandKind | null>(null);
  const others = COMMAND_KINDS.filter((one) => !AT_HAND.includes(one) && role && mayCommand(role, one));
  return (
    <>
      <Button leftSection={<IconCamera size={18} aria-hidden />} onClick={() => setKind('screenshot')}>
        {t('fleet.task.screenshot')}
      </Button>
      <Button variant="default" leftSection={<IconScanEye size={18} aria-hidden />} onClick={() => setKind('identify')}>
        {t('fleet.task.identify')}
      </Button>
      {others.length > 0 ? (
        <Menu position="top-end" width={260} withInitialFocusPlaceholder={false}>
          <Menu.Target>
            <Button variant="default" leftSection={<IconDots size={18} aria-hidden />}>
              {t('fleet.more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown className="touch-menu">
            {others.map((one) => (
              <Menu.Item key={one} onClick={() => setKind(one)}>
                {t(`fleet.task.${one}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {kind ? (
        <CommandDialog
          kind={kind}
          screens={screens}
          onClose={() => setKind(null)}
          onSent={() => {
            setKind(null);
            onDone?.();
          }}
        />
      ) : null}
    </>
  );
};
