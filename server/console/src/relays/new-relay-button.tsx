/** Leads from the library to a new relay source. */
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBroadcast } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { RelayDialog } from './relay-dialog.tsx';

export const NewRelayButton = () => {
  const { t } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<IconBroadcast size={18} aria-hidden />} onClick={open}>
        {t('relays.new')}
      </Button>
      {isOpen ? <RelayDialog onClose={close} /> : null}
    </>
  );
};
