/** Hands on one screen: its newest real picture, why that is on, commands, and how the last ones went. */
import { useTranslation } from 'react-i18next';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import { momentOf } from '../i18n/format.ts';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { LinkAnchor } from '../parts/link.tsx';
import { CommandButtons } from './command-buttons.tsx';
import { CommandLog } from './command-log.tsx';
import { HandTags } from './fleet-tags.tsx';
import { ScreenPicture, usePictures } from './screen-picture.tsx';

export const ScreenHands = ({ screen, live }: { screen: Screen; live: ScreenLive }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const now = useNow(60_000);
  const picture = usePictures().get(screen.id);
  return (
    <>
      <section className="panel screen-shot" aria-label={t('fleet.pictureTitle')}>
        <ScreenPicture name={screen.name} picture={picture} />
        <div className="screen-shot-words">
          <h2 className="section-title">{t('fleet.pictureTitle')}</h2>
          {picture ? <p>{t('fleet.pictureTaken', { when: momentOf(picture.takenAt, zone, language, now) })}</p> : null}
          <HandTags live={live} />
          <p className="hint">{t('fleet.pictureHint')}</p>
          <LinkAnchor to="/time" search={{ screens: screen.id, at: picture?.takenAt }}>
            {t('fleet.why')}
          </LinkAnchor>
          <div className="bulk-acts">
            <CommandButtons screens={[screen]} />
          </div>
        </div>
      </section>
      <CommandLog screenId={screen.id} />
    </>
  );
};
