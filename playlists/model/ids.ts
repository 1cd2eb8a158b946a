/**
 * Identities. Every noun has its own prefixed, branded id, so a screen id can never be passed where a slot id belongs.
 * Made by whoever creates the noun (`server/database/new-id.ts`); opaque to everyone else.
 */
import { z } from 'zod';

const idOf = <Prefix extends string, Brand extends string>(prefix: Prefix, brand: Brand) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[a-z0-9]{1,32}$`), `expected an id like ${prefix}_…`)
    .brand<Brand>()
    .meta({
      description: `Identity of a ${brand.replace(/Id$/, '').toLowerCase()}; opaque`,
      example: `${prefix}_0k3v9x`,
    });

export const SiteId = idOf('sit', 'SiteId');
export type SiteId = z.infer<typeof SiteId>;
export const ScreenId = idOf('scr', 'ScreenId');
export type ScreenId = z.infer<typeof ScreenId>;
export const GroupId = idOf('grp', 'GroupId');
export type GroupId = z.infer<typeof GroupId>;
export const AssetId = idOf('ast', 'AssetId');
export type AssetId = z.infer<typeof AssetId>;
export const FolderId = idOf('fld', 'FolderId');
export type FolderId = z.infer<typeof FolderId>;
export const TagId = idOf('tag', 'TagId');
export type TagId = z.infer<typeof TagId>;
export const PlaylistId = idOf('pls', 'PlaylistId');
export type PlaylistId = z.infer<typeof PlaylistId>;
export const EntryId = idOf('ent', 'EntryId');
export type EntryId = z.infer<typeof EntryId>;
export const SlotId = idOf('slt', 'SlotId');
export type SlotId = z.infer<typeof SlotId>;
export const CalendarId = idOf('cal', 'CalendarId');
export type CalendarId = z.infer<typeof CalendarId>;
export const DayPartId = idOf('dpt', 'DayPartId');
export type DayPartId = z.infer<typeof DayPartId>;
export const TickerId = idOf('tck', 'TickerId');
export type TickerId = z.infer<typeof TickerId>;
export const PublicationId = idOf('pub', 'PublicationId');
export type PublicationId = z.infer<typeof PublicationId>;
export const CommandId = idOf('cmd', 'CommandId');
export type CommandId = z.infer<typeof CommandId>;
/** A device is its key: the id is `dev_` + the first 32 hex digits of sha-256 over its raw Ed25519 public key. */
export const DeviceId = z
  .string()
  .regex(/^dev_[0-9a-f]{32}$/)
  .brand<'DeviceId'>();
export type DeviceId = z.infer<typeof DeviceId>;
/** One start of one player process; drawn at random by the player. Plays are numbered within it. */
export const BootId = z
  .string()
  .regex(/^boot_[0-9a-z]{8,32}$/)
  .brand<'BootId'>();
export type BootId = z.infer<typeof BootId>;

/** sha-256 of some bytes, lower-case hex. Files and manifest bodies are named by it. */
export const Digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'expected a sha-256 in lower-case hex')
  .brand<'Digest'>();
export type Digest = z.infer<typeof Digest>;
