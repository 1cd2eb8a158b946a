/** Names are one line of letters that can be seen. */
import { expect, test } from 'vitest';
import { plainName } from '../../../playlists/model/plain-name.ts';

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
