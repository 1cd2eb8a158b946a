/** What is not there: what happened, why, what to do, and the way back to the list concerned. */
import { IconDeviceTv, IconMapOff, IconPlaylist, IconTextDirectionLtr } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LinkButton } from './link.tsx';
import { Empty, useTitle } from './page.tsx';

const WHERE = {
  screen: { to: '/screens', Icon: IconDeviceTv },
  playlist: { to: '/playlists', Icon: IconPlaylist },
  ticker: { to: '/tickers', Icon: IconTextDirectionLtr },
  page: { to: '/', Icon: IconMapOff },
} as const;

/** A whole page, with the navigation around it. */
export const Missing = ({ what }: { what: keyof typeof WHERE }) => {
  const { t } = useTranslation();
  const { to, Icon } = WHERE[what];
  const title = t(`missing.${what}.title`);
  useTitle(title);
  return (
    <div className="page">
      <Empty
        heading="h1"
        icon={<Icon size={40} stroke={1.4} />}
        title={title}
        why={t(`missing.${what}.why`)}
        todo={t(`missing.${what}.todo`)}
      >
        <LinkButton to={to}>{t(`missing.${what}.back`)}</LinkButton>
      </Empty>
    </div>
  );
};

/** The same within a drawer, which is closed to go back. */
export const MissingNote = ({ what }: { what: 'asset' | 'slot' }) => {
  const { t } = useTranslation();
  return (
    <Empty
      icon={<IconMapOff size={36} stroke={1.4} />}
      title={t(`missing.${what}.title`)}
      why={t(`missing.${what}.why`)}
      todo={t(`missing.${what}.todo`)}
    />
  );
};
