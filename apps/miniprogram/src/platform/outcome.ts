/** What came of something that the host did for us. */
export type Outcome<T> =
  | { kind: 'ok'; value: T }
  /** The person did not want it. */
  | { kind: 'cancelled' }
  /** This host, or this version of it, cannot do it: there is another way. */
  | { kind: 'unsupported' }
  /** It went wrong. `reason` is for the developer tools, never shown. */
  | { kind: 'error'; reason: string };

export function ok<T>(value: T): Outcome<T> {
  return { kind: 'ok', value };
}

export const CANCELLED = { kind: 'cancelled' } as const;
export const UNSUPPORTED = { kind: 'unsupported' } as const;

export function failed(reason: unknown): { kind: 'error'; reason: string } {
  return { kind: 'error', reason: typeof reason === 'string' ? reason : JSON.stringify(reason ?? 'unknown') };
}
