/**
 * The technician's panel on the glass: what it says (core → page) and the keys that drive it (shell → core). The page holds no
 * field and hears no key of its own in the kiosk: text is kept and judged by the core, the page only draws it.
 */
import { z } from 'zod';

/** One key going down. `key` as browsers name it: `a`, `Enter`, `Backspace`, `F2`. */
export const KeyPress = z.object({
  kind: z.literal('key'),
  key: z.string().min(1).max(20),
  ctrl: z.boolean(),
  alt: z.boolean(),
  shift: z.boolean(),
});
export type KeyPress = z.infer<typeof KeyPress>;

/** Why a typed address is not taken. */
export const AddressFault = z.enum(['malformed', 'unreachable', 'not-ours', 'not-kept']);
export type AddressFault = z.infer<typeof AddressFault>;

const language = z.enum(['vi', 'en']);
const typed = z.string().max(300);

export const DeskPanel = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('address'),
    language,
    /** True = nothing else to show (first boot); false = over the picture. */
    first: z.boolean(),
    typed,
    state: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('typing'), fault: AddressFault.nullable() }),
      z.object({ kind: z.literal('checking') }),
      /** A server of ours answered there; one more Enter takes it. */
      z.object({ kind: z.literal('found'), url: z.string().max(300) }),
    ]),
    /** Addresses of this machine; none = no network. */
    network: z.array(z.string().max(60)).max(4),
  }),
  z.object({
    kind: z.literal('new-pin'),
    language,
    first: z.boolean(),
    step: z.enum(['first', 'again']),
    length: z.int().min(0).max(12),
    fault: z.enum(['short', 'plain', 'different', 'not-kept']).nullable(),
  }),
  z.object({
    kind: z.literal('pin'),
    language,
    length: z.int().min(0).max(12),
    wrong: z.boolean(),
    /** Seconds until the next try counts; 0 = now. */
    waitS: z.int().min(0),
  }),
  z.object({
    kind: z.literal('menu'),
    language,
    server: z.string().max(300),
    network: z.array(z.string().max(60)).max(4),
    deviceId: z.string().max(80),
    version: z.string().max(40),
  }),
]);
export type DeskPanel = z.infer<typeof DeskPanel>;
