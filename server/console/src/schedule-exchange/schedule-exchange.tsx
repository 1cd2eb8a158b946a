/** The menu on the schedule page that leads to templates, import and export; each opens in a dialog that loads when it is asked for. */
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconFileExport, IconFileImport, IconTemplate } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { Slot } from '../../../../playlists/model/slot.ts';
import { useHidden } from '../parts/deletion-context.tsx';
import type { SlotEditing } from '../schedule/use-slot-edits.tsx';

const TemplateDialog = lazy(async () => ({ default: (await import('./template-dialog.tsx')).TemplateDialog }));
const ImportDialog = lazy(async () => ({ default: (await import('./import-dialog.tsx')).ImportDialog }));
const ExportDialog = lazy(async () => ({ default: (await import('./export-dialog.tsx')).ExportDialog }));

type Task = 'template' | 'import' | 'export';

export const ScheduleExchange = ({
  all: known,
  shown,
  screenId,
  carryOut,
  compact = false,
  onTask,
  children,
}: {
  /** All slots, and those of the shown screen. */
  all: readonly Slot[];
  shown: readonly Slot[];
  screenId?: ScreenId | undefined;
  /** Sends what a dialog made, as a step of the page's own history. */
  carryOut: SlotEditing['carryOut'];
  /** A button without words. */
  compact?: boolean;
  /** Told when a dialog opens, and when it is closed. */
  onTask?: (isOpen: boolean) => void;
  /** What else the menu holds, above. */
  children?: ReactNode;
}) => {
  const { t } = useTranslation();
  const [task, setTask] = useState<Task | null>(null);
  const hidden = useHidden();
  const all = known.filter(({ id }) => !hidden.has(id));
  const open = (next: Task): void => {
    setTask(next);
    onTask?.(true);
  };
  const close = (): void => {
    setTask(null);
    onTask?.(false);
  };
  return (
    <>
      <Menu position="bottom-end" width={compact ? 260 : 220} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          {compact ? (
            <ActionIcon size={44} variant="default" aria-label={t('exchange.more')}>
              <IconDots size={22} aria-hidden />
            </ActionIcon>
          ) : (
            <Button variant="default" leftSection={<IconDots size={18} aria-hidden />}>
              {t('exchange.more')}
            </Button>
          )}
        </Menu.Target>
        <Menu.Dropdown className={compact ? 'touch-menu' : ''}>
          {children}
          <Menu.Item leftSection={<IconTemplate size={16} aria-hidden />} onClick={() => open('template')}>
            {t('exchange.template')}
          </Menu.Item>
          <Menu.Item leftSection={<IconFileImport size={16} aria-hidden />} onClick={() => open('import')}>
            {t('exchange.import')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFileExport size={16} aria-hidden />}
            disabled={all.length === 0}
            onClick={() => open('export')}
          >
            {t('exchange.export')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {task === 'template' ? <TemplateDialog carryOut={carryOut} onClose={close} /> : null}
        {task === 'import' ? <ImportDialog carryOut={carryOut} slots={all} onClose={close} /> : null}
        {task === 'export' ? <ExportDialog all={all} shown={shown} screenId={screenId} onClose={close} /> : null}
      </Suspense>
    </>
  );
};
