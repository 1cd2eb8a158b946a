/** One panel for all uploads, on every page: how far all of them are, pause and resume of all, what needs people first. */
import { ActionIcon, Button, Progress } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp, IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { bytesOf, lengthOf } from '../i18n/format.ts';
import { useLanguage } from '../parts/language.ts';
import { useUploadItems, useUploads } from './upload-context.tsx';
import { isBusy, isEnded, type UploadItem, type UploadState } from './upload-item.ts';
import { UploadRow } from './upload-row.tsx';
import { overallOf } from './upload-speed.ts';

/** What people must decide stands first, then what moves; what is done needs nobody. */
const RANK: Readonly<Record<UploadState['kind'], number>> = {
  unfinished: 0,
  twin: 0,
  refused: 1,
  running: 2,
  checking: 3,
  paused: 4,
  waiting: 5,
  done: 6,
};
const ranked = (items: readonly UploadItem[]): UploadItem[] =>
  items.toSorted((a, b) => RANK[a.state.kind] - RANK[b.state.kind]);

export const UploadPanel = () => {
  const { t } = useTranslation();
  const items = useUploadItems();
  const uploads = useUploads();
  const [open, panel] = useDisclosure(true);
  const count = (...kinds: UploadState['kind'][]): number =>
    items.filter(({ state }) => kinds.includes(state.kind)).length;
  const isAnyBusy = items.some(isBusy);

  useEffect(() => void uploads.recall(), [uploads]);
  useEffect(() => {
    if (!isAnyBusy) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isAnyBusy]);

  // What is done folds when its reader goes on to another page, where the open panel would lie over the work; news opens it.
  const page = useRouterState({ select: ({ location }) => location.pathname });
  const isAllEnded = items.every(isEnded);
  const before = useRef({ page, isAllEnded });
  useEffect(() => {
    const { page: left, isAllEnded: wasAllEnded } = before.current;
    before.current = { page, isAllEnded };
    if (isAllEnded && left !== page) panel.close();
    if (wasAllEnded && !isAllEnded) panel.open();
  }, [page, isAllEnded, panel]);

  if (items.length === 0) return null;
  const [moving, asking] = [count('waiting', 'checking', 'running'), count('twin', 'unfinished')];
  const words = moving
    ? t('uploads.busy', { count: moving })
    : asking
      ? t('uploads.asking', { count: asking })
      : count('paused')
        ? t('uploads.paused', { count: count('paused') })
        : count('refused')
          ? t('uploads.trouble', { count: count('refused') })
          : t('uploads.done');
  return (
    <section className="uploads" aria-label={t('uploads.panel')}>
      <header>
        <strong role="status">{words}</strong>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-expanded={open}
          aria-label={open ? t('uploads.hide') : t('uploads.show')}
          onClick={panel.toggle}
        >
          {open ? <IconChevronDown size={18} aria-hidden /> : <IconChevronUp size={18} aria-hidden />}
        </ActionIcon>
        {isAllEnded ? (
          <ActionIcon variant="subtle" color="gray" aria-label={t('uploads.close')} onClick={uploads.clear}>
            <IconX size={18} aria-hidden />
          </ActionIcon>
        ) : null}
      </header>
      {items.length > 1 && isAnyBusy ? <AllOfThem items={items} isMoving={moving > 0} /> : null}
      {open && count('twin') > 1 ? (
        <div className="uploads-all">
          <Button
            fullWidth
            size="compact-sm"
            variant="default"
            onClick={() => {
              for (const { id, state } of items) if (state.kind === 'twin') uploads.cancel(id);
            }}
          >
            {t('uploads.skipTwins', { count: count('twin') })}
          </Button>
        </div>
      ) : null}
      {open ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list must be reachable by keyboard
        <ul tabIndex={0} aria-label={t('uploads.panel')}>
          {ranked(items).map((item) => (
            <UploadRow key={item.id} item={item} />
          ))}
        </ul>
      ) : null}
    </section>
  );
};

const AllOfThem = ({ items, isMoving }: { items: readonly UploadItem[]; isMoving: boolean }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const uploads = useUploads();
  const { sent, bytes, bytesPerSecond, leftMs } = overallOf(items);
  return (
    <div className="uploads-all">
      <Progress
        value={bytes === 0 ? 0 : (sent / bytes) * 100}
        size="md"
        color="blue"
        aria-label={t('uploads.overall')}
      />
      <div className="uploads-all-line">
        <p className="upload-words">
          {[
            `${bytesOf(sent, language)} / ${bytesOf(bytes, language)}`,
            ...(bytesPerSecond ? [t('uploads.speed', { speed: bytesOf(bytesPerSecond, language) })] : []),
            ...(leftMs === null ? [] : [t('uploads.left', { left: lengthOf(leftMs) })]),
          ].join(' · ')}
        </p>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={isMoving ? <IconPlayerPause size={14} aria-hidden /> : <IconPlayerPlay size={14} aria-hidden />}
          onClick={isMoving ? uploads.pauseAll : uploads.resumeAll}
        >
          {isMoving ? t('uploads.pauseAll') : t('uploads.resumeAll')}
        </Button>
      </div>
    </div>
  );
};
