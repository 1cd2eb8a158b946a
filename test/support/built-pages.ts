/** Before the tests in browsers: what they open is built once, so that no file of tests builds under the feet of another. */
import { buildPlayer } from '../../player/build.ts';
import { buildConsole } from './built-console.ts';

export default async (): Promise<void> => {
  await Promise.all([buildConsole(), buildPlayer()]);
};
