/** States by which devices are filtered; they stand in the address. */
export const FLEET_FILTERS = [
  'online',
  'offline',
  'attention',
  'faults',
  'refused',
  'clock',
  'alarm',
  'covered',
  'unpaired',
] as const;
export type FleetFilter = (typeof FLEET_FILTERS)[number];
