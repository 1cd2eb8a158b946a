/**
 * The text layer of RFC 5545: lines, folding, escaping, components. Knows nothing of slots. Reading is linear in the length of the
 * text, never throws, passes over single lines it cannot read, and refuses a text whose components do not close.
 */

export interface Property {
  /** In capitals. */
  name: string;
  /** By name in capitals; quotes removed; several values stay joined by commas. */
  parameters: ReadonlyMap<string, string>;
  /** As it stands: escaped where it is text. */
  value: string;
}

export interface Component {
  name: string;
  properties: Property[];
  components: Component[];
}

/** Longest line in octets, its end not counted (RFC 5545 §3.1). */
const LINE_OCTETS = 75;
/** A calendar has events, an event has alarms; nothing lies deeper. */
const DEEPEST = 8;

const octetsOf = (character: string): number => {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
};

/** Breaks a line so that no piece is longer than 75 octets and no character is torn. */
export const fold = (line: string): string => {
  const pieces: string[] = [];
  let piece = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character);
    if (octets + size > LINE_OCTETS) {
      pieces.push(piece);
      // The space that marks the continuation counts as well.
      [piece, octets] = [' ', 1];
    }
    piece += character;
    octets += size;
  }
  return [...pieces, piece].join('\r\n');
};

/** Escapes a TEXT value (§3.3.11); other control characters have no place in it. */
export const escapeText = (text: string): string =>
  text
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');

export const unescapeText = (text: string): string =>
  text.replace(/\\([\\;,nN])/g, (_, mark: string) => (mark === 'n' || mark === 'N' ? '\n' : mark));

const PARAMETER = /;([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)/y;

const readProperty = (line: string): Property | null => {
  const name = /^[A-Za-z0-9-]+/.exec(line)?.[0];
  if (name === undefined) return null;
  const parameters = new Map<string, string>();
  let place = name.length;
  while (line[place] === ';') {
    PARAMETER.lastIndex = place;
    const found = PARAMETER.exec(line);
    if (!found) return null;
    parameters.set((found[1] as string).toUpperCase(), (found[2] as string).replaceAll('"', ''));
    place = PARAMETER.lastIndex;
  }
  return line[place] === ':' ? { name: name.toUpperCase(), parameters, value: line.slice(place + 1) } : null;
};

/** Lines with their continuations. */
const unfold = (text: string): string[] => {
  const lines: string[] = [];
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)) {
    const isMore = (line.startsWith(' ') || line.startsWith('\t')) && lines.length > 0;
    if (isMore) lines[lines.length - 1] += line.slice(1);
    else lines.push(line);
  }
  return lines;
};

/** The calendars in a text; null when it is none, ends too early or its components do not close in order. */
export const readComponents = (text: string): Component[] | null => {
  const roots: Component[] = [];
  const open: Component[] = [];
  for (const line of unfold(text)) {
    const property = readProperty(line);
    if (!property) continue;
    const inner = open.at(-1);
    if (property.name === 'BEGIN') {
      const begun: Component = { name: property.value.trim().toUpperCase(), properties: [], components: [] };
      if (open.length >= DEEPEST) return null;
      (inner?.components ?? roots).push(begun);
      open.push(begun);
    } else if (property.name === 'END') {
      if (open.pop()?.name !== property.value.trim().toUpperCase()) return null;
    } else inner?.properties.push(property);
  }
  return open.length === 0 && roots.some(({ name }) => name === 'VCALENDAR') ? roots : null;
};

/** The first property of a name. */
export const propertyOf = ({ properties }: Component, name: string): Property | undefined =>
  properties.find((property) => property.name === name);

/** A content line, folded. Parameter values must not need quotes inside. */
export const writeLine = (name: string, value: string, parameters: Readonly<Record<string, string>> = {}): string =>
  fold(
    `${[
      name,
      ...Object.entries(parameters).map(([key, text]) => `${key}=${/[;:,]/.test(text) ? `"${text}"` : text}`),
    ].join(';')}:${value}`,
  );
