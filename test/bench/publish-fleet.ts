/** The other half of the publish bench: a fleet of simulated players and as many bare clients, in a process of their own. */
import { io, type Socket } from 'socket.io-client';
import { createFleet } from '../fleet/fleet.ts';

export type FleetReport = { kind: 'online' } | { kind: 'active'; version: number };

const [url = '', bareUrl = '', sizeText = '0', seed = ''] = process.argv.slice(2);
const size = Number(sizeText);
const tell = (report: FleetReport): void => {
  process.send?.(report);
};

const bare: Socket[] = Array.from({ length: size }, () => {
  const socket = io(bareUrl, { transports: ['websocket'], forceNew: true });
  socket.on('body', (_payload: unknown, answer: (reply: unknown) => void) =>
    answer({ kind: 'taken', epoch: 1, version: 1 }),
  );
  return socket;
});
/** Players that have not got the newest version yet; counting must not cost what it measures. */
const behind = new Set<object>();
let newest = 0;
const fleet = createFleet({
  serverUrl: url,
  size,
  seed,
  plays: false,
  changed: (player) => {
    const version = player.version();
    if (version > newest) {
      newest = version;
      for (const one of fleet.players) behind.add(one);
    }
    if (version === newest && behind.delete(player) && behind.size === 0) tell({ kind: 'active', version: newest });
  },
});
process.on('message', () => {
  for (const socket of bare) socket.disconnect();
  void fleet.stop().then(() => process.exit(0));
});
await fleet.start();
const isComplete = () => fleet.counts().online === size && bare.every((socket) => socket.connected);
const wait = setInterval(() => {
  if (!isComplete()) return;
  clearInterval(wait);
  tell({ kind: 'online' });
}, 50);
