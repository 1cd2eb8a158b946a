/** A publication that is to come at a set time, and what became of it. There is at most one. */
import { z } from 'zod';
import { Finding } from './finding.ts';
import { PublicationId, SlotId } from './ids.ts';
import { Refusal } from './refusal.ts';
import { DAY_MS, Instant } from './time.ts';

/** How far ahead a time may be set. */
export const FARTHEST_PLAN_MS = 366 * DAY_MS;

export const PlanId = z
  .string()
  .regex(/^pln_[a-z0-9]{1,32}$/, 'expected an id like pln_…')
  .brand<'PlanId'>()
  .meta({ description: 'Identity of a publication at a set time; opaque', example: 'pln_0k3v9x' });
export type PlanId = z.infer<typeof PlanId>;

/** A slot that a plan asks for as somebody published it before its time; what was published after that stands. */
export const PassedOver = z
  .object({
    slotId: SlotId,
    name: z.string(),
    /** What became of it since. `restored`: the plan removes it, and somebody brought it back. */
    now: z.enum(['removed', 'changed', 'restored']),
    /** Name of who published that; null when it is not known. */
    by: z.string().nullable(),
  })
  .meta({ id: 'PassedOver' });
export type PassedOver = z.infer<typeof PassedOver>;

/** A plan that was carried out in time, and whole, is gone: the list of publications says the rest. */
export const PlanState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting') }),
  /** Its time passed while the server was down, so it was published when that came back. */
  z.object({
    kind: z.literal('late'),
    at: Instant,
    publicationId: PublicationId,
    passedOver: z.array(PassedOver).default([]),
  }),
  /** Published in time, but slots on which somebody acted since were left as they are now. */
  z.object({ kind: z.literal('partly'), at: Instant, publicationId: PublicationId, passedOver: z.array(PassedOver) }),
  /** When its time came it could not be published, and was not. */
  z.object({ kind: z.literal('blocked'), at: Instant, refusal: Refusal, findings: z.array(Finding) }),
]);
export type PlanState = z.infer<typeof PlanState>;

export const PublishingPlan = z
  .object({
    id: PlanId,
    at: Instant,
    note: z.string(),
    setAt: Instant,
    /** Name of who set it. */
    setBy: z.string(),
    state: PlanState,
  })
  .meta({ id: 'PublishingPlan' });
export type PublishingPlan = z.infer<typeof PublishingPlan>;
