/**
 * A compiled body as a manager would read it, and as two bodies are compared: what shows when, with which cues, from which
 * files — not with which index. Wall times are printed by `Intl`, not by the code under test.
 */
import type { ScreenId } from '../../../playlists/model/ids.ts';
import type { Schedule } from '../../../playlists/model/schedule.ts';
import { compileScreen } from '../../../playlists/timeline/compile.ts';
import { ManifestBody, type Span } from '../../../playlists/wire/manifest.ts';

const wallTexts = new Map<string, Intl.DateTimeFormat>();
/** `2026-03-02 18:00:00` on the wall of a zone. */
export const wallText = (at: number, zone: string): string => {
  let format = wallTexts.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    wallTexts.set(zone, format);
  }
  return format.format(at);
};

const timeText = (at: number, zone: string): string => wallText(at, zone).slice(11).replace(/:00$/, '');

const nameOf = (span: Span): string => (span.kind === 'loop' ? (span.slotId ?? 'default') : span.kind);

/** `08:00 slt_day · 17:00 safe`: what begins when, on the wall of the body's zone. */
export const tellSpans = (body: ManifestBody): string =>
  body.spans.map((span) => `${timeText(span.from, body.zone)} ${nameOf(span)}`).join(' · ');

export interface Meaning {
  from: number;
  until: number;
  shows: string;
}

/** Spans with everything they stand for written out, neighbours that mean the same joined. */
export const meaningOf = (...bodies: readonly ManifestBody[]): Meaning[] => {
  const meanings: Meaning[] = [];
  for (const body of bodies) {
    for (const { from, until, ...span } of body.spans) {
      const loop = span.kind === 'loop' ? body.loops[span.loop] : null;
      const cues = loop?.cues.map((cue) =>
        cue.kind === 'slide' ? { ...cue, slide: body.slides?.[cue.slide] } : { ...cue, file: body.files[cue.file] },
      );
      const shows = JSON.stringify({ ...span, loop: null, playlistId: loop?.playlistId, cues });
      const last = meanings.at(-1);
      if (last && last.shows === shows && last.until === from) last.until = until;
      else meanings.push({ from, until, shows });
    }
  }
  return meanings;
};

/** Compiles and checks that the result is a body by its own schema. */
export const compileParsed = (
  schedule: Schedule,
  screenId: ScreenId,
  horizon: { from: number; until: number },
): ManifestBody => ManifestBody.parse(compileScreen(schedule, screenId, horizon).body);

/** Reverses and rotates every list whose order means nothing (playlists keep the order of their entries). */
export const shuffled = (schedule: Schedule, turn = 1): Schedule => {
  const mix = <Item>(items: readonly Item[]): Item[] => {
    const by = items.length === 0 ? 0 : turn % items.length;
    return [...items.slice(by), ...items.slice(0, by)].reverse();
  };
  return {
    ...schedule,
    sites: mix(schedule.sites),
    screens: mix(
      schedule.screens.map((screen) => ({
        ...screen,
        groupIds: mix(screen.groupIds),
        blankHours: mix(screen.blankHours.map((hours) => ({ ...hours, weekdays: mix(hours.weekdays) }))),
      })),
    ),
    playlists: mix(schedule.playlists),
    slots: mix(schedule.slots.map((slot) => ({ ...slot, targets: mix(slot.targets) }))),
    assets: mix(schedule.assets.map((asset) => ({ ...asset, renditions: mix(asset.renditions) }))),
  };
};
