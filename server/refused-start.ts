/**
 * Why the server does not start although the machine works: going on would harm what is in the data folder. One sentence in
 * each voice that says what happened, why it matters and what to do; whoever starts the server reads it as it stands.
 */

export class RefusedStart extends Error {
  constructor(vi: string, en: string) {
    super(`${vi} / ${en}`);
    this.name = 'RefusedStart';
  }
}
