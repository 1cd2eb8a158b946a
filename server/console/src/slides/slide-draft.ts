/**
 * A slide while it is written: one draft for each template, so that trying another loses nothing; what of it can be shown, with
 * sample words where nothing is typed; and what can be saved. Pure.
 */
import { SlideContent, type SlideTemplate } from '../../../../playlists/model/slide.ts';
import type { LocalDate } from '../../../../playlists/model/time.ts';

/** Nothing is typed yet. */
export const blankSlide = (template: SlideTemplate, today: LocalDate): SlideContent => {
  const look = 'brand';
  switch (template) {
    case 'title':
      return { template, look, title: '', subtitle: '' };
    case 'points':
      return { template, look, title: '', points: ['', '', ''] };
    case 'quote':
      return { template, look, quote: '', author: '' };
    case 'number':
      return { template, look, number: '', label: '', note: '' };
    case 'notice':
      return { template, look, tone: 'info', heading: '', text: '', footer: '' };
    case 'countdown':
      return { template, look, title: '', date: today, time: null, after: '' };
    case 'clock':
      return { template, look, title: '', seconds: false, date: true, lunar: true };
    case 'event':
      return { template, look, title: '', when: '', where: '', picture: null };
  }
};

/** The line that leads on each template. */
const LEADS: Readonly<Record<SlideTemplate, readonly string[]>> = {
  title: ['title'],
  points: ['title', 'points'],
  quote: ['quote'],
  number: ['number', 'label'],
  notice: ['heading', 'text'],
  countdown: ['title', 'after'],
  clock: ['title'],
  event: ['title'],
};
/** Templates whose leading line may be empty. */
const MAY_BE_BARE: readonly SlideTemplate[] = ['clock'];

export type Samples = Readonly<
  Record<'title' | 'point' | 'quote' | 'number' | 'label' | 'heading' | 'text' | 'after', string>
>;

/** The draft with sample words where something is needed that is not typed yet; `isSampled`: there are any. */
export const withSamples = (draft: SlideContent, samples: Samples): { content: SlideContent; isSampled: boolean } => {
  const filled: Record<string, unknown> = { ...draft };
  let isSampled = false;
  if (draft.template === 'points') {
    const points = draft.points.filter((point) => point.trim() !== '');
    filled.points = points.length > 0 ? points : [samples.point];
    isSampled = points.length === 0;
  }
  if (!MAY_BE_BARE.includes(draft.template))
    for (const name of LEADS[draft.template]) {
      if (typeof filled[name] !== 'string' || (filled[name] as string).trim() !== '') continue;
      if (draft.template === 'points' && !isSampled) continue;
      filled[name] = samples[name as keyof Samples];
      isSampled = true;
    }
  const parsed = SlideContent.safeParse(filled);
  return { content: parsed.success ? parsed.data : draft, isSampled };
};

/** As it is sent: empty points are left out. */
export const sendableSlide = (draft: SlideContent): SlideContent =>
  draft.template === 'points' ? { ...draft, points: draft.points.filter((point) => point.trim() !== '') } : draft;

/** The name that a slide has in the library when nobody gives it one. */
export const nameOfSlide = (draft: SlideContent): string => {
  switch (draft.template) {
    case 'quote':
      return draft.quote.slice(0, 80);
    case 'number':
      return `${draft.number} ${draft.label}`.trim().slice(0, 80);
    case 'notice':
      return draft.heading;
    case 'points':
      return draft.title || (draft.points[0] ?? '');
    default:
      return draft.title;
  }
};
