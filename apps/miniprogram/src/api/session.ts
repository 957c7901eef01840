import { keep, kept } from '@/platform/storage';
import { cell } from '@/state/cell';
import { forgetTyped } from '@/state/typed';
import type { SessionState } from './shapes';

/** The session as this device knows it. */
export interface Session extends SessionState {
  /** When its token came, by the clock of this device. */
  obtained_at_ms: number;
}

const KEPT = 'session';

const sessions = cell<Session | null>(read());

export const session = sessions.get;
export const useSession = sessions.use;

/** A new token ends the one before: it is kept at once. */
export function beginSession(state: SessionState) {
  const begun = { ...state, obtained_at_ms: Date.now() };
  keep(KEPT, JSON.stringify(begun));
  sessions.set(begun);
}

/** The service does not know the session any more. What was typed stays: its person comes back. */
export function loseSession() {
  keep(KEPT, null);
  sessions.set(null);
}

/** Somebody logs out: nothing of theirs stays. */
export function endSession() {
  loseSession();
  forgetTyped();
}

/** Somebody has to prove something first. */
export function lacks(next: SessionState['next']) {
  const known = sessions.get();
  if (known) beginSession({ ...known, next });
}

function read(): Session | null {
  try {
    const text = kept(KEPT);
    return text ? (JSON.parse(text) as Session) : null;
  } catch {
    return null;
  }
}
