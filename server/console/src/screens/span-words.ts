/** What a stretch of a timetable is called: its slot and playlist, as they are named now. */
import { useTranslation } from 'react-i18next';
import type { ManifestBody, Span } from '../../../../playlists/wire/manifest.ts';
import { useRead } from '../api/queries.ts';

export const useSpanWords = (): ((body: ManifestBody, span: Span) => string) => {
  const { t } = useTranslation();
  const slots = useRead('listSlots').data;
  const playlists = useRead('listPlaylists').data;
  return (body, span) => {
    const relay = span.kind !== 'blank' && span.relay;
    if (relay) {
      const name = slots?.find(({ id }) => id === relay.slotId)?.name;
      return name ? `${name} · ${t('screens.span.relay')}` : t('screens.span.relay');
    }
    if (span.kind !== 'loop') return t(`screens.span.${span.kind}`);
    const playlist = playlists?.find((one) => one.id === body.loops[span.loop]?.playlistId)?.name;
    const slot = slots?.find((one) => one.id === span.slotId)?.name;
    return slot && playlist ? `${slot} · ${playlist}` : (slot ?? playlist ?? t('screens.span.loop'));
  };
};
