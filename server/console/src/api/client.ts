/**
 * The typed client: one function for every contract. What was sent is checked before it leaves, what comes back is parsed,
 * and everything that does not work out is a value (`Trouble`), never an exception.
 */
import type { z } from 'zod';
import { Refusal, type RefusalCode } from '../../../../playlists/model/refusal.ts';
import { CONTRACTS, type ContractName } from '../../../../playlists/wire/api/index.ts';

/** A refusal of the server, or one of those that only a client can meet. */
export interface Trouble {
  code: RefusalCode | 'unreachable' | 'reply-unreadable' | 'file-unreadable';
  staff: { vi: string; en: string };
  technician: string;
  /** Form field (dotted path) → code of what is wrong with it. */
  fields?: Record<string, string> | undefined;
  /** HTTP status; 0 when nothing came back. */
  status: number;
}

export type Called<Value> = { ok: true; value: Value } | { ok: false; trouble: Trouble };
type Part<Name extends ContractName, Key extends 'params' | 'query' | 'body'> = z.input<(typeof CONTRACTS)[Name][Key]>;
export interface CallInput<Name extends ContractName> {
  params?: Part<Name, 'params'>;
  query?: Part<Name, 'query'>;
  body?: Part<Name, 'body'>;
}
export type ReplyOf<Name extends ContractName> = z.output<(typeof CONTRACTS)[Name]['reply']>;

const UNREACHABLE = {
  vi: 'Không kết nối được với máy chủ. Hệ thống sẽ tự nối lại; hãy kiểm tra mạng nếu chờ lâu.',
  en: 'The server cannot be reached. We keep trying; check the network if this lasts.',
};
const UNREADABLE = {
  vi: 'Máy chủ trả lời không đúng dạng. Hãy tải lại trang; nếu vẫn lỗi, hãy báo kỹ thuật.',
  en: 'The server answered in an unexpected form. Reload the page; if it persists tell a technician.',
};
const FILE_UNREADABLE = {
  vi: 'Không đọc được tệp trên máy này: tệp đã bị xóa, đổi tên, sửa hoặc đang được chương trình khác giữ. Hãy chọn lại tệp.',
  en: 'The file cannot be read on this computer: it was deleted, renamed, changed, or another program holds it. Choose it again.',
};
const MALFORMED = {
  vi: 'Một số ô chưa đúng. Vui lòng kiểm tra lại các ô được đánh dấu.',
  en: 'Some fields are not right. Please check the marked ones.',
};

/** Puts `params` into the `{name}` marks of a path and `query` behind it; absent members are left out. */
export const addressOf = (path: string, params: unknown, query: unknown): string => {
  const values = (params ?? {}) as Record<string, unknown>;
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `/api${filled}${text ? `?${text}` : ''}`;
};

/** Field paths of a failed parse, in the form of `Refusal.fields`. */
export const fieldsOf = (error: z.ZodError): Record<string, string> =>
  Object.fromEntries(error.issues.map((issue) => [issue.path.join('.'), issue.message]));

/** Reads a refusal out of an error reply, however the proxy or the server wrapped it. */
export const troubleOf = (status: number, text: string): Trouble => {
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    // Not JSON: a proxy or the tus protocol speaking; kept as the technician's detail below.
  }
  const inner = typeof json === 'object' && json !== null && 'refusal' in json ? json.refusal : json;
  const parsed = Refusal.safeParse(inner);
  if (parsed.success) return { ...parsed.data, status };
  return { code: 'reply-unreadable', staff: UNREADABLE, technician: `HTTP ${status}: ${text.slice(0, 300)}`, status };
};

export const unreachable = (cause: unknown): Trouble => ({
  code: 'unreachable',
  staff: UNREACHABLE,
  technician: cause instanceof Error ? cause.message : String(cause),
  status: 0,
});

export const unreadableFile = (technician: string): Trouble => ({
  code: 'file-unreadable',
  staff: FILE_UNREADABLE,
  technician,
  status: 0,
});

/** True when the server may have done what it was asked, since no answer of its own came back. */
export const isUnsure = ({ code }: Trouble): boolean => code === 'unreachable' || code === 'reply-unreadable';

/** Calls a contract. `keepalive` lets the request outlive the page. */
export const call = async <Name extends ContractName>(
  name: Name,
  request: CallInput<Name> = {},
  options: { signal?: AbortSignal; keepalive?: boolean } = {},
): Promise<Called<ReplyOf<Name>>> => {
  const contract = CONTRACTS[name];
  const body = contract.body.safeParse(request.body);
  if (!body.success) {
    return {
      ok: false,
      trouble: {
        code: 'request-malformed',
        staff: MALFORMED,
        technician: body.error.message,
        fields: fieldsOf(body.error),
        status: 400,
      },
    };
  }
  let reply: Response;
  let text: string;
  try {
    reply = await fetch(addressOf(contract.path, request.params, request.query), {
      method: contract.method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body.data === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body.data === undefined ? {} : { body: JSON.stringify(body.data) }),
      ...options,
    });
    text = await reply.text();
  } catch (cause) {
    return { ok: false, trouble: unreachable(cause) };
  }
  if (!reply.ok) return { ok: false, trouble: troubleOf(reply.status, text) };
  return readReply(name, reply.status, text);
};

const readReply = <Name extends ContractName>(name: Name, status: number, text: string): Called<ReplyOf<Name>> => {
  let json: unknown;
  try {
    json = text === '' ? undefined : JSON.parse(text);
  } catch (cause) {
    return unreadable(status, `${name}: ${String(cause)}`);
  }
  const parsed = CONTRACTS[name].reply.safeParse(json);
  if (!parsed.success) return unreadable(status, `${name}: ${parsed.error.message}`);
  return { ok: true, value: parsed.data as ReplyOf<Name> };
};

const unreadable = (status: number, technician: string): { ok: false; trouble: Trouble } => ({
  ok: false,
  trouble: { code: 'reply-unreadable', staff: UNREADABLE, technician: technician.slice(0, 500), status },
});

/** Signs in or out at better-auth, which speaks its own dialect: the status decides, the words are ours. */
export const callAuth = async (path: 'sign-in/email' | 'sign-out', body: unknown): Promise<Called<null>> => {
  try {
    const reply = await fetch(`/api/auth/${path}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await reply.text();
    return reply.ok ? { ok: true, value: null } : { ok: false, trouble: troubleOf(reply.status, text) };
  } catch (cause) {
    return { ok: false, trouble: unreachable(cause) };
  }
};
