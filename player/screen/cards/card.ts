/**
 * The built-in card as an element that fits itself to any wall: one unit of type is enlarged until something would no longer
 * fit; when even the smallest readable type does not fit, lines are left out, the least needed first. Text nodes only.
 */
import type { Canvas } from '../../../playlists/model/canvas.ts';
import type { StageCard } from '../../../playlists/wire/stage.ts';
import { type CardText, cardText } from './card-text.ts';
import { drawQr } from './qr.ts';

/** Smallest type a passer-by can read, device pixels. */
const LEAST_PX = 11;

export interface Card {
  element: HTMLElement;
  show(card: StageCard, canvas: Canvas): void;
  /** The next `show` draws and measures anew even if nothing changed (type arrived late). */
  forget(): void;
}

/** What may be left out on a small wall, least needed first, and its type relative to the unit (as in screen.css). */
const DISPENSABLE = { english: 0.36, mark: 0.36, below: 0.42, above: 0.5 } as const;
type Dispensable = keyof typeof DISPENSABLE;
const LINES = Object.keys(DISPENSABLE) as Dispensable[];

export const createCard = (): Card => {
  const element = document.createElement('section');
  const part = (name: string, tag = 'p'): HTMLElement => {
    const made = document.createElement(tag);
    made.className = name;
    return made;
  };
  const box = part('box', 'div');
  const words = part('words', 'div');
  const mark = part('mark', 'div');
  const lines = { above: part('above'), main: part('main'), below: part('below'), english: part('english') };
  const bar = part('bar', 'div');
  const done = part('done', 'div');
  const qr = document.createElement('canvas');
  bar.append(done);
  lines.english.lang = 'en';
  words.append(mark, lines.above, lines.main, bar, lines.below, lines.english);
  box.append(words, qr);
  element.append(box);

  const pieces = { mark, ...lines };
  let drawn = '';
  let shape: 'strip' | 'tall' | 'wide' = 'wide';

  // One pixel of tolerance: browsers round the two lengths differently.
  const fits = (): boolean =>
    [box, words].every(
      (part) => part.scrollWidth <= part.clientWidth + 1 && part.scrollHeight <= part.clientHeight + 1,
    );

  /** Largest unit that fits, by halving, no larger than looks calm; 0 when none does. */
  const enlarge = ({ width, height }: Canvas): number => {
    let low = 0;
    let high = { strip: height / 2, tall: width / 5, wide: Math.min(width / 8, height / 4.5) }[shape];
    for (let i = 0; i < 12; i += 1) {
      const middle = (low + high) / 2;
      box.style.setProperty('--unit', `${middle}px`);
      if (fits()) low = middle;
      else high = middle;
    }
    box.style.setProperty('--unit', `${low}px`);
    return low;
  };

  /** The main line stays one line unless breaking it makes it much larger. */
  const settle = (canvas: Canvas): number => {
    lines.main.classList.remove('broken');
    const whole = enlarge(canvas);
    if (shape === 'strip' || lines.main.classList.contains('code')) return whole;
    lines.main.classList.add('broken');
    const broken = enlarge(canvas);
    if (broken > whole * 1.6) return broken;
    lines.main.classList.remove('broken');
    return enlarge(canvas);
  };

  const layOut = (text: CardText, canvas: Canvas): void => {
    const ratio = canvas.width / canvas.height;
    shape = ratio > 3.2 ? 'strip' : ratio < 1.2 ? 'tall' : 'wide';
    element.dataset.shape = shape;
    const { width, height } = canvas;
    const room = shape === 'tall' ? Math.min(width * 0.62, height * 0.4) : Math.min(height * 0.86, width * 0.36);
    qr.hidden = !text.qr || drawQr(qr, text.qr, Math.floor(room)) === 0;
    for (const name of LINES) pieces[name].hidden = name !== 'mark' && lines[name].textContent === '';
    let unit = settle(canvas);
    for (const name of LINES) {
      if (pieces[name].hidden) continue;
      if (unit * DISPENSABLE[name] >= LEAST_PX) break;
      pieces[name].hidden = true;
      unit = settle(canvas);
    }
  };

  return {
    element,
    forget: () => {
      drawn = '';
    },
    show: (card, canvas) => {
      const text = cardText(card);
      const key = JSON.stringify([text, canvas]);
      if (key === drawn) return;
      drawn = key;
      for (const name of ['above', 'main', 'below', 'english'] as const) lines[name].textContent = text[name];
      lines.main.classList.toggle('code', text.mainIs === 'code');
      bar.hidden = text.progress === null;
      done.style.width = `${(text.progress ?? 0) * 100}%`;
      layOut(text, canvas);
    },
  };
};
