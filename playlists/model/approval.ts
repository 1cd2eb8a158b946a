/** An approval: a person whose role it is has seen content as screens will show it, and says that it may air. */
import { z } from 'zod';
import { Instant } from './time.ts';

export const Approval = z
  .object({
    /** Id of the person. */
    by: z.string(),
    /** The name that the person had then. */
    name: z.string(),
    at: Instant,
  })
  .meta({ id: 'Approval' });
export type Approval = z.infer<typeof Approval>;
