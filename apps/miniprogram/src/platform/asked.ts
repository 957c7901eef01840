import { failed, type Outcome, ok } from './outcome';

type Call = (call: HostCall) => void;

/** Calls a function of the host and waits for its answer. `isCancel` tells a person's "no" from a failure. */
export function asked<T>(
  call: Call,
  options: Record<string, unknown>,
  read: (answer: HostAnswer) => T | undefined,
  isCancel: (answer: HostAnswer) => boolean,
): Promise<Outcome<T>> {
  return new Promise((resolve) => {
    const succeeded = (answer: HostAnswer) => {
      const value = read(answer);
      resolve(value === undefined ? failed(answer) : ok(value));
    };
    const refused = (answer: HostAnswer) => resolve(isCancel(answer) ? { kind: 'cancelled' } : failed(answer));
    try {
      call({ ...options, success: succeeded, fail: refused });
    } catch (error) {
      resolve(failed(String(error)));
    }
  });
}

export function text(answer: HostAnswer, name: string): string | undefined {
  const value = answer[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Hosts say in words that a person cancelled. */
export function saysCancel(answer: HostAnswer): boolean {
  return /cancel|deny|denied|refuse/i.test(String(answer.errMsg ?? answer.errorMessage ?? ''));
}
