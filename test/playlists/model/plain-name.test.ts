/** Names are one line of letters that can be seen. */
import { expect, test } from 'vitest';
import { plainName } from '../../../playlists/model/plain-name.ts';
import { SlideContent } from '../../../playlists/model/slide.ts';

const Name = plainName(10);

test.each([
  ['  Bản tin ', 'Bản tin'],
  ['Bản', 'Bản'],
  ['a\nb\tc', 'a b c'],
  ['a\u202eb\u200bc\ud800d\u2028e', 'abcde'],
])('%j is %j', (given, wanted) => {
  expect(Name.parse(given)).toBe(wanted);
});

test.each(['', '   ', '\u200b\u200d', '\0', '12345678901'])('%j is refused', (given) => {
  expect(Name.safeParse(given).success).toBe(false);
});

test('what is left out does not count towards its length', () => {
  expect(Name.parse(`${'\u200b'.repeat(50)}1234567890`)).toBe('1234567890');
});

test('B6 a text that is far too long is not brought into one spelling first: of many marks in a row that takes minutes', () => {
  const marks = `a${'\u0300\u0323'.repeat(250_000)}`;
  const began = process.cpuUsage();
  expect(Name.safeParse(marks).success).toBe(false);
  expect(SlideContent.safeParse({ template: 'quote', quote: marks, author: '' }).success).toBe(false);
  expect(process.cpuUsage(began).user / 1_000).toBeLessThan(500);
});
