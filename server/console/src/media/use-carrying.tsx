/**
 * Carrying content and folders into a folder with the pointer. The browser's own dragging, which scrolls by itself what is near an edge;
 * what has no pointer takes the way through “edit together” and the dialog of a folder.
 */
import { notifications } from '@mantine/notifications';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FolderId } from '../../../../playlists/model/ids.ts';
import { type Called, call } from '../api/client.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { type Carried, fits, formerPlaces } from './carried.ts';
import type { PlacedFolder } from './folders.ts';
import { useUndoToast } from './undo-toast.tsx';

/** Other pages and programs do not know it, so nothing of ours can be let go there. */
const TYPE = 'application/x-bang-tin-library';

export interface Carrying {
  carried: Carried | null;
  /** For what is taken hold of. */
  from: (
    carried: Carried,
    words: string,
  ) => { draggable: true; onDragStart: (event: DragEvent) => void; onDragEnd: () => void };
  /** For a place to let go; nothing where it would change nothing. */
  into: (place: FolderId | null) => DropPlace;
}
export interface DropPlace {
  'data-over'?: true | undefined;
  onDragOver?: (event: DragEvent) => void;
  onDragLeave?: () => void;
  onDrop?: (event: DragEvent) => void;
}

export const useCarrying = (folders: readonly PlacedFolder[], onMoved: () => void): Carrying => {
  const { t } = useTranslation();
  const tellUndo = useUndoToast();
  const [carried, setCarried] = useState<Carried | null>(null);
  /** `undefined` = over no place. */
  const [over, setOver] = useState<FolderId | null | undefined>(undefined);
  const end = (): void => {
    setCarried(null);
    setOver(undefined);
  };
  const tell = (called: Called<unknown>, message: string, undo: () => Promise<Called<unknown>>): void => {
    if (called.ok) tellUndo(message, undo, 'carried');
    else notifications.show({ autoClose: false, withBorder: true, message: <TroubleNote trouble={called.trouble} /> });
  };
  const move = async (what: Carried, place: FolderId | null): Promise<void> => {
    const placeName = folders.find(({ id }) => id === place)?.name ?? null;
    if (what.kind === 'folder') {
      const { id, parentId } = what.folder;
      const put = (to: FolderId | null) => call('changeFolder', { params: { folderId: id }, body: { parentId: to } });
      tell(
        await put(place),
        placeName === null
          ? t('library.movedFolderOut', { name: what.folder.name })
          : t('library.movedFolder', { name: what.folder.name, place: placeName }),
        () => put(parentId),
      );
      return;
    }
    const former = formerPlaces(what.assets, place);
    const put = (assetIds: (typeof former)[number]['assetIds'], folderId: FolderId | null) =>
      call('editAssets', { body: { assetIds, change: { folderId } } });
    const assetIds = former.flatMap((one) => one.assetIds);
    const called = await put(assetIds, place);
    if (called.ok) onMoved();
    tell(
      called,
      placeName === null
        ? t('library.movedOut', { count: assetIds.length })
        : t('library.moved', { count: assetIds.length, place: placeName }),
      async () => {
        let last: Called<unknown> = called;
        for (const one of former) {
          last = await put(one.assetIds, one.folderId);
          if (!last.ok) break;
        }
        return last;
      },
    );
  };
  return {
    carried,
    from: (what, words) => ({
      draggable: true,
      onDragStart: (event) => {
        event.stopPropagation();
        event.dataTransfer.setData(TYPE, '');
        event.dataTransfer.effectAllowed = 'move';
        showCarried(event, words);
        // The browser ends a drag whose source changes while it begins.
        requestAnimationFrame(() => setCarried(what));
      },
      onDragEnd: end,
    }),
    into: (place) =>
      carried && fits(carried, place, folders)
        ? {
            'data-over': over === place || undefined,
            onDragOver: (event) => {
              event.preventDefault();
              event.dataTransfer.dropEffect = 'move';
              if (over !== place) setOver(place);
            },
            onDragLeave: () => setOver((now) => (now === place ? undefined : now)),
            onDrop: (event) => {
              event.preventDefault();
              end();
              void move(carried, place);
            },
          }
        : {},
  };
};

/** A label follows the pointer: a whole card would hide the folders. It must stand in the document when the drag begins. */
const showCarried = (event: DragEvent, words: string): void => {
  const label = document.createElement('div');
  label.className = 'carried-label';
  label.textContent = words;
  document.body.append(label);
  event.dataTransfer.setDragImage(label, -12, -8);
  setTimeout(() => label.remove());
};
