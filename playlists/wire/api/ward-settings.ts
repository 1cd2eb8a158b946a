/** How the ward wants to work. Changed by administrators; each change leaves a line in the audit chain. */
import { z } from 'zod';
import { RelayHost } from '../../model/relay.ts';
import { Palette } from '../../model/slide.ts';
import { LoudnessTarget } from '../../model/treatment.ts';
import { contract } from './contract.ts';

export const WardSettings = z
  .object({
    /** Whether content that nobody has approved stops a publish (FD16); otherwise that is advice. */
    approvalRequired: z.boolean(),
    /** The ward's colours. Changing them writes every slide anew in them. */
    palette: Palette,
    /** For how many days deleted content and replaced files can be brought back. */
    binDays: z.int().min(1).max(365),
    /** The loudness by EBU R128 that the sound of videos is brought to, LUFS. */
    loudnessTarget: LoudnessTarget,
    /** The only hosts that relays may come from; none allows none. */
    relayHosts: z.array(RelayHost).max(100),
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
