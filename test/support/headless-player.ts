/** A whole player core in a process of its own, made to be killed: `--server … --data …`; says what it did on stdout. */
import { composePlayer } from '../../player/core/compose.ts';
import { readPlayerConfig } from '../../player/core/config.ts';
import { jsonLog } from '../../player/core/log.ts';
import { openNoneStage } from '../../player/shell/none.ts';

const say = (line: string): void => void process.stdout.write(line);
const player = composePlayer(readPlayerConfig(), {
  openStage: openNoneStage({ write: say }),
  log: jsonLog(say, Date.now),
  happened: (event) => say(`${JSON.stringify({ event: 'happened', ...event })}\n`),
});
process.once('SIGTERM', () => {
  void player.stop().then(() => process.exit(0));
});
await player.start();
