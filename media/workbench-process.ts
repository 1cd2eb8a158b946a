/**
 * A process of its own that reads one stranger's file, answers one line of JSON and ends. Started by `workbench.ts` inside the
 * sandbox, so that a hostile file can neither hang nor own the server. The folder of compiled code that it is given halves what it costs to start;
 * it may read it only, but for the one job that fills it.
 */
import { enableCompileCache } from 'node:module';

const [job, codeCache] = process.argv.slice(2);
// Before anything of ours is loaded; what cannot be kept or found is compiled anew.
if (codeCache) enableCompileCache(codeCache);
const [{ WorkbenchJob }, { answerJob }] = await Promise.all([
  import('./workbench-job.ts'),
  import('./workbench-readers.ts'),
]);
const answer = await answerJob(WorkbenchJob.parse(JSON.parse(job ?? 'null')));
// A reader may have left timers or handles behind; the answer is out, so nothing is waited for.
process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0));
