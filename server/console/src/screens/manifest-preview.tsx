/**
 * Draws a manifest body as the player would: `playheadAt` says what, the real renditions are what is seen. Wakes at the end
 * of each showing, not on every frame.
 */
import { useInViewport } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant } from '../../../../playlists/model/time.ts';
import { type Playhead, playheadAt } from '../../../../playlists/timeline/playhead.ts';
import type { ManifestBody } from '../../../../playlists/wire/manifest.ts';
import { useClockOffset } from '../api/feed-context.tsx';
import { Picture, type Shown } from './picture.tsx';

/** Longest wait a browser timer can hold without wrapping, well below 2³¹ ms. */
const LONGEST_WAIT_MS = 3_600_000;

export const shownOf = (head: Playhead, { wardName, zone }: ManifestBody, at?: Instant): Shown => {
  switch (head.kind) {
    case 'cue':
      if (head.slide)
        return {
          kind: 'slide',
          slide: head.slide,
          picture: head.file?.digest ?? null,
          zone,
          ...(at === undefined ? {} : { at }),
        };
      return head.cue.kind === 'video'
        ? { kind: 'video', digest: head.file.digest, offsetMs: head.offsetMs }
        : { kind: 'still', digest: head.file.digest };
    case 'safe':
      return { kind: 'safe', digest: head.file?.digest ?? null, wardName };
    case 'blank':
      return { kind: 'blank' };
  }
};

/** The showing at server time, renewed when it ends. */
const useLiveHead = (body: ManifestBody): Playhead => {
  const offsetMs = useClockOffset();
  const [head, setHead] = useState(() => playheadAt(body, Date.now() + offsetMs));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const look = (): void => {
      const now = Date.now() + offsetMs;
      const next = playheadAt(body, now);
      setHead(next);
      timer = setTimeout(look, Math.min(Math.max(next.until - now, 50), LONGEST_WAIT_MS));
    };
    look();
    return () => clearTimeout(timer);
  }, [body, offsetMs]);
  return head;
};

/** What should be on the glass right now. Off the page it costs nothing. */
export const LivePreview = ({ body, name }: { body: ManifestBody; name: string }) => {
  const { ref, inViewport } = useInViewport();
  return (
    <div ref={ref} className="preview">
      {inViewport ? (
        <LivePicture body={body} name={name} />
      ) : (
        <Picture shown={{ kind: 'nothing', words: '' }} canvas={body.canvas} running={false} label={name} />
      )}
    </div>
  );
};

const LivePicture = ({ body, name }: { body: ManifestBody; name: string }) => {
  const { t } = useTranslation();
  const head = useLiveHead(body);
  return <Picture shown={shownOf(head, body)} canvas={body.canvas} running label={t('screens.previewOf', { name })} />;
};

/** What would be on the glass at a chosen moment. */
export const MomentPreview = ({ body, at, name }: { body: ManifestBody; at: Instant; name: string }) => {
  const { t } = useTranslation();
  return (
    <div className="preview">
      <Picture
        shown={shownOf(playheadAt(body, at), body, at)}
        canvas={body.canvas}
        running={false}
        label={t('screens.previewOf', { name })}
      />
    </div>
  );
};
