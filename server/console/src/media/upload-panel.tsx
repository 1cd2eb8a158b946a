/** One panel for all uploads, on every page: progress, speed, remaining time, pause, retry, cancel, spoken refusals. */
import { ActionIcon, Progress } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconChevronDown,
  IconChevronUp,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconX,
} from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { bytesOf, lengthOf } from '../i18n/format.ts';
import { useLanguage } from '../parts/language.ts';
import { Tag } from '../parts/tag.tsx';
import { TechnicianDetail } from '../parts/trouble-note.tsx';
import { useUploadItems, useUploads } from './upload-context.tsx';
import { isEnded, type UploadItem } from './uploads.ts';

export const UploadPanel = () => {
  const { t } = useTranslation();
  const items = useUploadItems();
  const uploads = useUploads();
  const [open, panel] = useDisclosure(true);
  const busy = items.filter((item) => !isEnded(item)).length;
  const refused = items.filter((item) => item.state.kind === 'refused').length;

  useEffect(() => {
    if (busy === 0) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [busy]);

  if (items.length === 0) return null;
  const words = busy
    ? t('media.panelBusy', { count: busy })
    : refused
      ? t('media.panelTrouble', { count: refused })
      : t('media.panelDone');
  return (
    <section className="uploads" aria-label={t('media.panel')}>
      <header>
        <strong role="status">{words}</strong>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-expanded={open}
          aria-label={open ? t('media.panelHide') : t('media.panelShow')}
          onClick={panel.toggle}
        >
          {open ? <IconChevronDown size={18} aria-hidden /> : <IconChevronUp size={18} aria-hidden />}
        </ActionIcon>
        {busy === 0 ? (
          <ActionIcon variant="subtle" color="gray" aria-label={t('media.panelClose')} onClick={uploads.clear}>
            <IconX size={18} aria-hidden />
          </ActionIcon>
        ) : null}
      </header>
      {open ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list must be reachable by keyboard
        <ul tabIndex={0} aria-label={t('media.panel')}>
          {items.map((item) => (
            <UploadRow key={item.id} item={item} />
          ))}
        </ul>
      ) : null}
    </section>
  );
};

const UploadRow = ({ item }: { item: UploadItem }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const uploads = useUploads();
  const { name, state } = item;
  const percent = item.bytes === 0 ? 100 : (item.sent / item.bytes) * 100;
  const speed = state.kind === 'running' ? state.bytesPerSecond : null;
  return (
    <li>
      <div className="upload-head">
        <span className="upload-name" title={name}>
          {name}
        </span>
        {state.kind === 'running' || state.kind === 'waiting' ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('media.pause', { name })}
            onClick={() => uploads.pause(item.id)}
          >
            <IconPlayerPause size={16} aria-hidden />
          </ActionIcon>
        ) : null}
        {state.kind === 'paused' ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('media.resume', { name })}
            onClick={() => uploads.resume(item.id)}
          >
            <IconPlayerPlay size={16} aria-hidden />
          </ActionIcon>
        ) : null}
        {state.kind === 'refused' ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('media.retry', { name })}
            onClick={() => uploads.resume(item.id)}
          >
            <IconRefresh size={16} aria-hidden />
          </ActionIcon>
        ) : null}
        {state.kind === 'done' ? null : (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('media.cancel', { name })}
            onClick={() => uploads.cancel(item.id)}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        )}
      </div>
      {state.kind === 'refused' ? (
        <div className="upload-refused">
          <Tag tone="bad">{state.trouble.staff[language]}</Tag>
          <TechnicianDetail code={state.trouble.code} detail={state.trouble.technician} />
        </div>
      ) : (
        <>
          <Progress
            value={percent}
            size="sm"
            color={state.kind === 'done' ? 'teal' : 'blue'}
            aria-label={t('media.progressOf', { name })}
          />
          <p className="upload-words">
            {bytesOf(item.sent, language)} / {bytesOf(item.bytes, language)}
            {state.kind === 'waiting' ? ` · ${t('media.waiting')}` : ''}
            {state.kind === 'paused' ? ` · ${t('media.paused')}` : ''}
            {state.kind === 'done' ? ` · ${t('media.done')}` : ''}
            {speed
              ? ` · ${t('media.speed', {
                  speed: bytesOf(speed, language),
                  left: lengthOf(((item.bytes - item.sent) / speed) * 1000),
                })}`
              : ''}
          </p>
        </>
      )}
    </li>
  );
};
