/**
 * The page's one line to the core: the bridge of the Electron preload where it exists, else events and posts to the page's
 * own origin. Messages keep their order; what comes in is parsed here, once. Never throws: a broken line is reported and
 * mended by itself.
 */
import { CoreToPage, type PageToCore } from '../../playlists/wire/stage.ts';

export interface Channel {
  send(message: PageToCore): void;
  /** Begins to listen; `opened` runs at every (re)connection, before its first message. */
  listen(heard: (message: CoreToPage) => void, opened: () => void): void;
}

/** What the Electron preload exposes, and nothing more. */
export interface Bridge {
  send(message: unknown): void;
  onMessage(heard: (message: unknown) => void): void;
}

declare global {
  interface Window {
    bangTin?: Bridge;
  }
}

const parse = (channel: Channel, raw: unknown, heard: (message: CoreToPage) => void): void => {
  const read = CoreToPage.safeParse(raw);
  if (read.success) heard(read.data);
  else channel.send({ kind: 'fault', detail: `message not understood: ${read.error.message}`.slice(0, 500) });
};

const bridgeChannel = (bridge: Bridge): Channel => {
  const channel: Channel = {
    send: (message) => bridge.send(message),
    listen: (heard, opened) => {
      bridge.onMessage((raw) => parse(channel, raw, heard));
      opened();
    },
  };
  return channel;
};

/** Messages a page may hold back while the core is away; older ones are dropped, they are worthless by then. */
const MOST_WAITING = 500;

const httpChannel = (): Channel => {
  let waiting: PageToCore[] = [];
  let posting = false;
  const post = async (): Promise<void> => {
    if (posting) return;
    posting = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, 50);
      try {
        const answer = await fetch('/channel', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(batch),
          cache: 'no-store',
        });
        // A refusal is final (the shell closed this page or a message was wrong): sending it again cannot help.
        if (answer.ok || answer.status < 500) waiting = waiting.slice(batch.length);
        else throw new Error(String(answer.status));
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
    posting = false;
  };
  const channel: Channel = {
    send: (message) => {
      waiting.push(message);
      if (waiting.length > MOST_WAITING) waiting = waiting.slice(-MOST_WAITING);
      void post();
    },
    listen: (heard, opened) => {
      const source = new EventSource('/channel');
      source.onopen = opened;
      source.onmessage = (event) => {
        try {
          parse(channel, JSON.parse(String(event.data)), heard);
        } catch {
          channel.send({ kind: 'fault', detail: 'message is not JSON' });
        }
      };
    },
  };
  return channel;
};

/** The channel of the shell this page runs in. */
export const openChannel = (): Channel => (window.bangTin ? bridgeChannel(window.bangTin) : httpChannel());
