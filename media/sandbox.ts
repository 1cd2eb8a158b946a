/**
 * The cell in which strangers' bytes are parsed. One input file, one output folder, no network, no home, no other file;
 * limits on processor time, memory and file size. Made of `prlimit` and `bwrap` (bubblewrap); where bubblewrap is missing
 * or forbidden (containers) the limits remain and `kind` says `none`, which the health page shows as a warning.
 */
import { lstatSync, readlinkSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Invocation, runContained } from './contained-run.ts';

export interface Limits {
  /** Seconds of processor time, all threads together. */
  cpuSeconds: number;
  /** Largest file that may be written. */
  fileBytes: number;
  /** Address space; null = not limited (Node reserves far more than it uses). */
  addressBytes: number | null;
  /** Time by the clock after which we kill the whole group. */
  wallMs: number;
  /**
   * What it is to the rest of the machine. `long`: runs only where nothing else would, and steps aside within the moment, so that a film of an hour
   * delays no publication. `live`: keeps up with the clock. Absent: short work behind everything else.
   */
  pace?: 'long' | 'live';
}

/** What a command may touch besides the system's own programs. */
export interface Room {
  /** The one file it may read; null = none. */
  input: string | null;
  /** The one folder it may write; null = none. */
  output: string | null;
  /** Further folders or files to read, at their own paths: our code, or a tool that lives outside /usr. */
  readOnly?: string[];
}

export interface Sandbox {
  kind: 'bubblewrap' | 'none';
  /** Why there is no sandbox; null when there is. */
  reason: string | null;
  /** Paths of the room as the command inside sees them. */
  inside(room: Room): { input: string; output: string };
  /** What to start so that `command` runs inside. */
  wrap(command: string, args: string[], room: Room, limits: Limits): Invocation;
}

/** Debian and most others keep /bin, /lib … as links into /usr; elsewhere they are folders of their own. */
const systemFolders = (): string[] =>
  ['/bin', '/sbin', '/lib', '/lib64'].flatMap((path) => {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found) return [];
    return found.isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path];
  });

const bubblewrapArgs = (room: Room): string[] => [
  ...['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
  ...['--clearenv', '--setenv', 'PATH', '/usr/local/bin:/usr/bin:/bin', '--setenv', 'LANG', 'C.UTF-8'],
  ...['--ro-bind', '/usr', '/usr', ...systemFolders()],
  ...[
    '--ro-bind-try',
    '/etc/alternatives',
    '/etc/alternatives',
    '--ro-bind-try',
    '/etc/ld.so.cache',
    '/etc/ld.so.cache',
  ],
  ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp', '--chdir', '/tmp'],
  ...(room.readOnly ?? []).flatMap((path) => ['--ro-bind', path, path]),
  ...(room.input ? ['--ro-bind', room.input, '/in/src'] : []),
  ...(room.output ? ['--bind', room.output, '/out'] : []),
];

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
const findIn = (name: string): string | null =>
  ['/usr/bin', '/bin', '/usr/local/bin'].map((folder) => `${folder}/${name}`).find(isThere) ?? null;

/** Limits that hold with and without bubblewrap; `setpriv` makes the command die when the server is killed. */
const limited = (invocation: Invocation, limits: Limits): Invocation => {
  const [nice, chrt, setpriv, prlimit] = ['nice', 'chrt', 'setpriv', 'prlimit'].map(findIn);
  const parts = [
    ...(setpriv ? [setpriv, '--pdeathsig', 'KILL'] : []),
    ...(nice ? [nice, '-n', limits.pace === 'live' ? '5' : '15'] : []),
    // A nice process that runs keeps its turn for some milliseconds when we wake; an idle one is put aside at once.
    ...(chrt && limits.pace === 'long' ? [chrt, '--idle', '0'] : []),
    ...(prlimit
      ? [
          prlimit,
          `--cpu=${Math.ceil(limits.cpuSeconds)}`,
          `--fsize=${Math.ceil(limits.fileBytes)}`,
          '--core=0',
          ...(limits.addressBytes === null ? [] : [`--as=${limits.addressBytes}`]),
        ]
      : []),
    invocation.command,
    ...invocation.args,
  ];
  return { command: parts[0] as string, args: parts.slice(1) };
};

/** A sandbox made with this bubblewrap, or one that only limits (and says why). */
const makeSandbox = (bubblewrap: string | null, reason: string | null): Sandbox => ({
  kind: bubblewrap ? 'bubblewrap' : 'none',
  reason,
  inside: (room) =>
    bubblewrap ? { input: '/in/src', output: '/out' } : { input: room.input ?? '', output: room.output ?? '' },
  wrap: (command, args, room, limits) => {
    if (!bubblewrap) return limited({ command, args }, limits);
    const ownFolder = command.startsWith('/usr/') ? [] : [dirname(command)];
    const readOnly = [...(room.readOnly ?? []), ...ownFolder];
    return limited(
      { command: bubblewrap, args: [...bubblewrapArgs({ ...room, readOnly }), '--', command, ...args] },
      limits,
    );
  },
});

/** Looks for bubblewrap and really tries it with a tiny command; never throws. `use: 'none'` skips the try (tests). */
export const openSandbox = async (use: 'best' | 'none' = 'best'): Promise<Sandbox> => {
  if (use === 'none') return makeSandbox(null, 'switched off by configuration');
  if (process.platform !== 'linux') return makeSandbox(null, `bubblewrap does not exist on ${process.platform}`);
  const path = findIn('bwrap');
  if (!path) return makeSandbox(null, 'bubblewrap is not installed (Debian: apt install bubblewrap)');
  const candidate = makeSandbox(path, null);
  const tiny: Limits = { cpuSeconds: 5, fileBytes: 1024, addressBytes: null, wallMs: 5_000 };
  const tried = await runContained(candidate.wrap('/usr/bin/true', [], { input: null, output: null }, tiny), {
    wallMs: tiny.wallMs,
  });
  if (tried.end.kind === 'exited' && tried.end.code === 0) return candidate;
  return makeSandbox(null, `bubblewrap does not work here: ${tried.stderr.trim().slice(0, 300) || tried.end.kind}`);
};
