/** One upload in the panel: its progress in words, what can be done with it, and what it asks of people. */
import { ActionIcon, Button, FileButton, Progress } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRefresh, IconX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bytesOf, lengthOf } from '../i18n/format.ts';
import { useLanguage } from '../parts/language.ts';
import { Tag } from '../parts/tag.tsx';
import { TechnicianDetail } from '../parts/trouble-note.tsx';
import { useUploads } from './upload-context.tsx';
import type { Twin, UploadItem } from './upload-item.ts';

export const UploadRow = ({ item }: { item: UploadItem }) => {
  const { t } = useTranslation();
  const uploads = useUploads();
  const { id, name, state } = item;
  const isAsking = state.kind === 'twin' || state.kind === 'unfinished';
  return (
    <li>
      <div className="upload-head">
        <span className="upload-name" title={name}>
          {name}
        </span>
        {state.kind === 'running' || state.kind === 'waiting' || state.kind === 'checking' ? (
          <Act name={t('uploads.pause', { name })} onClick={() => uploads.pause(id)}>
            <IconPlayerPause size={16} aria-hidden />
          </Act>
        ) : null}
        {state.kind === 'paused' ? (
          <Act name={t('uploads.resume', { name })} onClick={() => uploads.resume(id)}>
            <IconPlayerPlay size={16} aria-hidden />
          </Act>
        ) : null}
        {state.kind === 'refused' ? (
          <Act name={t('uploads.retry', { name })} onClick={() => uploads.resume(id)}>
            <IconRefresh size={16} aria-hidden />
          </Act>
        ) : null}
        {state.kind === 'done' || isAsking ? null : (
          <Act name={t('uploads.cancel', { name })} onClick={() => uploads.cancel(id)}>
            <IconX size={16} aria-hidden />
          </Act>
        )}
      </div>
      <Telling item={item} />
    </li>
  );
};

const Act = ({ name, onClick, children }: { name: string; onClick: () => void; children: ReactNode }) => (
  <ActionIcon className="upload-act" variant="subtle" color="gray" aria-label={name} onClick={onClick}>
    {children}
  </ActionIcon>
);

const Telling = ({ item }: { item: UploadItem }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const { name, state } = item;
  switch (state.kind) {
    case 'refused':
      return (
        <div className="upload-refused">
          <Tag tone="bad">{state.trouble.staff[language]}</Tag>
          <TechnicianDetail code={state.trouble.code} detail={state.trouble.technician} />
        </div>
      );
    case 'twin':
      return <TwinChoice item={item} twin={state.twin} />;
    case 'unfinished':
      return <ChooseAgain item={item} isWrong={state.isWrong} />;
    default: {
      const isChecking = state.kind === 'checking';
      const share = item.bytes === 0 ? 1 : (isChecking ? state.read : item.sent) / item.bytes;
      return (
        <>
          <Progress
            value={share * 100}
            size="sm"
            color={state.kind === 'done' ? 'teal' : isChecking || state.kind === 'paused' ? 'gray' : 'blue'}
            aria-label={t('uploads.progressOf', { name })}
          />
          <p className="upload-words">
            <Words item={item} />
          </p>
        </>
      );
    }
  }
};

const Words = ({ item: { bytes, sent, state } }: { item: UploadItem }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const size = bytesOf(bytes, language);
  const sofar = `${bytesOf(sent, language)} / ${size}`;
  switch (state.kind) {
    case 'checking':
      return `${size} · ${t('uploads.checking', { percent: bytes === 0 ? 100 : Math.floor((state.read / bytes) * 100) })}`;
    case 'waiting':
      return `${sent > 0 ? sofar : size} · ${t('uploads.waiting')}`;
    case 'paused':
      return `${sofar} · ${t('uploads.isPaused')}`;
    case 'done':
      return `${size} · ${t('uploads.isDone')}`;
    case 'running': {
      if (state.isLost) return `${sofar} · ${t('uploads.isLost')}`;
      if (state.hashed !== undefined)
        return `${sofar} · ${t('uploads.checking', { percent: Math.floor((state.hashed / bytes) * 100) })}`;
      if (bytes > 0 && sent === bytes) return `${sofar} · ${t('uploads.finishing')}`;
      const speed = state.bytesPerSecond;
      if (!speed) return sofar;
      const left = lengthOf(((bytes - sent) / speed) * 1_000);
      return `${sofar} · ${t('uploads.speed', { speed: bytesOf(speed, language) })} · ${t('uploads.left', { left })}`;
    }
    default:
      return null;
  }
};

const TwinChoice = ({ item, twin }: { item: UploadItem; twin: Twin }) => {
  const { t } = useTranslation();
  const uploads = useUploads();
  const navigate = useNavigate();
  const use = (): void => {
    uploads.cancel(item.id);
    void navigate({ to: '/media', search: { asset: twin.id } });
  };
  return (
    <div className="upload-choice">
      <Tag tone="info">{t('uploads.twin', { title: twin.title })}</Tag>
      <div className="upload-choices">
        <Button size="compact-sm" variant="light" onClick={use}>
          {t('uploads.useTwin')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => uploads.keepTwin(item.id)}>
          {t('uploads.keepTwin')}
        </Button>
      </div>
    </div>
  );
};

const ChooseAgain = ({ item, isWrong }: { item: UploadItem; isWrong: boolean }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const uploads = useUploads();
  const [sent, bytes] = [bytesOf(item.sent, language), bytesOf(item.bytes, language)];
  return (
    <div className="upload-choice">
      <Progress
        value={(item.sent / item.bytes) * 100}
        size="sm"
        color="gray"
        aria-label={t('uploads.progressOf', { name: item.name })}
      />
      <p className="upload-words">{t('uploads.unfinished', { sent, bytes })}</p>
      {isWrong ? (
        <div role="alert">
          <Tag tone="warn">{t('uploads.wrongFile', { name: item.name })}</Tag>
        </div>
      ) : null}
      <div className="upload-choices">
        <FileButton onChange={(file) => file && uploads.choose(item.id, file)}>
          {(props) => (
            <Button {...props} size="compact-sm" variant="light">
              {t('uploads.choose')}
            </Button>
          )}
        </FileButton>
        <Button size="compact-sm" variant="default" onClick={() => uploads.cancel(item.id)}>
          {t('uploads.giveUp')}
        </Button>
      </div>
    </div>
  );
};
