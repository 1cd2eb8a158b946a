/** Words of the command line that belong to the shells; the rest is the core's (`player/core/config.ts`). Pure. */

/** A window when nobody says how large. */
const WINDOWED_SIZE = '960x540';

export interface ShellWords {
  /** Without a display: the picture is painted all the same (Chromium shell only). */
  headless: boolean;
  /** The command line for the core: `--windowed` and `--screen-size` said as its `--window`. */
  argv: string[];
}

/** `--windowed` = a window instead of the whole screen; `--screen-size WxH` = a window (or virtual screen) of this size. */
export const readShellWords = (argv: readonly string[]): ShellWords => {
  let size: string | null = null;
  let windowed = false;
  let headless = false;
  const rest: string[] = [];
  for (let i = 0; i < argv.length; i += 1) {
    const word = argv[i] ?? '';
    if (word === '--windowed') windowed = true;
    else if (word === '--headless') headless = true;
    else if (word === '--screen-size') {
      size = argv[i + 1] ?? '';
      i += 1;
    } else if (word.startsWith('--screen-size=')) size = word.slice('--screen-size='.length);
    else rest.push(word);
  }
  const named = rest.some((word) => word === '--window' || word.startsWith('--window='));
  const window = named ? [] : size !== null ? [`--window=${size}`] : windowed ? [`--window=${WINDOWED_SIZE}`] : [];
  return { headless, argv: [...rest, ...window] };
};
