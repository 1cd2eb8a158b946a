/** The way to an announcement, on every page; the dialog comes when it is asked for. */
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSpeakerphone } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

const AnnounceDialog = lazy(() =>
  import('./announce-dialog.tsx').then(({ AnnounceDialog: one }) => ({ default: one })),
);

export const AnnounceButton = () => {
  const { t } = useTranslation();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button
        variant="light"
        color="red"
        size="sm"
        className="announce"
        aria-haspopup="dialog"
        aria-label={t('slides.announce')}
        leftSection={<IconSpeakerphone size={18} aria-hidden />}
        onClick={dialog.open}
      >
        {t('slides.announce')}
      </Button>
      {opened ? (
        <Suspense fallback={null}>
          <AnnounceDialog onClose={dialog.close} />
        </Suspense>
      ) : null}
    </>
  );
};
