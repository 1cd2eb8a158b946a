/**
 * The one door to the environment and the command line of a player. Everything is parsed once, here; a wrong value is
 * named with the variable it came from and what it should look like.
 */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { Canvas } from '../../playlists/model/canvas.ts';

/** Compile-time facts of this release; `floor` is the earliest instant at which this code can run (clock trust). */
export const BUILT = { version: '0.1.0', floor: Date.UTC(2026, 0, 1) } as const;

const ShellName = z.enum(['electron', 'chromium', 'none']);
export type ShellName = z.infer<typeof ShellName>;

export interface PlayerConfig {
  /** Origin of the server, without a path: `http://host:port` or `https://host`. Null = unsaid (`server-address.ts`). */
  serverUrl: string | null;
  /** Where everything of this player lives: key, manifests, files, plays. */
  dataFolder: string;
  shell: ShellName;
  appVersion: string;
  /** No system clock before this instant is believed. */
  builtAt: number;
  /** A window of this size instead of the whole screen; null = kiosk. */
  window: Canvas | null;
  /** Bytes of disk that downloads must leave free. */
  reserveBytes: number;
  /** The PIN of the local exit, from the installer; null = none was left here. */
  pinFile: string | null;
  /** Where to count as a sign of life, for whoever supervises the program; null = nobody does. */
  aliveFile: string | null;
  /** The LED controller on this box's own cable; null = the page dims. */
  led: { kind: 'mctrl' | 'coex'; host: string; port: number } | null;
  /** Start by forgetting the pinned server key and all manifests (the server was really replaced). */
  forgetServer: boolean;
  /** Staff may have the whole machine restarted: a kiosk that does nothing else. */
  mayReboot: boolean;
}

/** What an address of a server must look like; gives it without a slash at the end. */
export const ServerOrigin = z
  .url({ protocol: /^https?$/, error: 'expected http://host:port or https://host', abort: true })
  .refine((text) => {
    const url = new URL(text);
    return (url.pathname === '/' || url.pathname === '') && !url.search && !url.hash && !url.username;
  }, 'expected an origin without path, query or password')
  .transform((text) => new URL(text).origin);

const WindowSize = z
  .string()
  .regex(/^\d+x\d+$/, 'expected a size such as 768x384')
  .transform((text) => {
    const [width, height] = text.split('x').map(Number);
    return { width, height };
  })
  .pipe(Canvas);

const LED_PORTS = { mctrl: 5_200, coex: 8_001 } as const;
/** `mctrl://192.168.0.10`, `coex://192.168.0.20:8001`. */
const LedController = z
  .string()
  .regex(/^(mctrl|coex):\/\/[a-z0-9.-]{1,100}(:\d{1,5})?$/i, 'expected mctrl://host[:port] or coex://host[:port]')
  .transform((text, context) => {
    const [, scheme = '', host = '', port] = /^(\w+):\/\/([^:]+)(?::(\d+))?$/.exec(text) ?? [];
    const kind = scheme.toLowerCase() === 'coex' ? 'coex' : 'mctrl';
    const number = port === undefined ? LED_PORTS[kind] : Number(port);
    if (number < 1 || number > 65_535) context.addIssue({ code: 'custom', message: 'no such port' });
    return { kind, host, port: number } as const;
  });

const Raw = z.object({
  server: ServerOrigin.optional(),
  pinFile: z.string().min(1).optional(),
  data: z.string().min(1).optional(),
  shell: ShellName.default('electron'),
  window: WindowSize.optional(),
  aliveFile: z.string().min(1).optional(),
  reserveMb: z.coerce.number().int().min(0).max(1_000_000).default(256),
  forgetServer: z.boolean().default(false),
  mayReboot: z.stringbool().default(false),
  led: LedController.optional(),
});

/** Name in the code → variable of the environment and option of the command line (the option wins). */
const SOURCES = {
  server: { variable: 'BANGTIN_SERVER', option: '--server' },
  data: { variable: 'BANGTIN_PLAYER_DATA', option: '--data' },
  shell: { variable: 'BANGTIN_SHELL', option: '--shell' },
  window: { variable: 'BANGTIN_WINDOW', option: '--window' },
  reserveMb: { variable: 'BANGTIN_RESERVE_MB', option: '--reserve-mb' },
  mayReboot: { variable: 'BANGTIN_MAY_REBOOT', option: '--may-reboot' },
  pinFile: { variable: 'BANGTIN_PIN_FILE', option: '--pin-file' },
  aliveFile: { variable: 'BANGTIN_ALIVE_FILE', option: '--alive-file' },
  led: { variable: 'BANGTIN_LED', option: '--led' },
} as const;

/** What was wrong with the environment or the command line; the message is for the person at the keyboard. */
export class ConfigFault extends Error {
  override name = 'ConfigFault';
}

const optionOf = (argv: readonly string[], option: string): string | undefined => {
  for (const [i, word] of argv.entries()) {
    if (word === option) {
      const value = argv[i + 1];
      if (value === undefined || value.startsWith('--')) throw new ConfigFault(`${option} needs a value`);
      return value;
    }
    if (word.startsWith(`${option}=`)) return word.slice(option.length + 1);
  }
  return undefined;
};

/** Reads the configuration; throws `ConfigFault` that names each wrong value. Unknown words are left to the shell. */
export const readPlayerConfig = (
  environment: Readonly<Record<string, string | undefined>> = process.env,
  argv: readonly string[] = process.argv.slice(2),
): PlayerConfig => {
  const raw: Record<string, unknown> = { forgetServer: argv.includes('--forget-server') };
  for (const [name, { variable, option }] of Object.entries(SOURCES)) {
    const value = optionOf(argv, option) ?? environment[variable];
    if (value !== undefined && value !== '') raw[name] = value;
  }
  const read = Raw.safeParse(raw);
  if (!read.success) {
    const lines = read.error.issues.map((issue) => {
      const source = SOURCES[String(issue.path[0]) as keyof typeof SOURCES];
      return `${source ? `${source.option} (${source.variable})` : issue.path.join('.')}: ${issue.message}`;
    });
    throw new ConfigFault(lines.join('\n'));
  }
  const { server, data, shell, window, reserveMb, pinFile, aliveFile, forgetServer, mayReboot, led } = read.data;
  const shareFolder = environment.XDG_DATA_HOME || join(homedir(), '.local', 'share');
  return {
    serverUrl: server ?? null,
    dataFolder: resolve(data ?? join(shareFolder, 'bang-tin-player')),
    shell,
    appVersion: BUILT.version,
    builtAt: BUILT.floor,
    window: window ?? null,
    reserveBytes: reserveMb * 1_000_000,
    pinFile: pinFile ?? null,
    aliveFile: aliveFile ?? null,
    forgetServer,
    mayReboot,
    led: led ?? null,
  };
};

/** The environment as the shells need it (where programs are, whether there is a display); a copy that children inherit. */
export const readEnvironment = (): Readonly<Record<string, string | undefined>> => ({ ...process.env });
