/** A drawer beside the schedule with what slots refer to (calendars, day-parts): the list, and the form of one. */
import { Button, Drawer, Stack, TextInput } from '@mantine/core';
import { IconChevronLeft, IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Called, Trouble } from '../api/client.ts';
import { READS_OF } from '../api/queries.ts';
import type { Doomed } from '../parts/deletions.ts';
import { errorsOf } from '../parts/form-errors.ts';
import { type Named, NamedRows } from '../parts/named-rows.tsx';
import { Empty } from '../parts/page.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

type Shelf = 'calendars' | 'day-parts';

/** Their words, as keys; both shelves have the same. */
const WORDS = { calendars: 'calendars', 'day-parts': 'dayParts' } as const;

/** Reads again whatever shows them. */
export const useShelfRefresh = (shelf: Shelf): (() => void) => {
  const queries = useQueryClient();
  return () => {
    for (const read of READS_OF[shelf]) void queries.invalidateQueries({ queryKey: [read] });
  };
};

export const ShelfDrawer = <Thing extends Named>({
  shelf,
  opened,
  things,
  icon,
  doomed,
  say,
  form,
  first,
  trouble = null,
  onClose,
}: {
  shelf: Shelf;
  opened: boolean;
  things: readonly Thing[];
  /** Stands where there are none. */
  icon: ReactNode;
  doomed: (thing: Thing) => Doomed;
  /** What one of them says, under its name. */
  say: (thing: Thing) => ReactNode;
  /** Null = a new one. */
  form: (thing: Thing | null, close: () => void) => ReactNode;
  /** What is offered before the first one is added. */
  first?: ReactNode;
  trouble?: Trouble | null;
  onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<Thing | 'new' | null>(null);
  const words = WORDS[shelf];
  const back = (): void => setEdited(null);
  const add = (
    <Button
      variant={things.length === 0 && first ? 'default' : 'filled'}
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={() => setEdited('new')}
    >
      {t(`${words}.add`)}
    </Button>
  );
  const list =
    things.length === 0 ? (
      <Empty icon={icon} title={t(`${words}.empty`)} why={t(`${words}.emptyWhy`)}>
        <Stack gap="xs">
          {first}
          {add}
        </Stack>
      </Empty>
    ) : (
      <Stack>
        <p className="hint">{t(`${words}.lead`)}</p>
        <NamedRows things={things} say={say} doomed={doomed} onEdit={setEdited} />
        <div>{add}</div>
      </Stack>
    );
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={480}
      lockScroll={false}
      title={t(`${words}.title`)}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {edited ? (
        <>
          <Button variant="subtle" size="xs" leftSection={<IconChevronLeft size={14} aria-hidden />} onClick={back}>
            {t(`${words}.back`)}
          </Button>
          {form(edited === 'new' ? null : edited, back)}
        </>
      ) : (
        <>
          {trouble ? <TroubleNote trouble={trouble} /> : null}
          {list}
        </>
      )}
    </Drawer>
  );
};

/** The form of one: its name, what else it has, and what comes of it. */
export const ShelfForm = ({
  shelf,
  name,
  onName,
  save,
  proof,
  onClose,
  children,
}: {
  shelf: Shelf;
  name: string;
  onName: (name: string) => void;
  save: () => Promise<Called<unknown>>;
  /** Said anew with every change. */
  proof: ReactNode;
  onClose: () => void;
  children: ReactNode;
}) => {
  const { t } = useTranslation();
  const refresh = useShelfRefresh(shelf);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const words = WORDS[shelf];
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const called = await save();
    if (!called.ok) {
      setTrouble(called.trouble);
      return;
    }
    refresh();
    onClose();
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {trouble ? <TroubleNote trouble={trouble} /> : null}
        <TextInput
          label={t(`${words}.name`)}
          placeholder={t(`${words}.nameExample`)}
          required
          value={name}
          error={trouble ? errorsOf(trouble, t).name : undefined}
          onChange={(event) => onName(event.currentTarget.value)}
          data-autofocus
        />
        {children}
        <div className="day-proof" role="status">
          {proof}
        </div>
        <div className="dialog-actions">
          <Button type="submit">{t('common.save')}</Button>
        </div>
      </Stack>
    </form>
  );
};
