/** Name of the one IPC channel, both ways. */
export const STAGE_CHANNEL = 'bang-tin:stage';
