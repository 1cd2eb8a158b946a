/** What the rows of an import say of a slot that takes its times from a day-part. */
import { describe, expect, it } from 'vitest';
import { NO_CALENDARS } from '../../../playlists/timeline/calendars.ts';
import { NO_DAY_PARTS, prepareDayParts } from '../../../playlists/timeline/day-parts.ts';
import { draftOf } from '../../../server/console/src/schedule/slot-edits.ts';
import { createRowLook } from '../../../server/console/src/schedule-exchange/row-findings.ts';
import { aDayPart, aSlot } from '../../support/builders.ts';

const TODAY = '2026-03-02';
const range = { from: '06:00', until: '08:00' };

describe('DY3 the row of a slot with a day-part', () => {
  const slot = aSlot({ dayPartId: 'dpt_rush' });
  const proposed = draftOf(slot);

  it('is equal to one of the same day-part, whatever times that keeps, and to no other', () => {
    const look = createRowLook([slot], NO_CALENDARS, prepareDayParts([aDayPart()]), TODAY);
    expect(look({ ...proposed, from: '01:00', until: '02:00' }).isTwin).toBe(true);
    expect(look({ ...proposed, dayPartId: null }).isTwin).toBe(false);
    expect(look({ ...proposed, dayPartId: 'dpt_night' as never }).isTwin).toBe(false);
  });

  it('is over when no day is left on which the day-part has hours', () => {
    const summer = aDayPart({ ranges: [{ ...range, season: { from: '04-16', until: '10-15' } }] });
    const isOver = (validUntil: string, dayParts = prepareDayParts([summer])): boolean =>
      createRowLook([], NO_CALENDARS, dayParts, TODAY)({ ...proposed, validUntil }).isOver;
    expect(isOver('2026-04-15')).toBe(true);
    expect(isOver('2026-04-16')).toBe(false);
    expect(isOver('2026-04-16', NO_DAY_PARTS)).toBe(true);
  });
});
