/** Announcements that are on air, on every page, each with the way to end it. */
import { Button, Modal } from '@mantine/core';
import { IconSpeakerphone } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Announcement } from '../../../../playlists/model/announcement.ts';
import type { Trouble } from '../api/client.ts';
import { useClockOffset } from '../api/feed-context.tsx';
import { READS_OF, useCall, useRead } from '../api/queries.ts';
import { momentOf } from '../i18n/format.ts';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { sayDone } from '../parts/say-done.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';

export const OnAirNow = () => {
  const offsetMs = useClockOffset();
  const running = useRead('listAnnouncements').data ?? [];
  const [, look] = useState(0);
  const next = Math.min(...running.map(({ untilAt }) => untilAt).filter((at) => at > Date.now() + offsetMs));
  // It goes away by itself when its time has come.
  useEffect(() => {
    if (!Number.isFinite(next)) return;
    const timer = setTimeout(() => look((count) => count + 1), Math.min(next - Date.now() - offsetMs + 50, 3_600_000));
    return () => clearTimeout(timer);
  }, [next, offsetMs]);
  const shown = running.filter(({ untilAt }) => untilAt > Date.now() + offsetMs);
  return (
    <div role="status" aria-live="polite">
      {shown.map((one) => (
        <Running key={one.slotId} announcement={one} />
      ))}
    </div>
  );
};

const Running = ({ announcement }: { announcement: Announcement }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const now = useNow(60_000);
  const queries = useQueryClient();
  const end = useCall('endAnnouncement');
  const [asked, setAsked] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const { slotId, notice, untilAt } = announcement;
  const { heading } = notice;
  const finish = async (): Promise<void> => {
    const called = await end.mutateAsync({ params: { slotId } });
    for (const read of READS_OF.publications) void queries.invalidateQueries({ queryKey: [read] });
    if (!called.ok) {
      setTrouble(called.trouble);
      return;
    }
    setAsked(false);
    sayDone(t('slides.ended', { heading }));
  };
  return (
    <div className="on-air-now">
      <IconSpeakerphone size={20} aria-hidden />
      <span>{t('slides.running', { heading, until: momentOf(untilAt, zone, language, now) })}</span>
      <Button variant="white" color="dark" size="sm" onClick={() => setAsked(true)} aria-haspopup="dialog">
        {t('slides.end')}
      </Button>
      <Modal
        opened={asked}
        onClose={() => setAsked(false)}
        title={t('slides.endTitle', { heading })}
        lockScroll={false}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <p>{t('slides.endWhy')}</p>
        {trouble ? <TroubleNote trouble={trouble} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={() => setAsked(false)}>
            {t('common.cancel')}
          </Button>
          <Button color="red.9" loading={end.isPending} onClick={() => void finish()}>
            {t('slides.end')}
          </Button>
        </div>
      </Modal>
    </div>
  );
};
