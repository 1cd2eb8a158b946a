/**
 * Refusals are values. A code from a closed list, two voices: `staff` says what happened, why and what to do, in
 * Vietnamese and English; `technician` is the detail for whoever looks into it. Exceptions are for bugs and broken machines.
 */
import { z } from 'zod';
import { ACCESS_REFUSALS } from './refusals/access.ts';
import { COMMAND_REFUSALS } from './refusals/command.ts';
import { LIBRARY_REFUSALS } from './refusals/library.ts';
import { MEDIA_REFUSALS } from './refusals/media.ts';
import { PLAYER_REFUSALS } from './refusals/player.ts';
import { PUBLISHING_PLAN_REFUSALS } from './refusals/publishing-plan.ts';
import { RELAY_REFUSALS } from './refusals/relay.ts';
import { SCHEDULE_REFUSALS } from './refusals/schedule.ts';

/** The closed list: code → HTTP status and the sentence for staff. `{name}` marks are filled from the details given. */
export const REFUSALS = {
  ...ACCESS_REFUSALS,
  ...MEDIA_REFUSALS,
  ...LIBRARY_REFUSALS,
  ...PLAYER_REFUSALS,
  ...SCHEDULE_REFUSALS,
  ...PUBLISHING_PLAN_REFUSALS,
  ...RELAY_REFUSALS,
  ...COMMAND_REFUSALS,
} as const;
export type RefusalCode = keyof typeof REFUSALS;

export const Refusal = z
  .object({
    code: z.enum(Object.keys(REFUSALS) as [RefusalCode, ...RefusalCode[]]),
    staff: z.object({ vi: z.string(), en: z.string() }),
    technician: z.string(),
    /** Form field (dotted path) → code of what is wrong with it. */
    fields: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'Refusal', description: 'Why something was not done, for staff (vi, en) and for technicians' });
export type Refusal = z.infer<typeof Refusal>;

/** A value or a refusal; `ok` tells which. */
export type Outcome<Value> = { ok: true; value: Value } | { ok: false; refusal: Refusal };
export const accepted = <Value>(value: Value): Outcome<Value> => ({ ok: true, value });

const fill = (sentence: string, details: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (mark, name: string) => (name in details ? String(details[name]) : mark));

/** Speaks a refusal: fills the sentence of `code` with `details`. */
export const refusal = (
  code: RefusalCode,
  technician: string,
  details: Record<string, string | number> = {},
  fields?: Record<string, string>,
): Refusal => ({
  code,
  staff: { vi: fill(REFUSALS[code].vi, details), en: fill(REFUSALS[code].en, details) },
  technician,
  ...(fields ? { fields } : {}),
});

/** The refused half of an `Outcome`. */
export const refused = (...spoken: Parameters<typeof refusal>): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal: refusal(...spoken),
});

/** Ends a switch over a union: a new member that nobody handled fails to compile, and fails loudly if it ever arrives. */
export const assertNever = (value: never): never => {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
};
