/** Both languages of the console are complete, say the same marks, and follow the glossary. */
import { describe, expect, it } from 'vitest';
import { en, vi } from '../../../server/console/src/i18n/words/index.ts';

const flat = (words: object, path = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : flat(value, `${path}${key}.`),
  );
const marksOf = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] as string).sort();

describe('words of the console', () => {
  const vietnamese = new Map(flat(vi));
  const english = new Map(flat(en));

  it('have the same keys in Vietnamese and English', () => {
    expect([...english.keys()].sort()).toEqual([...vietnamese.keys()].sort());
    expect(vietnamese.size).toBeGreaterThan(300);
  });

  it('fill the same marks in both languages', () => {
    const differing = [...vietnamese].filter(
      ([key, text]) => marksOf(text).join() !== marksOf(english.get(key) ?? '').join(),
    );
    expect(differing).toEqual([]);
  });

  it('are never empty', () => {
    expect([...vietnamese, ...english].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('have both plural forms wherever they have one', () => {
    const lonely = [...vietnamese.keys()].filter(
      (key) =>
        /_(one|other)$/.test(key) &&
        !vietnamese.has(key.replace(/_(one|other)$/, (_, form) => (form === 'one' ? '_other' : '_one'))),
    );
    expect(lonely).toEqual([]);
  });

  it('keep to the glossary: phát for running, never trình chiếu', () => {
    expect([...vietnamese].filter(([, text]) => /trình chiếu/i.test(text))).toEqual([]);
  });
});
