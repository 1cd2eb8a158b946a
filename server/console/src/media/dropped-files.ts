/** Files of a drop, folders opened to their depths. Hidden files that file managers leave behind are skipped. */

const LEFTOVERS = new Set(['Thumbs.db', 'desktop.ini']);
export const isLeftover = (name: string): boolean => name.startsWith('.') || LEFTOVERS.has(name);

const readFolder = async (folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> => {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // A reader hands out at most 100 entries at a time and an empty batch at the end.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return all;
    all.push(...batch);
  }
};

const filesOf = async (entry: FileSystemEntry): Promise<File[]> => {
  if (isLeftover(entry.name)) return [];
  if (entry.isFile) {
    return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  }
  const inside = await readFolder(entry as FileSystemDirectoryEntry);
  return (await Promise.all(inside.map(filesOf))).flat();
};

export const droppedFiles = async (transfer: DataTransfer): Promise<File[]> => {
  // Entries must be taken before the first await: the browser empties the transfer afterwards.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return [...transfer.files];
  return (await Promise.all(entries.map(filesOf))).flat();
};
