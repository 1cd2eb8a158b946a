/** Writing an announcement: a notice, where, for how long; it is on air when the dialog has closed. */
import { Button, Modal, MultiSelect, NativeSelect, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconSpeakerphone } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ANNOUNCEMENT_MINUTES } from '../../../../playlists/model/announcement.ts';
import { HOUSE_PALETTE, type NoticeContent } from '../../../../playlists/model/slide.ts';
import { paletteOf } from '../../../../playlists/slides/colours.ts';
import { call, type Trouble } from '../api/client.ts';
import { READS_OF, useRead } from '../api/queries.ts';
import { wordsOfField } from '../parts/form-errors.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { targetOf, targetText } from '../schedule/slot-form-values.ts';
import { withSamples } from './slide-draft.ts';
import { NoticeFields, useSamples } from './slide-fields.tsx';
import { WallPreview } from './wall-preview.tsx';
import { wallsOf } from './walls.ts';

const MINUTES = [15, 30, 60, 180, 360, 720, 1_440];

export const AnnounceDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const samples = useSamples();
  const screens = useRead('listScreens').data ?? [];
  const groups = useRead('listGroups').data ?? [];
  const brand = useRead('getWardSettings').data?.palette ?? HOUSE_PALETTE;
  const [draft, setDraft] = useState<NoticeContent>({
    template: 'notice',
    look: 'dark',
    tone: 'urgent',
    heading: t('slides.announce'),
    text: '',
    footer: '',
  });
  const [targets, setTargets] = useState<string[]>([targetText({ kind: 'all' })]);
  const [minutes, setMinutes] = useState<number>(ANNOUNCEMENT_MINUTES.usual);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const errors = Object.fromEntries(
    Object.entries(trouble?.fields ?? {}).map(([path, code]) => [path.replace(/^notice\./, ''), code]),
  );
  const { content } = withSamples(draft, samples);
  const air = async (evenIfCut = false): Promise<void> => {
    setBusy(true);
    setTrouble(null);
    const body = { notice: draft, targets: targets.map(targetOf), minutes, evenIfCut };
    const called = await call('announce', { body });
    setBusy(false);
    if (!called.ok) {
      setTrouble(called.trouble);
      return;
    }
    notifications.show({ color: 'red', message: t('slides.announced', { heading: draft.heading }) });
    for (const read of READS_OF.publications) void queries.invalidateQueries({ queryKey: [read] });
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('slides.announceTitle')}
      size="xl"
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void air();
        }}
      >
        <p className="lead">{t('slides.announceLead')}</p>
        <div className="announce-desk">
          <Stack>
            <NoticeFields draft={draft} errors={errors} onChange={(part) => setDraft({ ...draft, ...part })} />
            <MultiSelect
              label={t('slides.targets')}
              required
              error={errors.targets ? wordsOfField(errors.targets, t) : null}
              data={[
                { value: 'all', label: t('schedule.targetAll') },
                ...groups.map(({ id, name }) => ({ value: id as string, label: t('schedule.targetGroup', { name }) })),
                ...screens.map(({ screen: { id, name } }) => ({ value: id as string, label: name })),
              ]}
              value={targets}
              onChange={setTargets}
            />
            <NativeSelect
              label={t('slides.minutes')}
              value={String(minutes)}
              onChange={(event) => setMinutes(Number(event.currentTarget.value))}
              data={MINUTES.map((count) => ({
                value: String(count),
                label: count < 60 ? t('slides.minutesOf', { count }) : t('slides.hoursOf', { count: count / 60 }),
              }))}
            />
          </Stack>
          <div className="walls">
            {wallsOf(screens.map(({ screen }) => screen))
              .slice(0, 3)
              .map((wall) => (
                <WallPreview
                  key={wall.name}
                  slide={{ content, palette: paletteOf(content.look, brand) }}
                  wall={wall}
                  picture={null}
                />
              ))}
          </div>
        </div>
        {trouble ? <TroubleNote trouble={trouble} /> : null}
        <div className="dialog-actions sticky">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          {trouble?.code === 'announcement-cut' ? (
            <Button variant="outline" color="red.9" loading={busy} onClick={() => void air(true)}>
              {t('slides.announceAnyway')}
            </Button>
          ) : null}
          <Button
            type="submit"
            color="red.9"
            loading={busy}
            disabled={draft.text.trim() === '' || draft.heading.trim() === '' || targets.length === 0}
            leftSection={<IconSpeakerphone size={18} aria-hidden />}
          >
            {t('slides.announceNow')}
          </Button>
        </div>
      </form>
    </Modal>
  );
};
