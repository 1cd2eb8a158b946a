/** Sites or groups, whichever a page is about: the list, what to do where there is none, and a dialog with the form of one. */
import { Button, Modal } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHidden } from '../parts/deletion-context.tsx';
import type { Doomed } from '../parts/deletions.ts';
import { type Named, NamedRows } from '../parts/named-rows.tsx';
import { Empty, type Read, Shown } from '../parts/page.tsx';

export const PlaceList = <Place extends Named>({
  read,
  icon,
  words,
  say,
  doomed,
  form,
}: {
  read: Read<readonly Place[]>;
  /** Stands where there are none. */
  icon: ReactNode;
  words: { add: string; empty: string; emptyWhy: string };
  /** Below the name. */
  say: (place: Place) => ReactNode;
  doomed: (place: Place) => Doomed | null;
  /** Null = a new one. */
  form: (place: Place | null, close: () => void) => ReactNode;
}) => {
  const { t } = useTranslation();
  const hidden = useHidden();
  const [open, setOpen] = useState<Place | 'new' | null>(null);
  const close = (): void => setOpen(null);
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen('new')}>
      {words.add}
    </Button>
  );
  return (
    <>
      <Shown read={read}>
        {(all) => {
          const list = all.filter(({ id }) => !hidden.has(id));
          return list.length === 0 ? (
            <Empty icon={icon} title={words.empty} why={words.emptyWhy}>
              {add}
            </Empty>
          ) : (
            <>
              <div className="below">{add}</div>
              <NamedRows things={list} say={say} doomed={doomed} onEdit={setOpen} />
            </>
          );
        }}
      </Shown>
      <Modal
        opened={open !== null}
        onClose={close}
        lockScroll={false}
        title={open === 'new' ? words.add : t('common.edit')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {open ? form(open === 'new' ? null : open, close) : null}
      </Modal>
    </>
  );
};
