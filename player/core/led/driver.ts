/**
 * What the player asks of the thing that makes the wall bright. One writer for one controller: only the player of the screen connects to it.
 * A write counts when it was read back. Nothing here has been tried on a device; the simulators of the tests follow the published protocol.
 */

/**
 * `unreachable`: nobody answers. `busy`: the connection is taken and dropped, as when another program holds the controller. `refused`: it
 * answers that it does not want to. `mismatch`: it says that it did, and reads back something else.
 */
export type LedResult = 'done' | 'unsupported' | 'unreachable' | 'busy' | 'refused' | 'mismatch';

export type LedKind = 'software' | 'mctrl' | 'coex';

export interface LedReading {
  result: LedResult;
  /** Percent of full, as the controller says it; null = it does not say. */
  percent: number | null;
}

export interface LedDriver {
  kind: LedKind;
  /** 1–100 percent of full. Never throws. */
  setBrightness(percent: number): Promise<LedReading>;
  /** Asks and changes nothing. Never throws. */
  readBrightness(): Promise<LedReading>;
  /** Lets the controller go, so that another program may have it; the next call takes it again. */
  release(): void;
}
