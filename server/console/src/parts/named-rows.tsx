/** Named things as rows: what is said of each, and the ways to change and to delete it. */
import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DeleteButton } from './delete-button.tsx';
import type { Doomed } from './deletions.ts';

export interface Named {
  id: string;
  name: string;
}

export const NamedRows = <Thing extends Named>({
  things,
  say,
  doomed,
  onEdit,
}: {
  things: readonly Thing[];
  /** Below the name. */
  say: (thing: Thing) => ReactNode;
  /** The thing as it is deleted; null = not by whoever looks. */
  doomed: (thing: Thing) => Doomed | null;
  onEdit: (thing: Thing) => void;
}) => {
  const { t } = useTranslation();
  return (
    <ul className="rows">
      {things.map((thing) => {
        const gone = doomed(thing);
        return (
          <li key={thing.id} className="row">
            <div>
              <strong>{thing.name}</strong>
              {say(thing)}
            </div>
            <div className="row-actions">
              <Button
                variant="default"
                size="xs"
                leftSection={<IconPencil size={14} aria-hidden />}
                onClick={() => onEdit(thing)}
              >
                {t('common.edit')}
              </Button>
              {gone ? <DeleteButton thing={gone} size="xs" /> : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
};
