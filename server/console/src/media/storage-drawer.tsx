/** What the library takes of the disk, of what, and what could go. */
import { Button, Drawer, Progress, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AssetId } from '../../../../playlists/model/ids.ts';
import type { StorageReport } from '../../../../playlists/wire/api/storage.ts';
import { useRead } from '../api/queries.ts';
import { bytesOf } from '../i18n/format.ts';
import { useLanguage } from '../parts/language.ts';
import { Shown } from '../parts/page.tsx';
import { BinDaysField } from './bin-days-field.tsx';
import { useFolders } from './folders.ts';

export const StorageDrawer = ({
  opened,
  onClose,
  onUnused,
  onOpen,
}: {
  opened: boolean;
  onClose: () => void;
  onUnused: () => void;
  onOpen: (id: AssetId) => void;
}) => {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={520}
      lockScroll={false}
      title={t('library.storage')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {opened ? <StorageSheet onUnused={onUnused} onOpen={onOpen} /> : null}
    </Drawer>
  );
};

const StorageSheet = ({ onUnused, onOpen }: { onUnused: () => void; onOpen: (id: AssetId) => void }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const read = useRead('getStorage');
  const folders = useFolders();
  const folderName = (id: string | null): string =>
    id === null ? t('library.folderTop') : (folders.find((folder) => folder.id === id)?.name ?? id);
  return (
    <Shown read={read}>
      {(report) => (
        <Stack>
          <section>
            <h2 className="section-title">{t('library.storageFree')}</h2>
            <p className="storage-free">{bytesOf(report.freeBytes, language)}</p>
          </section>
          {report.quotaBytes === null ? null : <Quota heldBytes={report.heldBytes} quotaBytes={report.quotaBytes} />}
          <Bars
            title={t('library.storageParts')}
            of="library.ofFiles"
            lines={[
              { name: t('library.originals'), ...report.originals },
              { name: t('library.renditions'), ...report.renditions },
              { name: t('library.oldVersions'), ...report.versions },
              { name: t('library.bin'), ...report.bin },
            ]}
          />
          <Bars
            title={t('library.byKind')}
            of="library.ofCount"
            lines={report.byKind.map(({ kind, ...sum }) => ({ name: t(`media.kind.${kind}`), ...sum }))}
          />
          <Bars
            title={t('library.byFolder')}
            of="library.ofCount"
            lines={report.byFolder.map(({ folderId, ...sum }) => ({ name: folderName(folderId), ...sum }))}
          />
          <section>
            <h2 className="section-title">{t('library.unused')}</h2>
            <p>
              {report.unused.count === 0
                ? t('library.unusedNone', { days: report.unused.days })
                : t('library.unusedPart', {
                    count: report.unused.count,
                    size: bytesOf(report.unused.bytes, language),
                    days: report.unused.days,
                  })}
            </p>
            {report.unused.count > 0 ? (
              <Button mt="xs" size="xs" variant="default" onClick={onUnused}>
                {t('library.showUnused')}
              </Button>
            ) : null}
          </section>
          <Twins twins={report.twins} onOpen={onOpen} />
          <BinDaysField />
        </Stack>
      )}
    </Shown>
  );
};

const Quota = ({ heldBytes, quotaBytes }: { heldBytes: number; quotaBytes: number }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const share = heldBytes / quotaBytes;
  return (
    <section>
      <h2 className="section-title">{t('library.quota')}</h2>
      <ul className="storage-bars">
        <li>
          <span className="storage-line">
            {t('library.quotaHeld', { held: bytesOf(heldBytes, language), quota: bytesOf(quotaBytes, language) })}
          </span>
          <Progress
            value={Math.min(1, share) * 100}
            size="sm"
            color={share < 0.9 ? 'blue' : 'orange'}
            aria-label={t('library.quota')}
          />
        </li>
      </ul>
    </section>
  );
};

/** One line for each part; its length is its share of all of them. */
const Bars = ({
  title,
  of,
  lines,
}: {
  title: string;
  of: 'library.ofCount' | 'library.ofFiles';
  lines: { name: string; bytes: number; count: number }[];
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const all = Math.max(
    1,
    lines.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  return (
    <section>
      <h2 className="section-title">{title}</h2>
      <ul className="storage-bars">
        {lines.map(({ name, bytes, count }) => (
          <li key={name}>
            <span className="storage-line">
              <span className="one-line">{name}</span>
              <span className="hint">
                {bytesOf(bytes, language)} · {t(of, { count })}
              </span>
            </span>
            <Progress value={(bytes / all) * 100} size="sm" color="blue" aria-label={name} />
          </li>
        ))}
      </ul>
    </section>
  );
};

const Twins = ({ twins, onOpen }: { twins: StorageReport['twins']; onOpen: (id: AssetId) => void }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <section>
      <h2 className="section-title">{t('library.twins')}</h2>
      <p className="hint">{twins.length > 0 ? t('library.twinsWhy') : t('library.twinsNone')}</p>
      <ul className="twins">
        {twins.map(({ digest, bytes, assets }) => (
          <li key={digest}>
            <span className="hint">{bytesOf(bytes, language)}</span>
            {assets.map(({ id, title }) => (
              <Button key={id} size="compact-sm" variant="default" onClick={() => onOpen(id)}>
                {title}
              </Button>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
};
