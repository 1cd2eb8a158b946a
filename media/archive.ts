/** What a ZIP archive says it unpacks to, without unpacking any of it. */
import { open } from 'node:fs/promises';

/** More than an office document ever holds: those that say so are bombs. */
export const MOST_UNPACKED = 1024 ** 3;
const MOST_ENTRIES = 10_000;
const END = 0x0605_4b50;
const ENTRY = 0x0201_4b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LONGEST_COMMENT = 65_535;
const MOST_DIRECTORY = 8_000_000;

/** Null = it is no larger than it may be; else what is wrong with it, for technicians. */
export const wrongArchive = async (path: string): Promise<string | null> => {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, END_BYTES + LONGEST_COMMENT));
    await file.read(tail, 0, tail.length, size - tail.length);
    let at = tail.length - END_BYTES;
    while (at >= 0 && tail.readUInt32LE(at) !== END) at -= 1;
    if (at < 0) return 'an archive without its end';
    const [entries, length, start] = [
      tail.readUInt16LE(at + 10),
      tail.readUInt32LE(at + 12),
      tail.readUInt32LE(at + 16),
    ];
    if (entries > MOST_ENTRIES || length > MOST_DIRECTORY || start + length > size)
      return `an archive of ${entries} files`;
    const directory = Buffer.alloc(length);
    await file.read(directory, 0, length, start);
    let unpacked = 0;
    for (let i = 0, from = 0; i < entries; i += 1) {
      if (from + ENTRY_BYTES > length || directory.readUInt32LE(from) !== ENTRY) return 'a broken archive';
      unpacked += directory.readUInt32LE(from + 24);
      const [name, extra, comment] = [28, 30, 32].map((field) => directory.readUInt16LE(from + field)) as [
        number,
        number,
        number,
      ];
      from += ENTRY_BYTES + name + extra + comment;
    }
    return unpacked > MOST_UNPACKED ? `an archive that unpacks to ${unpacked} bytes` : null;
  } finally {
    await file.close();
  }
};
