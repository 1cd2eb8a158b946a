/**
 * Draws a manifest body as the player would: `playheadAt` says what, `crossingAt` how it comes in, the real renditions are what is seen.
 * Wakes at the end of each showing and of each change to one, not on every frame.
 */
import { useInViewport } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant } from '../../../../playlists/model/time.ts';
import { crossingAt } from '../../../../playlists/timeline/crossing.ts';
import { type Playhead, playheadAt } from '../../../../playlists/timeline/playhead.ts';
import { relayWindows } from '../../../../playlists/timeline/relays.ts';
import { tickerAt, tickersBetween } from '../../../../playlists/timeline/ticker-playhead.ts';
import type { ManifestBody } from '../../../../playlists/wire/manifest.ts';
import { useClockOffset } from '../api/feed-context.tsx';
import { Picture, type Shown } from './picture.tsx';

/** Longest wait a browser timer can hold without wrapping, well below 2³¹ ms. */
const LONGEST_WAIT_MS = 3_600_000;

const shownOf = (head: Playhead, { wardName, zone }: ManifestBody, at?: Instant): Shown => {
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

/** What `Picture` draws of a body at an instant. Live, the clocks on slides run on by themselves; else they stand at that instant. */
export const sceneAt = (body: ManifestBody, at: Instant, isLive = false) => {
  const head = playheadAt(body, at);
  const crossed = crossingAt(body, at);
  const change = crossed && {
    before: shownOf(crossed.before, body, crossed.from),
    beforeId: String(crossed.before.from),
    crossing: crossed.crossing,
    sinceMs: at - crossed.from,
  };
  const run = tickerAt(body, at);
  const ticker = run && { ticker: run.ticker, anchor: run.anchor, at: isLive ? undefined : at };
  const [relay] = relayWindows(body, at, at + 1);
  if (relay) return { shown: { kind: 'relay' as const }, id: `relay ${relay.from}`, change: null, ticker };
  return { shown: shownOf(head, body, isLive ? undefined : at), id: String(head.from), change, ticker };
};

/** The instant of server time at which the picture was looked at last: anew when a showing or a change to one ends. */
const useLiveInstant = (body: ManifestBody): Instant => {
  const offsetMs = useClockOffset();
  const [at, setAt] = useState(() => Date.now() + offsetMs);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const look = (): void => {
      const now = Date.now() + offsetMs;
      setAt(now);
      const until = crossingAt(body, now)?.until ?? playheadAt(body, now).until;
      const [run] = tickersBetween(body, now, until, 1);
      const edge = run ? (run.from > now ? run.from : Math.min(until, run.until)) : until;
      timer = setTimeout(look, Math.min(Math.max(edge - now, 50), LONGEST_WAIT_MS));
    };
    look();
    return () => clearTimeout(timer);
  }, [body, offsetMs]);
  return at;
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
  const at = useLiveInstant(body);
  return <Picture {...sceneAt(body, at, true)} canvas={body.canvas} running label={t('screens.previewOf', { name })} />;
};

/** What would be on the glass at a chosen moment. */
export const MomentPreview = ({ body, at, name }: { body: ManifestBody; at: Instant; name: string }) => {
  const { t } = useTranslation();
  return (
    <div className="preview">
      <Picture {...sceneAt(body, at)} canvas={body.canvas} running={false} label={t('screens.previewOf', { name })} />
    </div>
  );
};
