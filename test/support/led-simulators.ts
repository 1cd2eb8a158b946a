/**
 * LED controllers as they stand in the published protocol notes, on the loopback: what they take, what they answer, and their bad moods. Written
 * from the notes and not with the product's codec, so that a mistake is not made twice.
 */
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface MctrlSimulator {
  port: number;
  /** Register of all cards, 0–255. */
  brightness: number;
  /** How it behaves from now on. */
  mood: 'good' | 'silent' | 'drops' | 'stuck' | 'unknown' | 'noisy';
  /** Requests with a sound sum, as hex. */
  heard: string[];
  connections(): number;
  close(): Promise<void>;
}

const sumAt = (frame: Buffer): number => {
  let sum = 0x5555;
  for (let i = 2; i < frame.length - 2; i += 1) sum += frame.readUInt8(i);
  return sum % 65_536;
};

export const startMctrlSimulator = async (): Promise<MctrlSimulator> => {
  const sockets = new Set<Socket>();
  const answer = (request: Buffer, ack: number, data: Buffer): Buffer => {
    const reply = Buffer.concat([request.subarray(0, 18), data, Buffer.alloc(2)]);
    reply.set([0xaa, 0x55, ack, request.readUInt8(3), request.readUInt8(5), request.readUInt8(4)]);
    reply.writeUInt16LE(sumAt(reply), reply.length - 2);
    return reply;
  };
  const serve = (request: Buffer, socket: Socket): void => {
    const register = request.readUInt32LE(12);
    const length = request.readUInt16LE(16);
    // 0xff is for all sending cards: done, and not answered.
    const isAnswered = request.readUInt8(5) !== 0xff;
    if (simulator.mood === 'silent' || !isAnswered) return;
    if (simulator.mood === 'unknown' || register !== 0x0200_0001)
      return void socket.write(answer(request, 4, Buffer.alloc(0)));
    const isWrite = request.readUInt8(10) === 1;
    if (isWrite && simulator.mood !== 'stuck') simulator.brightness = request.readUInt8(18);
    const reply = answer(request, 0, isWrite ? Buffer.alloc(0) : Buffer.alloc(length, simulator.brightness));
    if (simulator.mood === 'noisy') {
      // Rubbish before it, an answer of somebody else, and the answer in two pieces.
      const other = Buffer.from(reply);
      other.writeUInt8((other.readUInt8(3) + 9) % 256, 3);
      other.writeUInt16LE(sumAt(other), other.length - 2);
      const torn = Buffer.from(reply);
      torn.writeUInt8(torn.readUInt8(18) ^ 1, 18);
      socket.write(Buffer.concat([Buffer.from('00aa0011', 'hex'), other, torn, reply.subarray(0, 7)]), () =>
        socket.write(reply.subarray(7)),
      );
    } else socket.write(reply);
  };
  const server = createServer((socket) => {
    if (simulator.mood === 'drops') return void socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    let held = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      held = Buffer.concat([held, bytes]);
      while (held.length >= 20) {
        const whole = 18 + (held.readUInt8(10) === 1 ? held.readUInt16LE(16) : 0) + 2;
        if (held.length < whole) return;
        const request = held.subarray(0, whole);
        held = held.subarray(whole);
        const isSound = request.readUInt16BE(0) === 0x55aa && request.readUInt16LE(whole - 2) === sumAt(request);
        if (!isSound) return void socket.destroy();
        simulator.heard.push(request.toString('hex'));
        serve(request, socket);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const simulator: MctrlSimulator = {
    port: (server.address() as AddressInfo).port,
    brightness: 255,
    mood: 'good',
    heard: [],
    connections: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return simulator;
};

export interface CoexSimulator {
  port: number;
  /** Of each screen, percent. */
  brightness: number;
  mood: 'good' | 'refuses' | 'stuck' | 'quiet' | 'page';
  close(): Promise<void>;
}

/** `quiet`: firmware that lists screens without their brightness. `page`: something else answers on the port. */
export const startCoexSimulator = async (): Promise<CoexSimulator> => {
  const server = createHttpServer((request, response) => {
    const reply = (code: number, data: unknown = null): void => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ code, data, message: code === 0 ? 'ok' : 'no' }));
    };
    let text = '';
    request.on('data', (bytes) => {
      text += bytes;
    });
    request.on('end', () => {
      if (simulator.mood === 'page') return void response.end('<html>router</html>');
      const asked = `${request.method} ${request.url}`;
      if (asked === 'GET /api/v1/screen') {
        const own = simulator.mood === 'quiet' ? {} : { brightness: simulator.brightness };
        return reply(0, { screens: [{ screenID: '{a1}', screenName: 'Cổng chào', ...own }] });
      }
      if (asked !== 'PUT /api/v1/screen/brightness') {
        response.statusCode = 404;
        return reply(404);
      }
      const { brightness, screenIds } = JSON.parse(text);
      if (simulator.mood === 'refuses' || screenIds?.[0] !== '{a1}') return reply(7);
      if (simulator.mood !== 'stuck') simulator.brightness = brightness;
      reply(0);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const simulator: CoexSimulator = {
    port: (server.address() as AddressInfo).port,
    brightness: 100,
    mood: 'good',
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return simulator;
};
