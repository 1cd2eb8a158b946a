/** Exit code of the Electron shell that asks whoever started it (systemd, `npm run player`) to start it again. */
export const START_AGAIN = 75;
/** A technician left the kiosk by the local exit: it comes back after a while or with the machine, not at once. */
export const LEFT = 77;
