/** A slot is a rule: this playlist, on these targets, at this time of day, on these days, at this level. */
import { z } from 'zod';
import { GroupId, PlaylistId, ScreenId, SlotId } from './ids.ts';
import { Instant, LocalDate, LocalEndTime, LocalTime, ZoneId } from './time.ts';

/** thông thường < ưu tiên < khẩn cấp; a higher level interrupts a lower one (rule TL6). */
export const Priority = z.enum(['normal', 'priority', 'urgent']).meta({ id: 'Priority' });
export type Priority = z.infer<typeof Priority>;
export const PRIORITY_RANK: Readonly<Record<Priority, number>> = { normal: 0, priority: 1, urgent: 2 };

export const Target = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('all') }),
    z.object({ kind: z.literal('group'), groupId: GroupId }),
    z.object({ kind: z.literal('screen'), screenId: ScreenId }),
  ])
  .meta({ id: 'Target' });
export type Target = z.infer<typeof Target>;

/**
 * RFC 5545 recurrence text. Understood today: `FREQ=DAILY` and `FREQ=WEEKLY;BYDAY=MO,TU…`; anything else is refused where
 * it enters. `timeline/recurrence.ts` is the only module that reads it.
 */
export const Recurrence = z
  .string()
  .regex(/^(FREQ=DAILY|FREQ=WEEKLY;BYDAY=(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU)){0,6})$/, 'recurrence-unknown')
  .meta({ id: 'Recurrence', description: 'RFC 5545 recurrence rule', example: 'FREQ=WEEKLY;BYDAY=MO,WE,FR' });
export type Recurrence = z.infer<typeof Recurrence>;

/** What happens to the running item when the slot ends. `cut`: the change is exact, the item is cut off (rule TL9). */
export const Boundary = z.enum(['cut']).meta({ id: 'Boundary' });
export type Boundary = z.infer<typeof Boundary>;

export const Slot = z
  .object({
    id: SlotId,
    name: z.string().trim().min(1).max(120),
    playlistId: PlaylistId,
    targets: z.array(Target).min(1).max(500),
    /** Wall time in the zone of each screen, unless `zone` names one. End at or before start = overnight (TL3). */
    from: LocalTime,
    until: LocalEndTime,
    zone: ZoneId.nullable(),
    recurrence: Recurrence,
    /** First and last day (both included) on which an occurrence may start; null = open. */
    validFrom: LocalDate.nullable(),
    validUntil: LocalDate.nullable(),
    priority: Priority,
    boundary: Boundary,
    enabled: z.boolean(),
    version: z.int().positive(),
    updatedAt: Instant,
  })
  .meta({ id: 'Slot' });
export type Slot = z.infer<typeof Slot>;
