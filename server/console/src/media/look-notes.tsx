/** What was estimated of a picture on a wall: text that seems too small to be read from where people stand, and too much light at night. */
import { IconEyeExclamation, IconMoonStars } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { canvasName } from '../../../../playlists/model/canvas.ts';
import type { Rendition } from '../../../../playlists/model/media.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';
import { MOST_NIGHT_LIGHT, rowsNeeded } from '../../../../playlists/slides/legibility.ts';
import { useRead } from '../api/queries.ts';

/** The screen that asks for most of those on which text of so many rows seems too small; null = none. */
const strictest = (rows: number, screens: readonly Screen[]): { name: string; needed: number } | null => {
  const asking = screens.map((screen) => ({ name: screen.name, needed: rowsNeeded(screen).rows }));
  const most = asking.sort((a, b) => b.needed - a.needed)[0];
  return most && rows < most.needed ? most : null;
};

export const LookNotes = ({ rendition: { canvas, look } }: { rendition: Rendition }) => {
  const { t } = useTranslation();
  const screens = useRead('listScreens').data ?? [];
  if (!look) return null;
  const there = screens
    .map(({ screen }) => screen)
    .filter((screen) => canvasName(screen.canvas) === canvasName(canvas));
  const rows = look.textRows;
  const small = rows === null ? null : strictest(rows, there);
  const isBright = look.light > MOST_NIGHT_LIGHT;
  if (!small && !isBright) return null;
  return (
    <ul className="look-notes">
      {small ? (
        <li>
          <IconEyeExclamation size={18} aria-hidden />
          {t('media.textSmall', { rows: rows ?? 0, screen: small.name, needed: small.needed })}
        </li>
      ) : null}
      {isBright ? (
        <li>
          <IconMoonStars size={18} aria-hidden />
          {t('media.bright', { percent: Math.round(look.light * 100) })}
        </li>
      ) : null}
    </ul>
  );
};
