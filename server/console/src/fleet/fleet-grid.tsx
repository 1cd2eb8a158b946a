/** Every device as its newest picture, for looking over a ward at once; cards can be picked. */
import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { momentOf } from '../i18n/format.ts';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { LinkAnchor } from '../parts/link.tsx';
import type { FleetListProps } from './fleet-list.ts';
import { FleetTags } from './fleet-tags.tsx';
import { ScreenPicture } from './screen-picture.tsx';

export const FleetGrid = ({ rows, picked, onPick }: FleetListProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const now = useNow(60_000);
  return (
    <ul className="fleet-grid">
      {rows.map(({ screen, live, picture }) => (
        <li key={screen.id} className={picked.has(screen.id) ? 'card fleet-card picked' : 'card fleet-card'}>
          <ScreenPicture name={screen.name} picture={picture} />
          <div className="fleet-card-words">
            <div className="fleet-card-head">
              <Checkbox
                aria-label={t('fleet.pick', { name: screen.name })}
                checked={picked.has(screen.id)}
                onChange={() => onPick(screen.id)}
              />
              <LinkAnchor to="/screens/$screenId" params={{ screenId: screen.id }}>
                {screen.name}
              </LinkAnchor>
            </div>
            <FleetTags live={live} />
            {picture ? (
              <span className="hint">
                {t('fleet.pictureTaken', { when: momentOf(picture.takenAt, zone, language, now) })}
              </span>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
};
