/** Leads from the library to an empty slide. */
import { IconTypography } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../parts/link.tsx';

export const NewSlideButton = () => {
  const { t } = useTranslation();
  return (
    <LinkButton
      to="/slides/$slideId"
      params={{ slideId: 'new' }}
      variant="default"
      leftSection={<IconTypography size={18} aria-hidden />}
    >
      {t('slides.new')}
    </LinkButton>
  );
};
