/** How every refusal and every fault leaves the server: one form, a status from the closed list, no word about our insides. */
import { randomBytes } from 'node:crypto';
import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { REFUSALS, type Refusal, type RefusalCode, refusal } from '../../playlists/model/refusal.ts';

/** Answers `{ refusal }` with the status of its code. */
export const answerRefusal = (response: Response, spoken: Refusal): void => {
  response.status(REFUSALS[spoken.code].status).json({ refusal: spoken });
};

const isRefusalCode = (text: string): text is RefusalCode => Object.hasOwn(REFUSALS, text);

/** A rule of ours names itself; of a library's own rules, an empty text is told apart: it is what people can mend by typing. */
const codeOf = (issue: z.core.$ZodIssue): string => {
  if (/^[a-z]+(-[a-z]+)+$/.test(issue.message)) return issue.message;
  return issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1 ? 'required' : issue.code;
};

/**
 * What a failed parse means to whoever sent it: the marked fields, each with the code of what is wrong. When a rule of the
 * schema is itself a refusal (such as `password-weak`), that one is spoken.
 */
export const refusalOfIssues = (part: string, issues: readonly z.core.$ZodIssue[]): Refusal => {
  const fields = Object.fromEntries(
    issues.slice(0, 50).map((issue) => [issue.path.map(String).join('.') || part, codeOf(issue)]),
  );
  const technician = issues
    .slice(0, 5)
    .map((issue) => `${part}.${issue.path.map(String).join('.')}: ${issue.message}`)
    .join('; ')
    .slice(0, 500);
  const named = issues.length === 1 && issues[0] !== undefined && isRefusalCode(issues[0].message);
  return refusal(named ? (issues[0]?.message as RefusalCode) : 'request-malformed', technician, {}, fields);
};

/** What body-parser and the router throw for input that cannot even be read. */
const refusalOfUnreadable = (fault: unknown): Refusal | undefined => {
  if (fault instanceof URIError) return refusal('request-malformed', 'the address is not valid percent-encoding');
  if (!(fault instanceof Error)) return undefined;
  const { status, type } = fault as { status?: unknown; type?: unknown };
  if (status === 413) return refusal('request-too-large', String(type ?? fault.message));
  if (typeof status === 'number' && status >= 400 && status < 500)
    return refusal('request-malformed', String(type ?? fault.message));
  return undefined;
};

/** A full disk is a state of the machine that people can mend, not a fault of ours. */
const isDiskFull = (fault: unknown): boolean =>
  fault instanceof Error && ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'].includes(String((fault as { code?: unknown }).code));

/** The last word on every request that threw: input at fault → 4xx; we at fault → 500 with an incident code, logged once. */
export const answerFault =
  (log: Logger): ErrorRequestHandler =>
  (fault, request, response, next) => {
    if (response.headersSent) {
      log.error({ err: fault, method: request.method, path: request.path }, 'request.broke-off');
      next(fault);
      return;
    }
    const unreadable = refusalOfUnreadable(fault);
    if (unreadable) {
      answerRefusal(response, unreadable);
      return;
    }
    if (isDiskFull(fault)) {
      log.error({ err: fault, method: request.method, path: request.path }, 'request.storage-full');
      answerRefusal(response, refusal('storage-full', fault.message));
      return;
    }
    const incident = randomBytes(4).toString('hex').toUpperCase();
    log.error({ err: fault, incident, method: request.method, path: request.path }, 'request.failed');
    answerRefusal(response, refusal('server-fault', `incident ${incident}`, { incident }));
  };
