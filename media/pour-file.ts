/**
 * Sends a part of a file into a stream as fast as Node can: two buffers that are filled and emptied in turn and used again for the next
 * file. A stream of the file would take fresh memory for every piece, which costs more than the copying does.
 */
import { open } from 'node:fs/promises';
import type { Writable } from 'node:stream';

/** Large enough that the trips to the thread pool do not matter, small enough that a fleet's buffers stay in the processor's cache. */
const BUFFER_BYTES = 256 * 1024;
/** Buffers that wait for the next file; 8 MB at most. */
const MOST_SPARE = 32;

const spare: Buffer[] = [];
const takeBuffer = (): Buffer => spare.pop() ?? Buffer.allocUnsafeSlow(BUFFER_BYTES);

const prematureClose = (): Error =>
  Object.assign(new Error('the other side went away'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });

/**
 * Writes bytes `from` to `to`, both included, into a socket or an answer, and ends it; not into a stream that keeps what it is given for
 * later, since the buffers are used again. Rejects with `ERR_STREAM_PREMATURE_CLOSE`, or what
 * the last write met, when the other side goes away before; on any other fault, such as a file that is shorter, the stream is destroyed, so that nobody takes a part for the whole.
 */
export const pourFile = async (
  path: string,
  { from, to }: { from: number; to: number },
  into: Writable,
): Promise<void> => {
  const file = await open(path, 'r');
  const closed = Promise.withResolvers<never>();
  closed.promise.catch(() => undefined);
  const onClose = (): void => closed.reject(prematureClose());
  into.once('close', onClose);
  const orClosed = <Value>(work: Promise<Value>): Promise<Value> => Promise.race([work, closed.promise]);
  const write = (part: Buffer): Promise<void> => {
    const written = new Promise<void>((resolve, reject) => {
      into.write(part, (fault) => (fault ? reject(fault) : resolve()));
    });
    // Heard when the buffer is needed again; until then it must not count as unhandled.
    written.catch(() => undefined);
    return written;
  };
  try {
    if (into.destroyed) throw prematureClose();
    const buffers = [takeBuffer(), takeBuffer()];
    const emptied: Promise<void>[] = [Promise.resolve(), Promise.resolve()];
    let at = from;
    for (let turn = 0; at <= to; turn = 1 - turn) {
      await orClosed(emptied[turn] as Promise<void>);
      const buffer = buffers[turn] as Buffer;
      const { bytesRead } = await file.read(buffer, 0, Math.min(BUFFER_BYTES, to - at + 1), at);
      if (bytesRead === 0) throw new Error(`the file ends at ${at}, before ${to}`);
      at += bytesRead;
      emptied[turn] = write(buffer.subarray(0, bytesRead));
    }
    await orClosed(Promise.all(emptied));
    // Only what was taken by the other side is free again; after a fault it may still be read from.
    if (spare.length <= MOST_SPARE - 2) spare.push(...buffers);
    await orClosed(new Promise<void>((resolve) => into.end(resolve)));
  } catch (fault) {
    into.destroy();
    throw fault;
  } finally {
    into.off('close', onClose);
    await file.close();
  }
};
