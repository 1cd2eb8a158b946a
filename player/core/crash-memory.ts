/**
 * Remembers crashes across the lives of the program, and decides on safe mode: three of them within two minutes and the wall
 * shows stills only, until ten minutes have passed without another. It knows no dates: instants are the machine's own uptime,
 * so a wrong clock neither starts nor prolongs it, and what an earlier boot of the machine left does not count (a power cut is
 * no crash). When most of what crashed was the graphics process, the next start of the program does without it.
 */
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Cancel, Clocks } from './clocks.ts';
import { writeDurably } from './durable-file.ts';
import { type Log, wordsOf } from './log.ts';

const CRASHES = 3;
const WITHIN_MS = 120_000;
/** Without a crash for so long, safe mode ends by itself. */
export const QUIET_MS = 600_000;

/** `program`: the whole player ended without being told to; `page`, `graphics`: a process of the engine died or hung. */
const Cause = z.enum(['program', 'page', 'graphics']);
export type CrashCause = z.infer<typeof Cause>;

const Kept = z.object({
  /** Which boot of the machine this is about. */
  boot: z.string().max(80),
  /** True from start to a clean end. */
  running: z.boolean(),
  /** The newest last; `at` is uptime of the machine in ms. */
  crashes: z.array(z.object({ cause: Cause, at: z.number().min(0) })).max(CRASHES),
  /** Uptime at which safe mode ends; null = not in it. */
  safeUntil: z.number().min(0).nullable(),
});
type Kept = z.infer<typeof Kept>;

/** The machine below the player. */
export interface Machine {
  /** Told apart from its other boots by this. */
  boot: string;
  uptimeMs(): number;
}

/** This machine. Where there is no boot id, the instant of the boot stands for it, to ten minutes. */
export const thisMachine = (wall: () => number): Machine => {
  let boot: string;
  try {
    boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    boot = `about ${Math.round((wall() / 1_000 - uptime()) / 600)}`;
  }
  return { boot, uptimeMs: () => uptime() * 1_000 };
};

export interface SafeMode {
  /** One sentence for technicians. */
  why: string;
}

export interface CrashMemory {
  /** Null = everything is shown. */
  safeMode(): SafeMode | null;
  /** The engine should start without its graphics process. Fixed when the memory was opened. */
  withoutGraphics: boolean;
  /** The graphics process killed itself into safe mode, and this program still uses it: it should start anew. */
  wantsStartWithoutGraphics(): boolean;
  /** From now on an end that was not asked for is a crash. The folder exists. */
  begin(): Promise<void>;
  crashed(cause: CrashCause): void;
  /** Safe mode began or ended. */
  onChange(run: () => void): void;
  /** The end was asked for. */
  end(): Promise<void>;
}

/**
 * Opens the memory in a data folder, which need not exist yet. Reads at once and without waiting, because the engine wants to
 * know before it starts; what cannot be read is forgotten, it costs no more than three further crashes. Never throws.
 */
export const openCrashMemory = (doors: { folder: string; machine: Machine; clocks: Clocks; log: Log }): CrashMemory => {
  const { machine, clocks, log } = doors;
  const path = join(doors.folder, 'crashes.json');
  const nothing: Kept = { boot: machine.boot, running: false, crashes: [], safeUntil: null };
  const listeners: (() => void)[] = [];
  let cancel: Cancel = () => {};

  const read = (): Kept => {
    try {
      const found = Kept.safeParse(JSON.parse(readFileSync(path, 'utf8')));
      return found.success && found.data.boot === machine.boot ? found.data : nothing;
    } catch {
      return nothing;
    }
  };
  let kept = read();
  /** A run that nobody ended, of this boot of the machine. */
  const crashedBefore = kept.running;

  const isSafe = (state: Kept): boolean => state.safeUntil !== null && machine.uptimeMs() < state.safeUntil;
  const mostlyGraphics = ({ crashes }: Kept): boolean =>
    crashes.filter(({ cause }) => cause === 'graphics').length * 2 > crashes.length;
  const after = (state: Kept, cause: CrashCause): Kept => {
    const at = machine.uptimeMs();
    const crashes = [...state.crashes, { cause, at }].slice(-CRASHES);
    const many = crashes.length === CRASHES && at - (crashes[0]?.at ?? at) <= WITHIN_MS;
    return { ...state, crashes, safeUntil: many || isSafe(state) ? at + QUIET_MS : null };
  };
  if (crashedBefore) kept = after(kept, 'program');

  const withoutGraphics = isSafe(kept) && mostlyGraphics(kept);

  let saving: Promise<void> = Promise.resolve();
  const save = (): Promise<void> => {
    const text = JSON.stringify(kept);
    saving = saving.then(() =>
      writeDurably(path, text).catch((thrown: unknown) => log('crashes.not-saved', { why: wordsOf(thrown) })),
    );
    return saving;
  };
  const changed = (): void => {
    for (const run of listeners) run();
  };
  /** Looks again when the quiet time should be over. */
  const watchEnd = (): void => {
    cancel();
    if (kept.safeUntil === null) return;
    cancel = clocks.after(Math.max(0, kept.safeUntil - machine.uptimeMs()) + 1, () => {
      if (isSafe(kept)) return watchEnd();
      kept = { ...kept, crashes: [], safeUntil: null };
      log('safe-mode.left', { quietMs: QUIET_MS });
      void save();
      changed();
    });
  };
  const say = (): void => log('safe-mode.entered', { causes: kept.crashes.map(({ cause }) => cause) });

  return {
    withoutGraphics,
    safeMode: () =>
      isSafe(kept)
        ? {
            why: `${kept.crashes.map(({ cause }) => cause).join(', ')} crashed within ${WITHIN_MS / 60_000} min: stills only until ${QUIET_MS / 60_000} min without another${withoutGraphics ? '; without graphics hardware' : ''}`,
          }
        : null,
    wantsStartWithoutGraphics: () => !withoutGraphics && isSafe(kept) && mostlyGraphics(kept),
    begin: async () => {
      if (crashedBefore) log('program.crashed-before');
      if (isSafe(kept)) say();
      kept = { ...kept, running: true };
      watchEnd();
      await save();
    },
    crashed: (cause) => {
      const before = isSafe(kept);
      kept = after(kept, cause);
      void save();
      watchEnd();
      if (!before && isSafe(kept)) {
        say();
        changed();
      }
    },
    onChange: (run) => listeners.push(run),
    end: async () => {
      cancel();
      kept = { ...kept, running: false };
      await save();
    },
  };
};
