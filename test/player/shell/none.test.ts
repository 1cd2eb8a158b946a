/** The shell without glass: what it says shown, and what it says failed. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Stage } from '../../../player/core/stage.ts';
import { openNoneStage } from '../../../player/shell/none.ts';
import type { PageToCore, StageCue } from '../../../playlists/wire/stage.ts';
import { until } from '../../support/until.ts';

const NOW = 1_795_909_086_000;
const DIGEST = 'a'.repeat(64);
let stage: Stage | null = null;
afterEach(async () => {
  await stage?.stop();
  stage = null;
});

/** What the page says of one cue of which no file is on the disk. */
const saidOf = async (kind: StageCue['kind']): Promise<PageToCore['kind'][]> => {
  const heard: PageToCore[] = [];
  const cue: StageCue = {
    ...{ id: 'one', kind, url: null, from: NOW - 1_000, until: NOW + 60_000, offsetMs: 0, muted: true },
    ...{ assetId: 'ast_one', digest: DIGEST, slotId: null, playlistId: null },
  } as StageCue;
  const opened = await openNoneStage({ write: () => {} })({
    heard: (message) => {
      heard.push(message);
      if (message.kind === 'ready')
        stage?.send({ kind: 'sheet', canvas: { width: 768, height: 384 }, cues: [cue], card: { kind: 'starting' } });
      if (message.kind === 'clock-ask') stage?.send({ kind: 'clock', askedAt: message.askedAt, serverTime: NOW });
    },
    locate: () => null,
    relay: () => null,
    gone: () => {},
  });
  stage = opened;
  await until('the cue is told', () => heard.some((message) => message.kind === 'shown' || message.kind === 'failed'));
  return heard.map((message) => message.kind).filter((said) => said === 'shown' || said === 'failed');
};

describe('the shell without glass', () => {
  test('shows a slide, which is in the manifest and no file', async () => {
    expect(await saidOf('slide')).toEqual(['shown']);
  });

  test('says failed of a video that is not on the disk', async () => {
    expect(await saidOf('video')).toEqual(['failed']);
  });
});
