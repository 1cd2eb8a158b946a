/**
 * Restarts the machine by the system's own program, as an ordinary user may in its own session (Linux: logind; Windows:
 * shutdown). Offered only where the owner said so (`mayReboot`).
 */
import { execFile } from 'node:child_process';
import type { ShellHands } from '../core/hands.ts';

/** Time for the system to say no. */
const ANSWER_WITHIN_MS = 15_000;

const PROGRAMS: Partial<Record<NodeJS.Platform, readonly [string, readonly string[]]>> = {
  linux: ['systemctl', ['reboot']],
  win32: ['shutdown', ['/r', '/t', '0']],
};

/** Empty where it must not or cannot be done. */
export const rebootHands = (mayReboot: boolean, platform = process.platform): Pick<ShellHands, 'restartMachine'> => {
  const program = PROGRAMS[platform];
  if (!mayReboot || !program) return {};
  const [name, words] = program;
  return {
    restartMachine: () =>
      new Promise((resolve, reject) => {
        execFile(name, [...words], { timeout: ANSWER_WITHIN_MS }, (fault, _out, said) => {
          if (fault) reject(new Error(`${name}: ${said.trim() || fault.message}`));
          else resolve();
        });
      }),
  };
};
