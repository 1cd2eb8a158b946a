/** Which content is picked: one by one, and by ranges in the order that is shown. */
import { describe, expect, it } from 'vitest';
import { AssetId } from '../../../playlists/model/ids.ts';
import { NO_PICKS, type Picks, stretched, toggled } from '../../../server/console/src/media/picks.ts';

const id = (name: string): AssetId => AssetId.parse(`ast_${name}`);
const SHOWN = ['a', 'b', 'c', 'd', 'e'].map(id);
const said = ({ ids }: Picks): string => [...ids].map((one) => one.slice(4)).join(' ');

describe('picks', () => {
  it('one more, and one less', () => {
    const one = toggled(NO_PICKS, id('b'));
    expect(said(one)).toBe('b');
    expect(said(toggled(one, id('b')))).toBe('');
  });

  it('a range runs from the last one picked by itself, either way, and keeps what was picked', () => {
    const begun = toggled(toggled(NO_PICKS, id('e')), id('b'));
    expect(said(stretched(begun, id('d'), SHOWN))).toBe('e b c d');
    expect(said(stretched(begun, id('a'), SHOWN))).toBe('e b a');
    // From the same beginning again.
    expect(said(stretched(stretched(begun, id('c'), SHOWN), id('a'), SHOWN))).toBe('e b c a');
  });

  it('where its beginning is not shown any more, it is one more', () => {
    expect(said(stretched(toggled(NO_PICKS, id('gone')), id('c'), SHOWN))).toBe('gone c');
    expect(said(stretched(NO_PICKS, id('c'), SHOWN))).toBe('c');
  });
});
