/** What a module gives to serve a contract: a plain function from parsed input and caller to a value or a refusal. */
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { DeviceId, ScreenId } from '../../playlists/model/ids.ts';
import type { Outcome, Refusal } from '../../playlists/model/refusal.ts';
import type { Role } from '../../playlists/model/role.ts';
import type { CONTRACTS, ContractName } from '../../playlists/wire/api/index.ts';

/** Who asks; decided once, before any handler runs. */
export type Caller =
  | { kind: 'anyone'; address: string }
  | { kind: 'person'; address: string; personId: string; name: string; role: Role }
  | { kind: 'device'; address: string; deviceId: DeviceId; screenId: ScreenId };

type Parsed<Name extends ContractName, Part extends 'params' | 'query' | 'body'> = z.output<
  (typeof CONTRACTS)[Name][Part]
>;
export type Reply<Name extends ContractName> = z.input<(typeof CONTRACTS)[Name]['reply']>;

/** Handlers never see an unparsed byte and never touch the response. */
export type Handler<Name extends ContractName> = (request: {
  params: Parsed<Name, 'params'>;
  query: Parsed<Name, 'query'>;
  body: Parsed<Name, 'body'>;
  caller: Caller;
}) => Promise<Outcome<Reply<Name>>> | Outcome<Reply<Name>>;

/** Contracts whose reply is a stream or sets cookies: served by express handlers of their own (input still parsed by contract). */
export type StreamedName =
  | 'getFile'
  | 'pullManifest'
  | 'pullFile'
  | 'pullBody'
  | 'pullRelay'
  | 'getCommandFile'
  | 'handInCommandFile'
  | 'completeSetup'
  | 'acceptInvitation';

export type Handlers = { [Name in Exclude<ContractName, StreamedName>]: Handler<Name> };

/**
 * Writes its own reply to `response`. Input is parsed and the caller is admitted before it is called, as for any handler; a
 * refusal that it returns (before anything was written) is answered in the usual form.
 */
export type StreamHandler<Name extends StreamedName> = (
  asked: {
    params: Parsed<Name, 'params'>;
    query: Parsed<Name, 'query'>;
    body: Parsed<Name, 'body'>;
    caller: Caller;
  },
  io: { request: Request; response: Response },
) => Promise<Refusal | undefined> | Refusal | undefined;

export type StreamHandlers = { [Name in StreamedName]: StreamHandler<Name> };

/** What every module's creator may hand back to be served; `compose` checks that together they cover all contracts. */
export interface Served {
  handlers?: Partial<Handlers>;
  streams?: Partial<StreamHandlers>;
}
