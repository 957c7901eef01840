// What was typed and is not saved yet, by application and step. It lives as long as the app does, and is never written down:
// a request may fail, a session may end, the page may be left and entered again.

const typed = new Map<string, Record<string, string>>();

const key = (application: string, step: string) => `${application} ${step}`;

export function typedAt(application: string, step: string): Record<string, string> {
  return typed.get(key(application, step)) ?? {};
}

export function rememberTyped(application: string, step: string, answers: Record<string, string>) {
  typed.set(key(application, step), answers);
}

export function forgetTyped() {
  typed.clear();
}
