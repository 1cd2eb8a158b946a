/** Exit code of the Electron shell that asks whoever started it (systemd, `npm run player`) to start it again. */
export const START_AGAIN = 75;
