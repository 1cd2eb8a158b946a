/** The pages of a document as small pictures to choose from; each is a checkbox with its number. */
import { IconCheck, IconExternalLink } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AssetId } from '../../../../playlists/model/ids.ts';
import type { Storyboard } from '../../../../playlists/wire/api/preparation.ts';
import { fileAddress } from '../media/asset-state.tsx';
import './documents.css';

/** Where the picture of a page lies on the sheet, as CSS of its box. */
const pictureOf = (sheet: Storyboard, number: number) => {
  const rows = Math.ceil(sheet.tiles / sheet.columns);
  const [column, row] = [(number - 1) % sheet.columns, Math.floor((number - 1) / sheet.columns)];
  const share = (place: number, count: number): string => `${count > 1 ? (place / (count - 1)) * 100 : 0}%`;
  return {
    aspectRatio: `${sheet.tileWidth} / ${sheet.tileHeight}`,
    backgroundImage: `url(${fileAddress(sheet.digest)})`,
    backgroundSize: `${sheet.columns * 100}% ${rows * 100}%`,
    backgroundPosition: `${share(column, sheet.columns)} ${share(row, rows)}`,
  };
};

export const PageTiles = ({
  sheet,
  picked,
  taken,
  onPick,
}: {
  sheet: Storyboard;
  picked: ReadonlySet<number>;
  /** Pages that are in the library, by number. */
  taken: ReadonlyMap<number, AssetId>;
  onPick: (numbers: ReadonlySet<number>) => void;
}) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/media' });
  const turn = (number: number): void => {
    const next = new Set(picked);
    if (!next.delete(number)) next.add(number);
    onPick(next);
  };
  return (
    <ul className="page-tiles">
      {Array.from({ length: sheet.tiles }, (_, i) => i + 1).map((number) => {
        const asset = taken.get(number);
        return (
          <li key={number} className={picked.has(number) ? 'page-tile is-picked' : 'page-tile'}>
            <label>
              <span className="page-picture" style={pictureOf(sheet, number)} />
              <span className="page-words">
                <input type="checkbox" checked={picked.has(number)} onChange={() => turn(number)} />
                {t('documents.page', { number })}
              </span>
            </label>
            {asset ? (
              <button
                type="button"
                className="page-open"
                title={t('documents.inLibrary')}
                aria-label={t('documents.openPage', { number })}
                onClick={() => void navigate({ to: '/media', search: { ...search, asset } })}
              >
                <IconCheck size={14} aria-hidden />
                <IconExternalLink size={14} aria-hidden />
              </button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
};
