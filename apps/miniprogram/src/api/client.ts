import { host } from '@/platform';
import type { Sending } from '@/platform/host';
import { lang } from '@/state/settings';
import { loseSession, session } from './session';
import type { Problem } from './shapes';

/** What came of a request. */
export type Answer<T> =
  | { kind: 'ok'; value: T }
  /** The service says what is wrong, in the person's language. */
  | { kind: 'problem'; problem: Problem }
  /** No answer: whether the service heard it is unknown. */
  | { kind: 'unreachable' };

export interface Operation {
  method: Sending['method'];
  /** Below `/api/v1`. */
  path: string;
  body?: object | ArrayBuffer;
  /** Media type of a body of bytes. */
  type?: string;
  wantsBytes?: boolean;
  onSent?: Sending['onSent'];
  /** Whether it may be sent again when nothing is known of it: it does the same once or twice. */
  isRepeatable?: boolean;
}

const TIMEOUT_MS = 20_000;
/** A picture of some megabytes over a weak network. */
const PICTURE_TIMEOUT_MS = 90_000;
const PAUSES_MS = [400, 1_200, 3_000];
const BUSY = [502, 503, 504];
const NOT_KNOWN = 'expired_session';

/** Asks the service, and asks again where that is safe. */
export async function call<T>(operation: Operation): Promise<Answer<T>> {
  for (let tries = 0; ; tries += 1) {
    const answer = await once<T>(operation);
    const pause = PAUSES_MS[tries];
    if (!operation.isRepeatable || pause === undefined || !isPassing(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

function isPassing<T>(answer: Answer<T>): boolean {
  return answer.kind === 'unreachable' || (answer.kind === 'problem' && BUSY.includes(answer.problem.status));
}

async function once<T>({ method, path, body, type, wantsBytes, onSent }: Operation): Promise<Answer<T>> {
  const token = session()?.token;
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': lang() };
  if (token) headers.Authorization = `Bearer ${token}`;
  const isPicture = body instanceof ArrayBuffer;
  if (body) headers['Content-Type'] = isPicture ? (type ?? 'application/octet-stream') : 'application/json';
  const url = `${SERVICE_URL}/api/v1${path}`;
  const timeout_ms = isPicture || wantsBytes ? PICTURE_TIMEOUT_MS : TIMEOUT_MS;
  const sent = await host.send({ method, url, headers, body, wantsBytes, onSent, timeout_ms });
  if (sent.kind !== 'ok') return { kind: 'unreachable' };
  const { status, text, bytes } = sent.value;
  if (status >= 200 && status < 300) {
    if (wantsBytes) return { kind: 'ok', value: bytes as T };
    if (!text) return { kind: 'ok', value: undefined as T };
    // A network that wants a log-in of its own answers with its page, and says that all is well.
    const value = parsed(text);
    if (value !== undefined) return { kind: 'ok', value: value as T };
  }
  const problem = read(text, status);
  // Only if nobody has logged in anew in the meantime.
  if (problem.code === NOT_KNOWN && session()?.token === token) loseSession();
  return { kind: 'problem', problem };
}

function read(text: string, status: number): Problem {
  const told = parsed(text) as Problem | null | undefined;
  if (typeof told?.code === 'string') return { ...told, fields: told.fields ?? [] };
  return { code: 'unreadable_answer', title: '', status, fields: [] };
}

/** `undefined` for what is no JSON: something on the way answered instead of the service. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
