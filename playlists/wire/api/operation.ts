/** Health for people; liveness and metrics live outside `/api` (`/healthz`, `/metrics`). */
import { z } from 'zod';
import { Instant } from '../../model/time.ts';
import { contract } from './contract.ts';

/** A number that belongs into a sentence. */
export const Figure = z.object({ unit: z.enum(['bytes']), value: z.number() }).meta({ id: 'Figure' });
export type Figure = z.infer<typeof Figure>;

export const HealthCheck = z
  .object({
    name: z.enum(['database', 'media-tool', 'sandbox', 'office', 'disk', 'quota', 'signing-key', 'horizon', 'clock']),
    state: z.enum(['ok', 'warning', 'fault']),
    /** A `{name}` mark stands for a figure; whoever shows the sentence writes it as the reader's language does. */
    staff: z.object({ vi: z.string(), en: z.string() }),
    figures: z.record(z.string(), Figure).optional(),
    technician: z.string(),
  })
  .meta({ id: 'HealthCheck' });
export type HealthCheck = z.infer<typeof HealthCheck>;

export const operationContracts = {
  getHealth: contract({
    method: 'GET',
    path: '/health',
    access: 'staff',
    summary: 'What works, what is degraded, what to do',
    reply: z.object({ checkedAt: Instant, version: z.string(), startedAt: Instant, checks: z.array(HealthCheck) }),
  }),
};
