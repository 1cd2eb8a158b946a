/** How the ward wants to work. Changed by administrators; each change leaves a line in the audit chain. */
import { z } from 'zod';
import { contract } from './contract.ts';

export const WardSettings = z
  .object({
    /** Whether content that nobody has approved stops a publish (FD16); otherwise that is advice. */
    approvalRequired: z.boolean(),
    /** For how many days deleted content and replaced files can be brought back. */
    binDays: z.int().min(1).max(365),
  })
  .meta({ id: 'WardSettings' });
export type WardSettings = z.infer<typeof WardSettings>;

export const wardSettingContracts = {
  getWardSettings: contract({
    method: 'GET',
    path: '/ward-settings',
    access: 'staff',
    summary: 'How the ward wants to work',
    reply: WardSettings,
  }),
  changeWardSettings: contract({
    method: 'PATCH',
    path: '/ward-settings',
    access: 'admin',
    summary: 'Change how the ward wants to work',
    body: WardSettings.partial(),
    reply: WardSettings,
  }),
};
