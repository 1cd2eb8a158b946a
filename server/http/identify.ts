/** Who a request is from: a player by its bearer token, else a person by the session cookie, else anyone. */
import type { Request } from 'express';
import { type Refusal, refusal } from '../../playlists/model/refusal.ts';
import type { Identify } from './bind.ts';
import type { Caller } from './handlers.ts';

export interface IdentifyPorts {
  accounts: { identify: (request: Request) => Promise<Caller | null> };
  /** The device behind a bearer token, as it stands at this moment. */
  identifyDevice: (token: string, address: string) => Caller | Refusal;
}

export const createIdentify =
  ({ accounts, identifyDevice }: IdentifyPorts): Identify =>
  async (request) => {
    const address = request.ip ?? '';
    const { authorization } = request.headers;
    if (authorization === undefined) return (await accounts.identify(request)) ?? { kind: 'anyone', address };
    const token = /^Bearer (\S{1,300})$/.exec(authorization)?.[1];
    return token === undefined
      ? refusal('device-unknown', 'the Authorization header is no bearer token')
      : identifyDevice(token, address);
  };
