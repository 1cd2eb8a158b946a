/**
 * The asking half of the file and upload benches: one client in a process of its own that costs as little as Node allows: bytes are read into one
 * buffer and forgotten, or sent from one. Answers each order when it is done.
 */
import { request } from 'node:http';
import { connect } from 'node:net';

export type BulkOrder =
  /** Asks for ranges of a file one after the other, the first at `from`, until it has had `bytes` of it. */
  | { kind: 'ranges'; url: string; fileBytes: number; rangeBytes: number; bytes: number; from: number }
  /** One upload of zeros, in pieces. */
  | { kind: 'upload'; url: string; bytes: number; pieceBytes: number; digest: string };

const HEADERS = { 'x-who': 'per_an', origin: 'http://127.0.0.1' };

const readRanges = (order: Extract<BulkOrder, { kind: 'ranges' }>): Promise<void> =>
  new Promise((resolve, reject) => {
    const { hostname, port, pathname } = new URL(order.url);
    const said = Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
    let [at, got, left] = [order.from, 0, 0];
    const ask = (): void => {
      const until = Math.min(at + order.rangeBytes, order.fileBytes);
      socket.write(
        `GET ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\nrange: bytes=${at}-${until - 1}\r\n${said.join('')}\r\n`,
      );
      left = -1;
      at = until === order.fileBytes ? 0 : until;
    };
    const take = (count: number, buffer: Uint8Array): boolean => {
      let body = count;
      if (left < 0) {
        const text = Buffer.from(buffer.buffer, buffer.byteOffset, count).toString('latin1');
        const end = text.indexOf('\r\n\r\n');
        if (end < 0 || !text.startsWith('HTTP/1.1 206')) {
          socket.destroy(new Error(text.slice(0, 200)));
          return false;
        }
        left = Number(/content-length: (\d+)/i.exec(text)?.[1]);
        body = count - end - 4;
      }
      left -= body;
      got += body;
      if (left > 0) return true;
      if (got < order.bytes) ask();
      else socket.end(resolve);
      return true;
    };
    const socket = connect({
      host: hostname,
      port: Number(port),
      onread: { buffer: Buffer.alloc(1024 * 1024), callback: take },
    });
    socket.once('connect', ask);
    socket.once('error', reject);
  });

const ZEROS = Buffer.alloc(1024 * 1024);

const call = (url: string, method: string, headers: Record<string, string>, bytes = 0): Promise<string> =>
  new Promise((resolve, reject) => {
    const asking = request(url, { method, headers: { ...HEADERS, 'tus-resumable': '1.0.0', ...headers } }, (answer) => {
      answer.resume();
      if ((answer.statusCode ?? 500) < 300) answer.once('end', () => resolve(answer.headers.location ?? ''));
      else reject(new Error(`${method} ${url}: ${answer.statusCode}`));
    });
    asking.once('error', reject);
    let left = bytes;
    const pour = (): void => {
      while (left > 0) {
        const part = ZEROS.subarray(0, Math.min(left, ZEROS.length));
        left -= part.length;
        if (!asking.write(part)) {
          asking.once('drain', pour);
          return;
        }
      }
      asking.end();
    };
    pour();
  });

const upload = async ({ url, bytes, pieceBytes, digest }: Extract<BulkOrder, { kind: 'upload' }>): Promise<void> => {
  const place = await call(`${url}/api/uploads`, 'POST', {
    'upload-length': String(bytes),
    'upload-metadata': `digest ${Buffer.from(digest).toString('base64')}`,
  });
  for (let at = 0; at < bytes; at += pieceBytes) {
    const piece = Math.min(pieceBytes, bytes - at);
    await call(
      new URL(place, url).href,
      'PATCH',
      {
        'content-type': 'application/offset+octet-stream',
        'upload-offset': String(at),
        'content-length': String(piece),
      },
      piece,
    );
  }
};

process.on('message', async (order: BulkOrder) => {
  if (order.kind === 'upload') await upload(order);
  else await readRanges(order);
  process.send?.('done');
});
process.once('disconnect', () => process.exit(0));
