/** What the form of a slot holds, and the slot that it stands for. Pure. */
import { aspectsChanged, mergeSlots } from '../../../../playlists/model/draft.ts';
import type { GroupId, PlaylistId, ScreenId } from '../../../../playlists/model/ids.ts';
import type { Playlist } from '../../../../playlists/model/playlist.ts';
import type { Boundary, Priority, Share, Slot, SlotTicker, Target } from '../../../../playlists/model/slot.ts';
import type { LocalDate } from '../../../../playlists/model/time.ts';
import type { SlotDraft } from '../../../../playlists/wire/api/schedules.ts';
import { readDayChoice, ruleOf } from './day-choice.ts';

export const targetText = (target: Target): string =>
  target.kind === 'all' ? 'all' : target.kind === 'group' ? target.groupId : target.screenId;
export const targetOf = (text: string): Target =>
  text === 'all'
    ? { kind: 'all' }
    : text.startsWith('grp_')
      ? { kind: 'group', groupId: text as GroupId }
      : { kind: 'screen', screenId: text as ScreenId };

/** `start`: what is known of it; the rest is what a new slot most often has. */
export const valuesOf = (start: Partial<SlotDraft>, playlists: readonly Playlist[], today: LocalDate) => ({
  name: start.name ?? '',
  /** It shows nothing and carries a ticker alone; the playlist stays chosen for whoever changes their mind. */
  isTickerAlone: start.playlistId === null,
  playlistId: (start.playlistId ?? playlists[0]?.id ?? '') as string,
  targets: (start.targets ?? [{ kind: 'all' as const }]).map(targetText),
  from: start.from ?? '07:00',
  until: start.until ?? '11:00',
  dayPartId: start.dayPartId ?? null,
  choice: readDayChoice({ recurrence: start.recurrence ?? 'FREQ=DAILY', validFrom: start.validFrom ?? null }, today),
  exceptDays: start.exceptDays ?? [],
  extraDays: start.extraDays ?? [],
  avoidCalendars: start.avoidCalendars ?? [],
  requireCalendars: start.requireCalendars ?? [],
  validFrom: start.validFrom ?? null,
  validUntil: start.validUntil ?? null,
  priority: start.priority ?? ('normal' as Priority),
  boundary: start.boundary ?? ('cut' as Boundary),
  share: start.share ?? ({ kind: 'exclusive' } as Share),
  ticker: start.ticker as SlotTicker | undefined,
  enabled: start.enabled ?? true,
});
export type SlotValues = ReturnType<typeof valuesOf>;

/** `kept`: the slot whose form it is, for what the form does not ask. */
export const draftFrom = (values: SlotValues, kept: Slot | null): SlotDraft => ({
  name: values.name,
  playlistId: values.isTickerAlone ? null : (values.playlistId as PlaylistId),
  targets: values.targets.map(targetOf),
  from: values.from,
  until: values.until,
  dayPartId: values.dayPartId,
  zone: kept?.zone ?? null,
  recurrence: ruleOf(values.choice),
  exceptDays: values.exceptDays,
  extraDays: values.extraDays,
  avoidCalendars: values.choice.kind === 'once' ? [] : values.avoidCalendars,
  requireCalendars: values.choice.kind === 'once' ? [] : values.requireCalendars,
  changes: kept?.changes ?? [],
  validFrom: values.validFrom,
  validUntil: values.validUntil,
  priority: values.priority,
  boundary: values.isTickerAlone ? 'cut' : values.boundary,
  share: values.isTickerAlone ? { kind: 'exclusive' } : values.share,
  ...(values.ticker && { ticker: values.ticker }),
  enabled: values.enabled,
});

/**
 * A form that was opened on `base` while the slot has become `now`: what both come to, of each aspect the side that changed it, and
 * the form's where both did. Null when that is what the slot has become: nothing was changed in the form, or it was saved already.
 */
export const mergedWith = (
  values: SlotValues,
  { base, now, playlists, today }: { base: Slot; now: Slot; playlists: readonly Playlist[]; today: LocalDate },
): SlotValues | null => {
  // Written back by the form, a rule can have another text than the same rule in the books.
  const asForm = (slot: Slot): SlotDraft => draftFrom(valuesOf(slot, playlists, today), slot);
  const { merged } = mergeSlots(asForm(base), draftFrom(values, base), asForm(now));
  return aspectsChanged(merged, asForm(now)).length === 0 ? null : valuesOf(merged, playlists, today);
};
