/** Before publishing: what would change on the screens; and publishing at a set time. */
import { z } from 'zod';
import { Differences } from '../../model/difference.ts';
import { PassedOver, PlanId, PublishingPlan } from '../../model/publishing-plan.ts';
import { Instant } from '../../model/time.ts';
import { contract, Nothing } from './contract.ts';

const AtPlan = z.object({ planId: PlanId });

export const publishingPlanContracts = {
  previewDifferences: contract({
    method: 'GET',
    path: '/publications/differences',
    access: 'staff',
    summary: 'What publishing now would change on the screens within the next days, in sentences',
    reply: Differences,
  }),
  getPublishingPlan: contract({
    method: 'GET',
    path: '/publications/plan',
    access: 'staff',
    summary: 'The publication at a set time, until it has happened and was seen',
    reply: z.object({
      /** Null: none is set, and nothing is to be said of the last one. */
      plan: PublishingPlan.nullable(),
      /** False when the working schedule was changed since it was frozen, so the plan would publish something else. */
      isCurrent: z.boolean(),
      /** Slots that a plan that waits would leave as they are, because somebody acted on them since. */
      passedOver: z.array(PassedOver),
    }),
  }),
  /** Freezes the working schedule as it is now. */
  setPublishingPlan: contract({
    method: 'PUT',
    path: '/publications/plan',
    access: 'staff',
    summary: 'Publish the working schedule, as it is now, at a set time; in place of the plan there is',
    body: z.object({
      at: Instant,
      note: z.string().max(500).default(''),
      replaces: PlanId.nullable()
        .default(null)
        .meta({ description: 'The waiting plan it stands for; 409 when another waits' }),
    }),
    reply: PublishingPlan,
  }),
  cancelPublishingPlan: contract({
    method: 'DELETE',
    path: '/publications/plan/{planId}',
    access: 'staff',
    summary: 'Cancel a publication at a set time that still waits',
    params: AtPlan,
    reply: Nothing,
  }),
  dismissPublishingPlan: contract({
    method: 'POST',
    path: '/publications/plan/{planId}/dismissal',
    access: 'staff',
    summary: 'Take away what is said of a plan whose time has passed',
    params: AtPlan,
    reply: Nothing,
  }),
};
