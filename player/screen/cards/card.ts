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
/** Sizes of the lines relative to the unit; also in screen.css. */
const SMALLEST_LINE = 0.36;

export interface Card {
  element: HTMLElement;
  show(card: StageCard, canvas: Canvas): void;
  /** The next `show` draws and measures anew even if nothing changed (type arrived late). */
  forget(): void;
}

/** What may be left out on a small wall, least needed first. */
const DISPENSABLE = ['english', 'mark', 'below', 'above'] as const;

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

  const fits = (): boolean =>
    box.scrollWidth <= box.clientWidth &&
    box.scrollHeight <= box.clientHeight &&
    words.scrollWidth <= words.clientWidth &&
    words.scrollHeight <= words.clientHeight;

  /** Largest unit that fits, by halving; 0 when none does. */
  const enlarge = (canvas: Canvas): number => {
    let low = 0;
    let high = Math.max(canvas.width, canvas.height) / 3;
    for (let i = 0; i < 12; i += 1) {
      const middle = (low + high) / 2;
      box.style.setProperty('--unit', `${middle}px`);
      if (fits()) low = middle;
      else high = middle;
    }
    box.style.setProperty('--unit', `${low}px`);
    return low;
  };

  const layOut = (text: CardText, canvas: Canvas): void => {
    const ratio = canvas.width / canvas.height;
    element.dataset.shape = ratio > 3.2 ? 'strip' : ratio < 0.9 ? 'tall' : 'wide';
    const { width, height } = canvas;
    const room = ratio < 0.9 ? Math.min(width * 0.62, height * 0.4) : Math.min(height * 0.86, width * 0.36);
    qr.hidden = !text.qr || drawQr(qr, text.qr, Math.floor(room)) === 0;
    for (const name of DISPENSABLE) pieces[name].hidden = name !== 'mark' && lines[name].textContent === '';
    let unit = enlarge(canvas);
    for (const name of DISPENSABLE) {
      if (unit * SMALLEST_LINE >= LEAST_PX) break;
      pieces[name].hidden = true;
      unit = enlarge(canvas);
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
