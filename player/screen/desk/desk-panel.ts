/** Draws the technician's panel above everything; text nodes only, no field that could take a key. */
import type { DeskPanel } from '../../../playlists/wire/desk.ts';
import { deskText } from './desk-text.ts';

export const createDeskPanel = (parent: HTMLElement): { show(panel: DeskPanel | null): void } => {
  const element = document.createElement('section');
  element.className = 'desk';
  element.hidden = true;
  const part = (name: string): HTMLElement => {
    const made = document.createElement('p');
    made.className = name;
    element.append(made);
    return made;
  };
  const title = part('desk-title');
  const ask = part('desk-ask');
  const field = part('desk-field');
  const note = part('desk-note');
  const lines = part('desk-lines');
  const keys = part('desk-keys');
  parent.append(element);
  const write = (into: HTMLElement, text: string): void => {
    into.textContent = text;
    into.hidden = text === '';
  };
  return {
    show: (panel) => {
      element.hidden = panel === null;
      if (!panel) return;
      const text = deskText(panel);
      element.lang = panel.language;
      element.classList.toggle('whole', text.isWhole);
      write(title, text.title);
      write(ask, text.ask);
      write(note, text.note);
      note.classList.toggle('fault', text.isFault);
      write(lines, text.lines.join('\n'));
      write(keys, text.keys);
      field.hidden = text.field === null;
      field.textContent = text.field ?? '';
    },
  };
};
