/**
 * `npm start`: the production server. Prints where the console is and, while nobody has an account, the one-time setup link.
 * SIGTERM or SIGINT stops it cleanly within 10 s; a second signal stops it at once.
 */
import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { startServer } from './compose.ts';
import { ConfigFault, loadConfig } from './config.ts';
import { createLog } from './http/log.ts';
import { RefusedStart } from './refused-start.ts';

const STOP_WITHIN_MS = 10_000;
/** Exit codes of sysexits: a wrong configuration, a broken machine. */
const EXIT = { configuration: 78, fault: 70 } as const;

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const complain = (text: string): void => {
  process.stderr.write(`✗ ${text}\n`);
};

const readVersion = async (): Promise<string> => {
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
};

/** What a failed start most likely means, for whoever has to mend it. */
const explainFault = (fault: unknown, port: number, host: string): string => {
  if (fault instanceof RefusedStart) return fault.message;
  const { code, message } = fault as NodeJS.ErrnoException;
  switch (code) {
    case 'EADDRINUSE':
      return `Cổng ${port} đang được chương trình khác dùng. Hãy đặt PORT khác. / Port ${port} is in use. Set another PORT.`;
    case 'EADDRNOTAVAIL':
      return `Máy này không có địa chỉ ${host} (HOST). / This machine has no address ${host} (HOST).`;
    case 'EACCES':
      return `Không có quyền: ${message} / No permission.`;
    default:
      return `Không khởi động được máy chủ / The server cannot start: ${message ?? String(fault)}`;
  }
};

const run = async (): Promise<void> => {
  const config = loadConfig();
  const log = createLog(config.logLevel);
  const start = startServer(config, {
    now: Date.now,
    monotonicMs: () => performance.now(),
    log,
    version: await readVersion(),
    checkReplies: false,
    announceSetup: (url) => {
      print(`\nThiết lập lần đầu (15 phút, một lần) / First-run setup (15 minutes, once):\n  ${url}\n`);
    },
  });
  const server = await start.catch((fault: unknown) => {
    complain(explainFault(fault, config.port, config.host));
    log.debug({ err: fault }, 'server.not-started');
    process.exit(EXIT.fault);
  });
  print(`Bảng Tin: ${server.url}`);
  if (config.host === '127.0.0.1' || config.host === 'localhost')
    print(
      'Chỉ máy này truy cập được. Đặt HOST=0.0.0.0 để phục vụ cả mạng. / Only this machine can reach it. Set HOST=0.0.0.0 to serve the network.',
    );

  let isStopping = false;
  const stop = (name: NodeJS.Signals): void => {
    if (isStopping) {
      complain(`${name} lần hai, dừng ngay / second ${name}, stopping at once`);
      process.exit(1);
    }
    isStopping = true;
    const late = setTimeout(() => {
      complain(`không dừng kịp trong ${STOP_WITHIN_MS} ms / did not stop within ${STOP_WITHIN_MS} ms`);
      process.exit(1);
    }, STOP_WITHIN_MS);
    late.unref();
    server.stop().then(
      () => process.exit(0),
      (fault: unknown) => {
        log.error({ err: fault }, 'server.stop-failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // A bug that nobody caught leaves unknown state behind: say so once and let the supervisor start us anew.
  for (const name of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(name, (fault: unknown) => {
      log.fatal({ err: fault }, 'server.broke');
      process.exit(EXIT.fault);
    });
};

run().catch((fault: unknown) => {
  complain(fault instanceof ConfigFault ? fault.message : String(fault instanceof Error ? fault.stack : fault));
  process.exit(fault instanceof ConfigFault ? EXIT.configuration : EXIT.fault);
});
