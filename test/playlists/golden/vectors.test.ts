import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ScreenId } from '../../../playlists/model/ids.ts';
import { Schedule } from '../../../playlists/model/schedule.ts';
import { compileScreen } from '../../../playlists/timeline/compile.ts';
import { explain } from '../../../playlists/timeline/explain.ts';
import { canonicalJson } from '../../../playlists/wire/canonical-json.ts';
import { meaningOf, shuffled } from '../timeline/timeline-text.ts';
import { GOLDEN_FILE, Golden, lookAt, readStored, renewed, textOf } from './vectors.ts';

describe('golden vectors', () => {
  const { cases, screenId } = Golden.parse(JSON.parse(readFileSync(GOLDEN_FILE, 'utf8')));
  const id = ScreenId.parse(screenId);

  it('hold for the compiler and the playhead, and explain says the same', () => {
    for (const { schedule, horizon, looks } of cases) {
      const { body } = compileScreen(schedule, id, horizon);
      for (const look of looks) {
        expect(lookAt(body, look.at)).toEqual(look);
        expect(explain(schedule, id, look.at).rule).toBe(look.rule);
      }
    }
  });

  it('are written anew by their script to the letter', () => {
    expect(textOf(renewed(readStored())) === readFileSync(GOLDEN_FILE, 'utf8')).toBe(true);
  });

  it('TL19 TL14 hold shuffled, through JSON, and split at any instant that is looked at', () => {
    for (const [turn, { schedule, horizon, looks }] of cases.entries()) {
      const { body } = compileScreen(schedule, id, horizon);
      const text = canonicalJson(body);
      const travelled = Schedule.parse(JSON.parse(JSON.stringify(shuffled(schedule, turn % 5))));
      expect(canonicalJson(compileScreen(travelled, id, horizon).body)).toBe(text);
      const cut = looks[(turn * 7) % looks.length]?.at ?? 0;
      if (cut === horizon.from) continue;
      const before = compileScreen(schedule, id, { from: horizon.from, until: cut }).body;
      const after = compileScreen(schedule, id, { from: cut, until: horizon.until }).body;
      expect(meaningOf(before, after)).toEqual(meaningOf(body));
      for (const look of looks) expect(lookAt(look.at < cut ? before : after, look.at)).toEqual(look);
    }
  });

  it('meet every kind of showing and every rule that fills a screen', () => {
    const looks = cases.flatMap((one) => one.looks);
    expect(new Set(looks.map(({ kind }) => kind))).toEqual(new Set(['cue', 'safe', 'blank']));
    expect(new Set(looks.map(({ rule }) => rule))).toEqual(new Set(['TL5', 'TL11', 'TL12', 'TL13', 'TL21', 'SH1']));
  });
});
