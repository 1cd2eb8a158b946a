/** TL2, TZ1, TZ2: the VTIMEZONE of a file tells the clock of its zone as the engine does. */
import { describe, expect, it } from 'vitest';
import { readComponents } from '../../../playlists/exchange/icalendar-text.ts';
import { writeZone } from '../../../playlists/exchange/icalendar-zones.ts';
import { createWallClocks } from '../../../playlists/timeline/wall-clock.ts';
import { at } from '../../support/builders.ts';

const DAY_MS = 86_400_000;
const [FROM, UNTIL] = [at('2025-12-31 00:00', 'Z'), at('2028-01-01 00:00', 'Z')];
const written = (zone: string) => writeZone(createWallClocks()(zone), FROM, UNTIL);

/** The offset that the observances give for an instant, by the letter of RFC 5545 §3.6.5, in minutes. */
const readOffsets = (lines: readonly string[]): ((instant: number) => number) => {
  const [, zone] = readComponents(['BEGIN:VCALENDAR', 'END:VCALENDAR', ...lines].join('\r\n')) ?? [];
  const minutes = (text = '') => Number(`${text[0]}1`) * (Number(text.slice(1, 3)) * 60 + Number(text.slice(3, 5)));
  const onsets = (zone?.components ?? []).flatMap(({ properties }) => {
    const value = (name: string) => properties.find((property) => property.name === name)?.value;
    const [before, after] = [minutes(value('TZOFFSETFROM')), minutes(value('TZOFFSETTO'))];
    return properties
      .filter(({ name }) => name === 'DTSTART' || name === 'RDATE')
      .map(({ value: wall }) => {
        const utc = Date.parse(wall.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/, '$1-$2-$3T$4:$5:$6Z'));
        return { from: utc - before * 60_000, after };
      });
  });
  onsets.sort((a, b) => a.from - b.from);
  return (instant) => onsets.findLast(({ from }) => from <= instant)?.after ?? Number.NaN;
};

describe('TL2 zones of a calendar file', () => {
  it('Việt Nam has one offset', () => {
    expect(written('Asia/Ho_Chi_Minh')).toEqual([
      'BEGIN:VTIMEZONE',
      'TZID:Asia/Ho_Chi_Minh',
      'X-LIC-LOCATION:Asia/Ho_Chi_Minh',
      'BEGIN:STANDARD',
      'DTSTART:20251231T070000',
      'TZOFFSETFROM:+0700',
      'TZOFFSETTO:+0700',
      'END:STANDARD',
      'END:VTIMEZONE',
    ]);
  });

  it('TZ1 TZ2: changes stand at the wall time before them, summer as DAYLIGHT', () => {
    const text = written('Europe/Berlin').join('\n');
    expect(text).toContain(
      'BEGIN:DAYLIGHT\nDTSTART:20260329T020000\nRDATE:20270328T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT',
    );
    expect(text).toContain('BEGIN:STANDARD\nDTSTART:20261025T030000\nRDATE:20271031T030000\nTZOFFSETFROM:+0200');
  });

  it.each([
    'Asia/Ho_Chi_Minh',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Asia/Kathmandu',
    'America/St_Johns',
  ])('%s: four times a day for two years', (zone) => {
    const offsetIn = readOffsets(written(zone));
    const clock = createWallClocks()(zone);
    for (let instant = FROM; instant < UNTIL; instant += 6 * 3_600_000) {
      const { day, msOfDay } = clock.readingAt(instant);
      expect([instant, offsetIn(instant)]).toEqual([instant, (day * DAY_MS + msOfDay - instant) / 60_000]);
    }
  });
});
