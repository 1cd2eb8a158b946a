/** Where toasts appear. Their close buttons are named here, once for all. */
import { MantineThemeProvider, Notification } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export const Toasts = () => {
  const { t } = useTranslation();
  const close = t('common.close');
  const theme = useMemo(
    () => ({
      components: {
        Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': close } } }),
      },
    }),
    [close],
  );
  return (
    <MantineThemeProvider theme={theme} inherit>
      <Notifications position="top-left" limit={3} className="toasts" notificationMaxHeight="min(80dvh, 32rem)" />
    </MantineThemeProvider>
  );
};
