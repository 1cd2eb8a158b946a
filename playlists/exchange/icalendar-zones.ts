/**
 * Zones in iCalendar files: the VTIMEZONE that is right for a stated time, and which IANA zone the name in a file means. Outlook
 * and Exchange write Windows names; the common ones are known here (Unicode CLDR, windowsZones, territory 001).
 */
import { DAY_MS, type Instant, isZone, type ZoneId } from '../model/time.ts';
import { dateOf, type WallClock } from '../timeline/wall-clock.ts';
import { type Component, propertyOf, unescapeText, writeLine } from './icalendar-text.ts';

const WINDOWS_ZONES: ReadonlyMap<string, ZoneId> = new Map(
  Object.entries({
    'SE Asia Standard Time': 'Asia/Ho_Chi_Minh',
    'Singapore Standard Time': 'Asia/Singapore',
    'China Standard Time': 'Asia/Shanghai',
    'Taipei Standard Time': 'Asia/Taipei',
    'Tokyo Standard Time': 'Asia/Tokyo',
    'Korea Standard Time': 'Asia/Seoul',
    'North Asia Standard Time': 'Asia/Krasnoyarsk',
    'India Standard Time': 'Asia/Kolkata',
    'Myanmar Standard Time': 'Asia/Yangon',
    'Bangladesh Standard Time': 'Asia/Dhaka',
    'Arabian Standard Time': 'Asia/Dubai',
    'Russian Standard Time': 'Europe/Moscow',
    'W. Australia Standard Time': 'Australia/Perth',
    'AUS Eastern Standard Time': 'Australia/Sydney',
    'New Zealand Standard Time': 'Pacific/Auckland',
    'GMT Standard Time': 'Europe/London',
    'Greenwich Standard Time': 'Atlantic/Reykjavik',
    'W. Europe Standard Time': 'Europe/Berlin',
    'Central Europe Standard Time': 'Europe/Budapest',
    'Central European Standard Time': 'Europe/Warsaw',
    'Romance Standard Time': 'Europe/Paris',
    'FLE Standard Time': 'Europe/Kyiv',
    'Eastern Standard Time': 'America/New_York',
    'Central Standard Time': 'America/Chicago',
    'Mountain Standard Time': 'America/Denver',
    'Pacific Standard Time': 'America/Los_Angeles',
    UTC: 'UTC',
  }),
);

/** Exchange also writes what Windows shows to people. */
const SHOWN_ZONES: ReadonlyMap<string, ZoneId> = new Map(
  Object.entries({
    'Bangkok, Hanoi, Jakarta': 'Asia/Ho_Chi_Minh',
    'Kuala Lumpur, Singapore': 'Asia/Singapore',
    'Osaka, Sapporo, Tokyo': 'Asia/Tokyo',
    'Beijing, Chongqing, Hong Kong, Urumqi': 'Asia/Shanghai',
  }),
);

/** `Asia/Bangkok`, `/citadel.org/20210210_1/Asia/Bangkok`, `SE Asia Standard Time`, `(UTC+07:00) Bangkok, Hanoi, Jakarta`. */
const zoneNamed = (text: string): ZoneId | null => {
  const known = WINDOWS_ZONES.get(text) ?? SHOWN_ZONES.get(text.replace(/^\([A-Z]{3}[^)]{0,8}\) ?/, ''));
  if (known) return known;
  const parts = text.replace(/^\//, '').split('/').slice(-3);
  const names = text.startsWith('/') ? parts.map((_, from) => parts.slice(from).join('/')) : [text];
  return names.find((name) => name.length <= 64 && isZone(name)) ?? null;
};

/** Its only offset, in minutes, when it has one for ever. */
const fixedOffsetOf = (zone: Component): number | null => {
  const offsets = zone.components.map((rule) => propertyOf(rule, 'TZOFFSETTO')?.value.trim());
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(offsets[0] ?? '') ?? [];
  if (sign === undefined || new Set(offsets).size !== 1) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
};

/** Wall time minus UTC, in ms. */
export const offsetAt = (clock: WallClock, at: Instant): number => {
  const { day, msOfDay } = clock.readingAt(at);
  return day * DAY_MS + msOfDay - at;
};

/**
 * Which zone each name in a calendar means: by the name itself, by the place its VTIMEZONE names, or, where that has one offset for
 * ever, the ward's own zone if that has the same; null for the others.
 */
export const createZoneReader = (calendar: Component, own: WallClock): ((name: string) => ZoneId | null) => {
  const described = new Map(
    calendar.components
      .filter(({ name }) => name === 'VTIMEZONE')
      .map((zone) => [unescapeText(propertyOf(zone, 'TZID')?.value ?? ''), zone]),
  );
  const read = (name: string): ZoneId | null => {
    const zone = described.get(name);
    const place = zone && propertyOf(zone, 'X-LIC-LOCATION')?.value;
    const named = zoneNamed(name) ?? (place ? zoneNamed(place.trim()) : null);
    if (named || !zone) return named;
    const offsets = [0, 90, 180, 270].map((day) => offsetAt(own, (20_000 + day) * DAY_MS) / 60_000);
    return new Set([...offsets, fixedOffsetOf(zone)]).size === 1 ? own.zone : null;
  };
  const known = new Map<string, ZoneId | null>();
  return (name) => {
    if (!known.has(name)) known.set(name, read(name));
    return known.get(name) ?? null;
  };
};

/** Wall time in the basic form: `20260302T080000`. */
export const writeWall = (day: number, msOfDay: number): string => {
  const over = Math.floor(msOfDay / DAY_MS);
  const clock = new Date(msOfDay - over * DAY_MS).toISOString().slice(11, 19).replaceAll(':', '');
  return `${dateOf(day + over).replaceAll('-', '')}T${clock}`;
};

/** `20260302T010000Z`. */
export const writeInstant = (at: Instant): string =>
  new Date(at).toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');

const writeOffset = (ms: number): string => {
  const seconds = Math.abs(ms) / 1000;
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const digits = parts.map((part) => String(part).padStart(2, '0')).join('');
  return `${ms < 0 ? '-' : '+'}${digits.endsWith('00') ? digits.slice(0, 4) : digits}`;
};

/** Zones that change often do so twice in about a month (Morocco around Ramadan), never within a week. */
const STEP_MS = 7 * DAY_MS;

interface Jump {
  at: Instant;
  before: number;
  after: number;
}

const jumpsBetween = (clock: WallClock, from: Instant, until: Instant): Jump[] => {
  const jumps: Jump[] = [];
  for (let at = from, before = offsetAt(clock, from); at < until; ) {
    const next = Math.min(until, at + STEP_MS);
    const after = offsetAt(clock, next);
    if (after !== before) {
      let [low, high] = [at, next];
      while (high - low > 1000) {
        const middle = Math.floor((low + high) / 2000) * 1000;
        if (offsetAt(clock, middle) === before) low = middle;
        else high = middle;
      }
      jumps.push({ at: high, before, after });
    }
    [at, before] = [next, after];
  }
  return jumps;
};

/** A VTIMEZONE that tells the wall clock of a zone rightly from `from` to `until`, whole seconds; each change is written out. */
export const writeZone = (clock: WallClock, from: Instant, until: Instant): string[] => {
  const start = Math.floor(from / DAY_MS) * DAY_MS;
  const first = offsetAt(clock, start);
  const jumps = jumpsBetween(clock, start, until);
  const wallBefore = ({ at, before }: Jump): string => writeWall(0, at + before);
  const part = (kind: string, before: number, after: number, at: string[]): string[] => [
    `BEGIN:${kind}`,
    `DTSTART:${at[0]}`,
    ...at.slice(1).map((text) => `RDATE:${text}`),
    `TZOFFSETFROM:${writeOffset(before)}`,
    `TZOFFSETTO:${writeOffset(after)}`,
    `END:${kind}`,
  ];
  const kinds = new Map<string, Jump[]>();
  for (const jump of jumps) {
    const key = `${jump.before} ${jump.after}`;
    kinds.set(key, [...(kinds.get(key) ?? []), jump]);
  }
  return [
    'BEGIN:VTIMEZONE',
    writeLine('TZID', clock.zone),
    writeLine('X-LIC-LOCATION', clock.zone),
    ...part('STANDARD', first, first, [writeWall(0, start + first)]),
    ...[...kinds.values()].flatMap((same) => {
      const { before, after } = same[0] as Jump;
      return part(after > before ? 'DAYLIGHT' : 'STANDARD', before, after, same.map(wallBefore));
    }),
    'END:VTIMEZONE',
  ];
};
