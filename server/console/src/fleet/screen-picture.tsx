/** The newest real picture of a screen, as small or as large as its place; says when it was taken. */
import { IconPhotoOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CommandId } from '../../../../playlists/model/ids.ts';
import { addressOf } from '../api/client.ts';
import { useRead } from '../api/queries.ts';
import { momentOf } from '../i18n/format.ts';
import { useLanguage, useZone } from '../parts/language.ts';

export const commandFile = (commandId: CommandId): string =>
  addressOf('/commands/{commandId}/file', { commandId }, undefined);

/** Screen → its newest picture. */
export const usePictures = () => {
  const read = useRead('listScreenPictures');
  return new Map(read.data?.map((picture) => [picture.screenId, picture]));
};

export const ScreenPicture = ({
  name,
  picture,
}: {
  name: string;
  picture: { commandId: CommandId; takenAt: number } | undefined;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  if (!picture) {
    return (
      <span className="glass-picture none">
        <IconPhotoOff size={18} aria-hidden />
        <span>{t('fleet.pictureNone')}</span>
      </span>
    );
  }
  const when = momentOf(picture.takenAt, zone, language);
  return (
    <a className="glass-picture" href={commandFile(picture.commandId)} target="_blank" rel="noreferrer">
      <img src={commandFile(picture.commandId)} alt={t('fleet.pictureOf', { name, when })} loading="lazy" />
    </a>
  );
};
