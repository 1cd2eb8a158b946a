/**
 * The page that paints. It keeps the cue sheet and its own measured clock, so a busy or dead core never delays a picture; it
 * reports what was really painted and every fault of its own.
 */
import './jitless.ts';
import { assertNever } from '../../playlists/model/refusal.ts';
import type { CoreToPage } from '../../playlists/wire/stage.ts';
import { createCard } from './cards/card.ts';
import { openChannel } from './channel.ts';
import { createCoverLayer } from './cover-layer.ts';
import { createDeskPanel } from './desk/desk-panel.ts';
import { createDimmer } from './dimmer.ts';
import { windowFrames } from './frames.ts';
import { createPageClock } from './page-clock.ts';
import { createPlayout } from './playout.ts';
import { createSurfaces } from './surfaces.ts';
import { createTickerBand } from './ticker-band.ts';

/** Round trips asked quickly at the start, then one every few seconds. */
const QUICK_ASKS = 8;
const QUICK_ASK_MS = 60;
const ASK_EVERY_MS = 5_000;
const MOST_FAULTS = 50;
const FONT_WAIT_MS = 400;

const start = (stage: HTMLElement): void => {
  const channel = openChannel();
  const frames = windowFrames();
  const clock = createPageClock();
  const card = createCard();
  const surfaces = createSurfaces(stage, card.element, frames, clock);
  const ticker = createTickerBand(stage, frames, clock);
  const cover = createCoverLayer(stage, frames);
  const dim = createDimmer(stage);
  const desk = createDeskPanel(document.body);
  const playout = createPlayout({ frames, clock, surfaces, report: channel.send });
  let sheet: Extract<CoreToPage, { kind: 'sheet' }> | null = null;

  let faults = 0;
  const fault = (detail: string): void => {
    faults += 1;
    if (faults <= MOST_FAULTS) channel.send({ kind: 'fault', detail: detail.slice(0, 500) });
  };
  addEventListener('error', (event) => fault(`script: ${event.message}`));
  addEventListener('unhandledrejection', (event) => fault(`promise: ${String(event.reason)}`));
  document.addEventListener('securitypolicyviolation', (event) =>
    fault(`policy: ${event.violatedDirective} ${event.blockedURI}`),
  );
  for (const kind of ['contextmenu', 'dragstart', 'dragover', 'drop', 'selectstart', 'wheel', 'keydown']) {
    addEventListener(kind, (event) => event.preventDefault(), { capture: true, passive: false });
  }

  // In the kiosk no key comes here; the shell hears them before the engine does.
  addEventListener(
    'keydown',
    ({ key, ctrlKey: ctrl, altKey: alt, shiftKey: shift }) => {
      if (key.length <= 20) channel.send({ kind: 'key', key, ctrl, alt, shift });
    },
    { capture: true },
  );

  const drawCard = (): void => {
    const canvas = sheet?.canvas ?? { width: innerWidth * devicePixelRatio, height: innerHeight * devicePixelRatio };
    // Until a manifest names the wall, the canvas is a guess and may be larger than the window: a card is never cut off.
    const room = {
      width: Math.min(innerWidth, canvas.width / devicePixelRatio),
      height: Math.min(innerHeight, canvas.height / devicePixelRatio),
    };
    surfaces.resize(canvas, room);
    cover.resize(canvas);
    card.show(sheet?.card ?? { kind: 'starting' }, room);
  };
  drawCard();
  addEventListener('resize', drawCard);
  // The card was measured with whatever type was there; measure again with its own.
  const fonts = ['400', '600', '700'].map((weight) =>
    document.fonts.load(`${weight} 20px "Be Vietnam Pro"`, 'Bảng Tin'),
  );
  Promise.race([Promise.all(fonts), new Promise((resolve) => setTimeout(resolve, FONT_WAIT_MS))]).then(
    () => {
      card.forget();
      drawCard();
    },
    (thrown: unknown) => fault(`font: ${String(thrown)}`),
  );

  const ask = (): void => channel.send({ kind: 'clock-ask', askedAt: performance.now() });
  let asks = 0;
  const askOn = (): void => {
    asks += 1;
    ask();
    setTimeout(askOn, asks < QUICK_ASKS ? QUICK_ASK_MS : ASK_EVERY_MS);
  };

  const heard = (message: CoreToPage): void => {
    switch (message.kind) {
      case 'sheet':
        sheet = message;
        surfaces.keepSafe(message.safeUrl ?? message.cues.find((cue) => cue.kind === 'safe' && cue.url)?.url ?? null);
        drawCard();
        playout.play(message);
        ticker.show(message.tickers ?? [], message.canvas);
        // A new sheet may follow a step of the core's clock.
        ask();
        break;
      case 'clock':
        clock.learn(message.askedAt, performance.now(), message.serverTime);
        playout.look();
        ticker.look();
        break;
      case 'desk':
        desk.show(message.panel);
        break;
      case 'light':
        dim(message.percent);
        break;
      case 'ping':
        channel.send({ kind: 'pong', token: message.token });
        break;
      case 'cover':
        surfaces.setVolume(message.volume);
        cover.show(message);
        break;
      default:
        assertNever(message);
    }
  };
  let listening = false;
  channel.listen(heard, () => {
    channel.send({ kind: 'ready' });
    if (!listening) askOn();
    listening = true;
  });
};

const stage = document.getElementById('stage');
if (stage) start(stage);
