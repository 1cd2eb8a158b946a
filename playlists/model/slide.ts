/**
 * Slides: text made for walls of few pixels, as data. What is written and which template; never markup, never a size or a place —
 * those follow from the canvas (`slides/layout.ts`), the same in the player and in the editor.
 */
import { z } from 'zod';
import { isWritable } from '../slides/glyphs.ts';
import { AssetId, Digest } from './ids.ts';
import { sentText } from './plain-name.ts';
import { LocalDate, LocalTime } from './time.ts';

/** One line or paragraph: composed marks, single spaces, only letters that players have. May be empty. */
const words = (most: number) =>
  sentText(most).normalize('NFC').trim().max(most).refine(isWritable, { error: 'letters-unknown' });
const needed = (most: number) => words(most).min(1, 'required');

/** `brand`: the ward's colours; `dark`: on black, the calmest at night; `light`: on the ward's light colour, for daylight. */
export const SlideLook = z.enum(['brand', 'dark', 'light']);
export type SlideLook = z.infer<typeof SlideLook>;

/** How grave a notice is; it decides the colour of its heading. */
export const NoticeTone = z.enum(['info', 'warning', 'urgent']);
export type NoticeTone = z.infer<typeof NoticeTone>;

const look = SlideLook.default('brand');
/** A notice; announcements are of it too. */
export const NoticeContent = z.object({
  template: z.literal('notice'),
  look,
  tone: NoticeTone.default('info'),
  heading: needed(80),
  text: needed(500),
  /** Who says it, a telephone number. */
  footer: words(120),
});
export type NoticeContent = z.infer<typeof NoticeContent>;

const TEMPLATES = [
  z.object({ template: z.literal('title'), look, title: needed(160), subtitle: words(240) }),
  z.object({ template: z.literal('points'), look, title: words(120), points: z.array(needed(160)).min(1).max(6) }),
  z.object({ template: z.literal('quote'), look, quote: needed(320), author: words(120) }),
  z.object({ template: z.literal('number'), look, number: needed(16), label: needed(160), note: words(160) }),
  NoticeContent,
  z.object({
    template: z.literal('countdown'),
    look,
    title: needed(160),
    /** The day, and the time of it on the clock of the screen; without a time whole days are counted. */
    date: LocalDate,
    time: LocalTime.nullable(),
    /** Shown instead of the count once it is over. */
    after: needed(80),
  }),
  z.object({
    template: z.literal('clock'),
    look,
    title: words(120),
    seconds: z.boolean(),
    /** Day by the calendar of the sun, and of the moon. */
    date: z.boolean(),
    lunar: z.boolean(),
  }),
  z.object({
    template: z.literal('event'),
    look,
    title: needed(160),
    when: words(120),
    where: words(160),
    /** A picture of the library; null = words alone. */
    picture: AssetId.nullable(),
  }),
] as const;

export const SlideContent = z.discriminatedUnion('template', [...TEMPLATES]).meta({ id: 'SlideContent' });
export type SlideContent = z.infer<typeof SlideContent>;
export type SlideTemplate = SlideContent['template'];
export const SLIDE_TEMPLATES: readonly SlideTemplate[] = TEMPLATES.map(({ shape }) => shape.template.value);

/** sRGB, `#rrggbb`, lower case. */
export const Colour = z
  .string()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/);

/** Three colours carry a slide: what it stands on, what it is written in, and what catches the eye. */
export const Palette = z.object({ ground: Colour, ink: Colour, accent: Colour }).meta({ id: 'Palette' });
export type Palette = z.infer<typeof Palette>;

/** The colours of the player's own card, until the ward chooses its own. */
export const HOUSE_PALETTE: Palette = { ground: '#0b1f3a', ink: '#f5f7fa', accent: '#ffcf4a' };

/** A slide as it is shown: what is written, in colours that are settled. */
export const Slide = z
  .object({
    /** sha-256 over the canonical JSON of the rest: which version of it was on air. */
    digest: Digest,
    content: SlideContent,
    palette: Palette,
  })
  .meta({ id: 'Slide' });
export type Slide = z.infer<typeof Slide>;

/** The picture of the library that a slide shows. */
export const pictureIn = (content: SlideContent): AssetId | null =>
  content.template === 'event' ? content.picture : null;
