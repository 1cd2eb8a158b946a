/** The time machine: what chosen screens show, or showed, at any instant, and why; the instant stands in the address. */
import { ActionIcon, Button, Group, MultiSelect, SegmentedControl, Slider } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconDeviceTv,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
} from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { Instant } from '../../../../playlists/model/time.ts';
import type { ManifestBody } from '../../../../playlists/wire/manifest.ts';
import { useClockOffset } from '../api/feed-context.tsx';
import { useRead } from '../api/queries.ts';
import { clockTime, localDateOf } from '../i18n/format.ts';
import { useLanguage, useZone } from '../parts/language.ts';
import { LinkButton } from '../parts/link.tsx';
import { Bones, Empty, Page, Shown } from '../parts/page.tsx';
import { DateField, TimeField } from '../parts/time-field.tsx';
import { boundsOfDay, changeBeside, instantAt, SPEEDS } from './clockwork.ts';
import { MomentCard } from './moment-card.tsx';

const MOST_SCREENS = 4;
/** How often a running time is redrawn. */
const TICK_MS = 250;
/** Short enough to see a change from one item to the next in parts. */
const STEP_MS = 200;

export const TimePage = () => {
  const { t } = useTranslation();
  const screens = useRead('listScreens');
  return (
    <Page title={t('time.title')} lead={t('time.lead')} wide>
      <Shown read={screens} bones={<Bones count={2} height={220} />}>
        {(all) =>
          all.length === 0 ? (
            <Empty
              icon={<IconDeviceTv size={40} stroke={1.4} />}
              title={t('time.noScreens')}
              why={t('time.noScreensWhy')}
            >
              <LinkButton to="/screens" search={{ pair: '' }}>
                {t('screens.pair')}
              </LinkButton>
            </Empty>
          ) : (
            <TimeMachine screens={all.map(({ screen }) => screen)} />
          )
        }
      </Shown>
    </Page>
  );
};

const TimeMachine = ({ screens }: { screens: readonly Screen[] }) => {
  const { t } = useTranslation();
  const zone = useZone();
  const language = useLanguage();
  const offsetMs = useClockOffset();
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/time' });
  const serverNow = useCallback((): Instant => Math.floor(Date.now() + offsetMs), [offsetMs]);
  const [at, setAt] = useState<Instant>(() => search.at ?? serverNow());
  const [speed, setSpeed] = useState<number>(1);
  const [running, setRunning] = useState(search.at === undefined);
  const bodies = useRef(new Map<ScreenId, ManifestBody>());
  const toldOffset = useRef(offsetMs);
  // "Now" was this computer's until the server told the time.
  useEffect(() => {
    const late = offsetMs - toldOffset.current;
    toldOffset.current = offsetMs;
    if (search.at === undefined) setAt((instant) => Math.floor(instant + late));
  }, [offsetMs, search.at]);

  const known = new Set<string>(screens.map(({ id }) => id));
  const named = search.screens?.split(',') ?? [];
  const asked = named.filter((id) => known.has(id));
  const chosen = (asked.length > 0 ? asked : [screens[0]?.id ?? '']).slice(0, MOST_SCREENS) as ScreenId[];
  const of = search.of ?? 'published';
  const look = useCallback(
    (change: Partial<typeof search>): void =>
      void navigate({ to: '/time', search: (before) => ({ ...before, ...change }), replace: true }),
    [navigate],
  );
  /** Goes to an instant and stays there; it is then in the address. */
  const goTo = (instant: Instant): void => {
    setRunning(false);
    setAt(Math.floor(instant));
    look({ at: Math.floor(instant) });
  };

  useEffect(() => {
    if (!running) return;
    let last = performance.now();
    const timer = setInterval(() => {
      const passed = performance.now() - last;
      last = performance.now();
      setAt((instant) => Math.floor(instant + passed * speed));
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [running, speed]);
  const pause = (): void => {
    setRunning(false);
    look({ at });
  };

  const date = localDateOf(at, zone);
  const day = boundsOfDay(date, zone);
  const step = (direction: 'next' | 'previous'): void => {
    const days = chosen.flatMap((id) => bodies.current.get(id) ?? []);
    if (days.length === 0) return;
    const found = days.flatMap((body) => changeBeside(body, at, direction) ?? []);
    if (found.length > 0) goTo(direction === 'next' ? Math.min(...found) : Math.max(...found));
    else goTo(direction === 'next' ? day.until : day.from - 1);
  };

  return (
    <>
      <div className="time-tools">
        <MultiSelect
          label={t('time.screens')}
          data={screens.map(({ id, name }) => ({ value: id as string, label: name }))}
          value={chosen}
          maxValues={MOST_SCREENS}
          onChange={(ids) => look({ screens: ids.join(',') || undefined })}
        />
        <DateField
          label={t('time.date')}
          value={date}
          onChange={(next) => next && goTo(instantAt(next, clockTime(at, zone, 'vi', true), zone))}
        />
        <TimeField
          label={t('time.time')}
          value={clockTime(at, zone, 'vi', true)}
          onChange={(time) => goTo(instantAt(date, time, zone))}
        />
        <div>
          <p className="field-label" id="time-of">
            {t('time.of')}
          </p>
          <SegmentedControl
            aria-labelledby="time-of"
            value={of}
            data={[
              { value: 'published', label: t('time.published') },
              { value: 'working', label: t('time.working') },
            ]}
            onChange={(next) => look({ of: next as typeof of })}
          />
        </div>
      </div>
      <div className="time-transport">
        <Group gap="xs">
          <ActionIcon variant="default" size={36} aria-label={t('time.previous')} onClick={() => step('previous')}>
            <IconPlayerSkipBack size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="default" size={36} aria-label={t('time.back')} onClick={() => goTo(at - STEP_MS)}>
            <IconChevronLeft size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="filled"
            size={36}
            aria-label={running ? t('time.pause') : t('time.play')}
            onClick={() => (running ? pause() : setRunning(true))}
          >
            {running ? <IconPlayerPause size={18} aria-hidden /> : <IconPlayerPlay size={18} aria-hidden />}
          </ActionIcon>
          <ActionIcon variant="default" size={36} aria-label={t('time.forward')} onClick={() => goTo(at + STEP_MS)}>
            <IconChevronRight size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="default" size={36} aria-label={t('time.next')} onClick={() => step('next')}>
            <IconPlayerSkipForward size={18} aria-hidden />
          </ActionIcon>
          <SegmentedControl
            aria-label={t('time.speed')}
            value={String(speed)}
            data={SPEEDS.map((times) => ({ value: String(times), label: `×${times}` }))}
            onChange={(times) => setSpeed(Number(times))}
          />
          <Button
            variant="default"
            onClick={() => {
              setAt(serverNow());
              setSpeed(1);
              setRunning(true);
              look({ at: undefined });
            }}
          >
            {t('time.now')}
          </Button>
        </Group>
        <Slider
          className="time-slider"
          thumbLabel={t('time.time')}
          min={0}
          max={Math.round((day.until - day.from) / 1000) - 1}
          step={1}
          value={Math.floor((at - day.from) / 1000)}
          label={(seconds) => clockTime(day.from + seconds * 1000, zone, language, true)}
          onChange={(seconds) => {
            setRunning(false);
            setAt(day.from + seconds * 1000);
          }}
          onChangeEnd={(seconds) => goTo(day.from + seconds * 1000)}
        />
      </div>
      {named.length > asked.length ? (
        <p className="hint" role="alert">
          {t('time.unknownScreens')}
        </p>
      ) : null}
      <div className="time-screens">
        {chosen.map((id) => {
          const screen = screens.find((one) => one.id === id);
          return screen ? (
            <MomentCard
              key={id}
              screen={screen}
              at={at}
              of={of}
              running={running && speed === 1}
              onBody={(body) => bodies.current.set(id, body)}
              onGo={goTo}
            />
          ) : null;
        })}
      </div>
    </>
  );
};
