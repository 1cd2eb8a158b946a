/**
 * The technician's panel: first boot (address, PIN) and, over the picture, the local exit behind the PIN. It is fed with keys
 * and shows panels; nothing that is typed reaches the page's engine. Closes by itself, so a panel left open hides no picture
 * for long; on first boot there is nothing else to show, and it stays.
 */
import { assertNever } from '../../playlists/model/refusal.ts';
import type { AddressFault, DeskPanel, KeyPress } from '../../playlists/wire/desk.ts';
import { type Cancel, type Clocks, every } from './clocks.ts';
import { ServerOrigin } from './config.ts';
import type { Trial } from './link-trial.ts';
import { faultOfPin, type LocalPin, PIN_LENGTH } from './local-pin.ts';
import { type Log, wordsOf } from './log.ts';
import type { ServerAddress } from './server-address.ts';

/** Nobody typed for so long: the panel closes. */
export const IDLE_MS = { pin: 20_000, menu: 60_000, address: 120_000, 'new-pin': 120_000 } as const;
const REDRAW_MS = 1_000;
const LONGEST_ADDRESS = 200;

/** `again`: the program starts anew, with what was chosen. `left`: the technician wants the machine for a while. */
export type Leaving = 'again' | 'left';

export interface DeskDoors {
  clocks: Clocks;
  log: Log;
  show: (panel: DeskPanel | null) => void;
  pin: LocalPin;
  address: ServerAddress;
  tryServer: (url: string) => Promise<Trial>;
  /** Addresses of this machine. */
  network: () => string[];
  facts: { deviceId: string; version: string };
  leave: (how: Leaving) => void;
  /** For heartbeats. */
  fault: (code: string, detail: string) => void;
}

export interface Desk {
  /** Opens the address page; it stays until an address is kept. */
  firstBoot(): void;
  key(press: KeyPress): void;
  /** Shows what is open once more (the page is new). */
  redraw(): void;
  stop(): void;
}

type Address = {
  kind: 'address';
  first: boolean;
  anotherServer: boolean;
  typed: string;
  state: Extract<DeskPanel, { kind: 'address' }>['state'];
};
type NewPin = {
  kind: 'new-pin';
  url: string;
  typed: string;
  before: string | null;
  fault: Extract<DeskPanel, { kind: 'new-pin' }>['fault'];
};
type State =
  | { kind: 'closed' }
  | Address
  | NewPin
  | { kind: 'pin'; typed: string; wrong: boolean; judging: boolean }
  | { kind: 'menu' };

/** What may be meant: with a scheme only that, without one the encrypted line first. */
export const candidatesOf = (typed: string): string[] => {
  const text = typed.trim();
  const said = /^https?:\/\//i.test(text) ? [text] : [`https://${text}`, `http://${text}`];
  return said.flatMap((one) => {
    const read = ServerOrigin.safeParse(one);
    return read.success ? [read.data] : [];
  });
};

/** The chord that asks for the PIN. */
const isCall = ({ key, ctrl, alt, shift }: KeyPress): boolean => ctrl && alt && shift && key.toLowerCase() === 'k';

export const createDesk = (doors: DeskDoors): Desk => {
  const { clocks, log, pin } = doors;
  let state: State = { kind: 'closed' };
  let language: 'vi' | 'en' = 'vi';
  let lastKeyAt = 0;
  let shown = 'null';
  let looking: Cancel | null = null;
  let stopped = false;

  const panelOf = (): DeskPanel | null => {
    switch (state.kind) {
      case 'closed':
        return null;
      case 'address': {
        const { first, typed, state: standing } = state;
        return { kind: 'address', language, first, typed, state: standing, network: doors.network().slice(0, 4) };
      }
      case 'new-pin': {
        const step = state.before === null ? 'first' : 'again';
        return { kind: 'new-pin', language, first: true, step, length: state.typed.length, fault: state.fault };
      }
      case 'pin': {
        const waitS = state.judging ? 0 : Math.ceil(pin.waitMs() / 1_000);
        return { kind: 'pin', language, length: state.typed.length, wrong: state.wrong, waitS };
      }
      case 'menu': {
        const server = doors.address.url ?? '';
        return { kind: 'menu', language, server, network: doors.network().slice(0, 4), ...doors.facts };
      }
      default:
        return assertNever(state);
    }
  };
  const draw = (): void => {
    const panel = panelOf();
    const text = JSON.stringify(panel);
    if (text !== shown) doors.show(panel);
    shown = text;
  };
  const close = (): void => enter({ kind: 'closed' });
  const look = (): void => {
    const isFirst = (state.kind === 'address' && state.first) || state.kind === 'new-pin';
    const idleMs = state.kind === 'closed' || isFirst ? Number.POSITIVE_INFINITY : IDLE_MS[state.kind];
    if (clocks.monotonic() - lastKeyAt >= idleMs) close();
    else draw();
  };
  function enter(next: State): void {
    if (stopped) return;
    state = next;
    looking?.();
    looking = next.kind === 'closed' ? null : every(clocks, REDRAW_MS, look);
    draw();
  }

  const keep = async (url: string, anotherServer: boolean): Promise<void> => {
    await doors.address.choose(url, anotherServer);
    log('desk.server-chosen', { url, anotherServer });
    doors.leave('again');
  };
  /** `typing` again, with what is wrong. */
  const complain = (open: Address, fault: AddressFault): void => {
    if (state === open) enter({ ...open, state: { kind: 'typing', fault } });
  };
  const check = async (asked: Address): Promise<void> => {
    const candidates = candidatesOf(asked.typed);
    const open: Address = { ...asked, state: { kind: 'checking' } };
    enter(open);
    if (candidates.length === 0) return complain(open, 'malformed');
    let fault: AddressFault = 'unreachable';
    for (const url of candidates) {
      const trial = await doors.tryServer(url);
      log('desk.server-tried', { url, answer: trial.kind });
      if (state !== open) return;
      if (trial.kind === 'ours') return enter({ ...open, state: { kind: 'found', url } });
      if (trial.kind === 'not-ours') fault = 'not-ours';
    }
    complain(open, fault);
  };
  const take = async (open: Address, url: string): Promise<void> => {
    if (open.first && !pin.isSet()) return enter({ kind: 'new-pin', url, typed: '', before: null, fault: null });
    try {
      await keep(url, open.anotherServer);
    } catch (thrown) {
      log('desk.not-kept', { why: wordsOf(thrown) });
      complain(open, 'not-kept');
    }
  };
  const takePin = async (open: NewPin): Promise<void> => {
    const { typed, before, url } = open;
    const fault = faultOfPin(typed);
    if (before === null) return enter({ ...open, typed: '', before: fault ? null : typed, fault });
    if (typed !== before) return enter({ ...open, typed: '', before: null, fault: 'different' });
    try {
      await pin.set(typed);
      await keep(url, false);
    } catch (thrown) {
      log('desk.not-kept', { why: wordsOf(thrown) });
      enter({ ...open, typed: '', before: null, fault: 'not-kept' });
    }
  };
  const judge = async (typed: string): Promise<void> => {
    const open: State = { kind: 'pin', typed, wrong: false, judging: true };
    enter(open);
    const tried = await pin.try(typed);
    if (tried.kind === 'wrong') {
      log('desk.pin-wrong', { wrong: tried.wrong });
      doors.fault('local-exit-tried', `${tried.wrong} wrong PIN${tried.wrong === 1 ? '' : 's'} at the box`);
    }
    if (state !== open) return;
    if (tried.kind !== 'right') return enter({ kind: 'pin', typed: '', wrong: true, judging: false });
    log('desk.opened');
    doors.fault('local-exit', 'a technician opened the local exit with the PIN');
    enter({ kind: 'menu' });
  };

  /** Text after a key; null = the key is none of text. */
  const edited = (text: string, { key, ctrl, alt }: KeyPress, allowed: RegExp, most: number): string | null => {
    if (key === 'Backspace') return ctrl ? '' : text.slice(0, -1);
    if (ctrl || alt || !allowed.test(key)) return null;
    return text.length < most ? text + key : text;
  };

  const addressKey = (open: Address, press: KeyPress): void => {
    const { state: standing } = open;
    if (standing.kind === 'checking') return;
    if (press.key === 'Enter') {
      void (standing.kind === 'found' ? take(open, standing.url) : check(open));
    } else if (press.key === 'Escape') {
      if (standing.kind === 'found') enter({ ...open, state: { kind: 'typing', fault: null } });
      else if (!open.first) close();
    } else {
      const typed = edited(open.typed, press, /^[\w.:/[\]-]$/, LONGEST_ADDRESS);
      if (typed !== null) enter({ ...open, typed, state: { kind: 'typing', fault: null } });
    }
  };
  const newPinKey = (open: NewPin, press: KeyPress): void => {
    if (press.key === 'Enter') void takePin(open);
    // Without a PIN there is no local exit; that is a choice.
    else if (press.key === 'Escape') void keep(open.url, false).catch(() => enter({ ...open, fault: 'not-kept' }));
    else {
      const typed = edited(open.typed, press, /^\d$/, PIN_LENGTH.most);
      if (typed !== null) enter({ ...open, typed, fault: null });
    }
  };
  const pinKey = (open: Extract<State, { kind: 'pin' }>, press: KeyPress): void => {
    if (open.judging) return;
    if (press.key === 'Escape') close();
    else if (press.key === 'Enter') {
      if (open.typed !== '') void judge(open.typed);
    } else {
      const typed = edited(open.typed, press, /^\d$/, PIN_LENGTH.most);
      if (typed !== null) enter({ ...open, typed, wrong: false });
    }
  };
  const menuKey = ({ key }: KeyPress): void => {
    if (key === 'Escape') close();
    else if (key === '1' || key === '2') {
      const typed = key === '1' ? (doors.address.url ?? '') : '';
      enter({
        kind: 'address',
        first: false,
        anotherServer: key === '2',
        typed,
        state: { kind: 'typing', fault: null },
      });
    } else if (key === '3') {
      log('desk.left');
      doors.leave('left');
    }
  };

  return {
    firstBoot: () =>
      enter({
        kind: 'address',
        first: true,
        anotherServer: false,
        typed: '',
        state: { kind: 'typing', fault: null },
      }),
    key: (press) => {
      lastKeyAt = clocks.monotonic();
      if (state.kind !== 'closed' && press.key === 'F2') {
        language = language === 'vi' ? 'en' : 'vi';
        return draw();
      }
      switch (state.kind) {
        case 'closed':
          if (isCall(press) && pin.isSet()) enter({ kind: 'pin', typed: '', wrong: false, judging: false });
          return;
        case 'address':
          return addressKey(state, press);
        case 'new-pin':
          return newPinKey(state, press);
        case 'pin':
          return pinKey(state, press);
        case 'menu':
          return menuKey(press);
        default:
          return assertNever(state);
      }
    },
    redraw: () => {
      shown = '';
      draw();
    },
    stop: () => {
      stopped = true;
      looking?.();
    },
  };
};
