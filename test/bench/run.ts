/**
 * `npm run bench`: every figure with its yardstick of the same run, one line of JSON each. Names on the command line choose
 * some of them: `npm run bench -- plays publish`.
 */
import type { BenchLine } from './bench-line.ts';

/** In the order in which they run; each is loaded only when its turn comes, so none weighs on another. */
const BENCHES: Record<string, () => Promise<BenchLine[]>> = {
  timeline: async () => (await import('./timeline.ts')).benchTimeline(),
  engine: async () => (await import('./engine.ts')).benchEngine(),
  plays: async () => (await import('./plays.ts')).benchPlays(),
  memory: async () => (await import('./memory.ts')).benchMemory(),
  commands: async () => (await import('./commands.ts')).benchCommands(),
  publish: async () => (await import('./publish.ts')).benchPublish(),
  ingest: async () => (await import('./ingest.ts')).benchIngest(),
  documents: async () => (await import('./documents.ts')).benchDocuments(),
  slides: async () => (await import('./slides.ts')).benchSlides(),
  hashing: async () => (await import('./hashing.ts')).benchHashing(),
  'transcode-load': async () => (await import('./transcode-load.ts')).benchTranscodeLoad(),
  fingerprints: async () => (await import('./fingerprints.ts')).benchFingerprints(),
  'calendar-file': async () => (await import('./calendar-file.ts')).benchCalendarFile(),
  files: async () => (await import('./bulk.ts')).benchFiles(),
  upload: async () => (await import('./bulk.ts')).benchUploads(),
  library: async () => (await import('./library.ts')).benchLibrary(),
  'schedule-reads': async () => (await import('./schedule-reads.ts')).benchScheduleReads(),
  'schedule-drag': async () => (await import('./schedule-drag.ts')).benchScheduleDrag(),
  'schedule-views': async () => (await import('./schedule-views.ts')).benchScheduleViews(),
};

const round = (number: number): number => Number(number.toPrecision(4));
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  process.stderr.write(`no bench called ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}\n`);
  process.exit(64);
}
for (const [name, bench] of Object.entries(BENCHES)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  for (const line of await bench())
    process.stdout.write(
      `${JSON.stringify({ ...line, value: round(line.value), yardstickValue: round(line.yardstickValue), ratio: round(line.ratio) })}\n`,
    );
}
// Keep-alive sockets of the fleets must not hold the process.
process.exit(0);
