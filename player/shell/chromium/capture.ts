/**
 * A small picture of what a page paints, taken as one frame of the browser's own screencast: it is scaled by the browser and
 * changes nothing of the page, unlike a screenshot with a scale, which lays the page out anew for a moment.
 */
import { z } from 'zod';
import { PICTURE_HEIGHT, PICTURE_QUALITY, PICTURE_WIDTH } from '../page/picture.ts';
import type { BrowserTalk } from './browser-talk.ts';

const FRAME_WITHIN_MS = 5_000;

const Targets = z.object({
  targetInfos: z.array(z.object({ targetId: z.string(), type: z.string(), url: z.string() })),
});
const Attached = z.object({ sessionId: z.string() });
const Frame = z.object({ data: z.base64(), sessionId: z.int() });

/** `origin`: of the page that is meant. */
export const captureGlass = async (talk: BrowserTalk, origin: string): Promise<Uint8Array> => {
  const { targetInfos } = Targets.parse(await talk.ask('Target.getTargets'));
  const page = targetInfos.find(({ type, url }) => type === 'page' && url.startsWith(origin));
  if (!page) throw new Error('there is no page now');
  const { targetId } = page;
  const { sessionId } = Attached.parse(await talk.ask('Target.attachToTarget', { targetId, flatten: true }));
  let quit = (): void => {};
  try {
    await talk.ask('Page.enable', {}, sessionId);
    const frame = new Promise<Uint8Array>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('the browser gave no frame')), FRAME_WITHIN_MS);
      const end = talk.on('Page.screencastFrame', (said) => {
        if (said.sessionId !== sessionId) return;
        const read = Frame.safeParse(said.params);
        if (read.success) resolve(Buffer.from(read.data.data, 'base64'));
      });
      quit = () => {
        clearTimeout(late);
        end();
      };
    });
    const form = { format: 'jpeg', quality: PICTURE_QUALITY, maxWidth: PICTURE_WIDTH, maxHeight: PICTURE_HEIGHT };
    await talk.ask('Page.startScreencast', form, sessionId);
    return await frame;
  } finally {
    quit();
    talk.tell('Page.stopScreencast', {}, sessionId);
    talk.tell('Target.detachFromTarget', { sessionId });
  }
};
