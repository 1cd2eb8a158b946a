/** A calendar: a named set of days that slots may avoid or require. */

import { z } from 'zod';
import { CalendarId } from './ids.ts';
import { plainName } from './plain-name.ts';
import { Instant, LocalDate } from './time.ts';

const MOST_RANGES = 500;

/** Days in a row that the ward adds, both ends included. */
export const DayRange = z
  .object({ from: LocalDate, until: LocalDate, name: z.string().trim().max(120) })
  .refine(({ from, until }) => from <= until, { error: 'before-start', path: ['until'] })
  .meta({ id: 'DayRange' });
export type DayRange = z.infer<typeof DayRange>;

export const Calendar = z
  .object({
    id: CalendarId,
    name: plainName(120),
    /** Days that are in it of themselves, every year: none, or the public holidays of Việt Nam with Tết by the moon (DY2). */
    base: z.enum(['none', 'vietnam-holidays']),
    added: z.array(DayRange).max(MOST_RANGES),
    /** Days that are not in it after all. */
    removed: z.array(LocalDate).max(MOST_RANGES),
    version: z.int().positive(),
    updatedAt: Instant,
  })
  .meta({ id: 'Calendar' });
export type Calendar = z.infer<typeof Calendar>;
