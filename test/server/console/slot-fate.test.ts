/** Why a slot is gone: named where the reads leave no doubt, and not otherwise. */
import { describe, expect, it } from 'vitest';
import type { Draft } from '../../../playlists/model/draft.ts';
import { PublicationId, SlotId } from '../../../playlists/model/ids.ts';
import { fateOf } from '../../../server/console/src/schedule/slot-fate.ts';

const ID = SlotId.parse('slt_a');
const [FIRST, SECOND, THIRD] = ['pub_1', 'pub_2', 'pub_3'].map((id) => PublicationId.parse(id)) as [
  PublicationId,
  PublicationId,
  PublicationId,
];
const draft = (parts: Partial<Draft> = {}): Draft => ({ changes: [], others: [], ...parts });
const change = (kind: 'removed' | 'added') => ({
  slotId: ID,
  name: 'A',
  times: { vi: '', en: '' },
  kind,
  aspects: [],
  updatedAt: 7,
  published: null,
  conflict: null,
});
const published = (id: PublicationId, by: string, cause: 'person' | 'horizon' = 'person') => ({
  id,
  cause,
  publishedBy: by,
  publishedAt: 9,
});
const minhs = { personId: 'per_m', name: 'Minh', changes: 1, slotIds: [ID], updatedAt: 1 };

describe('a slot that is gone', () => {
  it('was removed by oneself when one’s own draft says so', () => {
    const now = draft({ changes: [change('removed')] });
    expect(fateOf(ID, { publication: FIRST, wasOwn: false, draft: now, since: [] })).toEqual({ kind: 'own', at: 7 });
  });

  it('was published away by whoever alone published since the form was opened', () => {
    const since = [published(THIRD, '', 'horizon'), published(SECOND, 'Minh'), published(FIRST, 'Lan')];
    const known = { publication: FIRST, wasOwn: false, draft: draft({ others: [minhs] }), since };
    expect(fateOf(ID, known)).toEqual({ kind: 'published', by: 'Minh', at: 9 });
    expect(fateOf(ID, { ...known, since: [published(SECOND, 'Minh')], publication: null })).toMatchObject({
      by: 'Minh',
    });
  });

  it('is not laid to anybody’s charge where two published, nobody did, or it is not known', () => {
    const since = [published(THIRD, 'Lan'), published(SECOND, 'Minh'), published(FIRST, 'Lan')];
    const known = { publication: FIRST, wasOwn: false, draft: draft(), since };
    for (const unsure of [
      known,
      { ...known, publication: THIRD },
      { ...known, since: undefined },
      { ...known, since: [published(THIRD, 'Lan')], publication: FIRST },
      { wasOwn: false, draft: draft(), since },
      { publication: SECOND, draft: draft(), since },
    ])
      expect(fateOf(ID, unsure)).toEqual({ kind: 'unknown' });
  });

  it('that only one’s own draft had was taken over with it, or dropped from it', () => {
    const known = { publication: FIRST, wasOwn: true, since: [published(SECOND, 'Minh'), published(FIRST, 'Lan')] };
    expect(fateOf(ID, { ...known, draft: draft({ others: [minhs] }) })).toEqual({ kind: 'taken-over', by: 'Minh' });
    expect(fateOf(ID, { ...known, draft: draft() })).toEqual({ kind: 'dropped' });
    expect(fateOf(ID, { ...known, draft: undefined })).toEqual({ kind: 'unknown' });
  });
});
