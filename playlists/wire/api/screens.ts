/** Sites, screens, groups, pairing. */
import { z } from 'zod';
import { DeviceId, GroupId, ScreenId, SiteId } from '../../model/ids.ts';
import { Group, Screen, Site } from '../../model/screen.ts';
import { Instant } from '../../model/time.ts';
import { Usage } from '../../model/usage.ts';
import { ScreenLive } from '../console-feed.ts';
import { ManifestBody, SignedEnvelope } from '../manifest.ts';
import { contract, Nothing } from './contract.ts';

export const SiteDraft = Site.omit({ id: true }).extend({
  address: Site.shape.address.default(''),
  safeAssetId: Site.shape.safeAssetId.default(null),
});
export const ScreenDraft = Screen.omit({ id: true, deviceId: true, createdAt: true, offsetMs: true }).extend({
  groupIds: Screen.shape.groupIds.default([]),
  defaultPlaylistId: Screen.shape.defaultPlaylistId.default(null),
  blankHours: Screen.shape.blankHours.default([]),
  sound: Screen.shape.sound.default(false),
});
export const GroupDraft = Group.omit({ id: true }).extend({ stepMs: Group.shape.stepMs.default(0) });
const AtSite = z.object({ siteId: SiteId });
const AtScreen = z.object({ screenId: ScreenId });
const AtGroup = z.object({ groupId: GroupId });
/** As staff type it: case, spaces and dashes do not matter. */
export const TypedPairingCode = z
  .string()
  .max(20)
  .transform((text) => text.toUpperCase().replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^[2-9A-HJ-NP-Z]{8}$/, 'pairing-code-form'));

export const screenContracts = {
  listSites: contract({ method: 'GET', path: '/sites', access: 'staff', summary: 'All sites', reply: z.array(Site) }),
  createSite: contract({
    method: 'POST',
    path: '/sites',
    access: 'staff',
    summary: 'Add a site',
    body: SiteDraft,
    reply: Site,
    status: 201,
  }),
  changeSite: contract({
    method: 'PATCH',
    path: '/sites/{siteId}',
    access: 'staff',
    summary: 'Change a site',
    params: AtSite,
    body: Site.omit({ id: true }).partial(),
    reply: Site,
  }),
  getSiteUsage: contract({
    method: 'GET',
    path: '/sites/{siteId}/usage',
    access: 'staff',
    summary: 'Which screens stand on a site',
    params: AtSite,
    reply: Usage,
  }),
  deleteSite: contract({
    method: 'DELETE',
    path: '/sites/{siteId}',
    access: 'admin',
    summary: 'Delete a site without screens',
    params: AtSite,
    reply: Nothing,
  }),
  listScreens: contract({
    method: 'GET',
    path: '/screens',
    access: 'staff',
    summary: 'All screens with live state',
    reply: z.array(z.object({ screen: Screen, live: ScreenLive })),
  }),
  createScreen: contract({
    method: 'POST',
    path: '/screens',
    access: 'staff',
    summary: 'Add a screen',
    body: ScreenDraft,
    reply: Screen,
    status: 201,
  }),
  getScreen: contract({
    method: 'GET',
    path: '/screens/{screenId}',
    access: 'staff',
    summary: 'One screen with live state',
    params: AtScreen,
    reply: z.object({ screen: Screen, live: ScreenLive }),
  }),
  changeScreen: contract({
    method: 'PATCH',
    path: '/screens/{screenId}',
    access: 'staff',
    summary: 'Change a screen; takes effect on the glass with the next publication',
    params: AtScreen,
    body: Screen.omit({ id: true, deviceId: true, createdAt: true, offsetMs: true }).partial(),
    reply: Screen,
  }),
  getScreenUsage: contract({
    method: 'GET',
    path: '/screens/{screenId}/usage',
    access: 'staff',
    summary: 'What would be deleted together with a screen: the slots that aim at it alone',
    params: AtScreen,
    reply: Usage,
  }),
  deleteScreen: contract({
    method: 'DELETE',
    path: '/screens/{screenId}',
    access: 'admin',
    summary: 'Delete a screen and revoke its player',
    params: AtScreen,
    reply: Nothing,
  }),
  /** The manifest as signed and pushed; the console renders it through `playheadAt`. 404 before the first publication. */
  getScreenManifest: contract({
    method: 'GET',
    path: '/screens/{screenId}/manifest',
    access: 'staff',
    summary: 'Signed manifest of a screen, with its body',
    params: AtScreen,
    reply: z.object({ signed: SignedEnvelope, body: ManifestBody }),
  }),
  claimPairing: contract({
    method: 'POST',
    path: '/pairings',
    access: 'staff',
    summary: 'Give the player that shows this code to a screen',
    body: z.object({ code: TypedPairingCode, screenId: ScreenId }),
    reply: Screen,
  }),
  revokeDevice: contract({
    method: 'DELETE',
    path: '/screens/{screenId}/device',
    access: 'staff',
    summary: 'Revoke the player of a screen; it shows the safe card at once',
    params: AtScreen,
    reply: Screen,
  }),
  listGroups: contract({
    method: 'GET',
    path: '/groups',
    access: 'staff',
    summary: 'All groups',
    reply: z.array(Group),
  }),
  createGroup: contract({
    method: 'POST',
    path: '/groups',
    access: 'staff',
    summary: 'Add a group',
    body: GroupDraft,
    reply: Group,
    status: 201,
  }),
  changeGroup: contract({
    method: 'PATCH',
    path: '/groups/{groupId}',
    access: 'staff',
    summary: 'Change a group',
    params: AtGroup,
    body: Group.omit({ id: true }).partial(),
    reply: Group,
  }),
  getGroupUsage: contract({
    method: 'GET',
    path: '/groups/{groupId}/usage',
    access: 'staff',
    summary: 'Which slots aim at a group',
    params: AtGroup,
    reply: Usage,
  }),
  deleteGroup: contract({
    method: 'DELETE',
    path: '/groups/{groupId}',
    access: 'staff',
    summary: 'Delete a group that no slot uses',
    params: AtGroup,
    reply: Nothing,
  }),
};

/** A paired device as technicians see it. */
export const Device = z
  .object({ id: DeviceId, screenId: ScreenId.nullable(), pairedAt: Instant.nullable(), revokedAt: Instant.nullable() })
  .meta({ id: 'Device' });
export type Device = z.infer<typeof Device>;
